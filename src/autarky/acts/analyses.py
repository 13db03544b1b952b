"""Analyses, and drawings of their exhibits, by the act that names them."""

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from autarky.acts.exhibits import EXHIBITS, Analysis
from autarky.acts.registry import ACTS

if TYPE_CHECKING:
    from autarky.acts.base import SolvedScenario
    from autarky.economy.result import Result


def analysis_of(act: str) -> Analysis | None:
    """The analysis that acts of that type ask for, None if there is none."""
    kind = ACTS.get(act)
    if kind is None or not kind.analysis:
        return None
    found: Analysis = import_module(kind.analysis).analyse
    return found


def analysed(run: "SolvedScenario") -> "list[Result]":
    """The results, the first with the exhibits of every analysis its acts ask for. Raises `AutarkyError`."""
    made, results = [], run.results
    found = (analysis_of(a.type) for a in run.acts)
    for analysis in dict.fromkeys(f for f in found if f is not None):  # several types of act may share one
        made += analysis(run)
    if not made:
        return list(results)
    record = dict(results[0].record) | {EXHIBITS: [e.as_plain() for e in made]}
    return [replace(results[0], record=record), *results[1:]]


def drawing_of(chart: str) -> Any:
    """The function that draws a chart which an act names as its own. Raises `KeyError` for one that no act names."""
    modules = {name: module for act in ACTS.values() for name, module in act.drawings.items()}
    return import_module(modules[chart]).draw
