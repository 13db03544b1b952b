"""Derivatives of outcomes through the equilibrium, by the implicit function theorem: one more linear solve each."""

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array

from autarky.economy.behaviour import Behaviour
from autarky.economy.calibration import Economy
from autarky.economy.equilibrium import Unknowns, allocate
from autarky.economy.outcomes import Outcomes, outcomes
from autarky.economy.search import find_root
from autarky.economy.shock import Shock

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
def slopes(economy: Economy, behaviour: Behaviour, shock: Shock, start: Unknowns, weights: Outcomes) -> Shock:
    """Derivative of the sum of all outcomes times `weights` in each instrument of the shock."""

    # one program for every outcome and economy: which one is a matter of weights
    def value(shock: Shock) -> Array:
        reached = outcomes_at(economy, behaviour, shock, start)
        return sum(jax.tree.leaves(jax.tree.map(lambda w, v: (w * v).sum(), weights, reached)), jnp.zeros(()))

    return eqx.filter_grad(value)(shock)
