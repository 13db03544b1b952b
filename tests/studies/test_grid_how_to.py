"""What stands in docs/how-to/studies.md, and the example, runs as it stands there."""

import re
from pathlib import Path

import duckdb
import pytest

from autarky.studies.checks import check_plan
from autarky.studies.definition import Study
from autarky.studies.plan import Plan
from autarky.studies.running import run_study
from autarky.world import World

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "studies.md").read_text(encoding="utf-8")
WHOLE, PAIRS, SIDES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(
    ("text", "cases"), [(WHOLE, 54), (PAIRS, 1770), (SIDES, 6)], ids=["whole", "pairs", "sides"]
)
def test_studies(text: str, cases: int) -> None:
    made = Plan(Study.from_toml(text))
    check_plan(made)
    assert made.total == cases


def test_python() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict = {}
    exec(compile(code, "studies.md", "exec"), names)
    losses = names["losses"]
    assert losses.loc[0.1] < losses.loc[0.5] < 0
    assert float(names["cube"]["welfare"].sel(economy="BLR", acts_1_leakage=0.1)) == losses.loc[0.1]


def test_sql(world: World, tmp_path: Path) -> None:
    (query,) = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    base = WHOLE.replace("icio-2022", "w.nc").replace('"EU27"', '"POL"').replace('"CHN"', '"KAZ"')
    made = Study.from_toml(base.replace("[0.05, 0.1, 0.5]", "[0.5]"))
    run_study(made, store=tmp_path, worlds={"w.nc": world})
    (folder,) = tmp_path.iterdir()
    answer = duckdb.sql(query.replace("FOLDER", str(folder))).fetchall()
    assert len(answer) == 9 and {row[0] for row in answer} == {"RUS", "KAZ", "POL"}


def test_every_field_is_described() -> None:
    missing = [f for f in Study.model_fields if f"`{f}`" not in PAGE.split("| Field |")[1].split("\n\n")[0]]
    assert not missing


@pytest.mark.parametrize("path", sorted((ROOT / "examples" / "studies").glob("*.toml")), ids=lambda p: p.stem)
def test_examples(path: Path) -> None:
    made = Plan(Study.from_file(path))
    check_plan(made)
    assert made.total > 1 and made.study.title
