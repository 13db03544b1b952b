"""Cheapest ways, crowding and wedges on networks small enough to work out by hand; the embedded network as it ships."""

from dataclasses import replace

import numpy as np
import pytest
from tolerances import ROUNDING

from autarky.acts.corridors.crowding import Crowding
from autarky.acts.corridors.equilibrium import Crowded, Kind, equilibrium
from autarky.acts.corridors.events import LinkEvent, capacities, key, terms
from autarky.acts.corridors.gateways import weights
from autarky.acts.corridors.goods import fixed_costs, goods, rates
from autarky.acts.corridors.lookup import controls, corridor_names, ends, find_links
from autarky.acts.corridors.network import MODES, Link, Network, Node, embedded, great_circle_km
from autarky.acts.corridors.routes import cheapest_routes
from autarky.acts.corridors.trees import cheapest, load, way
from autarky.errors import InputError
from autarky.worlds import load_world

A, B, C, D = range(4)


def link(start: str, end: str, mode: str = "rail", **given: object) -> Link:
    fields = {"km": 100.0, "hours": 24.0, "fee": 0.0, "capacity": None, "states": ("POL",), "corridors": ()}
    fields |= {"open": True, "one_way": False, "source": "by hand"} | given
    return Link(start, end, mode, **fields)  # type: ignore[arg-type]


def square(*links: Link) -> Network:
    """A to D by B (2 + 2) or by C (1 + 5), and from B to C (1)."""
    nodes = tuple(Node(n, 50.0, float(k), "POL", "city", ("POL",)) for k, n in enumerate("ABCD"))
    return Network(
        nodes, links or (link("A", "B"), link("B", "D"), link("A", "C"), link("C", "D"), link("B", "C"))
    )


COSTS = np.array([2.0, 2.0, 1.0, 5.0, 1.0])  # of the links above, in order


def kind(network: Network, costs: np.ndarray, demand: float = 6.0) -> Kind:
    to = np.zeros((1, 4))
    to[0, D] = demand
    return Kind(costs[network.arcs.link], 1.0, np.array([A]), to)


NONE = Crowded(
    np.zeros(0, dtype=np.int64), Crowding(*(np.zeros(0) for _ in range(5))), np.zeros(0, dtype=bool)
)


def test_cheapest_ways_of_four_places() -> None:
    network = square()
    trees = cheapest(network.arcs, COSTS[network.arcs.link], np.array([A, D]), 4)
    # D to A by B; to C either by B (2 + 1) or directly (5)
    assert trees.cost.tolist() == [[0, 2, 1, 4], [4, 2, 3, 0]]
    assert network.arcs.link[way(trees, network.arcs, 0, D, 4)].tolist() in ([0, 1], [2, 4, 1])
    volume = load(trees, network.arcs, np.array([[0, 1.0, 2.0, 6.0], [0, 0, 3.0, 0]]))
    on = np.bincount(network.arcs.link, weights=volume)
    assert on[1] == 6 + 3 and on[4] in (3, 9) and on[3] == 0


def test_wedge_of_a_closed_link_by_hand() -> None:
    """Closing B-D leaves A-C-D at 6 where 4 was paid: on goods worth 10 the factor is 1.6 / 1.4."""
    network = square()
    before = equilibrium(network.arcs, 4, [kind(network, COSTS)], NONE)
    closed = np.where(np.arange(5) == 1, np.inf, COSTS)
    after = equilibrium(network.arcs, 4, [kind(network, closed)], NONE, before)
    paid = [f.trees[0].cost[0, D] / 10 for f in (before, after)]
    assert (1 + paid[1]) / (1 + paid[0]) == pytest.approx(1.6 / 1.4, rel=ROUNDING)
    assert before.gap == after.gap == 0


def test_no_way_left_is_infinite() -> None:
    network = square()
    cut = np.where(np.isin(np.arange(5), [1, 3]), np.inf, COSTS)
    found = equilibrium(network.arcs, 4, [kind(network, cut)], NONE)
    assert found.trees[0].cost[0, D] == np.inf and not found.volume.any()


@pytest.mark.parametrize("days", [1.0, 2.0])
def test_wardrop_on_two_links(days: float) -> None:
    """Rail costs 10 + d (v / 4)^4 for v of 6 Mt, road 12: both are used where d (v / 4)^4 = 2."""
    network = square(link("A", "D"), link("A", "D", "road"))
    costs = np.array([10.0, 12.0])
    one = np.ones(1)
    crowding = Crowding(4 * one, days * one, 4 * one, 0 * one, 0 * one)
    crowded = Crowded(np.array([0]), crowding, np.array([False]))
    found = equilibrium(network.arcs, 4, [kind(network, costs)], crowded, gap=1e-9)
    by_link = np.bincount(network.arcs.link, weights=found.volume[0])
    # the gap is in costs, of which a volume is the fourth root: 3e-6 of 72 leaves less than 1e-4 of the volume
    assert by_link == pytest.approx([4 * (2 / days) ** 0.25, 6 - 4 * (2 / days) ** 0.25], rel=1e-4)
    assert found.trees[0].cost[0, D] == pytest.approx(12, rel=1e-4)


def test_two_kinds_share_a_delay_each_at_its_own_price() -> None:
    """Who values time more (2 a day against 1) leaves a full link for a dearer one that is free of delay first."""
    network = square(link("A", "D"), link("A", "D", "road"))
    one = np.ones(1)
    crowded = Crowded(np.array([0]), Crowding(4 * one, one, 4 * one, 0 * one, 0 * one), np.array([False]))
    costs = np.array([10.0, 12.0])[network.arcs.link]
    to = np.array([[0, 0, 0, 4.0]])
    kinds = [Kind(costs, day, np.array([A]), to) for day in (1.0, 2.0)]
    found = equilibrium(network.arcs, 4, kinds, crowded, gap=1e-9)
    rail = [np.bincount(network.arcs.link, weights=v)[0] for v in found.volume]
    # with 4 Mt of the first kind alone the delay is 1 day: 11 to it, and 12 to the second, which is indifferent
    assert rail == pytest.approx([4, 0], abs=1e-3)


