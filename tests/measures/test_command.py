"""`autarky measure`: every measure answers, errors are words, the reference page is complete."""

import json
from pathlib import Path

import pytest
from tiny_world import fuelled, one_good
from typer.testing import CliRunner

from autarky.cli.app import app
from autarky.measures.registry import MEASURES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "measures.md"
OF_A_WORLD = [m for m in MEASURES.values() if "world" in m.takes]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(one_good().save(tmp_path_factory.mktemp("world") / "one-good.nc"))


def call(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["measure", *words])
    return result.exit_code, result.stdout, result.stderr


def test_all_are_listed() -> None:
    code, out, _ = call()
    assert code == 0
    assert all(name in out for name in MEASURES)
    assert len(json.loads(call("--json")[1])) == len(MEASURES)


@pytest.mark.parametrize("name", [m.name for m in OF_A_WORLD])
def test_each_answers_with_year_and_source(name: str, file: str, tmp_path: Path) -> None:
    if name == "energy-share":  # asks for a sector of energy
        file = str(fuelled().save(tmp_path / "one-good.nc"))
    on = ["--on", "RUS"] if "on" in MEASURES[name].requires else []
    code, out, err = call(name, "--of", "Belarus", "--world", file, *on)
    assert code == 0, err
    assert "2022, world one-good" in out
    if "on" in MEASURES[name].takes:
        code, out, err = call(name, "--of", "BLR", "--on", "RUS", "--world", file, "--json")
        given = json.loads(out)
        assert given["year"] == 2022
        assert len(given["rows"]) == 1
        assert set(given["rows"][0]) == set(given["columns"])


def test_figures_are_those_of_the_functions(file: str) -> None:
    shown = json.loads(
        call("export-share", "--of", "BLR", "--on", "UnionState", "--world", file, "--json")[1]
    )
    assert shown["rows"][0]["share"] == pytest.approx(0.75)
    assert shown["rows"][0]["value"] == pytest.approx(30)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["powr"], "did you mean power"),
        (["export-share"], "needs --of"),
        (["export-share", "--of", "Belarsu"], "did you mean"),
        (["export-share", "--of", "BLR", "--horizon", "1y"], "takes no --horizon"),
        (["export-share", "--of", "BLR", "--top", "0"], "at least one row"),
        (["welfare-loss", "--of", "BLR", "--horizon", "soon"], "not understood"),
        (["cdi", "--of", "EU27", "--data", "nowhere"], "not shipped"),
        (["power", "--of", "BLR", "--on", "BLR"], "a tie needs two"),
        (["export-share", "--of", "BLR", "--on", "BLR"], "a tie needs two"),
        (["export-share", "--of", "EU27"], "is a group"),
    ],
)
def test_wrong_input_is_explained(words: list[str], said: str) -> None:
    code, out, err = call(*words)
    assert code == 2
    assert said in err
    assert not out


@pytest.mark.slow  # reads all raw materials of BACI several times
@pytest.mark.shared
def test_products_answer(shared: Path) -> None:
    for words in (
        ["cdi", "--of", "EU27", "--year", "2021"],
        ["geodep", "--of", "USA", "--product", "2805"],
        ["geopolrisk", "--of", "JPN", "--product", "Cobalt", "--year", "2023"],
        ["production-trade", "--product", "Cobalt"],
        ["chokepoints", "--year", "2022"],
    ):
        code, out, err = call(*words, "--data", str(shared))
        assert code == 0, err
        assert "BACI" in out
    code, _, err = call("cdi", "--of", "BLR", "--product", "270900", "--year", "2023", "--data", str(shared))
    assert code == 2
    assert "missing flow is not zero" in err.replace("\n", " ")


@pytest.mark.parametrize("name", MEASURES)
def test_reference_page_has_it(name: str) -> None:
    m = MEASURES[name]
    line = f"| `{m.name}` | `{m.python}` | {m.summary} | {m.formula} | {m.reference} | {m.unit} | {m.needs} |"
    assert line in PAGE.read_text(encoding="utf-8").splitlines()
