"""Price discounts in a scenario that has no other support; where there is other support, they are in its table."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from autarky.analyses.base import Exhibit, Tell

if TYPE_CHECKING:
    from autarky.economy.result import Result
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World


def analyse(world: "World", scenario: "Scenario", results: "Sequence[Result]", tell: Tell) -> list[Exhibit]:
    """As `analyses.support`, for scenarios with discounts alone."""
    from autarky.analyses.support import analyse as of_support

    if any(act.type == "support" for act in scenario.acts):
        return []
    return of_support(world, scenario, results, tell)
