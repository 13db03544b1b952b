"""Whatever stands in a study file: it has cases, or there is an `InputError` that names the file; nothing else."""

import re

from grid_samples import BASE
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from autarky.errors import InputError
from autarky.studies.checks import check_plan
from autarky.studies.definition import Study
from autarky.studies.plan import Plan
from autarky.world import World

TEXT = """
name = "s"
draws = 2
seed = 1
tolerance = 1e-8
[grid]
"acts.1.leakage" = [0.1, "20%"]
elasticities.source = ["fontagne-2022", "uniform-4"]
pairs = { of = ["BLR", "RUS"], partners = "all", ordered = true }
[[zip]]
horizon = ["3m", "1y"]
"elasticities.eta" = [0.1, 0.2]
[[scenarios]]
label = "a"
deficits = "zero"
[[scenarios]]
label = "b"
"""
VALUE = re.compile(r'"[^"\n]*"|(?<![\w."])-?\d[\d.e-]*|\[[^\[\]\n]+\]')
WORDS = [
    "-1", "1e308", "nan", "inf", '""', "[]", "{}", "true", "9" * 400, '"é"', '"\\u0000"', "[[]]", "[1, [2]]",
    '{ a = [1] }', '"RUS"', '"acts"', '"acts.1"', '"."', '"acts.9.x"', '["all"]', '"world"', "2026-01-01", "0",
]  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(WORDS)), min_size=1, max_size=3))
@settings(max_examples=150, phases=[Phase.explicit, Phase.generate])
def test_studies_with_other_values(world: World, changes: list[tuple[int, str]]) -> None:
    text = TEXT + BASE
    for which, word in changes:
        found = list(VALUE.finditer(text))
        at = found[which % len(found)]
        text = text[: at.start()] + word + text[at.end() :]
    try:
        plan = Plan(Study.from_toml(text), {"w.nc": world})
        check_plan(plan)
        assert plan.total >= 1 and next(plan.tasks()).key
    except InputError as e:
        assert str(e)
