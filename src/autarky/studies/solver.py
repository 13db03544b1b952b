"""Solving cases: worlds calibrated once, shocks compiled once for all draws, neighbours started from one another."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING, Literal

import numpy as np

from autarky.errors import AutarkyError
from autarky.studies.plan import Task

if TYPE_CHECKING:
    from autarky.economy.behaviour import Behaviour
    from autarky.economy.equilibrium import Unknowns
    from autarky.economy.problem import Base
    from autarky.scenario.prepare import Prepared
    from autarky.world.accounts import World

# solved; failed: the model has no answer, and will not have one later; lost: the machine failed, tried again next time
State = Literal["solved", "failed", "lost"]
# what libraries raise on cases nobody thought of: one such case must not end a study of ten hours
UNEXPECTED = (
    RuntimeError, ValueError, TypeError, ArithmeticError, LookupError, AttributeError, MemoryError,
    AssertionError,
)  # fmt: skip


@dataclass(frozen=True)
class CaseOutcome:
    """What came of one case: changes by economy (fractions), or the reason why there are none."""

    key: str
    state: State
    economies: tuple[str, ...] = ()
    welfare: np.ndarray = field(default_factory=lambda: np.empty(0))
    real_gdp: np.ndarray = field(default_factory=lambda: np.empty(0))
    residual: float = float("nan")
    seconds: float = float("nan")
    reason: str = ""


@dataclass
class _Near:
    """Solutions to start from. Measured on 60 x 32: draws take 3 or 4 Newton steps from their centre and 4 or 5 from
    the base, numbers along an axis the same from their neighbour: 10 to 20 % of the time."""

    task: Task
    centre: "Unknowns"  # of the draws of one scenario
    last: "Unknowns"

    def start(self, task: Task) -> "Unknowns | None":
        if (task.family, task.fingerprint) != (self.task.family, self.task.fingerprint):
            return None
        return self.centre if self.same_scenario(task) else self.last

    def same_scenario(self, task: Task) -> bool:
        return task.years == self.task.years and task.fields == self.task.fields


class Workshop:
    """Solves tasks in the worlds given, by fingerprint. Threads may share one."""

    def __init__(self, worlds: "Mapping[str, World]", tolerance: float, seed: int) -> None:
        self._worlds, self._tolerance, self._seed = dict(worlds), tolerance, seed
        self._versions: dict[str, list[World]] = {}
        self._bases: dict[tuple[str, int], Base] = {}
        self._lock = Lock()

    def solve(
        self, tasks: Sequence[Task], stopped: Callable[[], bool] = lambda: False
    ) -> Iterator[CaseOutcome]:
        """Each task, in order; none that begins after `stopped()`."""
        near: _Near | None = None
        known: dict[tuple[int, str], Prepared] = {}
        for task in tasks:
            if stopped():
                return
            began = time.perf_counter()
            try:
                if task.reason or task.reaction is None:
                    raise AutarkyError(task.reason)
                outcome, near = self._one(task, near, known)
            except AutarkyError as e:
                outcome = CaseOutcome(task.key, "failed", reason=str(e))
            except UNEXPECTED as e:
                outcome = CaseOutcome(task.key, "lost", reason=f"unexpected {type(e).__name__}: {e!s:.300}")
            yield replace(outcome, seconds=time.perf_counter() - began)

    def _one(
        self, task: Task, near: _Near | None, known: "dict[tuple[int, str], Prepared]"
    ) -> tuple[CaseOutcome, _Near]:
        from autarky.economy.problem import Problem

        base = self._base(task)
        reaction = self._behaviour(task, base.world)
        prepared = self._prepared(task, base.world, known)
        prepared.check_bans(reaction)
        problem = Problem.of(base, reaction, prepared.shock)
        start = None if near is None else near.start(task)
        solution = problem.search(start=start, tolerance=self._tolerance)
        unknowns = solution.unknowns
        outcome = CaseOutcome(
            task.key, "solved", base.world.economies, *solution.headline(), solution.statistics.residual
        )
        centre = near.centre if near is not None and start is near.centre else unknowns
        return outcome, _Near(task, centre, unknowns)

    def _behaviour(self, task: Task, world: "World") -> "Behaviour":
        from autarky.scenario.elasticities import reacting, read_elasticities

        given = task.reaction
        assert given is not None
        scalars = {"eta": given.eta, "rho": given.rho, "xi": given.xi, "nu": given.nu}
        return reacting(
            world,
            read_elasticities(json.loads(given.own) if given.own else {}),
            np.array(given.theta),
            scalars,
            multiplier=given.multiplier,
            deficits=task.fields.get("deficits", "fixed"),
        )

    def _prepared(self, task: Task, world: "World", known: "dict[tuple[int, str], Prepared]") -> "Prepared":
        """The scenario in its version of the world; that of the last task is kept, for its draws. A rate left to be
        found is found in the world as it is, and then held in every version of it and every draw."""
        from autarky.scenario.best_response import settled
        from autarky.scenario.model import Scenario
        from autarky.scenario.prepare import Prepared

        key = task.variant, repr(task.fields)  # all of them: an act may depend on horizon or elasticities
        if key not in known:
            scenario = settled(self._worlds[task.fingerprint], Scenario(**task.fields))
            known.clear()
            known[key] = Prepared(world, scenario)
        return known[key]

    def _base(self, task: Task) -> "Base":
        """The version of the world, calibrated once for all tasks."""
        from autarky.economy.problem import Base

        with self._lock:
            known = task.fingerprint, task.variant
            if known not in self._bases:
                self._bases[known] = Base.of(self._version(*known))
            return self._bases[known]

    def _version(self, fingerprint: str, variant: int) -> "World":
        if variant == 0:
            return self._worlds[fingerprint]
        if fingerprint not in self._versions:
            from autarky.uncertainty.priors import variants_of
            from autarky.uncertainty.propagate import VARIANTS

            self._versions[fingerprint] = variants_of(self._worlds[fingerprint], VARIANTS, self._seed)
        return self._versions[fingerprint][variant]
