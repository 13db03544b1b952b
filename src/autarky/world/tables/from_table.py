"""From an inter-country table as published to a world: stocks, negative cells, totals that do not close.

What moves is reported: nothing is adjusted unseen.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from autarky.errors import WorldError
from autarky.world.accounts import World
from autarky.world.labels import country_name
from autarky.world.tables.fit import fit
from autarky.world.tables.table import InterCountryTable

Inventories = Literal["keep", "positive", "drop"]
Closing = Literal["leontief", "ras", "gras", "entropy"]

LEAST_VALUE_ADDED = 0.02  # of cost, for a column that has none: without, it could not be calibrated


@dataclass(frozen=True)
class Moved:
    """One kind of adjustment: what was done and why, how much of `total` moved, and the worst cells (label,
    before, after), in the unit of the table."""

    what: str
    amount: float
    total: float
    cells: int
    worst: tuple[tuple[str, float, float], ...] = ()

    @property
    def share(self) -> float:
        return self.amount / self.total if self.total else 0.0


@dataclass(frozen=True)
class Treatment:
    """How a table becomes a world. `weights` by the labels of cells for `entropy` (see `build.spec`)."""

    inventories: Inventories = "positive"
    closing: Closing = "leontief"
    fixed: np.ndarray | None = field(default=None, repr=False)  # (N, J, N) True: trade may not move
    weights: np.ndarray | None = field(default=None, repr=False)  # (N, J, N) resistance of cells, 1 usual


def world_of(table: InterCountryTable, treatment: Treatment | None = None) -> tuple[World, list[Moved]]:
    """The world of a table, economies and industries as published, and what had to move.

    Changes of stocks first (`keep` them in final demand, keep only `positive` ones, or `drop` them), then
    negative cells become zero, then the accounts are closed: `leontief` keeps technology (each column's input
    coefficients) and lets output follow final demand, X = (I - A)^-1 f; `ras`, `gras` and `entropy` keep output
    and costs as published and fit the cells (`fit`). Taxes less subsidies on products paid by industries are
    part of value added; those on final demand are left out, since sales are at basic prices. Raises
    `WorldError` naming the cell where an industry's inputs cost more than its output.
    """
    treatment = treatment or Treatment()
    moved: list[Moved] = []
    final_taxes = float(table.taxes[:, len(table.industries) :].sum())
    if final_taxes:
        moved.append(
            Moved(
                "taxes less subsidies on products paid by final demand are left out (sales are at basic"
                " prices)",
                final_taxes,
                float(table.final.sum()),
                int(np.count_nonzero(table.taxes[:, len(table.industries) :])),
            )
        )
    published = table
    table = _stocks(table, treatment.inventories, moved)
    if treatment.closing == "gras":  # signs are kept while fitting
        table = _fitted(table, treatment, moved)
    table = _nonnegative(table, moved)
    close = _fitted if treatment.closing in ("ras", "entropy") else _leontief_by
    table = close(table, treatment, moved)
    return _world(table, published), moved


def _stocks(table: InterCountryTable, how: Inventories, moved: list[Moved]) -> InterCountryTable:
    columns = [table.final_uses.index(u) for u in table.inventories]
    if not columns or how == "keep":
        return table
    final = table.final.copy()
    stocks = final[..., columns]
    final[..., columns] = 0.0 if how == "drop" else np.maximum(stocks, 0.0)
    what = {
        "drop": "changes of stocks are left out of final demand",
        "positive": "stocks that were drawn down are left out of final demand",
    }[how]
    moved.append(_moved(table, "final", what, table.final, final))
    return replace(table, final=final)


def _nonnegative(table: InterCountryTable, moved: list[Moved]) -> InterCountryTable:
    made = {}
    final = table.final.sum(
        3, keepdims=True
    )  # uses are added up first: a fall of stocks is covered by the rest
    for name, array in (("intermediate", table.intermediate), ("final", final)):
        if float(array.min(initial=0)) < 0:
            made[name] = np.maximum(array, 0.0)
            of = replace(table, final=final, final_uses=("final",), taxes=_short(table), inventories=())
            moved.append(_moved(of, name, f"negative cells of {name} demand become zero", array, made[name]))
        else:
            made[name] = array
    return replace(table, **made, final_uses=("final",), taxes=_short(table), inventories=())


def _short(table: InterCountryTable) -> np.ndarray:
    """Taxes with final uses added up."""
    J = len(table.industries)
    return np.concatenate([table.taxes[:, :J], table.taxes[:, J:].sum(1, keepdims=True)], axis=1)


def _leontief_by(table: InterCountryTable, _: Treatment, moved: list[Moved]) -> InterCountryTable:
    """Output that meets final demand at the table's technology."""
    import scipy.linalg as sl

    N, J = len(table.economies), len(table.industries)
    Z = table.intermediate.reshape(N * J, N * J)
    f = table.final.sum((2, 3)).ravel()
    cost = Z.sum(0)
    own = np.maximum(table.value_added + table.taxes[:, :J], 0.0).ravel()
    output = cost + own  # of the column: so that shares of costs add up to one
    idle = output <= 0
    bad = (own <= 0) & (cost > 0)
    if bad.any():
        output = np.where(bad, np.maximum(cost * (1 + LEAST_VALUE_ADDED), table.output.ravel()), output)
        moved.append(
            Moved(
                f"industries without value added get {LEAST_VALUE_ADDED:.0%} of their cost, or what output leaves",
                float((output - cost)[bad].sum()),
                float(output.sum()),
                int(bad.sum()),
                tuple(
                    (
                        table.cell("output", np.unravel_index(int(k), (N, J))),
                        float(own[k]),
                        float((output - cost)[k]),
                    )
                    for k in np.flatnonzero(bad)[:3]
                ),
            )
        )
    A = Z / np.where(idle, 1.0, output)[None]
    system = np.eye(N * J) - A
    x = np.maximum(sl.solve(system, f, overwrite_a=True, check_finite=False), 0.0)
    del system
    Z_new = (A * x[None]).reshape(table.intermediate.shape)
    X = x.reshape(N, J)
    moved.append(
        _moved(table, "output", "output follows final demand at unchanged technology", table.output, X)
    )
    taxes = table.taxes.copy()
    taxes[:, :J] = 0.0
    return replace(
        table, intermediate=Z_new, output=X, taxes=taxes, value_added=X - Z_new.sum((0, 1)),
    )  # fmt: skip


