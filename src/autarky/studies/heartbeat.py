"""Signs of life of a run, in the store: how fast it is, whether it still runs, and that no second one starts."""

import logging
import os
import platform
import time
from collections import deque
from typing import Any

from autarky.errors import InputError
from autarky.files.process import is_alive
from autarky.studies.count import Count
from autarky.studies.result_files import PROGRESS, Parts
from autarky.studies.store import StoreError

log = logging.getLogger(__name__)
WINDOW = 60.0  # seconds over which the rate is taken
HEARTBEAT = 5.0  # seconds between signs of life
SILENT = 60.0  # seconds after which a run on another machine counts as dead


class Heartbeat:
    """Of this process."""

    def __init__(self, parts: Parts, engine: str) -> None:
        self._parts, self._engine = parts, engine
        self._began = time.time()
        self._last = 0.0
        self._done: deque[tuple[float, int]] = deque([(time.monotonic(), 0)])

    def rate(self, cases: int) -> float:
        """Cases per second of late, `cases` more being done now."""
        now = time.monotonic()
        self._done.append((now, self._done[-1][1] + cases))
        while len(self._done) > 2 and now - self._done[1][0] > WINDOW:
            self._done.popleft()
        (then, before), (_, after) = self._done[0], self._done[-1]
        return (after - before) / max(now - then, 1e-6)

    def beat(self, state: str, count: Count, *, at_once: bool = False) -> None:
        """Say that it lives, every `HEARTBEAT` seconds; a store that is full does not end a run here."""
        now = time.time()
        if not at_once and now - self._last < HEARTBEAT:
            return
        self._last = now
        value = {
            "state": state, "began": self._began, "updated": now, "engine": self._engine,
            "host": platform.node(), "process": os.getpid(),
        }  # fmt: skip
        try:
            self._parts.store.write_json(value | count.plain(), self._parts.name, PROGRESS)
        except StoreError as e:
            log.warning("no sign of life could be left: %s", e)


def runs(progress: dict[str, Any] | None) -> bool:
    """Whether the process that left `progress` still carries the study out, as far as can be told."""
    if progress is None or progress.get("state") != "running":
        return False
    if progress.get("host") == platform.node() and os.name == "posix":
        return is_alive(int(progress.get("process", 0)))
    return time.time() - float(progress.get("updated", 0)) < SILENT


def refuse_two(parts: Parts) -> None:
    """Raise `InputError` where another process carries the study out: it would only solve the same cases."""
    progress = parts.store.read_json(parts.name, PROGRESS)
    if progress is not None and runs(progress) and progress.get("process") != os.getpid():
        raise InputError(
            f"process {progress['process']} on {progress['host']} runs this study already; `autarky study watch` shows "
            f"how far it is (if it is dead: wait {SILENT:.0f} seconds, or use --force)"
        )
