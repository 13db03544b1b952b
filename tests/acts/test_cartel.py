"""A bloc's export tax: what the act writes, what it says, and the best rate against closed formulas."""

from typing import Any

import numpy as np
import pytest
from small_world import BLR, FOOD, OIL, POL, RUS, shock_of, small_world

from autarky.acts import Cartel, Context, make_act
from autarky.errors import InputError
from autarky.scenario import Scenario, solve
from autarky.scenario.best_response import best_rate, settled
from autarky.world import World

BLOC = {"type": "cartel", "members": ["BLR", "RUS"], "sectors": "B06"}


def armington(trade: Any, economies: list[str]) -> World:
    """One sector, no inputs, balanced trade: `trade` [origin, destination]."""
    flows = np.asarray(trade, dtype=float)[:, None, :]
    return World.from_arrays(
        economies=economies, sectors=["C20"], trade=flows, tariff=0 * flows, export_tax=0 * flows,
        inputs=np.zeros((1, len(economies), 1)), final=flows.sum(0), attrs={"name": "armington", "year": 2022},
    )  # fmt: skip


def best(world: World, theta: float, **fields: Any) -> tuple[Scenario, Any]:
    act = {"type": "cartel", "members": "RUS", "sectors": "C20", "at": "10y", **fields}
    scenario = Scenario(acts=[act], horizon="10y", elasticities={"theta": theta})
    return scenario, best_rate(world, scenario, 0, 10.0)


def test_members_tax_outsiders_and_not_one_another() -> None:
    taxed = small_world(export_tax=0.1)
    tax = np.asarray(shock_of(taxed, {**BLOC, "rate": "30%"}).export_tax)
    new = {tuple(map(int, cell)) for cell in np.argwhere(tax == 0.3)}
    assert new == {(BLR, OIL, POL), (RUS, OIL, POL)}
    assert tax[BLR, OIL, RUS] == 0.1 and tax[POL, OIL, BLR] == 0.1 and tax[RUS, FOOD, POL] == 0.1
    one = np.asarray(shock_of(taxed, {**BLOC, "members": "RUS", "outsiders": "POL", "rate": 0.3}).export_tax)
    assert np.argwhere(one == 0.3).tolist() == [[RUS, OIL, POL]]


def test_no_tax_no_change() -> None:
    world = armington([[90, 10], [10, 90]], ["RUS", "USA"])
    scenario = Scenario(
        acts=[{"type": "cartel", "members": "RUS", "sectors": "C20", "rate": 0}], horizon="10y"
    )
    assert np.abs(solve(world, scenario).welfare.values).max() < 1e-12


@pytest.mark.parametrize(("share", "theta"), [(0.1, 2.0), (0.3, 4.0)])
def test_best_rate_of_one_of_two_economies(share: float, theta: float) -> None:
    """1 / (theta pi_FF), with the share of its own goods in what the other buys (Gros 1987, by Lerner symmetry)."""
    world = armington(100 * np.array([[1 - share, share], [share, 1 - share]]), ["RUS", "USA"])
    scenario, found = best(world, theta)
    result = solve(world, scenario)
    paid = (result["trade"] * (1 + result["export_tax"])).sel(sector="C20", destination="USA")
    own = float(paid.sel(origin="USA") / paid.sum())
    # welfare is flat at its top: with 1e-10 in welfare the rate is right to about 1e-5, and the search stops at 1e-4
    assert found.rate == pytest.approx(1 / (theta * own), rel=3e-4)  # the search stops at 1e-4 of the rate
    assert not found.at_bound


def test_best_rate_of_a_small_economy_tends_to_one_over_theta() -> None:
    size, theta = 1e-3, 3.0
    world = armington([[0.8 * size, 0.2 * size], [0.2 * size, 1.0]], ["RUS", "USA"])
    _, found = best(world, theta)
    assert found.rate == pytest.approx(1 / theta, rel=1e-3)  # the search stops at 1e-4 of the rate


def test_a_bloc_of_two_alike_is_one_economy_with_two_goods() -> None:
    """Symmetric members and outsiders: 1 / (theta pi_FF), pi_FF the outsiders' share in what they buy."""
    trade = np.full((4, 4), 5.0)
    trade[range(4), range(4)] = 85.0
    world = armington(trade, ["RUS", "BLR", "USA", "CHN"])
    scenario, found = best(world, 3.0, members=["RUS", "BLR"])
    result = solve(world, scenario)
    paid = (result["trade"] * (1 + result["export_tax"])).sel(sector="C20", destination="USA")
    own = float(paid.sel(origin=["USA", "CHN"]).sum() / paid.sum())
    assert found.rate == pytest.approx(1 / (3 * own), rel=3e-4)  # the search stops at 1e-4 of the rate
    alone = best(world, 3.0, members=["RUS"])[1]
    assert alone.value < found.value and alone.rate < found.rate


