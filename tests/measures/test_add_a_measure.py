"""The measure of docs/how-to/add-a-measure.md works as it stands there."""

import re
from pathlib import Path
from typing import Any

import pytest
from tiny_world import one_good

from autarky.measures.answer import Ask
from autarky.measures.registry import MEASURES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/add-a-measure.md").read_text("utf-8")


def test_the_measure_of_the_page(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {"__name__": "add_a_measure"}
    exec(compile(code, "add-a-measure.md", "exec"), names)
    world = one_good()
    # BLR sells 40 and buys 25; half of its output of 100 is value added
    made = 40 + 25
    value_added = float(world.array("value_added")[0].sum())
    found = float(names["openness"](world).sel(economy="BLR"))
    assert found == pytest.approx(made / value_added, rel=1e-12)  # a handful of roundings
    file = str(world.save(tmp_path / "w.nc"))
    answer = names["openness_answer"](Ask(of="Belarus", world=file))
    assert answer.rows[0] == {"economy": "BLR", "openness": found}
    assert answer.as_dict(names["line"])["formula"] == "(exports + imports) / value added"


def test_what_the_page_names_is_there() -> None:
    assert "trade-intensity" in MEASURES
    for file in re.findall(r"`((?:src|tests|tools)/[\w./]+\.py)`", PAGE):
        assert (ROOT / file).exists() or file.endswith("measures/openness.py"), file
