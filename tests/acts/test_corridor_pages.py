"""The how-to page on corridors says what its examples give, and its blocks run."""

import re
from pathlib import Path

import pytest

from autarky.acts import Context
from autarky.scenario import Scenario
from autarky.worlds import load_world

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "corridors.md").read_text("utf-8").replace("−", "-")
ROWS = re.findall(r"^\| `(corridor-[a-z-]+\.toml)` \| (\S+) \| (.*) \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(
    ("file", "total", "most"),
    [pytest.param(*r, id=r[0], marks=[] if "faster" in r[0] else pytest.mark.slow) for r in ROWS],
)
def test_examples_cost_what_the_page_says(file: str, total: str, most: str) -> None:
    scenario = Scenario.from_file(ROOT / "examples" / "union-state" / file)
    world = load_world()
    (act,) = scenario.resolve(world)
    # the transport equilibrium is found to 3e-6 of costs of about 8 % of USD 17,000 bn: under USD 5 million
    assert act["dearer_by"] / 1000 == pytest.approx(float(total), abs=0.01)  # the last digit printed
    first = act["pairs"][0]
    told = f"{world.economy_names[first['origin']]} → {world.economy_names[first['destination']]}"
    assert most.startswith(f"{told} {first['pays_more']:.0f}") and f"{first['percent']:.2f} %" in most


def test_all_examples_are_on_the_page() -> None:
    files = {p.name for p in (ROOT / "examples" / "union-state").glob("corridor-*.toml")}
    assert files == {r[0] for r in ROWS} and len(files) == 3


@pytest.mark.parametrize(
    "text", re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL), ids=["closure", "several"]
)
@pytest.mark.slow
def test_scenarios_of_the_page(text: str) -> None:
    scenario, world = Scenario.from_toml(text), load_world()
    assert all(act.facts(Context(world, tuple(scenario.acts[:k]))) for k, act in enumerate(scenario.acts))


@pytest.mark.slow
def test_python_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(code, "corridors.md", "exec"), {})
    assert float(capsys.readouterr().out) > 1.01
