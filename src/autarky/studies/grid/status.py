"""How far a study is, from what lies in its store: while it runs, after it ended, from any machine."""

from dataclasses import dataclass, field
from typing import Any

from autarky.studies.grid.life import runs
from autarky.studies.grid.parts import PROGRESS, Entry, Parts, best

LATEST = 5  # failures that are shown


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
    solving_seconds: float = 0.0  # of one core, all cases together
    failures: list[Entry] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def left(self) -> int:
        return self.total - self.solved - self.failed - self.lost

    def plain(self) -> dict[str, Any]:
        """JSON-ready."""
        told = {k: getattr(self, k) for k in self.__dataclass_fields__ if k != "failures"}
        shown = [{"case": e.case, "key": e.key, "status": e.state, "reason": e.reason} for e in self.failures]
        return told | {"left": self.left, "failures": shown}


def status_of(parts: Parts, manifest: dict[str, Any]) -> Status:
    """Raises `StoreError` where the store cannot be read."""
    progress = parts.store.read_json(parts.name, PROGRESS)
    known = best(parts.entries())
    by_state = {s: sum(e.state == s for e in known.values()) for s in ("solved", "failed", "lost")}
    total = int(manifest["cases"])
    on = runs(progress)
    rate = float(progress["rate"]) if on and progress else None
    left = total - len(known)
    faults = [e for e in known.values() if e.state != "solved"]
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
        failures=faults[-LATEST:],
        damaged=parts.damaged(),
        notes=list(progress.get("notes", [])) if progress else [],
    )


def _state(progress: dict[str, Any] | None, on: bool, left: int, lost: int) -> str:
    if on:
        return "running"
    if left == 0:
        return "complete" if not lost else "complete but for lost cases"
    if progress is None:
        return "not begun"
    said = str(progress.get("state"))
    return "killed" if said == "running" else said
