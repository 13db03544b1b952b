"""What an embargo does beside the equilibrium: what goes round it, who pays among the senders, how it goes on."""

from typing import TYPE_CHECKING

from autarky.acts.embargo.coalition import coalition
from autarky.acts.embargo.evasion import evaded
from autarky.acts.embargo.relief import over_time
from autarky.acts.embargo.senders import Sides, who_pays
from autarky.acts.exhibits import Exhibit

if TYPE_CHECKING:
    from autarky.acts.base import SolvedScenario


def analyse(run: "SolvedScenario") -> list[Exhibit]:
    """Exhibits of the embargoes of a scenario. Without `steps`, `duration` and `coalition` nothing more is solved.

    Figures at one horizon alone are those of the horizon nearest to one year. Raises `AutarkyError`.
    """
    from autarky.acts.embargo.act import Embargo

    made: list[Exhibit] = []
    asked: list[Sides] = []
    for k, act in enumerate(run.acts):
        if not isinstance(act, Embargo):
            continue
        context = run.contexts[k]
        if act.evasion is not None:
            made.append(evaded(act, context, run.results))
        sides = Sides.of(act, context)
        if len(sides.senders) > 1 and sides.targets and sides not in asked:
            asked.append(sides)
            made.append(who_pays(sides, run))
        if act.coalition:
            run.tell("the coalition without each of its senders, and as it grows")
            made += coalition(run, k)
        if act.steps or act.duration is not None:
            run.tell("the embargo over time")
            made.append(over_time(run, k, sides))
    return made
