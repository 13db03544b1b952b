"""Geoeconomic power: what a hegemon can threaten a target with by withholding what it controls.

Clayton, Maggiori & Schreger (2024), "A Theory of Economic Coercion and Fragmentation", NBER Working Paper 33309; the
notion of power is that of their "A Framework for Geoeconomics". Power is a partial-equilibrium number: wages and the
prices of all other suppliers stay. It belongs beside the re-solved loss (`welfare.welfare_loss`), where both sides'
prices and sales adjust.
"""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from autarky.errors import InputError
from autarky.measures.labels import economy_positions, measured, sector_positions, share_of
from autarky.world.accounts import World
from autarky.world.groups import economy


def geoeconomic_power(
    world: World,
    of: str,
    partners: Sequence[str],
    horizon: str | float = "1y",
    elasticities: str | None = None,
    sectors: Sequence[str] | None = None,
) -> xr.DataArray:
    """Power of each partner (or group) over `of`: share of spending lost with all that it supplies (partner).

    1 - 1 / P, P = ( sum_s a_s p_s^(1-eta) )^(1/(1-eta)), p_s = (1 - pi_s)^(-1/theta_s): pi_s is the share of the
    partner in what `of` spends on product s, a_s the share of s in all that it spends (inputs and final use), theta_s
    the trade elasticity and eta the elasticity across products at the horizon. Nested CES after the paper, in our
    reading: it calibrates its own elasticities and sectors, these are the elasticities of the horizon dial. Power rises
    more than in proportion to control: a partner that sells all of a product takes p_s to infinity. `sectors`: the
    hegemon controls only these. Unit: share of spending. Needs: bilateral trade, trade elasticities.
    """
    from autarky.economy.elasticities import DEFAULT, trade_elasticities
    from autarky.economy.horizon import horizon_parameters, parse_horizon

    n = world.economies.index(economy(of, world))
    p = horizon_parameters(parse_horizon(horizon))
    theta = trade_elasticities(world, elasticities or DEFAULT) * p.theta_multiplier
    paid = (1 + world.array("tariff")) * (1 + world.array("export_tax")) * world.array("trade")
    spent = paid[:, :, n].sum(0)
    weights = share_of(spent, np.array([spent.sum()]), [of], "spending")
    controlled = np.zeros(len(world.sectors), dtype=bool)
    controlled[sector_positions(world, sectors)] = True
    losses = []
    for partner in partners:
        inside = economy_positions(world, partner)
        if n in inside:
            raise InputError(f"{of} cannot hold power over itself: leave it out of {partner!r}")
        control = paid[inside][:, :, n].sum(0) / np.where(spent > 0, spent, 1.0) * controlled
        losses.append(nested_loss(control, weights, theta, p.eta))
    coords = {"partner": list(partners)}
    return measured(world, "geoeconomic power", "share of spending", ("partner",), coords, np.array(losses))


def nested_loss(control: np.ndarray, weights: np.ndarray, theta: np.ndarray, eta: float) -> float:
    """1 - 1/P for shares of control [J], spending weights [J] and elasticities (see `geoeconomic_power`)."""
    used = weights > 0
    remains = np.clip(1 - control[used], 0.0, 1.0)
    with np.errstate(divide="ignore"):
        log_price = -np.log(remains) / theta[used]
    if eta == 1.0:
        log_p = float((weights[used] * log_price).sum())
    else:
        power = 1 - eta
        with np.errstate(divide="ignore", over="ignore"):
            log_p = float(np.log((weights[used] * np.exp(power * log_price)).sum()) / power)
    return float(-np.expm1(-log_p))
