"""Fitting a table to row and column totals: RAS, GRAS and weighted cross-entropy, one algorithm.

The fitted table minimises the relative entropy to the given one, each cell weighted by how much it resists:
x = a exp((l_i + m_j) / w) for cells a > 0 and x = a exp(-(l_i + m_j) / w) for a < 0, so that signs stay and zeros
stay zero. Without negative cells and with equal weights this is RAS (Bacharach 1970); with negative cells GRAS
(Junius and Oosterhaven 2003, as corrected by Lenzen, Wood and Gallego 2007); with unequal weights minimum
cross-entropy (Golan, Judge and Robinson 1994). An infinite weight is a cell that may not move.
"""

from dataclasses import dataclass

import numpy as np

from autarky.errors import WorldError

TOLERANCE = 1e-11  # of the largest total; identities of worlds are held to 1e-9
MOST_STEPS = 40
SMALLEST_STEP = 1 / 256
RIDGE = 1e-13  # multipliers are free up to a constant in each block of the table


def newton(
    plus: np.ndarray,
    minus: np.ndarray | None,
    weights: np.ndarray | None,
    rows: np.ndarray,
    columns: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
) -> tuple[np.ndarray, int] | None:
    """The fitted table and the steps taken, from multipliers `left` (R) and `right` (C); None without success."""
    if plus.shape[0] < plus.shape[1]:
        turned = newton(
            plus.T, None if minus is None else minus.T, None if weights is None else weights.T,
            columns, rows, right, left,
        )  # fmt: skip
        return None if turned is None else (turned[0].T, turned[1])
    inverse = 1.0 if weights is None else 1 / weights
    scale = max(float(np.abs(rows).max(initial=0)), float(np.abs(columns).max(initial=0)))

    def cells(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        growth = np.exp(np.clip((left[:, None] + right[None]) * inverse, -200, 200))
        up = plus * growth
        return (up, up) if minus is None else (up - minus / growth, up + minus / growth)

    def miss(table: np.ndarray) -> float:
        gap = max(np.abs(table.sum(1) - rows).max(initial=0), np.abs(table.sum(0) - columns).max(initial=0))
        return float(gap) / scale

    table, size = cells(left, right)
    now = miss(table)
    for step in range(1, MOST_STEPS + 1):
        A = size * inverse
        of_rows, of_columns = A.sum(1), A.sum(0)
        of_rows = np.where(of_rows > 0, of_rows, 1.0)
        gap_rows, gap_columns = rows - table.sum(1), columns - table.sum(0)
        complement = np.diag(of_columns) - A.T @ (A / of_rows[:, None])
        diagonal = np.where(of_columns > 0, of_columns, 1.0)
        complement[np.diag_indices_from(complement)] += RIDGE * diagonal + (of_columns <= 0)
        try:
            move_right = np.linalg.solve(complement, gap_columns - A.T @ (gap_rows / of_rows))
        except np.linalg.LinAlgError:
            return None
        move_left = (gap_rows - A @ move_right) / of_rows
        length = 1.0
        while length >= SMALLEST_STEP:
            tried = cells(left + length * move_left, right + length * move_right)
            then = miss(tried[0])
            if then < now:
                break
            length /= 2
        else:
            return None
        left, right = left + length * move_left, right + length * move_right
        (table, size), now = tried, then
        if now <= TOLERANCE:
            return table, step
    return None


MOST_ROUNDS = 5_000
NEWTON_STEPS = 60
PATIENCE = 60  # rounds of scaling before Newton: scaling crawls where regions hardly trade with one another
LARGEST = 3_000  # rows or columns, the fewer: the matrix that Newton factorises is as large
TINY = 1e-300


@dataclass(frozen=True)
class Fit:
    """The fitted table (R, C), the rounds it took and the largest miss of a total, relative to the largest
    total."""

    table: np.ndarray
    rounds: int
    miss: float


def fit(
    table: np.ndarray,
    rows: np.ndarray,
    columns: np.ndarray,
    *,
    weights: np.ndarray | None = None,
    what: str = "table",
) -> Fit:
    """Fit `table` (R, C) to totals `rows` (R) and `columns` (C); `weights` (R, C) > 0, inf: may not move.

    Raises `WorldError`, starting with `what`, where the two sets of totals differ or the zeros and fixed cells
    leave no solution, naming the row or column by its position.
    """
    scale = max(float(np.abs(rows).max(initial=0)), float(np.abs(columns).max(initial=0)), TINY)
    if abs(rows.sum() - columns.sum()) > 1e-9 * max(abs(float(rows.sum())), scale):
        raise WorldError(f"{what}: row totals add up to {rows.sum():.10g}, columns to {columns.sum():.10g}")
    fixed = np.zeros_like(table)
    if weights is not None:
        still = np.isinf(weights)
        fixed = np.where(still, table, 0.0)
        table = np.where(still, 0.0, table)
        weights = None if np.all(weights[~still] == 1) else np.where(still, 1.0, weights)
    rows, columns = rows - fixed.sum(1), columns - fixed.sum(0)
    plus, minus = np.maximum(table, 0.0), np.maximum(-table, 0.0)
    for totals, axis in (
        (rows, 1),
        (columns, 0),
    ):  # a total of 0 of negative cells alone: the limit is nothing
        none = (np.abs(totals) <= TOLERANCE * scale) & ~plus.any(axis)
        minus[none if axis else np.s_[:], np.s_[:] if axis else none] = 0.0
    minus_or_none = minus if minus.any() else None
    for name, totals, axis in (("row", rows, 1), ("column", columns, 0)):
        short = (totals > TOLERANCE * scale) & ~plus.any(axis) | (totals < -TOLERANCE * scale) & ~minus.any(
            axis
        )
        if short.any():
            k = int(np.argmax(short))
            raise WorldError(f"{what}: {name} {k} must add up to {totals[k]:.6g} but has no cell that can")
    solve = _Scaling(plus, minus_or_none) if weights is None else _Weighted(plus, minus_or_none, weights)
    miss, rounds = np.inf, 0
    while rounds < MOST_ROUNDS:
        rounds += 1
        with np.errstate(
            over="ignore", invalid="ignore", divide="ignore"
        ):  # without a solution factors run away
            solve.rows(rows)
            solve.columns(columns)
            # columns hold by construction; rows tell how far it is
            miss = float(np.abs(solve.row_sums() - rows).max(initial=0)) / scale
        if miss <= TOLERANCE:
            return Fit(solve.table() + fixed, rounds, miss)
        if not np.isfinite(miss):
            break
        if rounds % PATIENCE == 0 and min(table.shape) <= LARGEST:
            found = newton(plus, minus_or_none, weights, rows, columns, *solve.multipliers())
            if found is not None:
                made, steps = found
                return Fit(made + fixed, rounds + steps, float(np.abs(made.sum(1) - rows).max()) / scale)
    raise WorldError(
        f"{what}: no table with these totals was found in {rounds} rounds (a row misses by {miss:.1e} of the"
        " largest); its zeros and fixed cells leave none, or too little room"
    )


class _Scaling:
    """Equal weights: x = r_i a+ s_j - a- / (r_i s_j), each factor the positive root of a quadratic."""

    def __init__(self, plus: np.ndarray, minus: np.ndarray | None) -> None:
        self.plus, self.minus = plus, minus
        self.r, self.s = np.ones(plus.shape[0]), np.ones(plus.shape[1])

    def rows(self, totals: np.ndarray) -> None:
        p = self.plus @ self.s
        n = None if self.minus is None else self.minus @ (1 / self.s)
        self.r = _root(p, n, totals, self.r)

    def columns(self, totals: np.ndarray) -> None:
        p = self.r @ self.plus
        n = None if self.minus is None else (1 / self.r) @ self.minus
        self.s = _root(p, n, totals, self.s)

    def multipliers(self) -> tuple[np.ndarray, np.ndarray]:
        return np.log(np.maximum(self.r, TINY)), np.log(np.maximum(self.s, TINY))

    def row_sums(self) -> np.ndarray:
        sums: np.ndarray = self.r * (self.plus @ self.s)
        if self.minus is not None:
            sums = sums - (self.minus @ (1 / self.s)) / self.r
        return sums

    def table(self) -> np.ndarray:
        made: np.ndarray = self.r[:, None] * self.plus * self.s[None]
        if self.minus is not None:
            made = made - self.minus / (self.r[:, None] * self.s[None])
        return made


def _root(p: np.ndarray, n: np.ndarray | None, total: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Positive x with p x - n / x = total; where nothing can move, what it was."""
    safe = np.where(p > 0, p, 1.0)
    if n is None:
        return np.where(p > 0, np.maximum(total, 0.0) / safe, before)
    width = np.sqrt(total**2 + 4 * p * n)
    apart = np.where(total < 0, width - total, 1.0)  # without the difference of two near numbers
    root = np.where(total < 0, 2 * n / np.where(apart > 0, apart, 1.0), (total + width) / (2 * safe))
    only_minus = np.where((n > 0) & (total < 0), -n / np.where(total < 0, total, -1.0), before)
    return np.where(p > 0, np.maximum(root, TINY), only_minus)


class _Weighted:
    """Unequal weights: multipliers l_i, m_j by Newton on each row, then on each column."""

    def __init__(self, plus: np.ndarray, minus: np.ndarray | None, weights: np.ndarray) -> None:
        self.plus, self.minus = plus, np.zeros_like(plus) if minus is None else minus
        self.inverse = 1 / weights
        self.left, self.right = np.zeros(plus.shape[0]), np.zeros(plus.shape[1])

    def _cells(self) -> tuple[np.ndarray, np.ndarray]:
        growth = np.exp(np.clip((self.left[:, None] + self.right[None]) * self.inverse, -200, 200))
        return self.plus * growth, self.minus / growth

    def _step(self, totals: np.ndarray, axis: int, multipliers: np.ndarray) -> np.ndarray:
        scale = max(float(np.abs(totals).max(initial=0)), TINY)
        for _ in range(NEWTON_STEPS):
            up, down = self._cells()
            gap = up.sum(axis) - down.sum(axis) - totals
            if float(np.abs(gap).max(initial=0)) <= 0.1 * TOLERANCE * scale:
                break
            slope = ((up + down) * self.inverse).sum(axis)
            move = np.where(slope > 0, gap / np.where(slope > 0, slope, 1.0), 0.0)
            multipliers -= np.clip(move, -2.0, 2.0)  # in place: `_cells` reads it
        return multipliers

    def rows(self, totals: np.ndarray) -> None:
        self._step(totals, 1, self.left)

    def columns(self, totals: np.ndarray) -> None:
        self._step(totals, 0, self.right)

    def multipliers(self) -> tuple[np.ndarray, np.ndarray]:
        return self.left, self.right

    def row_sums(self) -> np.ndarray:
        up, down = self._cells()
        return (up - down).sum(1)

    def table(self) -> np.ndarray:
        up, down = self._cells()
        return up - down
