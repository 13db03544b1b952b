"""The search for an equilibrium: Newton, and a path of smaller shocks or softer ceilings where it fails."""

import logging
from dataclasses import dataclass, replace
from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import optimistix as optx
from jaxtyping import Array, Float

from autarky.economy.behaviour import Behaviour
from autarky.economy.border import Border, Few, border, few_ceilings
from autarky.economy.calibration import Economy
from autarky.economy.equilibrium import Unknowns, allocate, residuals
from autarky.economy.feasible import stranded_balance, with_blocs
from autarky.economy.krylov import Krylov
from autarky.economy.newton import NewtonKrylov
from autarky.economy.shock import Quota, Shock, partial_shock
from autarky.errors import SolveError
from autarky.world.accounts import World

TOLERANCE = 1e-10  # of the largest residual, in logs
MAX_NEWTON = 30
SOFTNESS = (0.3, 0.1, 0.03, 0.01, 1e-3, 1e-4, 1e-6)  # of ceilings that block a direct search
SMALLEST_STEP = 1 / 64  # of the path from the base to the shock
COLLAPSE = np.log(1e-4)  # of expenditure: below it a solution of the equations says nothing about an economy

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Statistics:
    """What a solution took."""

    residual: float
    newton_steps: int
    products: int
    path_steps: int

    def as_dict(self) -> dict[str, float | int]:
        return {
            "residual": self.residual,
            "newton_steps": self.newton_steps,
            "jacobian_products": self.products,
            "path_steps": self.path_steps,
        }


@jax.jit  # traced once, though the solver asks for values, products and trial steps
def _system(unknowns: Unknowns, args: tuple[Economy, Behaviour, Shock, Border]) -> Unknowns:
    economy, behaviour, shock, drawn = args
    return residuals(economy, unknowns, allocate(economy, behaviour, shock, unknowns, drawn))


def find_root(
    economy: Economy,
    behaviour: Behaviour,
    shock: Shock,
    start: Unknowns,
    tolerance: float | Array = TOLERANCE,
    few: Few | None = None,
) -> optx.Solution:
    """Unknowns at which all residuals vanish; differentiable by the implicit function theorem. `few` as in `border`."""
    return optx.root_find(
        _system,
        NewtonKrylov(atol=tolerance),
        start,
        (economy, behaviour, shock, border(economy, shock, few)),
        max_steps=MAX_NEWTON,
        throw=False,
        adjoint=optx.ImplicitAdjoint(linear_solver=Krylov(rtol=1e-11)),
    )


@eqx.filter_jit
def _search(
    economy: Economy,
    behaviour: Behaviour,
    shock: Shock,
    start: Unknowns,
    tolerance: Float[Array, ""],
    few: Few | None,
) -> tuple[Unknowns, dict[str, Any]]:
    solution = find_root(economy, behaviour, shock, start, tolerance, few)
    return solution.value, solution.stats


@eqx.filter_jit
def _residuals(economy: Economy, behaviour: Behaviour, shock: Shock, unknowns: Unknowns) -> Unknowns:
    return _system(unknowns, (economy, behaviour, shock, border(economy, shock)))


def search(
    economy: Economy,
    behaviour: Behaviour,
    shock: Shock,
    *,
    start: Unknowns | None = None,
    tolerance: float = TOLERANCE,
    world: World | None = None,
) -> tuple[Unknowns, Statistics]:
    """Solve for the unknowns: directly, else along a path from the base with steps as long as they converge.

    Raises `SolveError` with the residual and the worst equation (labels taken from `world`).
    """
    shock = with_blocs(economy, shock)
    at = Unknowns.base(economy) if start is None else start
    effort = _Effort(economy, behaviour, jnp.asarray(tolerance))
    found, residual = effort.attempt(shock, at)
    if not residual <= tolerance:
        at, done, step = Unknowns.base(economy), 0.0, 0.25
        while done < 1.0:
            aim = min(1.0, done + step)
            found, residual = effort.attempt(_part(shock, economy, behaviour, aim), at)
            effort.path += 1
            if residual <= tolerance:
                at, step, done = found, 2 * (aim - done), aim
                log.info("path: %.1f %% of the shock solved", 100 * done)
                _check_collapse(found, done, world)
                continue
            step = (aim - done) / 2
            if step < SMALLEST_STEP:
                if cause := stranded_balance(world, economy, behaviour, shock):
                    raise SolveError(
                        f"The solver did not converge: {done:.0%} of the shock could be carried out. {cause}"
                    )
                raise SolveError(
                    _failure(
                        economy,
                        behaviour,
                        _part(shock, economy, behaviour, aim),
                        found,
                        done,
                        tolerance,
                        world,
                    )
                )
    _check_collapse(found, 1.0, world)
    return found, Statistics(residual, effort.newton, effort.products, effort.path)


