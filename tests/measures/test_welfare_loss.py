"""The welfare loss against the equilibrium itself, and power against its formula."""

import numpy as np
import pytest
from tiny_world import one_good

from autarky.errors import InputError
from autarky.measures import gains_from_trade, geoeconomic_power, welfare_loss
from autarky.measures.power import nested_loss
from autarky.world.accounts import World


def closed(inputs: float = 0.0) -> World:
    """Two economies, one good, balanced, inputs a share of output: the textbook case of Arkolakis et al. (2012)."""
    trade = np.array([[80.0, 20], [20, 180]])[:, None, :]
    return World.from_arrays(
        economies=["BLR", "RUS"],
        sectors=["C20"],
        trade=trade,
        inputs=inputs * trade.sum(0)[:, :, None],
        final=(1 - inputs) * trade.sum(0),
        attrs={"name": "closed", "year": 2022, "unit": "USD million", "source": "made up"},
    )


@pytest.mark.parametrize("inputs", [0.0, 0.5])
def test_gains_from_trade_are_the_sufficient_statistic(inputs: float) -> None:
    world = closed(inputs)
    from autarky.economy.elasticities import trade_elasticities

    theta = float(trade_elasticities(world)[0])
    assert gains_from_trade(world, "BLR", "10y") == pytest.approx(
        1 - 0.8 ** (1 / theta / (1 - inputs)), rel=1e-8
    )


def test_loss_grows_as_leakage_falls_and_shrinks_with_time() -> None:
    world = one_good()
    kept = {"partners": ["RUS"], "horizon": "1y"}
    some = float(welfare_loss(world, "BLR", leakage=0.5, **kept).sel(partner="RUS", side="own"))
    most = float(welfare_loss(world, "BLR", leakage=0.1, **kept).sel(partner="RUS", side="own"))
    later = welfare_loss(world, "BLR", ["RUS"], horizon="10y", leakage=0.1)
    assert 0 < some < most
    assert float(later.sel(partner="RUS", side="own")) < most
    assert later.attrs["horizon"] == "10y"
    assert later.attrs["year"] == 2022


def test_power_by_hand() -> None:
    control, weights = np.array([0.5, 0.0]), np.array([0.4, 0.6])
    theta = np.array([4.0, 4.0])
    assert nested_loss(control, weights, theta, 1.0) == pytest.approx(1 - 0.5 ** (0.4 / 4))
    price = 0.5 ** (-1 / 4)
    assert nested_loss(control, weights, theta, 2.0) == pytest.approx(1 - (0.4 / price + 0.6))
    # eta = 1 is the limit
    assert nested_loss(control, weights, theta, 1 + 1e-7) == pytest.approx(1 - 0.5 ** (0.4 / 4), rel=1e-5)
    # who controls all of a product that cannot be replaced takes everything; where it can, its weight
    assert nested_loss(np.array([1.0, 0]), weights, theta, 0.5) == 1.0
    assert nested_loss(np.array([1.0, 0]), weights, theta, 2.0) == pytest.approx(0.4)


def test_power_is_more_than_proportional() -> None:
    one = np.array([1.0])
    losses = [nested_loss(np.array([c]), one, 4 * one, 1.0) for c in (0.3, 0.6, 0.9)]
    assert losses[1] > 2 * losses[0]
    assert losses[2] - losses[1] > losses[1] - losses[0]


def test_power_over_oneself_is_refused() -> None:
    assert float(geoeconomic_power(one_good(), "BLR", ["RUS"]).sel(partner="RUS")) > 0
    with pytest.raises(InputError, match="over itself"):
        geoeconomic_power(one_good(), "BLR", ["world"])
