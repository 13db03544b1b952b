"""Spreading totals over a table whose cells have ceilings: biproportional scaling (RAS) with upper bounds."""

import numpy as np

_MOST = 1e100


def bounded_fit(
    prior: np.ndarray,
    upper: np.ndarray,
    rows: np.ndarray | None,
    columns: np.ndarray | None,
    *,
    rounds: int = 2000,
    tolerance: float = 1e-10,
) -> np.ndarray:
    """``min(upper, prior r_i c_j)`` (R, C) whose rows and columns add up to the totals given; None leaves a
    side free.

    It is the table nearest to `prior` in relative entropy among those under `upper`. Where ceilings or zeros
    leave no room, the nearest that fits: never above a total, short where it must be.
    """
    r, c = np.ones(prior.shape[0]), np.ones(prior.shape[1])
    out = np.minimum(prior, upper)
    for _ in range(rounds if rows is not None and columns is not None else 1):
        before = out
        if columns is not None:
            c = _scale((prior * r[:, None]).T, upper.T, columns)
            out = np.minimum(upper, prior * r[:, None] * c[None, :])
        if rows is not None:
            r = _scale(prior * c[None, :], upper, rows)
            out = np.minimum(upper, prior * r[:, None] * c[None, :])
        if np.abs(out - before).sum() <= tolerance * max(float(out.sum()), 1e-300):
            break
    for totals, axis in ((columns, 0), (rows, 1)):  # short rather than over, where both cannot be met
        if totals is not None:
            present = out.sum(axis)
            shrink = np.minimum(1.0, np.divide(totals, present, out=np.ones_like(present), where=present > 0))
            out = out * np.expand_dims(shrink, axis)
    return out


def _scale(lines: np.ndarray, upper: np.ndarray, totals: np.ndarray) -> np.ndarray:
    """Factor of each line so that ``min(upper, line x factor)`` adds up to its total; as far as that goes."""
    full = np.zeros(lines.shape, dtype=bool)
    factor = np.ones(len(lines))
    for _ in range(lines.shape[1] + 1):
        free = np.where(full, 0.0, lines).sum(1)
        rest = np.maximum(totals - np.where(full, upper, 0.0).sum(1), 0.0)
        # a line that is full keeps its factor: everything in it stands at the ceiling
        factor = np.where(free > 0, np.divide(rest, free, out=factor.copy(), where=free > 0), factor)
        over = ~full & (lines * factor[:, None] > upper)
        if not over.any():
            break
        full |= over
    # totals that cannot be met drive factors to zero or infinity; the table has long stopped moving by then
    return np.where(totals > 0, np.clip(factor, 1 / _MOST, _MOST), 0.0)
