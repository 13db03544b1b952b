"""Bans that are evaded through neighbours, in part, or eased in steps, against figures worked out by hand."""

from typing import Any

import numpy as np
import pytest
from small_world import BLR, FOOD, OIL, POL, RUS, shock_of, small_world
from tolerances import ROUNDING, SOLVED

from autarky.acts import Context, Embargo, make_act
from autarky.acts.embargo.routes import DISPERSION, open_borders
from autarky.economy.behaviour import behaviour
from autarky.economy.solve import equilibrium
from autarky.errors import InputError
from autarky.scenario import Scenario
from autarky.world import World
from autarky.worlds import load_world

BAN = {"type": "embargo", "origin": "BLR", "destination": "POL", "sectors": "B06"}
CELL = (BLR, OIL, POL)


def cost(world: World, *acts: dict[str, Any]) -> float:
    return float(np.asarray(shock_of(world, *acts).trade_cost)[CELL])


def lopsided() -> World:
    """As the small world, but Belarus sells Russia only 4 of oil, and Poland has no open border."""
    world = small_world()
    arrays = {v: world.array(v).copy() for v in ("trade", "inputs", "final", "tariff", "export_tax")}
    arrays["trade"][BLR, OIL, RUS] = 4.0
    arrays["trade"][RUS, OIL, BLR] = 4.0
    return World.from_arrays(
        economies=world.economies, sectors=world.sectors, trade=arrays["trade"], tariff=arrays["tariff"],
        export_tax=arrays["export_tax"], inputs=arrays["inputs"], final=arrays["trade"].sum(0),
        attrs={"name": "lopsided", "year": 2022},
    )  # fmt: skip


def test_open_borders_are_customs_unions_of_the_year(world: World) -> None:
    assert open_borders(world).tolist() == [[False, True, False], [True, False, False], [False] * 3]


def test_a_neighbour_that_carries_all_costs_its_re_export(world: World) -> None:
    shock = shock_of(world, {**BAN, "evasion": "15%"})
    assert shock.quota is None
    assert cost(world, {**BAN, "evasion": "15%"}) == pytest.approx(1.15, rel=ROUNDING)
    assert np.argwhere(np.asarray(shock.trade_cost) != 1).tolist() == [list(CELL)]
    assert cost(world, {**BAN, "evasion": 0}) == pytest.approx(1.0, rel=ROUNDING)


def test_the_less_a_neighbour_carries_the_dearer() -> None:
    # the smaller leg is 4 of the 10 that are banned
    assert cost(lopsided(), {**BAN, "evasion": "15%"}) == pytest.approx(
        1.15 * 0.4 ** (-1 / DISPERSION), rel=ROUNDING
    )
    half = cost(lopsided(), {**BAN, "evasion": "15%", "capacity": 0.5})
    assert half == pytest.approx(1.15 * 0.2 ** (-1 / DISPERSION), rel=ROUNDING)


def test_what_the_ban_leaves_alone_is_a_route_without_cost(world: World) -> None:
    want = (0.4 + 0.6 * 1.15**-DISPERSION) ** (-1 / DISPERSION)
    assert cost(world, {**BAN, "evasion": "15%", "share": "60%"}) == pytest.approx(want, rel=ROUNDING)
    tiny = cost(world, {**BAN, "evasion": "15%", "share": 1e-9})
    assert tiny == pytest.approx(1.0, abs=SOLVED)


def test_a_border_that_is_not_open_adds_its_cost(world: World) -> None:
    # Belarus bans its oil from Russia; Poland is in no customs union with either
    ban = {**BAN, "destination": "RUS"}
    shut = shock_of(world, {**ban, "evasion": "15%"})
    assert shut.quota is not None and float(shut.quota.limit[BLR, OIL, RUS]) == 0.0
    named = shock_of(world, {**ban, "evasion": "15%", "border": "30%", "through": "POL"})
    assert named.quota is None
    assert float(named.trade_cost[BLR, OIL, RUS]) == pytest.approx(1.15 * 1.3, rel=ROUNDING)


def test_who_bans_as_well_is_no_way_round(world: World) -> None:
    joined = {**BAN, "destination": ["POL", "RUS"], "evasion": "15%"}
    quota = shock_of(world, joined).quota
    assert quota is not None and float(quota.limit[CELL]) == 0.0
    # or by an act of its own, before
    alone = Scenario(acts=[{**BAN, "destination": "RUS", "leakage": 0}, {**BAN, "evasion": "15%"}])
    found = alone.compile(world).quota
    assert found is not None and float(found.limit[CELL]) == 0.0


def test_services_are_not_sold_on() -> None:
    world = small_world()
    data = world.data.assign_coords(industries=("sector", ["K", "B06"]))
    quota = shock_of(World(data), {**BAN, "sectors": "all", "evasion": "15%"}).quota
    assert quota is not None
    assert float(quota.limit[BLR, FOOD, POL]) == 0.0
    assert np.isinf(float(quota.limit[CELL]))


def test_a_further_route_never_hinders(world: World) -> None:
    """Of routes with open and closed borders the cheaper are filled first."""
    alone = cost(lopsided(), {**BAN, "evasion": "15%", "through": "RUS"})
    data = lopsided()
    more = cost(data, {**BAN, "evasion": "15%"})
    assert more <= alone
    dear = cost(data, {**BAN, "evasion": "15%", "border": 0, "through": "RUS"})
    assert dear == alone  # Russia's border with Belarus is open: nothing is added


