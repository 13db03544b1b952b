"""What stands on support and what it costs, in worlds where both sides are known."""

from typing import Any

import numpy as np
import pytest
from tolerances import SOLVED, SUMS

from autarky.acts.analyses import analysed
from autarky.acts.support.analysis import analyse
from autarky.scenario import Scenario, solve, solve_all
from autarky.scenario.for_analysis import for_analysis
from autarky.world import World

TIE: dict[str, Any] = {"origin": "RUS", "destination": "BLR"}
GRANT: dict[str, Any] = {"type": "support", **TIE, "form": "grant", "amount": "USD 6 million"}
GAS: dict[str, Any] = {"type": "export_subsidy", **TIE, "sectors": "oil and gas"}


def made() -> World:
    """Three equal economies with two sectors; a fifth of what each buys comes from abroad."""
    trade = np.full((3, 2, 3), 10.0)
    trade[range(3), :, range(3)] = 80.0
    return World.from_arrays(
        economies=["BLR", "RUS", "POL"],
        sectors=["C10T12", "B06"],
        trade=trade,
        inputs=np.zeros((2, 3, 2)),
        final=trade.sum(0),
        attrs={"name": "made", "year": 2022},
    )


def rows(world: World, *acts: dict[str, Any]) -> list[tuple[Any, ...]]:
    scenario = Scenario(acts=list(acts), horizon="1y")
    (found,) = analyse(for_analysis(world, scenario, solve_all(world, scenario)))
    return list(found.rows)


def test_a_grant_by_the_books_and_in_the_budget() -> None:
    ((_, booked, of_gdp, standing, pays, of_giver, given_up),) = rows(made(), GRANT)
    assert (booked, of_gdp) == pytest.approx((6, 3))
    assert (pays, of_giver) == pytest.approx(
        (6, 3), rel=SUMS
    )  # no taxes in this world: the grant is all it pays
    welfare = solve(made(), Scenario(acts=[GRANT], horizon="1y")).welfare.values
    assert standing == pytest.approx(100 * (1 - 1 / (1 + welfare[0])), rel=SOLVED)
    assert given_up == pytest.approx(-200 * welfare[1], rel=SOLVED)
    # the receiver spends most of it at home, so that its goods grow dearer: the transfer is worth more than its face
    assert standing > 100 * (1 - 1 / 1.03)


@pytest.mark.parametrize(
    ("give", "withdraw"),
    [(GRANT, GRANT | {"change": "withdraw"}), (GAS | {"discount": "40%"}, GAS | {"withdraw": "40%"})],
    ids=["grant", "discount"],
)
def test_withdrawing_what_was_given_tells_the_same(give: dict[str, Any], withdraw: dict[str, Any]) -> None:
    """The two worlds compared are the same, whichever of them is the base."""
    world = made()
    after = solve(world, Scenario(acts=[give], horizon="1y")).world_after()
    ((_, *given),), ((_, *back),) = rows(world, give), rows(after, withdraw)
    assert given[2] == pytest.approx(back[2], rel=1e-7)  # share of real income standing on it
    assert given[3] == pytest.approx(back[3], rel=1e-7)  # what the giver's budget pays


def test_a_discount_costs_the_seller_its_share_of_what_is_bought() -> None:
    world = made()
    act = GAS | {"discount": "40%"}
    ((_, booked, _, standing, pays, _, _),) = rows(world, act)
    result = solve(world, Scenario(acts=[act], horizon="1y"))
    assert booked == pytest.approx(4)  # 40 % of 10
    # sales at the producer's price, of which the budget pays 40 %; more is bought than before
    assert pays == pytest.approx(0.4 * float(result["trade"][1, 1, 0]), rel=SOLVED)
    assert pays > booked and standing > 0


def test_several_supports_one_by_one_and_together() -> None:
    loan = GRANT | {"form": "credit", "amount": "USD 20 million", "maturity": 5}
    other = {"type": "trade_cost", "origin": "POL", "destination": "BLR", "change": "20%"}
    first, second, together = rows(made(), GAS | {"withdraw": "40%"}, loan | {"change": "withdraw"}, other)
    assert (first[0], second[0]) == ("Price discount ends", "Credit ends")
    assert together[1] == pytest.approx(first[1] + second[1], rel=SUMS)
    assert together[3] == pytest.approx(first[3] + second[3], rel=0.05)  # nearly additive: both are small


def test_one_table_for_discounts_and_other_support() -> None:
    world = made()
    scenario = Scenario(acts=[GAS | {"discount": "10%"}, GRANT], horizon="1y")
    results = analysed(for_analysis(world, scenario, solve_all(world, scenario)))
    (exhibit,) = results[0].record["exhibits"]
    assert [row[0] for row in exhibit["rows"]] == [
        "Price discount",
        "Grant",
        "All together",
    ]
    alone = Scenario(acts=[GAS | {"discount": "10%"}], horizon="1y")
    assert len(analysed(for_analysis(world, alone, solve_all(world, alone)))[0].record["exhibits"]) == 1
