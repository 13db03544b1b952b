"""The uncertainty budget: the central answer again with one choice of the model made otherwise, choice by choice."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import batched
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky.errors import AutarkyError

if TYPE_CHECKING:
    from autarky.acts.base import Act
    from autarky.economy.result import Result
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World

KINDS = {
    "horizon": "time to adjust",
    "deficits": "trade balances",
    "elasticities": "source of trade elasticities",
    "aggregation": "width of sectors",
    "leakage": "leakage assumed",
}
LEAK = 0.1  # tried where an act lets nothing through


@dataclass(frozen=True)
class Choice:
    """One choice made otherwise (`what`), and the welfare it gives [N]; where there is none, the reason."""

    kind: str
    what: str
    welfare: np.ndarray | None
    reason: str = ""


@dataclass(frozen=True)
class Budget:
    """Welfare at one horizon by choice; `central` and every choice are on `economies` (fractions)."""

    years: float
    economies: tuple[str, ...]
    central: np.ndarray
    choices: tuple[Choice, ...]

    def change(self, choice: Choice, economy: str) -> float | None:
        """How far a choice moves the welfare of an economy; None where it has no answer."""
        n = self.economies.index(economy)
        return None if choice.welfare is None else float(choice.welfare[n] - self.central[n])

    def as_plain(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "years": self.years,
            "welfare": dict(zip(self.economies, map(float, self.central), strict=True)),
            "choices": [
                {"kind": c.kind, "what": c.what}
                | (
                    {"reason": c.reason}
                    if c.welfare is None
                    else {"welfare": dict(zip(self.economies, map(float, c.welfare), strict=True))}
                )
                for c in self.choices
            ],
        }


@dataclass(frozen=True)
class Otherwise:
    """A problem with one choice made otherwise; `reason` where it cannot even be put."""

    kind: str
    what: str
    world: "World | None" = None
    scenario: "Scenario | None" = None
    years: float = 0.0
    reason: str = ""


def budget(
    world: "World",
    scenario: "Scenario",
    central: "Result",
    years: float,
    progress: Callable[[int, int], None] | None = None,
) -> Budget:
    """Solve `scenario` after `years` once for every choice made otherwise; `central` is the answer as it stands.

    A choice without an answer is part of the budget, with its reason.
    """
    from autarky.scenario.best_response import settled

    scenario = settled(world, scenario)  # a rate found for the central answer holds under every choice
    asked = list(alternatives(world, scenario, years))
    economies = tuple(map(str, central.world.economies))
    made = []
    # closures and wider sectors are programs of their own: compiling one overlaps with solving others
    pool = ThreadPoolExecutor(os.cpu_count() or 1)
    try:
        for k, future in enumerate([pool.submit(_chosen, other, economies) for other in asked]):
            if progress is not None:
                progress(k, len(asked))
            made.append(future.result())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # an interrupt does not wait for a compiler
    if progress is not None:
        progress(len(asked), len(asked))
    return Budget(years, economies, np.asarray(central.welfare.values), tuple(made))


def _chosen(other: Otherwise, economies: Sequence[str]) -> Choice:
    from autarky.scenario.solving import solve

    if other.world is None or other.scenario is None:
        return Choice(other.kind, other.what, None, other.reason)
    try:
        found = solve(other.world, other.scenario, other.years).welfare
    except AutarkyError as e:
        return Choice(other.kind, other.what, None, str(e))
    return Choice(other.kind, other.what, np.asarray(found.sel(economy=list(economies)).values))


def alternatives(world: "World", scenario: "Scenario", years: float) -> Iterator[Otherwise]:
    """Every choice that can be made otherwise, one at a time."""
    yield from _horizons(world, scenario, years)
    for closure in ("fixed", "proportional", "zero"):
        if closure != scenario.deficits:
            other = scenario.model_copy(update={"deficits": closure})
            yield Otherwise("deficits", f"{closure} deficits", world, other, years)
    yield from _sets(world, scenario, years)
    yield from _aggregation(world, scenario, years)
    yield from _leakage(world, scenario, years)


def _horizons(world: "World", scenario: "Scenario", years: float) -> Iterator[Otherwise]:
    from autarky.economy.horizon import horizon_label, horizon_parameters, parse_horizon

    here = replace(horizon_parameters(years), years=0.0)
    for factor, words in ((0.5, "half the time"), (2.0, "twice the time")):
        try:
            other = parse_horizon(factor * years)
            if replace(horizon_parameters(other), years=0.0) == here:
                why = f"parameters do not change beyond {horizon_label(years)}"
                yield Otherwise("horizon", words, reason=why)
                continue
            yield Otherwise("horizon", words, world, scenario, other)
        except AutarkyError as e:
            yield Otherwise("horizon", words, reason=str(e))


def _sets(world: "World", scenario: "Scenario", years: float) -> Iterator[Otherwise]:
    from autarky.economy.elasticities import list_elasticities

    chosen = scenario.elasticities
    if isinstance(chosen.theta, float | int):
        yield Otherwise("elasticities", "other published sets", reason="the scenario sets them itself")
        return
    for name in list_elasticities():
        if name != chosen.source:
            other = chosen.model_copy(update={"source": name})
            yield Otherwise(
                "elasticities", name, world, scenario.model_copy(update={"elasticities": other}), years
            )


def _aggregation(world: "World", scenario: "Scenario", years: float) -> Iterator[Otherwise]:
    what = "half as many sectors"
    try:
        plan = merged_sectors(world, scenario)
        if len(plan) > 0.8 * len(world.sectors):
            why = f"only {len(world.sectors) - len(plan)} of {len(world.sectors)} can be merged: acts name the others"
            yield Otherwise("aggregation", what, reason=why)
            return
        wide = world.aggregate(sectors=plan)
        scenario.compile(wide)
    except AutarkyError as e:
        yield Otherwise("aggregation", what, reason=f"the acts cannot be put to wider sectors: {e}")
        return
    yield Otherwise("aggregation", f"{len(plan)} sectors for {len(world.sectors)}", wide, scenario, years)


def merged_sectors(world: "World", scenario: "Scenario") -> dict[str, list[str]]:
    """A plan for `world.aggregate`: neighbours merged two by two, of which the acts name either both or none by every
    label that they use; products zoomed out of a sector stay as they are."""
    from autarky.world.zoom.product import own_elasticities

    own = own_elasticities(world)
    named = [_named(label, world) for label in _labels(scenario)]
    alike: dict[tuple[bool | str, ...], list[str]] = {}
    for sector in world.sectors:
        mark: tuple[bool | str, ...] = tuple(sector in n for n in named)
        mark = (sector,) if sector in own else (_section(world, sector), *mark)
        alike.setdefault(mark, []).append(sector)
    pairs = [pair for inside in alike.values() for pair in batched(inside, 2)]
    order = {s: k for k, s in enumerate(world.sectors)}
    return {"+".join(pair): list(pair) for pair in sorted(pairs, key=lambda p: order[p[0]])}


def _section(world: "World", sector: str) -> str:
    """Only sectors of one section of goods are alike: farming, mining, manufacturing; services are one."""
    letters = {i[:1] for i in world.industries[sector]}
    return "".join(sorted(letters)) if letters <= {"A", "B", "C"} else "services"


def _labels(scenario: "Scenario") -> Iterator[str]:
    """The labels of sectors that acts use, exclusions too."""
    for act in scenario.acts:
        labels: Sequence[str] = getattr(act, "sectors", None) or ()
        for label in [labels] if isinstance(labels, str) else labels:
            yield label.strip().lstrip("-!").strip()


def _named(label: str, world: "World") -> set[str]:
    from autarky.world.sectors import select_sectors

    return set(world.sectors) if label == "all" else set(select_sectors([label], world).labels)


def _leakage(world: "World", scenario: "Scenario", years: float) -> Iterator[Otherwise]:
    leaks = [_leak(act) for act in scenario.acts]
    known = [v for v in leaks if v is not None]
    if not known:
        return
    steps: list[tuple[str, Callable[[float], float]]]
    if any(known):
        steps = [
            ("half the leakage", lambda v: v / 2),
            ("twice the leakage", lambda v: min(2 * v, 1.0)),
        ]
    else:
        steps = [(f"{LEAK:.0%} leakage".replace("%", " %"), lambda v: LEAK)]
    for words, step in steps:
        acts = tuple(
            act if leak is None else act.model_copy(update={"leakage": step(leak)})
            for act, leak in zip(scenario.acts, leaks, strict=True)
        )
        yield Otherwise("leakage", words, world, scenario.model_copy(update={"acts": acts}), years)


def _leak(act: "Act") -> float | None:
    """The leakage that an act states as one number."""
    leakage = getattr(act, "leakage", None)
    return float(leakage) if isinstance(leakage, float) and getattr(act, "evasion", None) is None else None
