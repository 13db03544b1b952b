"""Two scenarios on the same draws: uncertain parameters move both, so the range of their difference is narrower."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autarky.uncertainty.draws import Draws
from autarky.uncertainty.summary import Band, band


@dataclass(frozen=True)
class Paired:
    """Draws of two scenarios at one horizon each, the same ones."""

    a: Draws
    b: Draws

    @property
    def count(self) -> int:
        return min(
            len(self.a.welfare), len(self.b.welfare)
        )  # the first draws are the same however many there are

    def difference(self, economy: str, quantity: str = "welfare") -> Band | None:
        """The band of b less a, draw by draw; None for an economy that is not in both."""
        if economy not in self.a.economies or economy not in self.b.economies:
            return None
        values = [getattr(d, quantity)[: self.count, d.economies.index(economy)] for d in (self.a, self.b)]
        difference = values[1] - values[0]
        return band(difference) if np.isfinite(difference).any() else None


def why_not_the_same(a: dict[str, Any], b: dict[str, Any]) -> str:
    """Why draws with these sources (`Draws.source`) are not the same ones; empty where they are."""
    if not a or not b:
        which = "neither run has" if not a and not b else "run A has no" if not a else "run B has no"
        return f"{which} draws"
    for key, told in (("seed", "different seeds"), ("world", "different worlds")):
        if a.get(key) != b.get(key):
            return f"their draws have {told}" + (f" ({a.get(key)} and {b.get(key)})" if key == "seed" else "")
    if any(a.get(key) != b.get(key) for key in ("groups", "spreads", "variants")):
        return (
            "what is varied is not the same (elasticities that one of them sets, or another source of them)"
        )
    return ""


def paired(a: Sequence[Draws], b: Sequence[Draws], years_a: float, years_b: float) -> Paired | None:
    """The draws at two horizons side by side; None where there are none."""
    first = [d for d in a if d.years == years_a]
    second = [d for d in b if d.years == years_b]
    return Paired(first[0], second[0]) if first and second else None
