"""What carries a study out. An engine takes chunks of tasks and hands back outcomes as they come, in any order."""

import os
from collections.abc import Iterator, Sequence
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from autarky.studies.plan import Task
from autarky.studies.solver import CaseOutcome, Workshop

if TYPE_CHECKING:
    from autarky.world.accounts import World

MOST = 32  # tasks in a chunk: what a thread takes at a time, what a worker of a cluster is sent
FEWEST = 8


@runtime_checkable
class Engine(Protocol):
    """Used once. `describe` is for people; `notes` what happened on the way that a person should know."""

    describe: str
    notes: list[str]

    def outcomes(self, chunks: Iterator[Sequence[Task]]) -> Iterator[CaseOutcome]:
        """Outcomes of every task, as they come."""

    def stop(self) -> list[CaseOutcome]:
        """Begin nothing new, finish what is being solved, and hand it over."""


def chunks_of(tasks: Iterator[Task]) -> Iterator[list[Task]]:
    """Tasks in the same order, at most `MOST` together; small families of cases share a chunk."""
    chunk: list[Task] = []
    for task in tasks:
        if chunk and (
            len(chunk) >= MOST
            or task.fingerprint != chunk[-1].fingerprint
            or (task.family != chunk[-1].family and len(chunk) >= FEWEST)
        ):
            yield chunk
            chunk = []
        chunk.append(task)
    if chunk:
        yield chunk


class Threads:
    """Threads of this process: they share compiled programs and worlds, and the solver leaves Python free."""

    def __init__(
        self, worlds: "dict[str, World]", tolerance: float, seed: int, workers: int | None = None
    ) -> None:
        self._workshop = Workshop(worlds, tolerance, seed)
        self._count = workers or os.cpu_count() or 1
        self._stop, self._lock = Event(), Lock()
        self._answers: SimpleQueue[CaseOutcome | BaseException | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self.describe = f"{self._count} thread{'s' if self._count > 1 else ''}"
        self.notes: list[str] = []

    def outcomes(self, chunks: Iterator[Sequence[Task]]) -> Iterator[CaseOutcome]:
        first = next(chunks, None)
        if first is None:
            return
        yield from self._workshop.solve(first[:1])  # alone: it compiles for all
        rest = _with(first[1:], chunks)
        self._threads = [Thread(target=self._work, args=(rest,), daemon=True) for _ in range(self._count)]
        for thread in self._threads:
            thread.start()
        ended = 0
        while ended < len(self._threads):
            try:
                answer = self._answers.get(timeout=1.0)  # so that Ctrl-C is heard on every system
            except Empty:
                continue
            if isinstance(answer, BaseException):
                raise answer
            if answer is None:
                ended += 1
            else:
                yield answer

    def stop(self) -> list[CaseOutcome]:
        self._stop.set()
        for thread in self._threads:
            thread.join()
        found = []
        while not self._answers.empty():
            answer = self._answers.get()
            if isinstance(answer, CaseOutcome):
                found.append(answer)
        return found

    def _work(self, chunks: Iterator[Sequence[Task]]) -> None:
        try:
            while not self._stop.is_set():
                with self._lock:
                    chunk = next(chunks, None)
                if chunk is None:
                    break
                for outcome in self._workshop.solve(chunk, self._stop.is_set):
                    self._answers.put(outcome)
        except BaseException as e:  # noqa: BLE001  raised again in the thread that waits
            self._answers.put(e)
        self._answers.put(None)


def _with(first: Sequence[Task], chunks: Iterator[Sequence[Task]]) -> Iterator[Sequence[Task]]:
    if first:
        yield first
    yield from chunks
