"""Analyses by the type of act that asks for them."""

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from autarky.acts.exhibits import EXHIBITS, Analysis, Tell

if TYPE_CHECKING:
    from autarky.economy.result import Result
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World

ANALYSES: dict[str, str] = {  # type of act: module with `analyse`, loaded when asked for
    "capacity": "autarky.acts.technology.capacity_analysis",
    "cartel": "autarky.acts.cartel.analysis",
    "corridors": "autarky.acts.corridors.analysis",
    "embargo": "autarky.acts.embargo.analysis",
    "export_subsidy": "autarky.acts.support.analysis",
    "import_substitution": "autarky.acts.technology.import_substitution_analysis",
    "payment_channel": "autarky.acts.payments.analysis",
    "payment_cost": "autarky.acts.payments.analysis",
    "payment_cut_off": "autarky.acts.payments.analysis",
    "programme": "autarky.acts.technology.programme_analysis",
    "support": "autarky.acts.support.analysis",
    "union": "autarky.acts.union.analysis",
}


def analysis_of(act: str) -> Analysis | None:
    """The analysis of acts of that type, None if there is none."""
    if act not in ANALYSES:
        return None
    found: Analysis = import_module(ANALYSES[act]).analyse
    return found


def analysed(world: "World", scenario: "Scenario", results: "Sequence[Result]", tell: Tell) -> "list[Result]":
    """The results, the first with the exhibits of every analysis its acts ask for. Raises `AutarkyError`."""
    made = []
    found = (analysis_of(a.type) for a in scenario.acts)
    for analysis in dict.fromkeys(f for f in found if f is not None):  # several types of act may share one
        made += analysis(world, scenario, results, tell)
    if not made:
        return list(results)
    record = dict(results[0].record) | {EXHIBITS: [e.as_plain() for e in made]}
    return [replace(results[0], record=record), *results[1:]]
