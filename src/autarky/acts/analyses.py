"""Analyses by the type of act that asks for them."""

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from autarky.acts.exhibits import EXHIBITS, Analysis, Tell
from autarky.acts.registry import ACTS

if TYPE_CHECKING:
    from autarky.economy.result import Result
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World


def analysis_of(act: str) -> Analysis | None:
    """The analysis that acts of that type ask for, None if there is none."""
    kind = ACTS.get(act)
    if kind is None or not kind.analysis:
        return None
    found: Analysis = import_module(kind.analysis).analyse
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
