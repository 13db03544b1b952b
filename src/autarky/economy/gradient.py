"""Derivatives of outcomes through the equilibrium, by the implicit function theorem: one more linear solve each."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import xarray as xr
from jaxtyping import Array

from autarky.economy.behaviour import Behaviour
from autarky.economy.calibration import Economy, calibrate
from autarky.economy.equilibrium import Unknowns, allocate
from autarky.economy.outcomes import Outcomes, outcomes
from autarky.economy.search import find_root, search
from autarky.economy.shock import Shock
from autarky.errors import InputError, did_you_mean
from autarky.world.accounts import World

# instrument -> dimensions of the derivative
DIMENSIONS: dict[str, tuple[str, ...]] = {
    "trade_cost": ("origin", "sector", "destination"),
    "tariff": ("origin", "sector", "destination"),
    "export_tax": ("origin", "sector", "destination"),
    "productivity": ("economy", "sector"),
    "endowment": ("economy",),
    "transfer": ("economy",),
}


def outcomes_at(economy: Economy, behaviour: Behaviour, shock: Shock, start: Unknowns) -> Outcomes:
    """All outcomes as a differentiable function of base, behaviour and shock; `start` near the solution saves time."""
    unknowns = find_root(economy, behaviour, shock, start).value
    return outcomes(economy, shock, allocate(economy, behaviour, shock, unknowns))


@eqx.filter_jit
def _weighted_gradient(
    economy: Economy, behaviour: Behaviour, shock: Shock, start: Unknowns, weights: Outcomes
) -> Shock:
    # one program for every outcome and economy: which one is a matter of weights
    def value(shock: Shock) -> Array:
        reached = outcomes_at(economy, behaviour, shock, start)
        return sum(jax.tree.leaves(jax.tree.map(lambda w, v: (w * v).sum(), weights, reached)), jnp.zeros(()))

    return eqx.filter_grad(value)(shock)


def gradient(
    world: World,
    shock: Shock,
    behaviour: Behaviour,
    *,
    of: str,
    outcome: str = "welfare",
    with_respect_to: str = "trade_cost",
) -> xr.DataArray:
    """Derivative of `outcome` (see `outcomes.Outcomes`) of economy `of` with respect to every entry of an instrument.

    Units: fraction per unit of the instrument (trade_cost: per 1.0 of kappa_hat).
    Raises `InputError` for unknown labels.
    """
    if of not in world.economies:
        raise InputError(
            f"Unknown economy {of!r} in world {world.name!r}{did_you_mean(of, world.economies)}."
        )
    known = list(Outcomes.__dataclass_fields__)
    if outcome not in known:
        raise InputError(
            f"Unknown outcome {outcome!r}{did_you_mean(outcome, known)}; known: {', '.join(known)}."
        )
    if with_respect_to not in DIMENSIONS:
        raise InputError(
            f"Unknown instrument {with_respect_to!r}{did_you_mean(with_respect_to, DIMENSIONS)}."
        )
    economy = calibrate(world)
    start, _ = search(economy, behaviour, shock, world=world)
    chosen = np.array([c == of for c in world.economies], dtype=float)
    weights = Outcomes(**{name: jnp.asarray(chosen * (name == outcome)) for name in known})
    slopes = _weighted_gradient(economy, behaviour, shock, start, weights)
    values = jax.device_get(getattr(slopes, with_respect_to))
    dims = DIMENSIONS[with_respect_to]
    return xr.DataArray(
        np.asarray(values),
        dims=dims,
        coords={d: world.data[d].values for d in dims},
        name=f"d {outcome} of {of} / d {with_respect_to}",
    )
