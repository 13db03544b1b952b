"""Outcomes on their way into the store: written every few seconds, kept in memory until they are safe."""

import time
from collections.abc import Callable, Mapping, Sequence

from autarky.studies.plan import Plan
from autarky.studies.result_files import Parts
from autarky.studies.rows import table_of
from autarky.studies.solver import CaseOutcome
from autarky.studies.store import StoreError

SOONEST, LATEST = 5.0, 60.0  # seconds between parts: what a kill may cost
SHARE = 0.02  # of the time passed is the wait, between the two: a study of a day has parts of a minute
MOST_CASES = 5_000  # in one part


class Saver:
    """Collects outcomes and writes them as parts. `cases` are the numbers of the cases of each key."""

    def __init__(
        self,
        plan: Plan,
        parts: Parts,
        cases: Mapping[str, Sequence[int]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._plan, self._parts, self._cases, self._clock = plan, parts, cases, clock
        self._began = self._last = clock()
        self.pending: list[CaseOutcome] = []

    def add(self, outcome: CaseOutcome) -> None:
        """Take an outcome over, and write where it is time to. Raises `StoreError`, and keeps what is not written."""
        self.pending.append(outcome)
        now = self._clock()
        wait = min(LATEST, max(SOONEST, SHARE * (now - self._began)))
        if now - self._last < wait and len(self.pending) < MOST_CASES:
            return
        self.save()

    def save(self) -> None:
        """Write everything, in smaller parts where there is no room for one. Raises `StoreError` where some is left."""
        error = self.rescue()
        if error is not None:
            raise error

    def _flush(self) -> None:
        """Write everything, one part for each state. Raises `StoreError`."""
        for state in ("solved", "failed", "lost"):
            found = [o for o in self.pending if o.state == state]
            if found:
                self._parts.write(table_of(self._plan, found, self._cases), state)
                written = {o.key for o in found}
                self.pending = [o for o in self.pending if o.key not in written]
        self._last = self._clock()

    def rescue(self) -> StoreError | None:
        """Write what can be written, in ever smaller parts: a disk that is nearly full has room for some. The last
        error where something is left over."""
        error: StoreError | None = None
        size = len(self.pending)
        while self.pending and size >= 1:
            left, self.pending = self.pending, self.pending[:size]
            try:
                self._flush()
                self.pending = left[size:]
            except StoreError as e:
                self.pending, error, size = self.pending + left[size:], e, size // 2
        return error if self.pending else None
