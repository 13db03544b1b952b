"""Carrying a plan out: what is known is not solved again, what is solved is kept, whatever ends the run."""

from collections.abc import Iterator

from autarky.studies.count import Count, Tell
from autarky.studies.engines import Engine, chunks_of
from autarky.studies.heartbeat import Heartbeat, refuse_two
from autarky.studies.manifest import write_manifest
from autarky.studies.plan import Plan, Task
from autarky.studies.result_files import Parts, best
from autarky.studies.reuse import solved_elsewhere
from autarky.studies.saving import Saver
from autarky.studies.solver import CaseOutcome
from autarky.studies.store import Store, StoreError


def run_plan(
    plan: Plan,
    store: Store,
    engine: Engine,
    *,
    retry_failed: bool = False,
    reuse: bool = True,
    force: bool = False,
    tell: Tell | None = None,
) -> Count:
    """Solve every case that the store does not hold; how it ended. The plan has been checked.

    Raises `InputError` where another process carries the same study out (unless `force`), `StoreError` where results
    cannot be kept. However it ends, what was solved is written first.
    """
    parts = Parts(store, plan.name)
    if not force:
        refuse_two(parts)
    carried = _Execution(plan, parts, engine, tell)
    ended = "failed"
    try:
        carried.prepare(retry_failed)
        if reuse:
            carried.take_all(solved_elsewhere(store, plan.name, carried.left))
        if carried.left:
            carried.take_all(engine.outcomes(chunks_of(carried.tasks())))
        ended = "complete"
    except KeyboardInterrupt:
        ended = "interrupted"
        raise
    except StoreError as e:
        raise carried.unsaved(e) from e
    finally:
        carried.finish(ended)
    return carried.count


class _Execution:
    """The state of one run."""

    def __init__(self, plan: Plan, parts: Parts, engine: Engine, tell: Tell | None) -> None:
        self._plan, self._parts, self._engine = plan, parts, engine
        self._tell = tell or (lambda count: None)
        self.count = Count(plan.total)
        self._life = Heartbeat(parts, engine.describe)
        self._cases: dict[str, list[int]] = {}
        self.left: dict[str, list[int]] = {}
        self._saver = Saver(plan, parts, self._cases)

    def prepare(self, retry_failed: bool) -> None:
        """What the store knows of which case."""
        write_manifest(self._plan, self._parts)
        self._life.beat("running", self.count, at_once=True)  # planning a million cases takes minutes
        for task in self._plan.tasks():
            self._cases.setdefault(task.key, []).append(task.case)
        self._parts.forget("lost")
        if retry_failed:
            self._parts.forget("failed")
        entries, damaged = self._parts.verified()
        self.count.notes += [f"part {name} was damaged; its cases are solved again" for name in damaged]
        known = best(entries)
        for entry in known.values():
            self.count.add(entry.state, 1)
        self.count.known = len(known)
        self.left = {k: numbers for k, numbers in self._cases.items() if any(n not in known for n in numbers)}
        self._life.beat("running", self.count)
        self._tell(self.count)

    def tasks(self) -> Iterator[Task]:
        """One task for each key that is left, in the order of solving."""
        asked = set(self.left)
        for task in self._plan.tasks():
            if task.key in asked:
                asked.remove(task.key)
                yield task

    def take_all(self, outcomes: Iterator[CaseOutcome]) -> None:
        for outcome in outcomes:
            self._take(outcome)
        self._saver.save()

    def _take(self, outcome: CaseOutcome) -> None:
        numbers = self.left.pop(outcome.key, None)
        if numbers is None:
            return  # a worker that was thought dead
        self.count.add(outcome.state, len(numbers))
        self.count.rate = self._life.rate(len(numbers))
        self.count.notes += self._engine.notes
        self._engine.notes.clear()
        self._saver.add(outcome)
        self._life.beat("running", self.count)
        self._tell(self.count)

    def unsaved(self, error: StoreError) -> StoreError:
        """The error with what it means for the study."""
        self._saver.rescue()
        waiting = sum(len(self._cases[o.key]) for o in self._saver.pending)
        return StoreError(
            f"{error}. {self.count.done - waiting:,} of {self.count.total:,} cases are safe in {self._parts.where}; "
            f"{waiting:,} that were solved could not be saved. Make room, then run the study again: it goes on there."
        )

    def finish(self, ended: str) -> None:
        """Keep first what has been handed over, then what was being solved."""
        self._saver.rescue()
        for outcome in self._engine.stop():
            numbers = self.left.pop(outcome.key, None)
            if numbers is not None:
                self.count.add(outcome.state, len(numbers))
                self._saver.pending.append(outcome)
        error = self._saver.rescue()
        self._life.beat(ended, self.count, at_once=True)
        if error is not None and ended in ("complete", "interrupted"):
            raise self.unsaved(error)
