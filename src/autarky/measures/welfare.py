"""Welfare losses: what an economy loses when a tie is gone, in real income, with prices and trade adjusting.

Every other measure of dependence can be laid beside it. The equilibrium is that of docs/theory/equilibrium.md.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from autarky.measures.labels import measured, others
from autarky.world.accounts import World
from autarky.world.groups import economy, select_economies
from autarky.world.sectors import select_sectors

if TYPE_CHECKING:
    from autarky.economy.behaviour import Behaviour
    from autarky.economy.result import Result

SIDES = ("own", "partner")


def behaviour_at(
    world: World, horizon: str | float, elasticities: str | None = None, deficits: str = "fixed"
) -> "Behaviour":
    """Behaviour of the economies after the horizon: published long-run elasticities times the horizon dial."""
    from autarky.economy.behaviour import behaviour
    from autarky.economy.elasticities import DEFAULT, trade_elasticities
    from autarky.economy.horizon import horizon_parameters, parse_horizon

    p = horizon_parameters(parse_horizon(horizon))
    theta = trade_elasticities(world, elasticities or DEFAULT) * p.theta_multiplier
    return behaviour(theta, eta=p.eta, rho=p.rho, xi=p.xi, nu=p.nu, deficits=deficits)


def cut_tie(
    world: World,
    of: str,
    partner: str | Sequence[str],
    reaction: "Behaviour",
    leakage: float = 0.1,
    sectors: Sequence[str] = ("all",),
) -> "Result":
    """The equilibrium in which the trade of `of` with `partner` is under embargo both ways."""
    from autarky.economy.ceiling import add_ceiling
    from autarky.economy.problem import Base, Problem

    inside = [np.isin(world.economies, select_economies(side, world).labels) for side in (of, partner)]
    pairs = np.outer(*inside) | np.outer(*reversed(inside))
    np.fill_diagonal(pairs, False)
    chosen = np.isin(world.sectors, select_sectors(sectors, world).labels)
    base = Base.of(world)
    shock = add_ceiling(base.empty, pairs[:, None, :] & chosen[None, :, None], leakage, "buyer")
    return Problem.of(base, reaction, shock).solve()


def welfare_loss(
    world: World,
    of: str,
    partners: Sequence[str],
    horizon: str | float = "1y",
    leakage: float = 0.1,
    sectors: Sequence[str] = ("all",),
    elasticities: str | None = None,
    deficits: str = "fixed",
) -> xr.DataArray:
    """Loss of real income when the tie between `of` and each partner is cut, of both (partner, side).

    -(E'/E / PF_hat - 1), exact equivalent variation, after an embargo both ways at which a `leakage` share of the base
    quantity still arrives; 0.01 is one percent of real income. `own`: the loss of `of`; `partner`: that of the other,
    for a group weighted by base expenditure. A partner may be a group (EU27). Unit: share of real income. Needs: world
    with input-output table and trade elasticities. Raises what `economy.problem.Problem` raises.
    """
    name = economy(of, world)
    reaction = behaviour_at(world, horizon, elasticities, deficits)
    final = world.array("final").sum(0)
    own = world.economies.index(name)
    loss = np.empty((len(partners), 2))
    for k, partner in enumerate(partners):
        inside = others(world, name, partner)
        welfare = cut_tie(world, name, partner, reaction, leakage, sectors).welfare.values
        loss[k] = -welfare[own], -np.average(welfare[inside], weights=final[inside])
    answer = measured(
        world, "welfare loss", "share of real income", ("partner", "side"),
        {"partner": partners, "side": SIDES}, loss,
    )  # fmt: skip
    return answer.assign_attrs(_settings(horizon, leakage, elasticities, deficits))


def gains_from_trade(
    world: World, of: str, horizon: str | float = "10y", elasticities: str | None = None
) -> float:
    """Real income that `of` would lose in autarky, at zero trade deficits (the base is solved without them first).

    1 - W_autarky / W; with one factor, Cobb-Douglas and no tariffs 1 - prod_s,k (pi_kk)^(alpha_s L_sk / theta_k),
    Arkolakis, Costinot & Rodriguez-Clare (2012), American Economic Review 102(1); with input-output links Costinot &
    Rodriguez-Clare (2014), Handbook of International Economics 4. Unit: share of real income. Needs: world with
    input-output table and trade elasticities. Raises `NoEquilibriumError` or `SolveError` where the economy could not
    exist alone, for example because it makes nothing of an input that it cannot do without.
    """
    name = economy(of, world)
    others = [c for c in world.economies if c != name]
    reaction = behaviour_at(world, horizon, elasticities, "zero")
    result = cut_tie(world, name, others, reaction, 0.0)
    return -float(result.welfare.sel(economy=name))


def _settings(
    horizon: str | float, leakage: float, elasticities: str | None, deficits: str
) -> dict[str, Any]:
    from autarky.economy.elasticities import DEFAULT
    from autarky.economy.horizon import horizon_label, parse_horizon

    return {
        "horizon": horizon_label(parse_horizon(horizon)),
        "leakage": leakage,
        "elasticities": elasticities or DEFAULT,
        "deficits": deficits,
    }