def test_a_bloc_of_all_exporters_of_what_cannot_be_replaced_has_no_best_rate() -> None:
    """Outsiders make none of it and need it in a fixed proportion, nearly: the gain grows with the rate."""
    trade = np.full((2, 2, 2), 10.0)
    trade[range(2), :, range(2)] = 90.0
    trade[:, 1, :] = [[5.0, 10.0], [0.0, 0.0]]
    trade[1, 0, 0] = 20.0  # pays for it
    world = World.from_arrays(
        economies=["RUS", "USA"], sectors=["C20", "B06"], trade=trade, tariff=0 * trade, export_tax=0 * trade,
        inputs=np.zeros((2, 2, 2)), final=trade.sum(0), attrs={"name": "need", "year": 2022},
    )  # fmt: skip
    act = {"type": "cartel", "members": "RUS", "sectors": "B06", "at": "10y", "most": "150%"}
    needed = Scenario(acts=[act], horizon="10y", elasticities={"theta": 4.0, "xi": 0.1})
    resolved = solve(world, needed).record["acts"][0]
    assert resolved["rate"] == 1.5
    assert resolved["notes"] == ["no rate up to 150% is best: the gain still grows there"]


def test_the_rate_that_raises_most_revenue_is_higher() -> None:
    world = armington([[70, 30], [30, 70]], ["RUS", "USA"])
    for_welfare, for_revenue = best(world, 4.0)[1], best(world, 4.0, aim="revenue")[1]
    assert for_revenue.rate > for_welfare.rate * 1.05


def test_the_rate_found_is_that_of_the_results_and_of_their_record() -> None:
    world = armington([[90, 10], [10, 90]], ["RUS", "USA"])
    scenario, found = best(world, 2.0)
    (resolved,) = solve(world, scenario).record["acts"]
    assert resolved["rate"] == found.rate and resolved["best_response"] is True
    given = Scenario(acts=[{"type": "cartel", "members": "RUS", "sectors": "C20", "rate": found.rate}],
                     horizon="10y", elasticities={"theta": 2.0})  # fmt: skip
    a, b = solve(world, scenario).welfare.values, solve(world, given).welfare.values
    assert np.array_equal(a, b)
    assert np.array_equal(scenario.compile(world).export_tax, given.compile(world).export_tax)
    assert settled(world, given) is given


def test_what_the_members_gain_others_lose() -> None:
    world = armington([[70, 30], [30, 70]], ["RUS", "USA"])
    scenario, _ = best(world, 4.0)
    gain = solve(world, scenario).welfare
    assert float(gain.sel(economy="RUS")) > 0 > float(gain.sel(economy="USA"))
    assert float(gain.sum()) < 0


def test_written_and_read_back() -> None:
    for fields in ({"rate": "best", "at": "18 months"}, {"rate": "150%"}, {"aim": "revenue", "most": "500%"}):
        act = make_act({**BLOC, **fields})
        assert make_act(act.given()) == act
        scenario = Scenario(acts=[act])
        assert Scenario.from_toml(scenario.to_toml()) == scenario


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"rate": "high"}, 'expected an export tax such as "30%", or "best"'),
        ({"rate": 30}, r'ambiguous: write "30%"'),
        ({"rate": "-100%"}, "gives the goods away"),
        ({"at": "soon"}, "Horizon 'soon' is not understood"),
        ({"aim": "power"}, "'power' is not one of welfare or revenue"),
        ({"members": []}, "members: the list is empty"),
        ({"most": 0}, "most: 0 is too low"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_wrong_fields(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        make_act({**BLOC, **fields})


def test_what_makes_no_sense_in_a_world(world: World) -> None:
    context = Context(world)
    with pytest.raises(InputError, match="outsiders: all of them are members of the bloc"):
        Cartel(members="world", sectors="B06", rate=0.1).claims(context)
    with pytest.raises(InputError, match="unknown economy"):
        Cartel(members=["RUS", "Atlantis"], sectors="B06", rate=0.1).facts(context)
    with pytest.raises(InputError, match="each waits for the other"):
        solve(world, Scenario(acts=[{**BLOC, "members": "RUS"}, {**BLOC, "members": "BLR"}]))
    tax = {"type": "export_tax", "origin": "RUS", "destination": "POL", "sectors": "B06", "rate": "10%"}
    with pytest.raises(InputError, match="both set the export tax"):
        Scenario(acts=[tax, {**BLOC, "rate": "30%"}]).resolve(world)
