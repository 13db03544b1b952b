"""The path of a plan on three equal economies: shares as planned, costs by formula, losses from equilibria."""

import numpy as np
import pytest
from tolerances import SOLVED

from autarky.acts.technology.capacity_analysis import analyse, follow, years_of
from autarky.acts.technology.learning import annuity
from autarky.scenario import Scenario
from autarky.scenario.for_analysis import for_analysis
from autarky.world import World

PLAN = """
horizon = "10y"
elasticities = { theta = 4.0 }

[[acts]]
type = "capacity"
label = "Food at home"
economies = "BLR"
sectors = "food"
share = "55%"
start = 2025
by = 2030
learning = "0%"
dearer = "10%"
theta = 4.0
"""


def three_equal() -> World:
    """Each sells 10 of each sector to each other one and 80 to itself, and 60 more of the first to BLR from RUS."""
    trade = np.full((3, 2, 3), 10.0)
    trade[range(3), :, range(3)] = 80.0
    trade[1, 0, 0], trade[0, 1, 1] = 70.0, 70.0  # Russia's food for Belarus's oil
    return World.from_arrays(
        economies=["BLR", "RUS", "POL"], sectors=["C10T12", "B06"], trade=trade, tariff=np.zeros((3, 2, 3)),
        export_tax=np.zeros((3, 2, 3)), inputs=np.zeros((2, 3, 2)), final=trade.sum(0),
        economy_names={"BLR": "Belarus", "RUS": "Russia", "POL": "Poland"},
        attrs={"name": "three", "year": 2022, "unit": "USD million"},
    )  # fmt: skip


def test_path() -> None:
    world, said = three_equal(), []
    path = follow(for_analysis(world, Scenario.from_toml(PLAN), (), said.append), 0)
    first, *_, last = path.steps
    assert [s.year for s in path.steps] == [2025, 2026, 2027, 2028, 2029, 2030] and len(said) == 6
    assert path.suppliers == ("RUS",)
    assert (first.own, first.supplier) == pytest.approx((0.5, 70 / 160)) and first.look_through == 0
    # 8 of 160 move; own output costs a tenth more, so its share is 88.8 / 160.8 at unchanged unit costs; in
    # equilibrium the plan is large for Belarus, whose costs rise by a hundredth or two against the others
    assert last.own == pytest.approx(88.8 / 160.8, abs=0.02) and last.own > 0.53
    assert last.added == pytest.approx(8) and last.invested == pytest.approx(12)
    assert last.cost == pytest.approx(12 * annuity(0.05, 20) + 0.8)
    assert first.cost == first.welfare == 0 and last.welfare < 0
    assert all(b.loss < a.loss for a, b in zip(path.steps, path.steps[1:], strict=False))
    assert path.break_even == pytest.approx(last.cost / (first.loss - last.loss))


def test_loss_at_the_start_is_that_of_the_embargo_alone() -> None:
    from autarky.scenario import solve

    world = three_equal()
    ban = """
    elasticities = { theta = 4.0 }
    [[acts]]
    type = "embargo"
    origin = "RUS"
    destination = "BLR"
    sectors = "food"
    """
    alone = solve(world, Scenario.from_toml(ban), 1.0).welfare.sel(economy="BLR")
    path = follow(for_analysis(world, Scenario.from_toml(PLAN)), 0)
    assert path.steps[0].loss == pytest.approx(-float(alone) * 260, rel=SOLVED)


def test_exhibits() -> None:
    found = analyse(for_analysis(three_equal(), Scenario.from_toml(PLAN), []))
    assert [e.chart for e in found] == ["lines", "lines"]
    assert found[0].title == "Food at home: dependence by year"
    assert found[0].columns[2].name == "From Russia"
    assert "a year" in found[1].note and "Russia still delivers a tenth" in found[1].note
    by_two = Scenario.from_toml(PLAN + 'origin = ["RUS", "POL"]\n')
    named = analyse(for_analysis(three_equal(), by_two))
    assert named[0].columns[2].name == "From Russia, Poland"


@pytest.mark.parametrize(
    ("start", "by", "years"),
    [(2025, 2026, [2025, 2026]), (2020, 2030, [2020, 2022, 2024, 2026, 2028, 2030])],
)
def test_years(start: int, by: int, years: list[int]) -> None:
    assert years_of(start, by) == years