def test_crowding_adds_nothing_at_the_base_and_gives_back_the_queue() -> None:
    one = np.ones(1)
    crowding = Crowding(10 * one, 2 * one, 4 * one, 2 * (0.8 * one) ** 4, 0.5 * one)
    assert crowding.cost(8 * one) == pytest.approx(0, abs=ROUNDING)
    assert crowding.cost(0 * one) == -0.5
    assert crowding.cost(10 * one) == pytest.approx(2 * (1 - 0.8**4))
    beyond = crowding.cost(30 * one) - crowding.cost(25 * one)
    assert beyond == pytest.approx(5 * crowding.slope(25 * one))  # along the tangent


def test_events_change_what_they_name() -> None:
    network = square(link("A", "B", capacity=10.0), link("B", "D"))
    first = key(network.links[0])
    events = (
        LinkEvent((first,), time=0.8, cost=1.5, toll=3.0, duty=0.02, capacity=1.5),
        LinkEvent((first,), closed=True, sellers=frozenset({"RUS"})),
    )
    money, days = np.array([10.0, 20.0]), np.array([5.0, 6.0])
    of = terms(network, events, money, days, "C20", "BLR")
    assert of.money.tolist() == [18, 20] and of.days.tolist() == [4, 6] and of.duty.tolist() == [0.02, 0]
    assert terms(network, events, money, days, "C20", "RUS").money.tolist() == [np.inf, 20]
    assert capacities(network, events).tolist() == [15, np.inf]


def test_embedded_network_holds_together() -> None:
    network = embedded()
    assert len({n.name for n in network.nodes}) == len(network.nodes)
    assert len({key(x) for x in network.links}) == len(network.links)
    for x in network.links:
        a, b = (network.nodes[network.number[n]] for n in (x.start, x.end))
        assert x.mode in MODES and x.source and x.hours > 0
        assert x.km >= 0.93 * great_circle_km(a, b) - 5, x.name  # rounded places and lengths
        assert x.capacity is None or x.capacity > 0
    assert all(rates()[m, g.cargo] for g in goods().values() for m in ("rail", "road", "sea"))


@pytest.mark.parametrize("group", sorted(goods()))
def test_every_pair_of_the_embedded_world_has_a_way(group: str) -> None:
    network, world = embedded(), load_world()
    money, days = fixed_costs(network, goods()[group].cargo)
    closed = np.array([not x.open for x in network.links])
    cost = np.where(closed, np.inf, money + days)[network.arcs.link]
    start, to = weights(world, network, group), weights(world, network)
    assert start.sum(1) == pytest.approx(1) and to.sum(1) == pytest.approx(1)
    sources, places = np.flatnonzero(start.any(0)), np.flatnonzero(to.any(0))
    assert np.isfinite(cheapest(network.arcs, cost, sources, len(network.nodes)).cost[:, places]).all()


@pytest.mark.parametrize(
    "name",
    [
        "Suwalki gap", "Brest-Malaszewicze", "Minsk", "Klaipeda", "Riga", "Ust-Luga", "St Petersburg", "Moscow",
        "Dostyk-Alashankou", "Zabaikalsk–Manzhouli", "Khabarovsk", "Far East crossings", "Middle Corridor", "Aktau",
        "Suez Canal", "Bosporus", "Hormuz", "Malacca", "Cape route", "Northern Sea Route", "Druzhba", "Yamal-Europe",
        "Nord Stream", "TurkStream", "Power of Siberia", "malaszewicze - brest (rail)",
    ],
)  # fmt: skip
def test_corridors_of_the_network(name: str) -> None:
    assert find_links(name, embedded())


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Brest-Malaszewic", r"unknown place, link or corridor .* \(did you mean Brest-Malaszewicze"),
        ("Brest-Warsaw", "no link joins Brest and Warsaw; their links: .*Brest-Malaszewicze"),
        ("Brest-Malaszewicze (sea)", "Brest-Malaszewicze has no link by sea; it has rail, road"),
        ("Sues", r"did you mean Suez"),
    ],
)
def test_unknown_corridors(name: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        find_links(name, embedded())


def test_names_with_hyphens_and_control() -> None:
    network = embedded()
    assert ends("Ust-Luga-Gulf of Finland", network) == ("Ust-Luga", "Gulf of Finland")
    with pytest.raises(InputError, match="does not name two places"):
        ends("Kashgar-Osh", network)
    assert set(controls("Hormuz", network).values()) == {("IRN", "OMN")}
    assert set(controls("Brest-Malaszewicze", network).values()) == {("BLR", "POL")}
    assert "Suez Canal" in corridor_names(network)


def test_cheapest_ways_for_people() -> None:
    best, *others = cheapest_routes("BLR", "CHN", "machinery")
    assert best.told.startswith("Minsk") and "rail" in best.told
    assert all(w.share >= best.share for w in others)
    with pytest.raises(InputError, match="no gateway of XYZ"):
        cheapest_routes("XYZ", "CHN", "machinery")


def test_closed_links_are_not_ways() -> None:
    network = embedded()
    shut = replace(network, links=tuple(replace(x, open=x.mode != "rail") for x in network.links))
    assert all("rail" not in w.told for w in cheapest_routes("BLR", "CHN", "machinery", shut))
