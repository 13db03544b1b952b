"""Derivatives of outcomes through the equilibrium, by the implicit function theorem: one more linear solve each."""

from typing import Literal

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import xarray as xr
from jaxtyping import Array, Float

from autarky.economy.behaviour import Behaviour
from autarky.economy.calibration import Economy, calibrate
from autarky.economy.equilibrium import Unknowns, allocate
from autarky.economy.outcomes import outcomes
from autarky.economy.shock import Shock
from autarky.economy.solve import find_root, search
from autarky.errors import InputError, did_you_mean
from autarky.world.accounts import World

Instrument = Literal["trade_cost", "tariff", "export_tax", "productivity", "endowment", "transfer"]
DIMENSIONS: dict[str, tuple[str, ...]] = {
    "trade_cost": ("origin", "sector", "destination"),
    "tariff": ("origin", "sector", "destination"),
    "export_tax": ("origin", "sector", "destination"),
    "productivity": ("economy", "sector"),
    "endowment": ("economy",),
    "transfer": ("economy",),
}


def outcome_at(
    economy: Economy, behaviour: Behaviour, shock: Shock, start: Unknowns, outcome: str
) -> Float[Array, " N"]:
    """One of `outcomes.Outcomes` by economy, as a differentiable function of base, behaviour and shock."""
    unknowns = find_root(economy, behaviour, shock, start).value
    return getattr(outcomes(economy, shock, allocate(economy, behaviour, shock, unknowns)), outcome)


@eqx.filter_jit
def _weighted_gradient(
    economy: Economy, behaviour: Behaviour, shock: Shock, start: Unknowns, weights: Array, outcome: str
) -> Shock:
    def value(shock: Shock) -> Array:
        return (weights * outcome_at(economy, behaviour, shock, start, outcome)).sum()

    return eqx.filter_grad(value)(shock)


def gradient(
    world: World,
    shock: Shock,
    behaviour: Behaviour,
    *,
    of: str,
    outcome: str = "welfare",
    with_respect_to: Instrument = "trade_cost",
) -> xr.DataArray:
    """Derivative of `outcome` (see `outcomes.Outcomes`) of economy `of` with respect to every entry of an instrument.

    Units: fraction per unit of the instrument (trade_cost: per 1.0 of kappa_hat). Raises `InputError` for unknown labels.
    """
    if of not in world.economies:
        raise InputError(f"Unknown economy {of!r} in world {world.name!r}{did_you_mean(of, world.economies)}.")
    if with_respect_to not in DIMENSIONS:
        raise InputError(f"Unknown instrument {with_respect_to!r}{did_you_mean(with_respect_to, DIMENSIONS)}.")
    economy = calibrate(world)
    start, _ = search(economy, behaviour, shock, world=world)
    weights = jnp.asarray(np.array([c == of for c in world.economies], dtype=float))
    slopes = _weighted_gradient(economy, behaviour, shock, start, weights, outcome)
    values = jax.device_get(getattr(slopes, with_respect_to))
    dims = DIMENSIONS[with_respect_to]
    return xr.DataArray(
        np.asarray(values),
        dims=dims,
        coords={d: world.data[d].values for d in dims},
        name=f"d {outcome} of {of} / d {with_respect_to}",
    )
