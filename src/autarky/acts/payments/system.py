"""The system of payments of a scenario: how pairs pay, how easily they change, and what happens."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autarky.acts.payments.cost import Event, wedge
from autarky.acts.payments.mix import Mix


@dataclass(frozen=True)
class System:
    """`epsilon`: elasticity between channels; `settings` as they hold in the scenario, JSON-ready."""

    mix: Mix
    epsilon: float
    events: tuple[Event, ...]
    settings: dict[str, Any]

    def wedge(self) -> np.ndarray:
        """Cost of paying relative to the base year (origin, sector, destination); infinite where nothing is left."""
        return wedge(self.mix.shares, self.mix.names, self.events, self.epsilon)

    def cut(self) -> np.ndarray:
        """Share of base-year payments that the cut-offs hit (origin, sector, destination)."""
        names, shape = list(self.mix.names), self.events[0].mask.shape
        left = np.broadcast_to(self.mix.shares[:, :, None, :], (len(names), *shape)).copy()
        for e in self.events:
            for c in e.channels if e.kind == "cut" else ():
                if c in names:
                    k = names.index(c)
                    left[k] = np.where(e.mask, left[k] * (1 - e.value), left[k])
        return np.clip(1 - left.sum(0), 0.0, 1.0)

    def with_outside(self, outside: float) -> "System":
        """The system if, where cut-offs hit, the share `outside` of payments went through channels they do not touch.

        Shares inside both groups of channels keep their proportions; where no channel is untouched, the informal one
        takes all that is outside.
        """
        N = self.mix.shares.shape[1]
        names = list(self.mix.names)
        hit = np.zeros((len(names), N, N), bool)
        for e in self.events:
            for c in e.channels if e.kind == "cut" else ():
                if c in names:
                    hit[names.index(c)] |= e.mask.any(1)
        inner, outer = np.where(hit, self.mix.shares, 0.0), np.where(hit, 0.0, self.mix.shares)
        nothing = outer.sum(0) <= 0
        outer[names.index("informal")][nothing] = 1.0
        shares = (1 - outside) * _scaled(inner) + outside * _scaled(outer)
        touched = hit.any(0) & (inner.sum(0) > 0)
        return replace(self, mix=replace(self.mix, shares=np.where(touched, shares, self.mix.shares)))


def _scaled(parts: np.ndarray) -> np.ndarray:
    total = parts.sum(0)
    return parts / np.where(total > 0, total, 1.0)
