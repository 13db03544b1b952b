"""A solved scenario as the analyses of its acts are handed it (`acts.base.SolvedScenario`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autarky.acts.base import Act, Context
from autarky.scenario.best_response import best_rate, settled
from autarky.scenario.elasticities import behaviour_of, long_run_theta
from autarky.scenario.prepare import Prepared

if TYPE_CHECKING:
    from autarky.economy.behaviour import Behaviour
    from autarky.economy.result import Result
    from autarky.economy.shock import Shock
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World


@dataclass(frozen=True, eq=False)
class ForAnalysis:
    """`scenario` as it was asked for, `prepared` with the rates found; the base is calibrated once for all."""

    scenario: "Scenario"
    prepared: Prepared
    results: "Sequence[Result]"
    tell: Callable[[str], None]

    @property
    def world(self) -> "World":
        return self.prepared.world

    @property
    def acts(self) -> Sequence[Act]:
        return tuple(self.scenario.acts)

    @property
    def settled(self) -> Sequence[Act]:
        return tuple(self.prepared.scenario.acts)

    @property
    def contexts(self) -> Sequence[Context]:
        return self.prepared.contexts

    @property
    def horizons(self) -> Sequence[float]:
        return self.scenario.horizons

    @property
    def shock(self) -> "Shock":
        return self.prepared.shock

    @property
    def published_elasticities(self) -> str | None:
        chosen = self.scenario.elasticities
        return chosen.source if set(chosen.given()) == {"source"} else None

    @property
    def deficits(self) -> str:
        return self.scenario.deficits

    def solve(self, acts: Sequence[Act], years: float, world: "World | None" = None) -> "Result":
        asked = self.scenario.model_copy(update={"acts": tuple(acts)})
        if world is not None:
            return Prepared(world, settled(world, asked)).solve(years)
        return self.prepared.with_acts(settled(self.world, asked).acts).solve(years)

    def solve_shock(self, shock: "Shock", years: float) -> "Result":
        from autarky.economy.problem import Problem

        return Problem.of(self.prepared.base, self.prepared.behaviour(years), shock).solve()

    def behaviour(self, years: float, world: "World | None" = None) -> "Behaviour":
        from autarky.economy.horizon import horizon_parameters

        if world is None:
            return self.prepared.behaviour(years)
        return behaviour_of(
            world, self.scenario, horizon_parameters(years), long_run_theta(world, self.scenario)
        )

    def best_rate(self, number: int, years: float) -> tuple[float, float, bool]:
        found = best_rate(self.world, self.scenario, number, years)
        return found.rate, found.value, found.at_bound


def for_analysis(
    world: "World",
    scenario: "Scenario",
    results: "Sequence[Result]" = (),
    tell: Callable[[str], None] = lambda _: None,
) -> ForAnalysis:
    """`scenario` in `world` with its `results`, one for each horizon; rates that it leaves open are found."""
    return ForAnalysis(scenario, Prepared(world, settled(world, scenario)), results, tell)
