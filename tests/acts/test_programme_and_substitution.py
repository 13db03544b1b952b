"""What programmes and import substitution bring, on three equal economies where the answers are known."""

import numpy as np
import pytest
from tolerances import SOLVED, SUMS

from autarky.acts.technology.import_substitution_analysis import YEARS, course
from autarky.acts.technology.import_substitution_analysis import analyse as substitution
from autarky.acts.technology.programme_analysis import analyse as programme
from autarky.scenario import Scenario, solve, solve_all
from autarky.scenario.for_analysis import for_analysis
from autarky.world import World

HEAD = 'horizon = ["1y", "10y"]\nelasticities = { theta = 4.0 }\n'
PROGRAMME = """
[[acts]]
type = "programme"
economies = "world"
sectors = "all"
coverage = "50%"
gain = "20%"
cost = "3% of GDP"
"""
SUBSTITUTION = """
[[acts]]
type = "import_substitution"
economies = "BLR"
sectors = "food"
origin = "RUS"
share = "50%"
dearer = "30%"
years = 3
"""
STOP = """
[[acts]]
type = "embargo"
origin = "RUS"
destination = "BLR"
sectors = "food"
"""


@pytest.fixture(scope="module")
def world() -> World:
    trade = np.full((3, 2, 3), 10.0)
    trade[range(3), :, range(3)] = 80.0
    return World.from_arrays(
        economies=["BLR", "RUS", "POL"], sectors=["C10T12", "B06"], trade=trade, tariff=np.zeros((3, 2, 3)),
        export_tax=np.zeros((3, 2, 3)), inputs=np.zeros((2, 3, 2)), final=trade.sum(0),
        economy_names={"BLR": "Belarus", "RUS": "Russia", "POL": "Poland"},
        attrs={"name": "three", "year": 2022, "unit": "USD million"},
    )  # fmt: skip


def test_programme_everywhere(world: World) -> None:
    """A tenth more from the same inputs, of an income of 600; with 3 % of the factors gone 1.1 x 0.97."""
    scenario = Scenario.from_toml(HEAD + PROGRAMME)
    (found,) = programme(for_analysis(world, scenario, solve_all(world, scenario)))
    assert [row[0] for row in found.rows] == ["1y", "10y"]
    for row in found.rows:
        assert row[1:] == pytest.approx((60, 600 * (1.1 * 0.97 - 1), 10), rel=1e-8)  # solver precision
    assert "It costs 3 % of GDP a year" in found.note


def test_programme_paid_from_abroad_and_beside_another_act(world: World) -> None:
    text = HEAD + PROGRAMME.replace('"world"', '"BLR"') + 'payer = "POL"\n' + STOP
    scenario = Scenario.from_toml(text)
    results = solve_all(world, scenario)
    (found,) = programme(for_analysis(world, scenario, results))
    stop = solve(world, Scenario.from_toml(HEAD + STOP), "10y")
    net = 200 * float(results[1].welfare.sel(economy="BLR") - stop.welfare.sel(economy="BLR"))
    paid = 200 * float(results[1].welfare.sel(economy="POL") - stop.welfare.sel(economy="POL"))
    assert found.rows[1][2] == pytest.approx(net, rel=SOLVED)
    assert (
        found.rows[1][4] == pytest.approx(paid, rel=SOLVED) and paid < -5
    )  # six are paid, cheaper goods give back some


def test_substitution_by_year(world: World) -> None:
    scenario = Scenario.from_toml(HEAD + SUBSTITUTION)
    found = course(for_analysis(world, scenario), 0)
    premium = 0.3 * (1 + np.array(YEARS)) ** np.log2(0.9)
    assert found.premium == pytest.approx(premium, rel=SUMS)
    assert found.cost == pytest.approx(5 * premium, rel=1e-12)  # half of the ten from Russia
    assert np.all(np.diff(found.welfare) > 0)
    assert found.welfare[2] == pytest.approx(
        200 * float(solve(world, scenario, "10y").welfare.sel(economy="BLR")), rel=SOLVED
    )
    alone = solve(world, Scenario.from_toml(HEAD + STOP), "1y").welfare.sel(economy="BLR")
    assert found.loss[0] == pytest.approx(-200 * float(alone), rel=SOLVED)
    assert found.loss[1] < found.loss[0]
    assert found.own[0] == pytest.approx(0.8) and 0.83 < found.own[1] < 0.87  # 0.86 at unchanged costs


def test_substitution_beside_the_stop_is_held_against_the_stop(world: World) -> None:
    scenario = Scenario.from_toml(HEAD + STOP + SUBSTITUTION)
    found = course(for_analysis(world, scenario), 1)
    both, stop = (
        200 * float(solve(world, Scenario.from_toml(HEAD + text), "10y").welfare.sel(economy="BLR"))
        for text in (STOP + SUBSTITUTION, STOP)
    )
    assert found.welfare[2] == pytest.approx(both - stop, rel=1e-8)
    (exhibit,) = substitution(for_analysis(world, scenario, []))
    assert exhibit.rows[0][:2] == (0, 30.0) and "If Russia cut to a tenth, Belarus would lose" in exhibit.note
