"""How far a run is, in cases."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from autarky.studies.solver import State


@dataclass
class Count:
    """How far a study is, in cases; `known` were in the store before this run."""

    total: int
    solved: int = 0
    failed: int = 0
    lost: int = 0
    known: int = 0
    rate: float = 0.0  # cases per second, lately
    notes: list[str] = field(default_factory=list)  # what a person should know: damage, workers that died

    @property
    def done(self) -> int:
        return self.solved + self.failed + self.lost

    @property
    def left(self) -> int:
        return self.total - self.done

    @property
    def seconds_left(self) -> float | None:
        return self.left / self.rate if self.rate > 0 else None

    def add(self, state: State, cases: int) -> None:
        setattr(self, state, getattr(self, state) + cases)

    def plain(self) -> dict[str, Any]:
        return {k: getattr(self, k) for k in ("total", "solved", "failed", "lost", "known", "rate", "notes")}


Tell = Callable[[Count], None]
