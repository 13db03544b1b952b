"""Quotas, price caps, transfers, closures: what they do, by hand where that is possible."""

from dataclasses import replace

import numpy as np
import pytest
from samples import cobb_douglas, random_shock, random_world, rich_behaviour

from autarky.economy.calibration import calibrate
from autarky.economy.shock import Quota, Shock
from autarky.economy.solve import equilibrium
from autarky.errors import InputError
from autarky.world.accounts import World

CELL = (1, 0, 2)


def quota_on(world: World, limit: float, to_buyer: float = 0.0, to_seller: float = 0.0) -> Shock:
    base = Shock.empty(calibrate(world))
    ceiling = np.full(base.tariff.shape, np.inf)
    ceiling[CELL] = limit
    ones = np.ones(base.tariff.shape)
    return replace(base, quota=Quota(ceiling, to_buyer * ones, to_seller * ones))


@pytest.fixture(scope="module")
def world() -> World:
    return random_world(30, zeros=0.0)


@pytest.mark.parametrize("rent", ["buyer", "seller", "lost"])
def test_a_quota_holds_the_quantity(world: World, rent: str) -> None:
    shock = quota_on(world, 0.3, float(rent == "buyer"), float(rent == "seller"))
    result = equilibrium(world, shock, rich_behaviour(world))
    assert float(result["trade_volume"].values[CELL]) == pytest.approx(-0.7, abs=1e-9)
    assert float(result["quota_wedge"].values[CELL]) > 0
    rents = result["rents"].values
    earned = {"buyer": 2, "seller": 1}.get(rent)
    for n in range(4):
        assert (rents[n] > 0) == (n == earned)


def test_a_quota_above_what_is_wanted_does_nothing(world: World) -> None:
    result = equilibrium(world, quota_on(world, 1.5), rich_behaviour(world))
    assert float(np.abs(result.welfare).max()) < 1e-12
    assert not result["quota_wedge"].values.any()


def test_a_buyers_quota_is_the_tariff_that_gives_the_same_quantity(world: World) -> None:
    """Bhagwati (1965): under competition quota and tariff are equivalent."""
    behaviour = rich_behaviour(world)
    quota = equilibrium(world, quota_on(world, 0.5, to_buyer=1.0), behaviour)
    wedge = float(quota["quota_wedge"].values[CELL])
    base = Shock.empty(calibrate(world))
    rate = (1 + float(base.tariff[CELL])) * (1 + wedge) - 1
    tariff = equilibrium(world, replace(base, tariff=base.tariff.at[CELL].set(rate)), behaviour)
    np.testing.assert_allclose(tariff.welfare, quota.welfare, atol=1e-9)


def test_a_sellers_quota_is_an_export_tax_and_a_lost_one_a_trade_cost(world: World) -> None:
    behaviour = rich_behaviour(world)
    base = Shock.empty(calibrate(world))
    seller = equilibrium(world, quota_on(world, 0.5, to_seller=1.0), behaviour)
    lost = equilibrium(world, quota_on(world, 0.5), behaviour)
    cost = base.trade_cost.at[CELL].set(1 + float(lost["quota_wedge"].values[CELL]))
    np.testing.assert_allclose(
        equilibrium(world, replace(base, trade_cost=cost), behaviour).welfare, lost.welfare, atol=1e-9
    )
    assert float(seller.welfare[1]) > float(lost.welfare[1])


def test_a_price_cap_is_an_export_subsidy_up_to_the_cap(world: World) -> None:
    behaviour = rich_behaviour(world)
    base = Shock.empty(calibrate(world))
    cap = np.full(base.tariff.shape, np.inf)
    cap[CELL] = 0.8
    result = equilibrium(world, replace(base, price_cap=cap), behaviour)
    rate = float(result["export_tax"].values[CELL])
    price = (1 + float(result["unit_cost"].values[1, 0])) * (1 + rate) / (1 + float(base.export_tax[CELL]))
    assert price == pytest.approx(0.8, abs=1e-9)
    same = equilibrium(world, replace(base, export_tax=base.export_tax.at[CELL].set(rate)), behaviour)
    np.testing.assert_allclose(same.welfare, result.welfare, atol=1e-9)


def test_a_cap_above_the_price_does_nothing(world: World) -> None:
    base = Shock.empty(calibrate(world))
    result = equilibrium(
        world, replace(base, price_cap=np.full(base.tariff.shape, 1.2)), rich_behaviour(world)
    )
    assert float(np.abs(result.welfare).max()) < 1e-12


def test_a_transfer_moves_the_deficit(world: World) -> None:
    base = Shock.empty(calibrate(world))
    transfer = np.array([-0.01, 0.01, 0.0, 0.0])
    result = equilibrium(world, replace(base, transfer=transfer), rich_behaviour(world))
    unit = world.array("value_added").sum()
    np.testing.assert_allclose(result["deficit"] - world.data["deficit"], transfer * unit, atol=1e-9 * unit)
    assert float(result.welfare[1]) > 0 > float(result.welfare[0])


def test_proportional_deficits_keep_their_ratio(world: World) -> None:
    shock = replace(random_shock(world), transfer=np.zeros(4))
    result = equilibrium(world, shock, rich_behaviour(world, deficits="proportional"))

    def ratio(expenditure: np.ndarray, deficit: np.ndarray) -> np.ndarray:
        return expenditure / (expenditure - deficit)

    before = ratio(world.array("final").sum(0), world.array("deficit"))
    after = ratio(result["expenditure"].values, result["deficit"].values)
    np.testing.assert_allclose(after / before, (after / before)[0], rtol=1e-9)
    assert abs(float(result["deficit"].sum())) < 1e-9 * world.array("value_added").sum()


def test_specific_factors_do_not_move(world: World) -> None:
    """nu = 0 and rho = 0 (Leontief): output is capped by the factor of the sector."""
    shock = replace(Shock.empty(calibrate(world)), trade_cost=random_shock(world).trade_cost)
    result = equilibrium(world, shock, rich_behaviour(world, rho=0.0, nu=0.0))
    assert float(np.abs(result["output_volume"]).max()) < 1e-9


def test_mobile_factors_earn_the_same_everywhere(world: World) -> None:
    result = equilibrium(world, random_shock(world), rich_behaviour(world, nu=np.inf))
    spread = result["factor_price"].max("sector") - result["factor_price"].min("sector")
    assert float(spread.max()) < 1e-12


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"trade_cost": -1.0}, "trade_cost of C01/S0/C02 is -1"),
        ({"tariff": -1.0}, "tariff of C01/S0/C02 is -1"),
        ({"tariff": np.nan}, "tariff of C01/S0/C02 is nan"),
    ],
)
def test_impossible_shocks_name_the_cell(world: World, change: dict, message: str) -> None:
    base = Shock.empty(calibrate(world))
    ((name, value),) = change.items()
    with pytest.raises(InputError, match=message):
        equilibrium(
            world, replace(base, **{name: getattr(base, name).at[CELL].set(value)}), cobb_douglas(world)
        )


def test_rationed_home_sales_are_refused(world: World) -> None:
    base = Shock.empty(calibrate(world))
    limit = np.full(base.tariff.shape, np.inf)
    limit[0, 0, 0] = 0.5
    with pytest.raises(InputError, match="domestic sales of C00/S0"):
        equilibrium(
            world,
            replace(base, quota=Quota(limit, np.zeros_like(limit), np.zeros_like(limit))),
            cobb_douglas(world),
        )
