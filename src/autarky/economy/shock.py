"""What scenarios do to the model: every act, layer or paper ends as one `Shock`."""

from dataclasses import replace
from typing import TYPE_CHECKING

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, ArrayLike, Float, Int

from autarky.economy.backend import double
from autarky.economy.nests import by_buyer

if TYPE_CHECKING:
    from autarky.economy.behaviour import Behaviour
    from autarky.economy.calibration import Economy

LONGEST_POWER = 20.0  # of the share left at which flows are withdrawn along a path, for theta near 0


def _optional(values: ArrayLike | None) -> Array | None:
    return None if values is None else double(values)


class Quota(eqx.Module):
    """Ceilings on the quantity that arrives, per cell, held by an endogenous wedge.

    `limit` is relative to the base quantity; infinity: no ceiling, 0: the flow is gone.
    The wedge's rent goes to the buyer, to the seller, or (the remainder) is lost on the way.
    `softness` is the width in logs over which a ceiling begins to bind: 0 in every result, above 0 on the solver's
    way where ceilings that start and stop binding block it.
    """

    limit: Float[Array, "N J N"] = eqx.field(converter=double)
    to_buyer: Float[Array, "N J N"] = eqx.field(converter=double)
    to_seller: Float[Array, "N J N"] = eqx.field(converter=double)
    softness: Float[Array, ""] = eqx.field(default=0.0, converter=double)


class Movement(eqx.Module):
    """Free movement of workers within groups of economies: labour follows real income per head.

    `group`: 0 where nobody may move, else the number of the group; `elasticity`: of the labour force to real income
    per head, the same for all of a group; `population`: base-year heads in any unit; people are neither lost nor made.
    """

    group: Int[Array, " N"] = eqx.field(converter=jnp.asarray)
    elasticity: Float[Array, " N"] = eqx.field(converter=double)
    population: Float[Array, " N"] = eqx.field(converter=double)


class Shock(eqx.Module):
    """Exogenous changes from the base year (docs/theory/equilibrium.md). Indices: origin, sector, destination.

    - `trade_cost`: kappa_hat, iceberg factor (1 = no change; 1.1 = 10 % more is shipped than arrives)
    - `tariff`, `export_tax`: the new ad valorem rates (levels, not changes; export subsidies are negative)
    - `productivity`: A_hat by economy and sector; `endowment`: L_hat by economy
    - `transfer`: received, as a share of world value added; sums to zero
    - `quota`: ceilings on quantities; `price_cap`: ceiling on the price the buyer pays the seller, relative to
      the base price in units of the numeraire (infinity: none)
    - `movement`: who may work where; none by default
    - `blocs`: where the world falls apart, the number of the bloc of each economy (`feasible.with_blocs`); prices
      of economies that no trade connects cannot be compared, so each bloc has its own numeraire, its value added
    """

    trade_cost: Float[Array, "N J N"] = eqx.field(converter=double)
    tariff: Float[Array, "N J N"] = eqx.field(converter=double)
    export_tax: Float[Array, "N J N"] = eqx.field(converter=double)
    productivity: Float[Array, "N J"] = eqx.field(converter=double)
    endowment: Float[Array, " N"] = eqx.field(converter=double)
    transfer: Float[Array, " N"] = eqx.field(converter=double)
    quota: Quota | None = None
    price_cap: Float[Array, "N J N"] | None = eqx.field(default=None, converter=_optional)
    movement: Movement | None = None
    blocs: Int[Array, " N"] | None = eqx.field(
        default=None, converter=lambda v: None if v is None else jnp.asarray(v)
    )

    @classmethod
    def empty(cls, economy: "Economy") -> "Shock":
        """The shock that changes nothing."""
        N, J = economy.Y.shape
        return cls(
            trade_cost=jnp.ones((N, J, N)),
            tariff=economy.tariff,
            export_tax=economy.export_tax,
            productivity=jnp.ones((N, J)),
            endowment=jnp.ones(N),
            transfer=jnp.zeros(N),
        )


def partial_shock(shock: Shock, economy: "Economy", behaviour: "Behaviour", step: float) -> Shock:
    """The shock carried out to the share `step` (0: nothing, 1: all of it), for continuation.

    Multiplicative changes are scaled in logs, so that the path neither crosses zero nor leaves the model;
    a withdrawn flow (limit 0) loses its share of the buyers' spending evenly on the way.
    """
    if step >= 1.0:
        return shock

    def rate(new: Array, old: Array) -> Array:
        return jnp.exp(step * jnp.log1p(new) + (1 - step) * jnp.log1p(old)) - 1

    quota = shock.quota
    if quota is not None:
        limit = jnp.where(quota.limit > 0, quota.limit, 1.0) ** step
        # at a given price index, spending on what is rationed to q falls with q^(theta/sigma)
        power = by_buyer(jnp.clip(1 + 1 / behaviour.theta_of_buyers, 1.0, LONGEST_POWER))
        quota = replace(quota, limit=jnp.where(quota.limit > 0, limit, (1 - step) ** power))
    return Shock(
        trade_cost=shock.trade_cost**step,
        tariff=rate(shock.tariff, economy.tariff),
        export_tax=rate(shock.export_tax, economy.export_tax),
        productivity=shock.productivity**step,
        endowment=shock.endowment**step,
        transfer=shock.transfer * step,
        quota=quota,
        price_cap=None if shock.price_cap is None else shock.price_cap**step,
        movement=shock.movement,
    )