def polished(
    economy: Economy, behaviour: Behaviour, shock: Shock, unknowns: Unknowns, tolerance: float
) -> Unknowns:
    """Some Newton steps more from a solution."""
    return _Effort(economy, behaviour, jnp.asarray(tolerance))._once(shock, unknowns)[0]


def _check_collapse(found: Unknowns, done: float, world: World | None) -> None:
    """Raise `SolveError` where an economy's expenditure has all but vanished: the equations go on, economies do not."""
    spending = np.asarray(found.spending)
    n = int(spending.argmin())
    if not spending[n] >= COLLAPSE:
        name = f"economy {n}" if world is None else world.economies[n]
        raise SolveError(
            f"{name} collapses: with {done:.0%} of the shock carried out, its expenditure falls to "
            f"{np.exp(spending[n]):.0e} of the base. Too little of what it cannot replace is left at this horizon: try "
            "a leakage above 0, a longer horizon, or a smaller shock."
        )


def _part(shock: Shock, economy: Economy, behaviour: Behaviour, step: float) -> Shock:
    return with_blocs(economy, partial_shock(shock, economy, behaviour, step))


@dataclass
class _Effort:
    """Attempts at one problem, and what they took together."""

    economy: Economy
    behaviour: Behaviour
    tolerance: Float[Array, ""]
    newton: int = 0
    products: int = 0
    path: int = 0

    def attempt(self, shock: Shock, at: Unknowns) -> tuple[Unknowns, float]:
        """Newton from `at`; where ceilings block it, with ceilings that harden step by step."""
        found, residual = self._once(shock, at)
        quota = shock.quota
        if residual <= float(self.tolerance) or quota is None or not _can_bind(quota):
            return found, residual
        soft = at
        for softness in SOFTNESS:
            eased = replace(shock, quota=replace(quota, softness=jnp.asarray(softness)))
            soft, left = self._once(eased, soft)
            if not left <= float(self.tolerance):
                return found, residual
        return self._once(shock, soft)

    def _once(self, shock: Shock, at: Unknowns) -> tuple[Unknowns, float]:
        found, stats = _search(self.economy, self.behaviour, shock, at, self.tolerance, few_ceilings(shock))
        self.newton += int(stats["newton_steps"])
        self.products += int(stats["products"])
        return found, float(stats["residual"])


def _can_bind(quota: Quota) -> bool:
    """Whether there are ceilings that can start and stop binding; a withdrawn flow cannot."""
    return bool(jnp.any((quota.limit > 0) & jnp.isfinite(quota.limit)))


def _failure(
    economy: Economy,
    behaviour: Behaviour,
    shock: Shock,
    unknowns: Unknowns,
    done: float,
    tolerance: float,
    world: World | None,
) -> str:
    left = _residuals(economy, behaviour, shock, unknowns)
    blocks = {
        "price of composite": np.asarray(left.prices).T,
        "goods market of": np.asarray(left.activity),
        "budget of": np.asarray(left.spending)[:, None],
    }
    sizes = {
        k: float(np.nanmax(np.abs(v), initial=0.0)) if np.isfinite(v).any() else np.inf
        for k, v in blocks.items()
    }
    name = max(sizes, key=lambda k: sizes[k])
    n, s = np.unravel_index(
        int(np.nanargmax(np.abs(np.nan_to_num(blocks[name], nan=np.inf)))), blocks[name].shape
    )
    where = f"economy {n}, sector {s}" if world is None else world.economies[n]
    if world is not None and name != "budget of":
        where = f"{world.sectors[s]} in {where}"
    return (
        f"The solver did not converge: {done:.0%} of the shock could be carried out; beyond it the worst equation is "
        f"the {name} {where} (residual {sizes[name]:.1e}, allowed {tolerance:.0e}). {_usual_cause(behaviour)}"
    )


def _usual_cause(behaviour: Behaviour) -> str:
    if behaviour.deficits == "fixed":
        return (
            'Fixed deficits larger than what can still be traded are the usual cause: try deficits = "proportional" '
            'or "zero", a leakage above 0, a longer horizon, or a smaller shock.'
        )
    return (
        "A sector that nobody left can buy from, or an input that cannot be replaced, is the usual cause at short "
        "horizons: try a leakage above 0, a longer horizon, or a smaller shock."
    )
