"""The how-to pages on unions and support say what their examples give."""

import re
from pathlib import Path

import pytest

from autarky.acts.analyses import analysis_of
from autarky.acts.exhibits import Exhibit
from autarky.acts.union.estimates import LEVELS, estimates
from autarky.scenario import Scenario, solve_all
from autarky.scenario.for_analysis import for_analysis
from autarky.worlds import load_world

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "union-state"


def page(name: str) -> str:
    return (ROOT / "docs" / "how-to" / f"{name}.md").read_text("utf-8").replace("−", "-")


def exhibits(example: str, act: str) -> list[Exhibit]:
    scenario = Scenario.from_file(EXAMPLES / example)
    world = scenario.load_world()
    analyse = analysis_of(act)
    assert analyse is not None
    return analyse(for_analysis(world, scenario, solve_all(world, scenario)))


@pytest.mark.parametrize("name", ["union", "support"])
def test_scenarios_of_the_page(name: str) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", page(name), re.DOTALL)
    assert blocks
    for text in blocks:
        assert Scenario.from_toml(text).resolve(load_world())


def test_python_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", page("support"), re.DOTALL)
    exec(compile(code, "support.md", "exec"), {})
    assert capsys.readouterr().out.split() == ["0.405", "94.6"]


@pytest.mark.slow
def test_figures_of_the_union() -> None:
    text = page("union")
    gains, ranges = exhibits("union.toml", "union")
    for row in gains.rows[:2]:
        name, welfare, _, _, created, diverted, before, after, given_up = row
        (line,) = [part for part in text.splitlines() if part.startswith(f"| {name} |")]
        shown = [float(n) for n in re.findall(r"[+-]?\d+\.\d+", line)]
        assert all(isinstance(v, float) for v in row[1:])
        told = [welfare, None, created / 1000, diverted / 1000, before, after, given_up]  # type: ignore[operator]
        for value, said in zip(told, shown, strict=True):
            assert value is None or said == pytest.approx(value, abs=0.06)  # the last digit printed
    (belarus,) = [row for row in ranges.rows if row[0] == "Belarus"]
    assert belarus[2] == gains.rows[0][1]
    assert f"{belarus[1]:.1f} to {belarus[3]:.1f} % for Belarus" in text


def test_figures_of_support() -> None:
    (found,) = exhibits("support-withdrawal.toml", "support")
    rows = {str(row[0]): row for row in found.rows}
    for name, said in {
        "Energy discount ends, 3m": (3084, 4.5, 3.3, 2222, 1750),
        "Energy discount ends, 10y": (3084, 4.5, 1.5, 778, 357),
        "Cheap loan ends, 3m": (78, 0.11, 0.16, 78, 106),
    }.items():
        row = rows[name]
        assert [row[k] for k in (1, 2, 3, 4, 6)] == pytest.approx(
            list(said), rel=0.05
        )  # two figures are told
        amounts = [f"{v:,}" for v in (said[0], said[3], said[4])]
        assert any(all(f"USD {a} m" in line for a in amounts) for line in page("support").splitlines())


def test_estimates_of_the_page() -> None:
    rows = {(r.integration, r.group): r.effect for r in estimates().rows}
    shown = {
        ("customs-union", "goods"): "+32 % | +43 % | +114 %",
        ("single-market", "goods"): "+45 % | +109 % | +202 %",
        ("single-market", "services"): "+26 % | +58 % | +99 %",
    }
    for key, text in shown.items():
        assert text in page("union")
        assert " | ".join(f"+{100 * rows[key][level]:.0f} %" for level in LEVELS) == text


@pytest.mark.parametrize("example", ["union", "support-withdrawal", "support-credit"])
def test_examples_read_and_fit_the_schema(example: str) -> None:
    import tomllib

    jsonschema = pytest.importorskip("jsonschema")

    from autarky.scenario.schema import scenario_schema

    path = EXAMPLES / f"{example}.toml"
    scenario = Scenario.from_file(path)
    assert scenario.title and scenario.look_for and scenario.resolve(load_world())
    jsonschema.Draft202012Validator(scenario_schema()).validate(tomllib.loads(path.read_text("utf-8")))
