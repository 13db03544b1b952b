"""Equilibria and gradients of one world and one shock, as functions: `Problem` in one call."""

from typing import Any

import xarray as xr

from autarky.economy.behaviour import Behaviour
from autarky.economy.problem import Problem
from autarky.economy.result import Result
from autarky.economy.search import TOLERANCE
from autarky.economy.shock import Shock
from autarky.world.accounts import World


def equilibrium(
    world: World,
    shock: Shock,
    behaviour: Behaviour,
    *,
    tolerance: float = TOLERANCE,
    record: dict[str, Any] | None = None,
) -> Result:
    """The equilibrium of `world` after `shock`, with labels and certificate.

    With ``deficits="zero"`` the base is first solved without deficits, and all changes are against that base
    (as in Caliendo & Parro 2015); `Result.world` is then that base. Raises `InputError` for a shock outside the
    model, `NoEquilibriumError` where none exists, `SolveError` where none was found: never an unconverged number.
    """
    return Problem.of(world, behaviour, shock, tolerance=tolerance).solve(tolerance=tolerance, record=record)


def gradient(
    world: World,
    shock: Shock,
    behaviour: Behaviour,
    *,
    of: str,
    outcome: str = "welfare",
    with_respect_to: str = "trade_cost",
) -> xr.DataArray:
    """Derivative of `outcome` (see `outcomes.Outcomes`) of economy `of` with respect to every entry of an instrument
    (`gradient.DIMENSIONS`), at the equilibrium of `world` after `shock`.

    Units: fraction per unit of the instrument (trade_cost: per 1.0 of kappa_hat). With ``deficits="zero"`` changes
    are against the base without deficits, as in `equilibrium`. Raises as `equilibrium`, and `InputError` for unknown
    labels.
    """
    problem = Problem.of(world, behaviour, shock)
    return problem.gradient(of=of, outcome=outcome, with_respect_to=with_respect_to)