def _fitted(table: InterCountryTable, treatment: Treatment, moved: list[Moved]) -> InterCountryTable:
    """Cells fitted to output as published and to what each industry and final use spends."""
    N, J, K = len(table.economies), len(table.industries), len(table.final_uses)
    cells = np.concatenate([table.intermediate, table.final], axis=3).reshape(N * J, N * (J + K))
    rows = table.output.ravel()
    spent = np.concatenate(
        [table.output - table.value_added - table.taxes[:, :J], table.final.sum((0, 1))], axis=1
    )
    # published totals leave a little over: final demand takes it, in proportion
    spent[:, J:] *= 1 + (rows.sum() - spent.sum()) / spent[:, J:].sum()
    weights = None
    if treatment.fixed is not None or treatment.weights is not None:
        by_pair = np.ones((N, J, N)) if treatment.weights is None else treatment.weights.copy()
        if treatment.fixed is not None:
            by_pair[treatment.fixed] = np.inf
        weights = np.repeat(by_pair[..., None], J + K, axis=3).reshape(cells.shape)
    fitted = fit(cells, rows, spent.ravel(), weights=weights, what=table.label).table
    made = fitted.reshape(N, J, N, J + K)
    new = replace(
        table,
        intermediate=np.ascontiguousarray(made[..., :J]),
        final=np.ascontiguousarray(made[..., J:]),
    )
    for name in ("intermediate", "final"):
        moved.append(
            _moved(
                table, name, f"{name} demand fitted to published output and costs ({treatment.closing})",
                getattr(table, name), getattr(new, name),
            )
        )  # fmt: skip
    return new


def _world(table: InterCountryTable, published: InterCountryTable) -> World:
    trade = table.intermediate.sum(3) + table.final.sum(3)
    before = published.intermediate.sum(3) + published.final.sum(3)
    inputs = table.intermediate.sum(0)
    value_added = trade.sum(2) - inputs.sum(0)
    scale = float(trade.max(initial=0))
    if float(value_added.min(initial=0)) < -1e-9 * scale:
        at = np.unravel_index(int(np.argmin(value_added)), value_added.shape)
        raise WorldError(
            f"{table.label}: inputs of {table.cell('output', at)} cost {-value_added[at]:,.4g} more than its"
            ' output; use closing = "leontief", or aggregate it away'
        )
    adjusted = np.abs(trade - before)
    return World.from_arrays(
        economies=table.economies,
        sectors=table.industries,
        trade=trade,
        inputs=inputs,
        final=table.final.sum((0, 3)),
        value_added=np.maximum(value_added, 0.0),
        economy_names={c: "Rest of the world" if c == "ROW" else country_name(c) for c in table.economies},
        sector_names=dict(table.industry_names),
        industries=dict(table.icio),
        trade_estimated=np.clip(_share(adjusted, trade), 0, 1),
        attrs=_attrs(table),
    )


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    share = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    return np.where(share < 1e-6, 0.0, share)  # rounding is no estimate


def _attrs(table: InterCountryTable) -> dict[str, object]:
    return {"year": table.year, "unit": table.unit, "version": "1"} | dict(table.attrs)


def _moved(table: InterCountryTable, name: str, what: str, before: np.ndarray, after: np.ndarray) -> Moved:
    change = np.abs(after - before)
    worst = []
    for k in np.argsort(-change, axis=None)[:3] if change.size < 10**6 else _largest(change, 3):
        at = np.unravel_index(int(k), change.shape)
        if change[at] > 0:
            worst.append((table.cell(name, at), float(before[at]), float(after[at])))
    return Moved(
        what, float(change.sum()), float(np.abs(before).sum()), int((change > 0).sum()), tuple(worst)
    )


def _largest(change: np.ndarray, most: int) -> np.ndarray:
    flat = change.ravel()
    top = np.argpartition(-flat, most)[:most]
    return top[np.argsort(-flat[top], kind="stable")]
