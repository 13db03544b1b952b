"""Every act on a small world, against figures worked out by hand."""

import numpy as np
import pytest
from small_world import BLR, FOOD, OIL, POL, RUS, shock_of, small_world
from tolerances import ROUNDING

from autarky.acts import Context, make_act
from autarky.errors import InputError
from autarky.world import World

TIE = {"origin": "BLR", "destination": "RUS"}


def changed(values: object, base: float) -> set[tuple[int, ...]]:
    return {tuple(map(int, cell)) for cell in np.argwhere(np.asarray(values) != base)}


def test_trade_cost_multiplies_and_leaves_domestic_sales_alone(world: World) -> None:
    act = {"type": "trade_cost", "origin": "world", "destination": "world", "change": "10%"}
    once = np.asarray(shock_of(world, act).trade_cost)
    assert np.all(once[range(3), :, range(3)] == 1)
    assert np.all(once[~np.eye(3, dtype=bool)[:, None, :].repeat(2, 1)] == 1.1)
    assert np.asarray(shock_of(world, act, act).trade_cost)[BLR, OIL, RUS] == pytest.approx(
        1.21, rel=ROUNDING
    )


def test_one_way_both_ways_and_sectors(world: World) -> None:
    one = shock_of(world, {"type": "trade_cost", **TIE, "sectors": "oil and gas", "change": 0.1})
    assert changed(one.trade_cost, 1.0) == {(BLR, OIL, RUS)}
    both = shock_of(
        world, {"type": "trade_cost", **TIE, "both_ways": True, "sectors": "food", "change": "-10%"}
    )
    assert changed(both.trade_cost, 1.0) == {(BLR, FOOD, RUS), (RUS, FOOD, BLR)}
    assert np.asarray(both.trade_cost).min() == 0.9


def test_leaving_out(world: World) -> None:
    act = {"type": "trade_cost", "origin": ["world", "-Poland"], "destination": "POL", "change": 0.1}
    cells = changed(shock_of(world, act).trade_cost, 1.0)
    assert cells == {(i, s, POL) for i in (BLR, RUS) for s in (FOOD, OIL)}


def test_tariff_rate_sets_and_change_adds_points() -> None:
    taxed = small_world(tariff=0.05)
    rate = shock_of(taxed, {"type": "tariff", **TIE, "rate": "25%"})
    assert np.asarray(rate.tariff)[BLR, OIL, RUS] == 0.25
    assert np.asarray(rate.tariff)[RUS, OIL, BLR] == 0.05
    points = shock_of(taxed, {"type": "tariff", **TIE, "change": "5 pp"})
    assert np.asarray(points.tariff)[BLR, OIL, RUS] == pytest.approx(0.10, rel=ROUNDING)
    cut = shock_of(taxed, {"type": "tariff", **TIE, "change": "-5 pp"})
    assert np.asarray(cut.tariff)[BLR, OIL, RUS] == 0.0
    with pytest.raises(InputError, match=r"change: the tariff would fall below zero at BLR→RUS C10T12"):
        shock_of(taxed, {"type": "tariff", **TIE, "change": "-6 pp"})


def test_export_tax_and_subsidies() -> None:
    taxed = small_world(export_tax=0.1)
    cell = (RUS, OIL, BLR)
    gas = {"origin": "RUS", "destination": "BLR", "sectors": "B06"}

    def after(**fields: object) -> float:
        return float(np.asarray(shock_of(taxed, {**gas, **fields}).export_tax)[cell])

    assert after(type="export_tax", rate="-20%") == -0.2
    assert after(type="export_tax", change="10 pp") == pytest.approx(0.2, rel=ROUNDING)
    assert 1 + after(type="export_subsidy", discount="40%") == pytest.approx(1.1 * 0.6, rel=ROUNDING)
    assert 1 + after(type="export_subsidy", withdraw="40%") == pytest.approx(1.1 / 0.6, rel=ROUNDING)
    with pytest.raises(InputError, match="gives the goods away, as it would at RUS→BLR B06"):
        after(type="export_tax", change="-110 pp")


def test_discount_and_its_withdrawal_cancel(world: World) -> None:
    fields = {"type": "export_subsidy", **TIE}
    shock = shock_of(world, {**fields, "discount": "40%"}, {**fields, "withdraw": "40%"})
    assert np.abs(np.asarray(shock.export_tax)).max() < 1e-15


@pytest.mark.parametrize(("rent", "shares"), [("buyer", (1, 0)), ("seller", (0, 1)), ("lost", (0, 0))])
def test_embargo_is_a_quota(world: World, rent: str, shares: tuple[int, int]) -> None:
    quota = shock_of(world, {"type": "embargo", **TIE, "sectors": "B06", "rent": rent}).quota
    assert quota is not None
    assert changed(quota.limit, np.inf) == {(BLR, OIL, RUS)}
    cell = (BLR, OIL, RUS)
    assert float(quota.limit[cell]) == 0.1
    assert (float(quota.to_buyer[cell]), float(quota.to_seller[cell])) == shares


