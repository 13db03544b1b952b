"""The certificate of a solution: every block of equations, recomputed in plain numpy from the accounts and the answer.

Nothing of the solver is used: neither its nests, nor its unknowns, nor its residuals. What is checked is what was
handed out, in the currency of the world.
"""

from dataclasses import asdict, dataclass

import numpy as np


@dataclass(frozen=True)
class Certificate:
    """Largest violation of each block; prices and markets in logs or relative, Walras relative to world value added."""

    prices: float  # composite prices against sourcing
    costs: float  # unit costs against the CES nests
    demand: float  # spending on composites against final and intermediate demand
    markets: float  # output against sales, cell by cell
    factors: float  # factor income against factor supply and prices
    budgets: float  # expenditure against income
    quotas: float  # arriving quantities above their ceiling, or a wedge where the ceiling does not bind
    walras: float  # trade balances against deficits: an equation not used in solving
    numeraire: float  # world value added against the base

    def worst(self) -> tuple[str, float]:
        """Name and size of the largest violation."""
        values = asdict(self)
        name = max(values, key=lambda k: np.inf if np.isnan(values[k]) else values[k])
        return name, values[name]
