"""Newton's method on the multipliers of a table that is fitted to totals (`fit`): few steps where scaling crawls.

The multipliers minimise a convex function whose gradient is what totals miss and whose second derivative is
[[Dr, A], [A', Dc]] with A the cells (in absolute value, over their weights), Dr and Dc its row and column sums. One
step solves the complement Dc - A' Dr^-1 A, as large as the table has columns.
"""

import numpy as np

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
