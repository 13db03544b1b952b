"""The draws of a scenario at one horizon, and what is kept of each."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autarky.uncertainty.rows import BY_ECONOMY, Row


@dataclass(frozen=True)
class Draws:
    """Outcomes by draw at one horizon (fractions; NaN where a draw has no equilibrium).

    `z` [draws, D] are the standard normal draws, `groups` the name of each dimension; `variant` [draws] is the
    version of the estimated cells. `kept` [draws, K] are the figures of `rows`. `source` names all that decides on
    which draws these are: two runs in which it is equal have the same draws, as far as both go.
    """

    years: float
    economies: tuple[str, ...]
    welfare: np.ndarray  # [draws, N]
    real_gdp: np.ndarray  # [draws, N]
    z: np.ndarray
    groups: tuple[str, ...]
    variant: np.ndarray
    seed: int
    reasons: dict[int, str] = field(default_factory=dict)  # draws without an equilibrium
    consumer_prices: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))  # [draws, N]
    rows: tuple[Row, ...] = ()
    kept: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    source: dict[str, Any] = field(default_factory=dict)

    @property
    def solved(self) -> np.ndarray:
        return np.isfinite(self.welfare).all(1)

    def of(self, row: Row) -> np.ndarray | None:
        """The figure of `row` in every draw; None where it was not kept."""
        if row.quantity in BY_ECONOMY:
            values = getattr(self, row.quantity)
            known = row.economy in self.economies and values.size
            return values[:, self.economies.index(row.economy)] if known else None
        return self.kept[:, self.rows.index(row)] if row in self.rows else None


@dataclass(frozen=True)
class Watch:
    """What to keep of every draw besides the outcomes by economy: `rows`; `held` [N, J, N] marks the cells that the
    rows `through` and `around` are about."""

    rows: tuple[Row, ...] = ()
    held: np.ndarray | None = None
