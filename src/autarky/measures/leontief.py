"""The inter-country input-output table of a world: bilateral inputs, Leontief and Ghosh inverses.

A world says what each sector buys of each composite and from where each composite comes, not which user buys from
whom. Bilateral inputs follow from proportionality: every user of composite s in n buys from i at the share of i in
all use of s in n (as inter-country tables themselves do within an end-use category).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from autarky.world.accounts import World


@dataclass(frozen=True, eq=False)
class InputOutput:
    """Flows at basic prices in the currency of the world; NJ rows, economy by economy, sectors within.

    Identities: Y = sum(Z, 1) + sum(f, 1); Y = sum(Z, 0) + value added + taxes on inputs.
    """

    world: World

    @cached_property
    def N(self) -> int:
        return len(self.world.economies)

    @cached_property
    def J(self) -> int:
        return len(self.world.sectors)

    @cached_property
    def _sourcing(self) -> np.ndarray:
        """Of one unit of currency spent on s in n, what origin i receives at basic prices [i, s, n]."""
        X = self.world.array("trade")
        paid = (1 + self.world.array("tariff")) * (1 + self.world.array("export_tax")) * X
        total = paid.sum(0)
        share: np.ndarray = X / np.where(total > 0, total, 1.0)
        return share

    @cached_property
    def Y(self) -> np.ndarray:
        """Output [NJ]."""
        return self.world.array("output").reshape(-1)

    @cached_property
    def V(self) -> np.ndarray:
        """Value added [NJ]."""
        return self.world.array("value_added").reshape(-1)

    @cached_property
    def Z(self) -> np.ndarray:
        """Inputs [NJ sold by, NJ used by]."""
        cells = self._sourcing[:, :, :, None] * self.world.array("inputs")[None]
        return cells.reshape(self.N * self.J, self.N * self.J)

    @cached_property
    def f(self) -> np.ndarray:
        """Final use [NJ sold by, N]."""
        return (self._sourcing * self.world.array("final")[None]).reshape(self.N * self.J, self.N)

    @cached_property
    def A(self) -> np.ndarray:
        """Inputs per unit of output: Z / Y by column."""
        a: np.ndarray = self.Z / np.where(self.Y > 0, self.Y, 1.0)[None]
        return a

    @cached_property
    def L(self) -> np.ndarray:
        """Leontief inverse (I - A)^-1: output needed of each row for one unit of final use of each column."""
        return np.linalg.inv(np.eye(len(self.Y)) - self.A)

    @cached_property
    def B(self) -> np.ndarray:
        """Sales of inputs per unit of output: Z / Y by row."""
        b: np.ndarray = self.Z / np.where(self.Y > 0, self.Y, 1.0)[:, None]
        return b

    @cached_property
    def G(self) -> np.ndarray:
        """Ghosh inverse (I - B)^-1; L with Y on either side, and the identity where a sector has no output."""
        y = np.where(self.Y > 0, self.Y, 1.0)
        g: np.ndarray = self.L * (y[None, :] / y[:, None])
        return g

    @cached_property
    def v(self) -> np.ndarray:
        """Value added per unit of output [NJ]."""
        ratio: np.ndarray = self.V / np.where(self.Y > 0, self.Y, 1.0)
        return ratio

    def rows(self, economies: int | list[int], sectors: list[int] | None = None) -> np.ndarray:
        """Positions in the table of some sectors (default: all) of some economies."""
        inside = range(self.J) if sectors is None else sectors
        chosen = [economies] if isinstance(economies, int) else economies
        return np.array([n * self.J + s for n in chosen for s in inside])

    def by_economy(self, values: np.ndarray) -> np.ndarray:
        """Sum the first axis [NJ, ...] within economies [N, ...]."""
        total: np.ndarray = values.reshape(self.N, self.J, *values.shape[1:]).sum(1)
        return total
