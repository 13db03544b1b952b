"""Solving scenarios in Python: one equilibrium for each horizon."""

from typing import TYPE_CHECKING

from autarky.errors import InputError
from autarky.scenario.best_response import settled
from autarky.scenario.elasticities import behaviour_of as behaviour_of
from autarky.scenario.elasticities import long_run_theta as long_run_theta
from autarky.scenario.prepare import Prepared

if TYPE_CHECKING:
    from autarky.economy.result import Result
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World


def prepare(world: "World", scenario: "Scenario") -> Prepared:
    """`scenario` in `world`, with every rate that it leaves to be found in its place.

    Raises `InputError` for what is wrong in the scenario (file and line), `AutarkyError` where no rate has a solution.
    """
    return Prepared(world, settled(world, scenario))


def solve(world: "World", scenario: "Scenario", horizon: str | float | None = None) -> "Result":
    """The equilibrium of `world` after the acts of `scenario`, at `horizon` (default: the scenario's only
    one).

    Raises `InputError` for what is wrong in the scenario (file and line), `NoEquilibriumError` where none can
    exist, `SolveError` where none was found.
    """
    if horizon is None:
        if len(scenario.horizons) > 1:
            raise InputError(
                f"scenario {scenario.name} has {len(scenario.horizons)} horizons: name one, or use solve_all"
            )
        horizon = scenario.horizons[0]
    from autarky.economy.horizon import parse_horizon

    return prepare(world, scenario).solve(parse_horizon(horizon))


def solve_all(world: "World", scenario: "Scenario") -> "list[Result]":
    """`solve` at every horizon of the scenario, in its order."""
    prepared = prepare(world, scenario)
    return [prepared.solve(years) for years in scenario.horizons]
