"""What an embargo does beside the equilibrium: what goes round it, who pays among the senders, how it goes on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from autarky.acts.embargo.coalition import coalition
from autarky.acts.embargo.evasion import evaded
from autarky.acts.embargo.relief import over_time
from autarky.acts.embargo.senders import Sides, who_pays
from autarky.acts.exhibits import Exhibit, Tell

if TYPE_CHECKING:
    from autarky.economy.result import Result
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World


def analyse(world: "World", scenario: "Scenario", results: "Sequence[Result]", tell: Tell) -> list[Exhibit]:
    """Exhibits of the embargoes of a scenario. Without `steps`, `duration` and `coalition` nothing more is solved.

    Figures at one horizon alone are those of the horizon nearest to one year. Raises `AutarkyError`.
    """
    from autarky.acts.base import Context
    from autarky.acts.embargo.act import Embargo

    made: list[Exhibit] = []
    asked: list[Sides] = []
    for k, act in enumerate(scenario.acts):
        if not isinstance(act, Embargo):
            continue
        context = Context(world, tuple(scenario.acts[:k]))
        if act.evasion is not None:
            made.append(evaded(act, context, results))
        sides = Sides.of(act, context)
        if len(sides.senders) > 1 and sides.targets and sides not in asked:
            asked.append(sides)
            made.append(who_pays(sides, scenario, results))
        if act.coalition:
            tell("the coalition without each of its senders, and as it grows")
            made += coalition(world, scenario, k, results)
        if act.steps or act.duration is not None:
            tell("the embargo over time")
            made.append(over_time(world, scenario, k, sides))
    return made
