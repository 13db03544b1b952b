"""What is checked of every inter-country table: blank cells, its own totals, negative flows."""

from collections.abc import Mapping

import numpy as np

from autarky.errors import InputError
from autarky.sources.io.record import Notes
from autarky.sources.mrio.block import Block
from autarky.sources.mrio.layout import Label, Layout, Role
from autarky.world.tables.table import InterCountryTable

# Publishers balance their tables but do not say how closely; a digit lost in a cell that matters moves an
# industry by more than this.
RELATIVE = 0.01
# Share of blank cells from which blank is a way to print 0, not a figure that is missing.
HABIT = 0.01


def fill_blanks(
    block: Block,
    sells: Mapping[Label, int],
    buys: Mapping[Label, int],
    below: Mapping[Role, list[int]],
    beside: Mapping[Role, list[int]],
    layout: Layout,
    notes: Notes,
) -> None:
    """Blank cells become 0 where a figure cannot be: final uses have no value added, and an economy that is
    printed in parts has nothing under its own label; and where a publisher leaves zeros blank all over (`HABIT`),
    which the totals must confirm. Any other blank or infinite cell is an `InputError`.
    """
    values = block.values
    finite = np.isfinite(values)
    if finite.all():
        return
    allowed = np.zeros(values.shape, dtype=bool)
    wholes = set(layout.merged.values())
    finals = [k for (_, item), k in buys.items() if item in layout.final_uses]
    others = [r for rows in below.values() for r in rows]
    allowed[np.ix_(others, finals)] = True
    for role in ("adjustments", "total"):
        allowed[below.get(role, [])] = True
    for columns in beside.values():
        allowed[np.ix_(others, columns)] = True
    for role, columns in beside.items():
        if role != "output":
            allowed[:, columns] = True
    for at, axis in ((sells, 0), (buys, 1)):
        side = np.moveaxis(finite, axis, 0)
        for (economy, _), k in at.items():
            if economy in wholes and not side[k].any():
                np.moveaxis(allowed, axis, 0)[k] = True
    bad = ~finite & ~(allowed & np.isnan(values))
    habit = bad.mean() > HABIT and not np.isinf(values).any()
    if habit:
        notes.append(
            f"{int(bad.sum()):,} cells of flows are blank and were read as no flow; the totals hold with that."
        )
    elif bad.any():
        r, c = (int(x) for x in np.argwhere(bad)[0])
        kind = "blank" if np.isnan(values[r, c]) else "not a number"
        raise InputError(
            f"{block.file}, {block.row(r)}, {block.column(c)}: the cell is {kind} ({bad.sum():,} such cells); a missing"
            " figure is not zero: fetch the file again"
        )
    values[~finite] = 0.0
    if (~finite & ~bad).any():
        notes.append(
            f"{int((~finite & ~bad).sum()):,} blank cells hold no figure by their labels and were left out."
        )


def check(table: InterCountryTable, file: str, layout: Layout, notes: Notes) -> None:
    """Refuse a table that misses its own totals; note negative flows and the largest imbalance."""
    N, J, K = len(table.economies), len(table.industries), len(table.final_uses)
    notes.append(f"{N} economies, {J} industries, {K} final uses ({layout.edition}).")
    output = np.abs(table.output)
    bound = layout.rounding / 2 * N * (J + K) + RELATIVE * output
    worst = 0.0
    where = ""
    for identity, residual in table.residuals().items():
        k = np.unravel_index(int(np.argmax(np.abs(residual) - bound)), residual.shape)
        if abs(residual[k]) > bound[k]:
            i, s = table.economies[k[0]], table.industries[k[1]]
            raise InputError(
                f"{file}: {i} {s} misses {identity} by {residual[k]:,.1f} {table.unit} of"
                f" {table.output[k]:,.1f} (tables of this publisher agree to {bound[k]:,.1f}); the file is damaged or"
                " altered: fetch it again"
            )
        k = np.unravel_index(int(np.argmax(np.abs(residual))), residual.shape)
        if abs(residual[k]) > worst:
            worst = float(abs(residual[k]))
            where = f" ({table.economies[k[0]]} {table.industries[k[1]]}, {identity})"
    notes.append(f"Largest imbalance of the table's own totals: {worst:,.3f} {table.unit}{where}.")
    _negative(table, notes)


def _negative(table: InterCountryTable, notes: Notes) -> None:
    stocks = np.array([u in table.inventories for u in table.final_uses])
    use = table.final[..., ~stocks]
    count = int((table.intermediate < 0).sum() + (use < 0).sum())
    if count:
        total = float(table.intermediate[table.intermediate < 0].sum() + use[use < 0].sum())
        notes.append(
            f"{count:,} negative flows outside inventories ({total:,.1f} {table.unit}), kept as printed."
        )
    drawn = int((table.final[..., stocks] < 0).sum())
    if drawn:
        notes.append(f"{drawn:,} stocks were drawn down (negative changes of inventories).")
    lost = int((table.value_added < 0).sum())
    if lost:
        notes.append(f"{lost} industries have negative value added.")
