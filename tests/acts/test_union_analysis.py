"""What a union gives and costs, on a world small enough to check, and on the embedded one."""

from typing import Any

import numpy as np
import pytest
from tolerances import SOLVED, SUMS

from autarky.acts.union.analysis import analyse
from autarky.measures.welfare import behaviour_at, cut_tie
from autarky.scenario import Scenario, solve, solve_all
from autarky.scenario.for_analysis import for_analysis
from autarky.world import World

MEMBERS = ("BLR", "RUS")


def made(size: float = 100.0) -> World:
    """Three economies and two sectors; Russia is `size` times Belarus, each trades a tenth of the smaller one."""
    trade = np.full((3, 2, 3), 10.0)
    trade[range(3), :, range(3)] = 80.0
    trade[1, :, 1] = 80.0 * size
    return World.from_arrays(
        economies=["BLR", "RUS", "POL"],
        sectors=["C10T12", "C28"],
        trade=trade,
        inputs=np.zeros((2, 3, 2)),
        final=trade.sum(0),
        attrs={"name": "made", "year": 2022},
    )


def exhibit(world: World, *acts: dict[str, Any], **fields: Any) -> tuple[dict[str, tuple[Any, ...]], str]:
    scenario = Scenario(acts=list(acts), **{"horizon": "10y"} | fields)
    (found,) = analyse(for_analysis(world, scenario, solve_all(world, scenario)))
    return {str(row[0]): row[1:] for row in found.rows}, found.note


UNION: dict[str, Any] = {"type": "union", "members": list(MEMBERS), "standards": "10%"}


def test_gains_trade_and_leverage_are_those_of_the_solved_worlds() -> None:
    world = made()
    rows, _ = exhibit(world, UNION)
    result = solve(world, Scenario(acts=[UNION], horizon="10y"))
    change = world.array("trade") * result.data["trade_volume"].values
    reaction = behaviour_at(world, "1y")
    for n, code in enumerate(MEMBERS):
        welfare, gdp, gain, created, diverted, before, after, given_up = rows[code]
        assert welfare == pytest.approx(100 * float(result.welfare[n]), rel=SUMS)
        assert gdp == pytest.approx(100 * float(result["real_gdp"][n]), rel=SUMS)
        assert gain == pytest.approx(welfare / 100 * world.array("final")[:, n].sum(), rel=SUMS)
        assert created == pytest.approx(change[1 - n, :, n].sum(), rel=SUMS)
        assert diverted == pytest.approx(-change[2, :, n].sum(), rel=SUMS)
        cuts = [cut_tie(w, code, MEMBERS[1 - n], reaction) for w in (world, result.world_after())]
        expected = [-100 * float(c.welfare[n]) for c in cuts]
        # studies of ties stop at residuals of 1e-8 in logs
        assert [before, after] == pytest.approx(expected, abs=1e-5)
        assert given_up == pytest.approx(after - before, rel=SUMS)


def test_the_small_member_gains_more_and_gives_up_more_autonomy() -> None:
    rows, _ = exhibit(made(), UNION)
    assert rows["BLR"][0] > 10 * rows["RUS"][0] > 0
    assert rows["BLR"][-1] > 10 * rows["RUS"][-1] > 0
    assert rows["Rest of the world"][0] < 0  # trade is diverted from it


def test_equal_members_have_equal_rows() -> None:
    rows, _ = exhibit(made(1.0), UNION)
    assert rows["BLR"] == pytest.approx(rows["RUS"], abs=1e-6)


def test_a_union_that_changes_nothing_costs_no_autonomy() -> None:
    rows, _ = exhibit(made(), UNION | {"standards": "none"})
    assert rows["BLR"][:5] == pytest.approx([0] * 5, abs=1e-8)
    assert rows["BLR"][-1] == pytest.approx(0, abs=1e-5)


def test_other_acts_are_there_with_and_without() -> None:
    world = made()
    other = {"type": "trade_cost", "origin": "POL", "destination": "BLR", "change": "20%"}
    rows, note = exhibit(world, other, UNION)
    both, alone = (
        solve(world, Scenario(acts=list(a), horizon="10y")).welfare.values for a in ((other, UNION), (other,))
    )
    assert rows["BLR"][0] == pytest.approx(100 * (both[0] - alone[0]), rel=SOLVED)
    assert "over what the other acts bring" in note


def test_own_elasticities_hold_for_the_cuts_too() -> None:
    published, _ = exhibit(made(), UNION)
    own, _ = exhibit(made(), UNION, elasticities={"theta": 15.0})
    assert own["BLR"][5] < published["BLR"][5]  # easier to replace


def test_three_members_are_cut_pair_by_pair() -> None:
    world = made()
    scenario = Scenario(acts=[UNION | {"members": "world"}], horizon="1y")
    gains, pairs = analyse(for_analysis(world, scenario, solve_all(world, scenario)))
    assert "Rest of the world" not in [row[0] for row in gains.rows]
    assert len(pairs.rows) == 6
    assert pairs.rows[0][:2] in {("BLR", "RUS"), ("BLR", "POL"), ("POL", "RUS"), ("POL", "BLR")}


def test_in_a_run_and_its_record() -> None:
    """The exhibit travels with the first result, whole, and is that of the longest horizon alone."""
    from autarky.acts.analyses import analysed
    from autarky.acts.exhibits import exhibits_of

    world = made()
    both, late = (Scenario(acts=[UNION], horizon=h) for h in (["1y", "10y"], "10y"))
    results = analysed(for_analysis(world, both, solve_all(world, both)))
    assert "exhibits" not in results[1].record
    assert exhibits_of(results) == analyse(for_analysis(world, late, solve_all(world, late)))
    (found,) = exhibits_of(results)
    assert found.rows[0][1] == 100 * float(results[1].welfare.sel(economy=found.rows[0][0]))
    assert found.rows[0][1] != 100 * float(results[0].welfare.sel(economy=found.rows[0][0]))


def test_gains_rise_over_the_range_of_estimates() -> None:
    world = made()
    scenario = Scenario(acts=[UNION | {"standards": "low"}], horizon="10y")
    results = solve_all(world, scenario)
    gains, ranges = analyse(for_analysis(world, scenario, results))
    at = {str(row[0]): row[1:] for row in ranges.rows}
    assert at["BLR"][0] == pytest.approx(100 * float(results[0].welfare[0]), rel=SUMS)
    high = solve(world, Scenario(acts=[UNION | {"standards": "high"}], horizon="10y"))
    assert at["BLR"][2] == pytest.approx(100 * float(high.welfare[0]), rel=SUMS)
    assert at["BLR"][0] < at["BLR"][1] < at["BLR"][2]
    assert gains.rows[0][1] == at["BLR"][0]


def test_people_who_move_have_a_column() -> None:
    people = {"free_movement": True, "population": {"BLR": 9.2, "RUS": 144.7}}
    rows, note = exhibit(made(), UNION | people)
    assert rows["BLR"][-1] > 0 > rows["RUS"][-1]
    assert 9.2 * rows["BLR"][-1] + 144.7 * rows["RUS"][-1] == pytest.approx(0, abs=1e-5)
    assert "per head" in note