def test_leakage_of_the_equilibrium_is_the_closed_form() -> None:
    """A small flow: what still arrives is K^-sigma of the base at given prices (docs/theory/equilibrium.md)."""
    small, theta = 1e-4, 3.0
    trade = np.full((3, 1, 3), 100.0)
    trade[0, 0, 2] = trade[2, 0, 0] = small
    world = World.from_arrays(
        economies=["BLR", "RUS", "POL"], sectors=["C20"], trade=trade, tariff=np.zeros((3, 1, 3)),
        export_tax=np.zeros((3, 1, 3)), inputs=np.zeros((1, 3, 1)), final=trade.sum(0),
        attrs={"name": "small seller", "year": 2022},
    )  # fmt: skip
    shock = shock_of(world, {**BAN, "sectors": "C20", "evasion": "25%", "capacity": 0.5 * small / 100})
    result = equilibrium(world, shock, behaviour([theta]))
    arrives = 1 + float(result["trade_volume"].sel(origin="BLR", sector="C20", destination="POL"))
    k = 1.25 * 0.5 ** (-1 / DISPERSION)
    # the flow is 1e-6 of what seller and buyer trade, so that no price moves by more
    assert arrives == pytest.approx(k ** -(1 + theta), rel=1e-5)


def test_part_of_the_trade_under_a_ceiling(world: World) -> None:
    quota = shock_of(world, {**BAN, "share": "40%", "leakage": "10%"}).quota
    assert quota is not None and float(quota.limit[CELL]) == pytest.approx(0.64, rel=ROUNDING)
    eased = shock_of(world, {**BAN, "steps": [["2022", "40%"], [2024, "10%"]], "leakage": 0}).quota
    assert eased is not None and float(eased.limit[CELL]) == pytest.approx(0.6, rel=ROUNDING)


def test_sides(world: World) -> None:
    context = Context(world)
    many = Embargo(origin="BLR", destination=["RUS", "POL"], sectors="B06")
    assert many.sides(context) == (("RUS", "POL"), ("BLR",))
    exports = Embargo(origin=["RUS", "POL"], destination="BLR", sectors="B06")
    assert exports.sides(context) == (("RUS", "POL"), ("BLR",))
    assert Embargo(origin="RUS", destination="BLR").sides(context) == (("BLR",), ("RUS",))
    assert Embargo(origin="RUS", destination="BLR", senders="origin").sides(context) == (("RUS",), ("BLR",))


@pytest.mark.parametrize(
    "fields",
    [
        {"evasion": "15%", "through": ["EAEU", "TUR"], "capacity": "50%", "share": "60%"},
        {"steps": [["2025", "100%"], ["2026", "50%"]], "duration": "5y"},
        {"senders": "origin", "coalition": True},
    ],
    ids=["evasion", "steps", "coalition"],
)
def test_written_and_read_back(fields: dict[str, Any]) -> None:
    act = make_act({**BAN, **fields})
    assert make_act(act.given()) == act
    scenario = Scenario(acts=[act])
    assert Scenario.from_toml(scenario.to_toml()) == scenario


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"through": "RUS"}, "through is about ways round the ban: give `evasion`"),
        ({"evasion": "15%", "leakage": 0.1}, "leakage is a result of the equilibrium"),
        ({"evasion": "15%", "rent": "buyer"}, "leave `rent` out"),
        ({"evasion": 15}, r"ambiguous: write \"15%\""),
        ({"evasion": "-1%"}, "a cost below zero"),
        ({"share": 0}, "share: 0 is too low"),
        ({"steps": [["2025", "50%"], ["2024", "20%"]]}, "must rise from step to step"),
        ({"steps": [["2025", "0%"]]}, "nothing in force"),
        ({"steps": ["2025"]}, "a pair of a year and a share"),
        ({"steps": [["soon", "50%"]]}, "expected a year such as 2026, got 'soon'"),
        ({"steps": [["2025", "50%"]], "share": "50%"}, "leave `share` out"),
        ({"duration": "for ever"}, "expected a time from one week to 100 years"),
        ({"senders": "EU"}, "'EU' is not one of origin or destination"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_wrong_fields(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        make_act({**BAN, **fields})


def test_a_member_that_stays_out_of_its_unions_ban_is_a_way_round() -> None:
    here = load_world()
    ban = {"type": "embargo", "destination": "RUS", "sectors": "machinery", "evasion": "15%"}
    out = make_act({**ban, "origin": ["EU27", "-HUN"]}).facts(Context(here))
    united = make_act({**ban, "origin": "EU27"}).facts(Context(here))
    assert out["through"] == ["BLR", "HUN", "KAZ"] and united["through"] == ["BLR", "KAZ"]


def test_a_party_to_the_ban_is_refused_as_a_way_round(world: World) -> None:
    with pytest.raises(InputError, match="through: POL: an economy that bans or is banned is no way round"):
        shock_of(world, {**BAN, "evasion": "15%", "through": "Poland"})


def test_resolve_names_the_ways_and_what_has_none(world: World) -> None:
    found = make_act({**BAN, "evasion": "15%"}).facts(Context(world))
    assert found["through"] == ["RUS"] and found["no_way_round"] == 0 and not found["notes"]
    none = make_act({**BAN, "destination": "RUS", "evasion": "15%"}).facts(Context(world))
    assert none["through"] == [] and none["no_way_round"] == 1
    assert none["notes"] == ["no neighbour has trade with both sides: nothing of the banned trade goes round"]
