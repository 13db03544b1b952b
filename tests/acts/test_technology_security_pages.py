"""The how-to pages on technology and security say what their examples give."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autarky.cli.app import app
from autarky.guarantee.file import GuaranteeFile
from autarky.guarantee.judge import judge
from autarky.scenario import Scenario, solve_all
from autarky.scenario.for_analysis import for_analysis
from autarky.worlds import load_world

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "union-state"


def page(name: str) -> str:
    return (ROOT / "docs" / "how-to" / f"{name}.md").read_text("utf-8")


def cells(name: str, start: str) -> list[str]:
    """The cells of the row of the page that starts so."""
    (line,) = [part for part in page(name).splitlines() if part.startswith(f"| {start} |")]
    return [c.strip() for c in line.strip("|").split("|")][1:]


def test_scenario_of_technology() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", page("technology"), re.DOTALL)
    assert len(Scenario.from_toml(text).resolve(load_world())) == 2


def test_file_of_security() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", page("security"), re.DOTALL)
    file = GuaranteeFile.from_toml(text)
    assert file.parties(load_world()) == ("LTU", ("DEU", "POL"), [("RUS",)])
    assert len(file.scenarios(relieved=True)[0].resolve(load_world())) == 2


ROWS: dict[str, tuple[str, list[str], list[int] | None]] = {
    "machine building 30 % more productive, for 0.3 % of GDP": ("machine-building", [], None),
    "the same one year into a ramp of five": ("machine-building", ["acts.1.years=1"], None),
    "component imports from the West stop": ("components", [], [0]),
    "own components, half of them, no stop": ("components", [], [1]),
    "both, own ones 30 % dearer at the start": ("components", ["acts.2.years=0"], None),
    "both, three years on": ("components", [], None),
    "both, ten years on": ("components", ["acts.2.years=10"], None),
}


@pytest.mark.parametrize("row", ROWS)
def test_figures_of_technology(row: str) -> None:
    name, settings, keep = ROWS[row]
    scenario = Scenario.from_file(EXAMPLES / f"technology-{name}.toml", settings)
    if keep is not None:
        scenario = scenario.model_copy(update={"acts": tuple(scenario.acts[k] for k in keep)})
    found = [100 * float(r.welfare.sel(economy="BLR")) for r in solve_all(load_world(), scenario)]
    said = [float(c) for c in cells("technology", row) if c]
    assert said == pytest.approx(found, abs=0.0051)  # two digits are told


def test_figures_of_programme_and_substitution() -> None:
    from autarky.acts.technology.import_substitution_analysis import course
    from autarky.acts.technology.programme_analysis import analyse

    world, text = load_world(), " ".join(page("technology").split())
    scenario = Scenario.from_file(EXAMPLES / "technology-machine-building.toml")
    (found,) = analyse(for_analysis(world, scenario, solve_all(world, scenario)))
    most = [row[3] for row in found.rows]
    assert f"{most[0]:.2f} % of GDP after one year, {most[1]:.2f} % after ten" in text
    parts = course(for_analysis(world, Scenario.from_file(EXAMPLES / "technology-components.toml")), 1)
    own = [100 * v for v in parts.own]
    assert f"domestic components reach {own[0]:.1f} to {own[1]:.1f} % of purchases" in text
    assert f"costs USD {parts.loss[1]:.0f} million a year instead of {parts.loss[0]:.0f}" in text


@pytest.mark.slow
def test_figures_of_rare_earths(tmp_path: Path) -> None:
    from autarky.acts.technology.capacity_analysis import follow

    runner = CliRunner()
    spec = EXAMPLES / "technology-rare-earths-world.toml"
    built = runner.invoke(app, ["world", "build", str(spec), "--out", str(tmp_path / "rare-earths.nc")])
    assert built.exit_code == 0, built.output
    file = tmp_path / "s.toml"
    file.write_text((EXAMPLES / "technology-rare-earths-2030.toml").read_text("utf-8"))
    scenario = Scenario.from_file(file)
    world = scenario.load_world()
    path = follow(for_analysis(world, scenario), 0)
    steps = {s.year: s for s in path.steps}
    assert path.suppliers == ("CHN",) and path.break_even > 1
    for year in (2025, 2028, 2030):
        s = steps[year]
        told = [100 * s.own, 100 * s.supplier, s.cost, s.loss, path.steps[0].loss - s.loss]
        said = [float(c.removesuffix(" %")) for c in cells("technology", str(year))]
        assert said == pytest.approx(told, abs=0.051)  # one digit is told


CASES = {
    "Lithuania, by Germany and Poland": "lithuania",
    "Poland, by the United States": "poland",
    "Belarus, by Russia": "belarus",
}


@pytest.mark.slow
@pytest.mark.parametrize("row", CASES)
def test_figures_of_security(row: str) -> None:
    found = judge(GuaranteeFile.from_file(EXAMPLES / f"security-{CASES[row]}.toml"), lambda text: None)
    worst, expected, avoided, highest, asked, cut, odds = cells("security", row)
    at_odds = [float((p * loss).sum()) for p, loss in zip(found.probability, found.loss, strict=True)]
    assert found.price is not None and found.burden is not None
    needed, times = found.break_even(2.0), found.break_even_odds(2.0)
    assert float(worst) == pytest.approx(100 * found.loss[0].max(), abs=0.0051)  # the last digit printed
    assert float(expected) == pytest.approx(at_odds[0] * found.spent, abs=0.51)  # the last digit printed
    assert float(avoided) == pytest.approx((at_odds[0] - at_odds[1]) * found.spent, abs=0.51)
    share = 100 * float(found.highest(2.0)) * found.spent / found.gdp
    assert float(highest) == pytest.approx(share, abs=0.00051)  # the last digit printed
    assert float(asked) == pytest.approx(100 * found.price / found.gdp)
    assert needed is not None
    assert (
        needed > 1
        if cut == "more than all"
        else float(cut.removesuffix(" %")) == pytest.approx(100 * needed, abs=0.51)  # the last digit printed
    )
    assert times is None if odds == "none" else float(odds) == pytest.approx(times, abs=0.051)


@pytest.mark.parametrize("name", ["machine-building", "components", "rare-earths-2030"])
def test_examples_fit_the_schema(name: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")

    from autarky.scenario.schema import scenario_schema

    path = EXAMPLES / f"technology-{name}.toml"
    scenario = Scenario.from_file(path)
    assert scenario.title and scenario.look_for
    jsonschema.Draft202012Validator(scenario_schema()).validate(tomllib.loads(path.read_text("utf-8")))


def test_command(tmp_path: Path) -> None:
    file, out = str(EXAMPLES / "security-lithuania.toml"), tmp_path / "g.html"
    done = CliRunner().invoke(app, ["guarantee", file, "--json", "--out", str(out), "--set", "title=A <b> B"])
    assert done.exit_code == 0, done.output
    made = json.loads(done.stdout)
    assert made["title"] == "A <b> B" and made["by"] == ["DEU", "POL"] and len(made["exhibits"]) == 4
    assert made["answer"].startswith("The guarantee is worth up to")
    text = out.read_text("utf-8")
    assert "A &lt;b&gt; B" in text and made["answer"] in text
    shown = CliRunner().invoke(app, ["guarantee", file])
    assert "The threats" in shown.output and "Treaties in the data" in shown.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing.toml"], "nothing.toml does not exist"),
        ([str(EXAMPLES / "security-lithuania.toml"), "--out", "x.pdf"], "expected a .html file"),
        (
            [str(EXAMPLES / "security-belarus.toml"), "--set", 'threat.1.by=["EU27", "RUS"]'],
            "RUS would guarantee BLR against a coalition to which it belongs",
        ),
    ],
)
def test_command_refuses(arguments: list[str], message: str) -> None:
    done = CliRunner().invoke(app, ["guarantee", *arguments])
    assert done.exit_code == 2
    assert message in done.stderr
