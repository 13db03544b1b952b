"""What a cartel's exhibits say, against the accounts of a world and the results of the same scenario."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tolerances import SOLVED

from autarky.acts.cartel.analysis import analyse
from autarky.acts.cartel.holdings import holdings, products_of
from autarky.acts.exhibits import Exhibit
from autarky.scenario import Scenario, solve, solve_all
from autarky.scenario.for_analysis import for_analysis
from autarky.world import World
from autarky.worlds import load_world

ECONOMIES = ["RUS", "BLR", "CAN", "ROW"]


def potash_world() -> World:
    """Three sellers of potash with 30, 30 and 40 of it, half to the rest of the world; chemicals besides."""
    trade = np.full((4, 2, 4), 20.0)
    trade[range(4), 0, range(4)] = 100.0
    trade[:, 1, :] = [[10, 2, 3, 15], [2, 10, 3, 15], [2, 3, 15, 20], [0, 0, 0, 0]]
    trade[3, 0, :3] = [33.0, 30.0, 35.0]
    return World.from_arrays(
        economies=ECONOMIES, sectors=["C20", "C20.potash"], trade=trade, tariff=0 * trade, export_tax=0 * trade,
        inputs=np.zeros((2, 4, 2)), final=trade.sum(0), sector_names={"C20": "Chemicals", "C20.potash": "Potash"},
        industries={"C20": ("C20",), "C20.potash": ("C20",)}, attrs={"name": "potash", "year": 2022},
    )  # fmt: skip


def run(**fields: Any) -> tuple[Scenario, list[Exhibit]]:
    act = {"type": "cartel", "members": ["RUS", "BLR"], "sectors": "C20.potash", "rate": "30%", **fields}
    scenario = Scenario(acts=[act], horizon="1y", elasticities={"theta": 4.0})
    here = potash_world()
    return scenario, analyse(for_analysis(here, scenario, solve_all(here, scenario)))


def cells(exhibit: Exhibit, first: str) -> dict[str, Any]:
    (row,) = [r for r in exhibit.rows if r[0] == first]
    return {c.name: v for c, v in zip(exhibit.columns, row, strict=True)}


def test_shares_in_exports_output_and_reserves_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTARKY_DATA_DIR", str(tmp_path))  # nothing is fetched
    _, (held, _, _) = run()
    bloc = cells(held, "the bloc")
    assert bloc["World exports"] == pytest.approx(100 * 40 / 65)
    assert bloc["World output"] == pytest.approx(100 * 60 / 100)
    # Canada and the rest use 21 and 50 of it, 6 and 30 of them from the bloc
    assert bloc["What outsiders use"] == pytest.approx(100 * 36 / 71)
    # USGS 2023: 400 and 750 of 3,300 million tonnes
    assert bloc["Reserves of potash"] == pytest.approx(100 * 1150 / 3300)
    assert "Potash mined" not in bloc and "autarky data get world-mining" in held.note
    assert "Mineral Commodity Summaries 2023" in held.note


def test_what_a_source_does_not_say_is_not_zero(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTARKY_DATA_DIR", str(tmp_path))
    world = potash_world()
    ((found,), more) = holdings(world, "C20.potash")
    assert found.share(world, "ROW") is None
    assert found.by["ISR"] is None  # "large", without a figure
    assert more == ["autarky data get world-mining"]
    assert sum(v for v in found.by.values() if v is not None) < found.total
    assert holdings(world, "C20") == ([], [])  # chemicals, and what is left of them


def test_products_of_sectors() -> None:
    assert products_of(load_world(), "B06") == ("crude oil", "natural gas")
    assert products_of(load_world(), "B05") == ("coal",)
    assert products_of(load_world(), "A") == products_of(load_world(), "C20") == ()
    assert products_of(potash_world(), "C20.potash") == ("potash",)


def test_gains_as_time_goes_by_are_those_of_each_horizon() -> None:
    scenario, (_, eroding, paying) = run()
    here = potash_world()
    assert [r[0] for r in eroding.rows] == ["3m", "1y", "3y", "10y"]
    result = solve(here, scenario, "3y")
    spent = here.array("final").sum(0)
    at = cells(eroding, "3y")
    assert at["The bloc gains"] == pytest.approx(float((result.welfare.values * spent)[:2].sum()), rel=SOLVED)
    assert at["All others gain"] == pytest.approx(
        float((result.welfare.values * spent)[2:].sum()), rel=SOLVED
    )
    sold = result["trade"].sel(sector="C20.potash", origin=["RUS", "BLR"], destination=["CAN", "ROW"])
    assert at["Tax revenue"] == pytest.approx(0.3 * float(sold.sum()), rel=SOLVED)
    quantities = [row[4] for row in eroding.rows]
    assert all(isinstance(q, float) and q < 0 for q in quantities) and quantities == sorted(
        quantities, reverse=True
    )
    shares = [r[4] for r in paying.rows if r[4] is not None]
    assert sum(shares) == pytest.approx(100)
    assert {r[0] for r in paying.rows if r[1] == "member"} == {"RUS", "BLR"}


def test_the_best_rate_falls_with_time() -> None:
    _, (_, eroding, _) = run(rate="best", most="1000%")
    rates = [row[5] for row in eroding.rows]
    assert all(isinstance(r, float) for r in rates) and rates == sorted(rates, reverse=True)
    one_year = cells(eroding, "1y")
    assert one_year["Joint welfare gained at it"] == pytest.approx(one_year["The bloc gains"], rel=1e-6)
    ten = cells(eroding, "10y")
    assert ten["Joint welfare gained at it"] > ten["The bloc gains"]


def test_gains_are_over_the_other_acts_of_the_scenario() -> None:
    here = potash_world()
    cost = {"type": "trade_cost", "origin": "CAN", "destination": "ROW", "change": "20%"}
    cartel = {"type": "cartel", "members": ["RUS", "BLR"], "sectors": "C20.potash", "rate": "30%"}
    scenario = Scenario(acts=[cost, cartel], horizon="1y", elasticities={"theta": 4.0})
    without = Scenario(acts=[cost], horizon="1y", elasticities={"theta": 4.0})
    made = analyse(for_analysis(here, scenario, solve_all(here, scenario)))
    more = solve(here, scenario).welfare.values - solve(here, without).welfare.values
    want = float((more * here.array("final").sum(0))[:2].sum())
    assert cells(made[1], "1y")["The bloc gains"] == pytest.approx(want, rel=SOLVED)


def test_a_product_with_another_elasticity_has_another_best_rate() -> None:
    """The elasticity that a product brings along is no part of the accounts that name a world."""
    from autarky.scenario.best_response import best_rate

    act = {"type": "cartel", "members": ["RUS", "BLR"], "sectors": "C20.potash", "most": "1000%"}
    scenario = Scenario(acts=[act], horizon="10y")
    rates = []
    for theta in (3.0, 6.0):
        here = potash_world()
        entry = {"label": "C20.potash", "parent": "C20", "theta": theta}
        data = here.data.assign_attrs(zooms=json.dumps([entry]))
        rates.append(best_rate(World(data), scenario, 0, 10.0).rate)
    assert rates[0] > 1.5 * rates[1]


@pytest.mark.shared
def test_quantities_and_reserves_where_they_are_fetched(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autarky.sources.get import choose_for, make
    from autarky.sources.registry import find_source

    monkeypatch.setenv("AUTARKY_DATA_DIR", str(tmp_path))
    for name, path in (("world-mining", "world_mining_2018_2024.csv"), ("factbook", "json")):
        source, file = find_source(name), shared / "data" / name / path
        piece = choose_for(source, file=file)[0] if file.is_file() else source.pieces()[0]
        make(source, piece, file=file)
    (mined, reserves), more = holdings(potash_world(), "C20.potash")
    assert not more and mined.year == 2022 and mined.unit == "t"
    assert mined.by["BLR"] == pytest.approx(4.0e6, rel=1e-3)
    potash = cells(run()[1][0], "BLR")
    assert potash["Potash mined"] == pytest.approx(100 * 4.0e6 / mined.total, rel=1e-3)
    assert potash["Reserves of potash"] == pytest.approx(100 * 750 / 3300) and reserves.year == 2022
    found = {h.what: h for h in holdings(load_world(), "B06")[0]}
    assert set(found) == {
        "crude oil mined", "reserves of crude oil", "natural gas mined", "reserves of natural gas",
    }  # fmt: skip
    oil, gas = found["reserves of crude oil"], found["reserves of natural gas"]
    # Russia: 80 thousand million barrels, 47.8 million million m3 (Factbook, 2021)
    assert oil.by["RUS"] == pytest.approx(80e3) and oil.unit == "million barrels"
    assert gas.by["RUS"] == pytest.approx(47.8e6, rel=1e-3) and gas.unit == "million m3"
    share = gas.share(load_world(), "RUS")
    assert share is not None and 0.2 < share < 0.27