def test_the_tighter_ceiling_holds_with_its_rent_in_any_order(world: World) -> None:
    tight = {"type": "embargo", **TIE, "leakage": 0.1, "rent": "seller"}
    loose = {"type": "embargo", **TIE, "leakage": "50%", "rent": "buyer"}
    for acts in ((tight, loose), (loose, tight)):
        quota = shock_of(world, *acts).quota
        assert quota is not None
        cell = (BLR, OIL, RUS)
        values = (float(quota.limit[cell]), float(quota.to_buyer[cell]), float(quota.to_seller[cell]))
        assert values == (0.1, 0, 1)


def test_price_cap_and_its_ceiling_on_quantity(world: World) -> None:
    cell = (BLR, OIL, RUS)
    shock = shock_of(world, {"type": "price_cap", **TIE, "sectors": "B06", "discount": "25%"})
    assert shock.price_cap is not None and shock.quota is not None
    assert changed(shock.price_cap, np.inf) == {cell}
    assert float(shock.price_cap[cell]) == 0.75
    assert (float(shock.quota.limit[cell]), float(shock.quota.to_buyer[cell])) == (1.0, 1.0)
    free = shock_of(world, {"type": "price_cap", **TIE, "cap": 0.8, "quantity": "none"})
    assert free.quota is None and free.price_cap is not None and float(free.price_cap[cell]) == 0.8


def test_productivity_and_endowment(world: World) -> None:
    shock = shock_of(
        world,
        {"type": "productivity", "economies": "BLR", "sectors": "food", "change": "30%"},
        {"type": "productivity", "economies": "world", "change": "-50%"},
        {"type": "endowment", "economies": ["RUS", "POL"], "change": -0.2},
    )
    assert np.asarray(shock.productivity).tolist() == [[0.65, 0.5], [0.5, 0.5], [0.5, 0.5]]
    assert np.asarray(shock.endowment).tolist() == [1.0, 0.8, 0.8]


def test_transfers(world: World) -> None:
    # GDP of each economy is 200 million, of the world 600
    paid = shock_of(
        world, {"type": "transfer", "origin": "RUS", "destination": "BLR", "amount": "USD 6 million"}
    )
    assert np.asarray(paid.transfer) == pytest.approx([0.01, -0.01, 0.0], abs=ROUNDING)
    share = shock_of(
        world, {"type": "transfer", "origin": "RUS", "destination": "BLR", "amount": "3% of GDP"}
    )
    assert np.asarray(share.transfer) == pytest.approx([0.01, -0.01, 0.0], abs=ROUNDING)
    inside = shock_of(
        world, {"type": "transfer", "origin": "world", "destination": "BLR", "amount": "3% of GDP"}
    )
    assert np.asarray(inside.transfer) == pytest.approx([0.02, -0.01, -0.01], abs=ROUNDING)
    both = shock_of(
        world, {"type": "transfer", "origin": "RUS", "destination": ["BLR", "POL"], "amount": "6 million USD"}
    )
    assert np.asarray(both.transfer) == pytest.approx([0.005, -0.01, 0.005], abs=ROUNDING)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"origin": "RUS", "destination": "Russia", "amount": "USD 1 million"}, "nothing moves"),
        ({"origin": "RUS", "destination": "BLR", "amount": "EUR 1 million"}, "counts in USD million"),
        (
            {"origin": "RUS", "destination": "BLR", "amount": "USD 1 trillion"},
            "more than half the GDP of RUS",
        ),
    ],
)
def test_transfers_that_make_no_sense(world: World, fields: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        shock_of(world, {"type": "transfer", **fields})


def test_acts_leave_their_input_alone_and_combine_in_order(world: World) -> None:
    rate = {"type": "tariff", **TIE, "rate": 0.1}
    more = {"type": "tariff", **TIE, "change": "5 pp"}
    assert float(shock_of(world, rate, more).tariff[BLR, OIL, RUS]) == pytest.approx(0.15, rel=ROUNDING)
    assert np.asarray(shock_of(world).tariff).max() == 0


def test_domestic_scope_is_refused(world: World) -> None:
    with pytest.raises(InputError, match="do not touch domestic sales"):
        shock_of(world, {"type": "trade_cost", "origin": "BLR", "destination": "Belarus", "change": 0.1})


def test_resolve_says_what_is_touched(world: World) -> None:
    act = make_act({"type": "embargo", **TIE, "both_ways": True, "sectors": "oil and gas"})
    found = act.facts(Context(world))
    assert (found["origin"], found["destination"], found["sectors"]) == (["BLR"], ["RUS"], ["B06"])
    assert (found["cells"], found["base_trade"], found["unit"]) == (2, 20.0, "USD million")
    assert found["notes"] == []
    assert (found["leakage"], found["rent"]) == (0.1, "buyer")
