"""The inter-country input-output table of a world: bilateral inputs, Leontief and Ghosh inverses.

A world says what each sector buys of each composite and from where each composite comes, not which user buys from
whom. Bilateral inputs follow from proportionality: every user of composite s in n buys from i at the share of i in
all use of s in n (as inter-country tables themselves do within an end-use category). So A is a product of two small
tables, and what one economy asks of the inverses follows from the series L = I + A + A^2 + ..., in milliseconds.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from autarky.errors import WorldError
from autarky.world.accounts import World

SETTLED = (
    1e-13  # of the largest entry: the next term of a series changes nothing that a double can hold for long
)
MOST_TERMS = 5000


@dataclass(frozen=True, eq=False)
class InputOutput:
    """Flows at basic prices in the currency of the world; NJ rows, economy by economy, sectors within.

    Identities: Y = sum(Z, 1) + sum(f, 1); Y = sum(Z, 0) + value added + taxes on inputs.
    """

    world: World
    _columns: dict[int, np.ndarray] = field(default_factory=dict, repr=False)
    _rows: dict[int, np.ndarray] = field(default_factory=dict, repr=False)

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
    def _inputs(self) -> np.ndarray:
        return self.world.array("inputs")

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
        cells = self._sourcing[:, :, :, None] * self._inputs[None]
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

    # -- one economy, without the inverses ---------------------------------------------------------------------
    def inverse_columns(self, n: int) -> np.ndarray:
        """L[:, own], own the rows of economy n [NJ, J]: output needed everywhere for its output."""
        if n not in self._columns:
            own = self.rows(n)
            self._columns[n] = self.L[:, own] if "L" in self.__dict__ else self.needed(_unit(own, self))
        return self._columns[n]

    def inverse_rows(self, n: int) -> np.ndarray:
        """L[own, :] [J, NJ]: its output needed for output anywhere."""
        if n not in self._rows:
            own = self.rows(n)
            full = "L" in self.__dict__
            self._rows[n] = self.L[own] if full else _series(self._transposed, _unit(own, self)).T
        return self._rows[n]

    def ghosh_rows(self, n: int) -> np.ndarray:
        """G[own, :] [J, NJ]."""
        y = np.where(self.Y > 0, self.Y, 1.0)
        return np.asarray(self.inverse_rows(n) * (y[None, :] / y[self.rows(n)][:, None]))

    def needed(self, demand: np.ndarray) -> np.ndarray:
        """L @ demand [NJ] or [NJ, R]: output everywhere that some demand needs. Raises `WorldError` where a world's
        inputs make up so much of its output that the chain has no end."""
        return _series(self.direct, demand)

    def direct(self, output: np.ndarray) -> np.ndarray:
        """A @ output [NJ, R]: inputs bought for it, by seller."""
        u = (output.T / self._safe).T.reshape(self.N, self.J, -1)
        spent = np.matmul(self._inputs.transpose(1, 0, 2), u).transpose(1, 0, 2)  # sector, economy, R
        sold = np.matmul(self._sourcing.transpose(1, 0, 2), spent)
        return np.asarray(sold.transpose(1, 0, 2).reshape(output.shape))

    def _transposed(self, weight: np.ndarray) -> np.ndarray:
        """A' @ weight [NJ, R]."""
        by_sector = weight.reshape(self.N, self.J, -1).transpose(1, 0, 2)
        bought = np.matmul(self._sourcing.transpose(1, 2, 0), by_sector).transpose(
            1, 0, 2
        )  # economy, sector, R
        used = np.matmul(self._inputs.transpose(1, 2, 0), bought)
        return np.asarray((used.reshape(weight.shape).T / self._safe).T)

    @cached_property
    def _safe(self) -> np.ndarray:
        return np.where(self.Y > 0, self.Y, 1.0)

    def sold(self, seller: int, buyer: int) -> np.ndarray:
        """Inputs that the sectors of one economy sell to those of another [J, J], a block of Z."""
        return np.asarray(self._sourcing[seller, :, buyer, None] * self._inputs[:, buyer])

    def rows(self, economies: int | list[int], sectors: list[int] | None = None) -> np.ndarray:
        """Positions in the table of some sectors (default: all) of some economies."""
        inside = range(self.J) if sectors is None else sectors
        chosen = [economies] if isinstance(economies, int) else economies
        return np.array([n * self.J + s for n in chosen for s in inside])

    def by_economy(self, values: np.ndarray) -> np.ndarray:
        """Sum the first axis [NJ, ...] within economies [N, ...]."""
        total: np.ndarray = values.reshape(self.N, self.J, *values.shape[1:]).sum(1)
        return total


def _unit(rows: np.ndarray, io: InputOutput) -> np.ndarray:
    """Columns of the identity [NJ, rows]."""
    columns = np.zeros((io.N * io.J, len(rows)))
    columns[rows, np.arange(len(rows))] = 1.0
    return columns


def _series(product: Callable[[np.ndarray], np.ndarray], first: np.ndarray) -> np.ndarray:
    """first + A first + A^2 first + ... , until a term no longer matters."""
    total, term = first.copy(), first
    for _ in range(MOST_TERMS):
        term = product(term)
        total += term
        if np.abs(term).max() <= SETTLED * np.abs(total).max():
            return total
    raise WorldError(
        "some sector spends all of its output on inputs, so chains of inputs have no end; balance the world"
    )
