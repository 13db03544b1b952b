"""How far a study is, from what lies in its store: while it runs, after it ended, from any machine."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from autarky.studies.heartbeat import runs
from autarky.studies.result_files import PROGRESS, Entry, Parts, best

MOST = 5  # kinds of failures that are shown


@dataclass(frozen=True)
class Status:
    """Cases by state. `rate` (cases per second) and `seconds_left` are those of the run that is on."""

    name: str
    title: str
    where: str
    total: int
    solved: int
    failed: int
    lost: int
    state: str  # running, complete, interrupted, killed, failed, not begun
    engine: str = ""
    rate: float | None = None
    seconds_left: float | None = None
    solving_seconds: float = 0.0  # of all cases together, by the clock
    reasons: list[tuple[int, Entry]] = field(default_factory=list)  # how many alike, and the latest of them
    damaged: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def left(self) -> int:
        return self.total - self.solved - self.failed - self.lost

    def plain(self) -> dict[str, Any]:
        """JSON-ready."""
        told = {k: getattr(self, k) for k in self.__dataclass_fields__ if k != "reasons"}
        shown = [
            {"cases": n, "case": e.case, "key": e.key, "status": e.state, "reason": e.reason}
            for n, e in self.reasons
        ]
        return told | {"left": self.left, "reasons": shown}


def status_of(parts: Parts, manifest: dict[str, Any]) -> Status:
    """Raises `StoreError` where the store cannot be read."""
    progress = parts.store.read_json(parts.name, PROGRESS)
    known = best(parts.entries())
    by_state = {s: sum(e.state == s for e in known.values()) for s in ("solved", "failed", "lost")}
    total = int(manifest["cases"])
    on = runs(progress)
    rate = float(progress["rate"]) if on and progress else None
    left = total - len(known)
    return Status(
        name=str(manifest["name"]),
        title=str(manifest.get("title", "")),
        where=parts.where,
        total=total,
        **by_state,
        state=_state(progress, on, left, by_state["lost"]),
        engine=str(progress.get("engine", "")) if progress else "",
        rate=rate,
        seconds_left=left / rate if rate else None,
        solving_seconds=sum({e.key: e.seconds for e in known.values() if e.seconds == e.seconds}.values()),
        reasons=_alike(e for e in known.values() if e.state != "solved"),
        damaged=parts.damaged(),
        notes=list(progress.get("notes", [])) if progress else [],
    )


def _alike(entries: Iterable[Entry]) -> list[tuple[int, Entry]]:
    """Failures whose reasons differ in figures only, counted; the most frequent first."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(re.sub(r"\d[\d.e+-]*", "#", entry.reason), []).append(entry)
    found = sorted(groups.values(), key=len, reverse=True)
    return [(len(g), g[-1]) for g in found[:MOST]]


def _state(progress: dict[str, Any] | None, on: bool, left: int, lost: int) -> str:
    if on:
        return "running"
    if left == 0:
        return "complete" if not lost else "complete but for lost cases"
    if progress is None:
        return "not begun"
    said = str(progress.get("state"))
    return "killed" if said == "running" else said
