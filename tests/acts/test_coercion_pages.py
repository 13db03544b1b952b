"""The how-to pages on coercion and cartels say what their examples give."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from autarky.acts import Context, Embargo
from autarky.acts.analyses import analysis_of
from autarky.acts.embargo.senders import lost
from autarky.acts.exhibits import Exhibit
from autarky.scenario import Scenario, solve, solve_all
from autarky.scenario.for_analysis import for_analysis
from autarky.world import World
from autarky.world.labels import iso3
from autarky.world.zoom.product import Product
from autarky.world.zoom.zoom import zoom
from autarky.worlds import load_world
from autarky.worlds.model import Spec
from autarky.worlds.zoom import read_zoom

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "union-state"
COERCION = ["coercion-evasion", "coercion-relief", "coercion-exports"]


def page(name: str) -> str:
    return (ROOT / "docs" / "how-to" / f"{name}.md").read_text("utf-8").replace("−", "-")


def numbers(line: str) -> list[float]:
    return [float(n.replace(",", "")) for n in re.findall(r"-?\d[\d,]*(?:\.\d+)?", line)]


def line_of(text: str, start: str) -> str:
    (line,) = [part for part in text.splitlines() if part.startswith(start)]
    return line.removeprefix(start)


def exhibits(world: World, scenario: Scenario, act: str) -> list[Exhibit]:
    analyse = analysis_of(act)
    assert analyse is not None
    return analyse(for_analysis(world, scenario, solve_all(world, scenario)))


@pytest.mark.parametrize("name", ["coercion", "cartel"])
def test_scenarios_of_the_page(name: str) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", page(name), re.DOTALL)
    assert blocks
    for text in blocks:
        assert Scenario.from_toml(text).resolve(load_world())


def test_every_field_in_a_comment_is_one() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", page("coercion"), re.DOTALL)
    on = re.sub(r"^# (through|border|capacity|coalition)", r"\1", text, flags=re.MULTILINE)
    for also in ("share", "steps"):
        one = re.sub(rf"^# ({also})", r"\1", on, flags=re.MULTILINE)
        assert Scenario.from_toml(one).resolve(load_world())
    (text,) = re.findall(r"```toml\n(.*?)```", page("cartel"), re.DOTALL)
    assert Scenario.from_toml(re.sub(r"^# (\w+ =)", r"\1", text, flags=re.MULTILINE)).resolve(load_world())


@pytest.mark.parametrize("name", [*COERCION, "cartel-oil"])
def test_examples_resolve(name: str) -> None:
    scenario = Scenario.from_file(EXAMPLES / f"{name}.toml")
    (act,) = scenario.resolve(scenario.load_world())
    assert scenario.title and len(scenario.look_for) > 100
    assert act["base_trade"] > 0 and Scenario.from_toml(scenario.to_toml()) == scenario


@pytest.mark.slow
def test_table_of_ways_round() -> None:
    text, world = page("coercion"), load_world()
    cases = {
        "| re-export costs 5 % |": {"evasion": "5%"},
        "| 50 % |": {"evasion": "50%"},
        "| 15 %, through Turkey and China alone |": {"evasion": "15%", "through": ["TUR", "CHN"]},
        '| `leakage = "10%"` |': {"leakage": "10%"},
        "| nothing gets through |": {"leakage": 0},
    }
    for start, fields in cases.items():
        act = Embargo(origin="BLR", destination=["EU27", "USA", "GBR"], sectors="C20", **fields)  # type: ignore[arg-type]
        result = solve(world, Scenario(acts=[act]))
        context = Context(world)
        base = np.where(act.cells(context).mask, world.array("trade"), 0.0)
        through = 100 * float((base * (1 + result.data["trade_volume"].values)).sum() / base.sum())
        _, one_year, _, belarus, senders = numbers(line_of(text, start))
        assert one_year == pytest.approx(through, abs=0.6)  # the last digit printed
        assert belarus == pytest.approx(-100 * float(result.welfare.sel(economy="BLR")), abs=6e-4)
        assert senders == pytest.approx(float(lost(result, act.sides(context)[0]).sum()), abs=0.6)


def test_figures_of_relief() -> None:
    text, world = page("coercion"), load_world()
    scenario = Scenario.from_file(EXAMPLES / "coercion-relief.toml")
    path = exhibits(world, scenario, "embargo")[-1]
    for row in path.rows:
        shown = numbers(line_of(text, f"| {row[0]} |"))
        assert shown == pytest.approx([row[1], row[4], row[5]], abs=0.6)  # the last digit printed


@pytest.mark.slow
def test_figures_of_the_coalition() -> None:
    text, world = page("coercion"), load_world()
    scenario = Scenario.from_file(EXAMPLES / "coercion-evasion.toml")
    through, pays, leaves, _ = exhibits(world, scenario, "embargo")
    assert numbers(line_of(text, "| 15 % |"))[:3] == pytest.approx(through.rows[-1][2:5], abs=0.6)
    assert f"Poland pays {pays.rows[0][2]:.0f} %" in text
    without = {row[0]: row[2] for row in leaves.rows}
    assert f"Without Poland, Belarus would lose {without['Poland']:.3f} %" in text
    assert f"without the United States, {without['United States']:.3f} %" in text


@pytest.mark.slow
def test_figures_of_the_oil_cartel() -> None:
    text, world = page("cartel"), load_world()
    scenario = Scenario.from_file(EXAMPLES / "cartel-oil.toml")
    _, eroding, _ = exhibits(world, scenario, "cartel")
    for name, gain, _, _, sold, best, _ in eroding.rows:
        shown = numbers(line_of(text, f"| {name} |"))
        assert shown[0] == pytest.approx(gain, abs=1.5)
        assert shown[1:] == pytest.approx([sold, best], abs=0.6)  # the last digit printed


@pytest.fixture(scope="module")
def potash() -> World:
    spec = Spec.from_file(EXAMPLES / "cartel-potash-world.toml")
    return zoom(load_world(), read_zoom(spec.zoom[0]))[0]


def test_shares_of_the_potash_bloc(potash: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from autarky.acts import Cartel
    from autarky.acts.cartel.analysis import held

    monkeypatch.setenv("AUTARKY_DATA_DIR", str(tmp_path))
    text = page("cartel")
    scenario = Scenario.from_file(EXAMPLES / "cartel-potash.toml")
    (act,) = scenario.acts
    assert isinstance(act, Cartel) and scenario.resolve(potash)[0]["base_trade"] > 1000
    for row, name in zip(held(act, Context(potash)).rows, ("Russia", "Belarus", "the bloc"), strict=True):
        shown = numbers(line_of(text, f"| {name} |"))
        assert shown == pytest.approx([row[1], row[2], row[3], row[4]], abs=0.06)  # the last digit printed


def test_wheat_is_a_world_of_its_own() -> None:
    spec = Spec.from_file(EXAMPLES / "cartel-wheat-world.toml")
    wheat, _ = zoom(load_world(), read_zoom(spec.zoom[0]))
    (act,) = Scenario.from_file(EXAMPLES / "cartel-wheat.toml").resolve(wheat)
    assert act["sectors"] == ["A.wheat"] and act["base_trade"] > 5000


@pytest.mark.slow
def test_figures_of_the_potash_cartel(potash: World) -> None:
    text = page("cartel")
    scenario = Scenario.from_file(EXAMPLES / "cartel-potash.toml")
    _, eroding, paying = exhibits(potash, scenario, "cartel")
    by = {row[0]: row for row in eroding.rows}
    assert f"The best rate after one year is {by['1y'][5]:.0f} %" in text
    assert f"gains USD {by['1y'][1]:.0f} million a year" in text
    assert f"the two lose USD {-float(str(by['10y'][1])):.0f} million" in text
    assert f"best rate at that horizon, {by['10y'][5]:.0f} %, brings {by['10y'][6]:.0f} million" in " ".join(
        text.split()
    )
    pays = {row[0]: row for row in paying.rows}
    assert f"Belarus {pays['Belarus'][3]:.2f} % of its welfare and Russia {pays['Russia'][3]:.2f} %" in text
    shares = " ".join(text.split())
    assert f"Brazil pays {pays['Brazil'][4]:.0f} % of it, China {pays['China'][4]:.0f} %" in shares


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize(("theta", "price"), [(4.0, 800.0), (10.0, 800.0)])
def test_potash_with_real_totals(shared: Path, theta: float, price: float) -> None:
    from autarky.scenario.best_response import best_rate

    world, _ = zoom(load_world(), real_potash(shared, theta, price))
    scenario = Scenario(acts=[{"type": "cartel", "members": ["RUS", "BLR"], "sectors": "C20.potash"}])
    shown = numbers(line_of(page("cartel"), f"| {theta:g}, USD {price:g} |"))
    soon, late = (best_rate(world, scenario, 0, years) for years in (1.0, 10.0))
    assert shown == pytest.approx([100 * soon.rate, soon.value, 100 * late.rate], abs=0.6)


def real_potash(shared: Path, theta: float, price: float) -> Product:
    """As docs/how-to/zoom.md: exports of 2021 (FAOSTAT) moved with production (World Mining Data), imports of 2021."""
    fao = pd.read_parquet(shared / "data" / "fao-fertilizers" / "fertilizers_1961_2021.parquet")
    fao = fao[(fao["Item"] == "Nutrient potash K2O (total)") & (fao["Year"] == 2021)]
    fao = fao.assign(economy=fao["Area"].map(iso3)).dropna(subset="economy")
    mining = pd.read_csv(shared / "data" / "world-mining" / "world_mining_2018_2024.csv")
    mining = mining[mining["material"] == "Potash (K2O)"].set_index("Country_ISO")
    before, now = mining["2021"].astype(float), mining["2022"].astype(float)

    def total(what: str) -> dict[str, float]:
        rows = fao[fao["Measurement"] == what].groupby("economy")["Value"].sum()
        return {str(c): float(v) for c, v in rows.items()}

    moved = {
        c: v * (float(now[c] / before[c]) if before.get(c) else 1.0)
        for c, v in total("Export quantity").items()
    }
    return Product(
        "potash", "C20", exports=moved, imports=total("Import quantity"), production=now.to_dict(), totals_unit="t",
        price=price, price_unit="USD/t", use={"A": 0.9, "C20": 0.1}, missing="estimate", theta=theta,
    )  # fmt: skip
