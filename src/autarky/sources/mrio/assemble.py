"""From numbers with labels as printed to an inter-country table: every label known, none twice, none absent."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from autarky.errors import InputError, did_you_mean
from autarky.sources.io.tidy import Notes
from autarky.sources.mrio.block import Block
from autarky.sources.mrio.layout import Label, Layout, Role
from autarky.world.labels import iso3
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


REST = {"ROW": "ROW", "RoW": "ROW"}


def assemble(
    block: Block,
    layout: Layout,
    year: int,
    notes: Notes,
    *,
    industry_names: Mapping[str, str] | None = None,
) -> InterCountryTable:
    """The table in `block`. Its numbers are changed on the way: parts of economies are added up.

    Raises `InputError` naming file, line and labels for labels that are unknown, double or absent, blank cells
    and a table that misses its own totals.
    """
    sells, below = _sort(block, block.rows, layout, layout.industries, layout.rows, "row")
    buys, beside = _sort(
        block, block.columns, layout, {**layout.industries, **layout.uses}, layout.columns, "column"
    )
    economy = economies_of([e for e, _ in (*sells, *buys)], layout, block.file)
    economies = tuple(dict.fromkeys(economy[e] for e, _ in sells))
    industries = layout.codes
    uses = tuple(u for u in layout.final_uses if any(item == u for _, item in buys))
    fill_blanks(block, sells, buys, below, beside, layout, notes)
    rows = _gather(block, sells, economy, economies, industries, layout, axis=0)
    needed = (*industries, *(u for u in layout.final_uses if u in uses or u not in layout.optional))
    columns = _gather(block, buys, economy, economies, needed, layout, axis=1)
    N, J, K = len(economies), len(industries), len(uses)
    at = np.array(columns).reshape(N, J + K)
    users, finals = at[:, :J].ravel(), at[:, J:].ravel()
    intermediate = _take(block.values, rows, users).reshape(N, J, N, J)
    final = _take(block.values, rows, finals).reshape(N, J, N, K)
    for role in ("taxes", "value added", "output"):
        if role in layout.rows.values() and not (below.get(role) or beside.get(role)):
            row = next(item for item, r in layout.rows.items() if r == role)
            raise InputError(
                f"{block.file}: row {row} ({role}) is absent; the file is cut off or not {layout.edition}"
            )

    def line(role: Role, where: np.ndarray) -> np.ndarray:
        return np.sum([block.values[r][where] for r in below.get(role, [])], axis=0) + np.zeros(where.size)

    paid = line("taxes", users) + line("adjustments", users)  # both stand between basic prices and cost
    taxes = np.concatenate([paid.reshape(N, J), line("taxes", finals).reshape(N, K)], axis=1)
    if beside.get("output"):
        output = block.values[np.array(rows), beside["output"][0]].reshape(N, J)
    elif below.get("output"):
        output = line("output", users).reshape(N, J)
    else:
        output = intermediate.sum((2, 3)) + final.sum((2, 3))
        notes.append("Output is the sum of sales: the publisher's table has no totals.")
    if below.get("value added"):
        value_added = line("value added", users).reshape(N, J)
    else:
        value_added = output - intermediate.sum((0, 1)) - taxes[:, :J]
        notes.append(
            "Value added is output less inputs: the file has none. It holds taxes on products, transport margins"
            " and what rounding leaves."
        )
    left_out = line("adjustments", finals)
    if np.any(left_out):
        notes.append(
            f"Left out: adjustments of final uses to what residents buy abroad and to CIF prices, {left_out.sum():,.0f}"
            f" {layout.unit} in sum; no industry of the table is paid them."
        )
    table = InterCountryTable(
        economies=economies,
        industries=industries,
        final_uses=uses,
        intermediate=intermediate,
        final=final,
        taxes=taxes,
        value_added=value_added,
        output=output,
        year=year,
        unit=layout.unit,
        inventories=tuple(u for u in layout.inventories if u in uses),
        industry_names=dict(industry_names or {}),
        attrs={"name": block.file, "title": layout.edition},
    )
    check(table, block.file, layout, notes)
    return table


def _sort(
    block: Block,
    labels: Sequence[Label],
    layout: Layout,
    items: Mapping[str, str],
    others: Mapping[str, Role],
    what: str,
) -> tuple[dict[Label, int], dict[Role, list[int]]]:
    """Positions of (printed economy, item) and of what belongs to no economy."""
    twice = [label for label, n in Counter(labels).items() if n > 1]
    if twice:
        where = [k for k, label in enumerate(labels) if label == twice[0]]
        at = f" (lines {', '.join(str(block.lines[k]) for k in where)})" if what == "row" else ""
        raise InputError(
            f"{block.file}: {what} {block.name(twice[0])} is there {len(where)} times{at}; a table has it once:"
            " fetch it again"
        )
    known: dict[Label, int] = {}
    rest: dict[Role, list[int]] = {}
    for k, (economy, item) in enumerate(labels):
        if economy not in layout.nowhere and item in items:
            known[economy, items[item]] = k
        elif economy in layout.nowhere and item in others:
            rest.setdefault(others[item], []).append(k)
        else:
            raise InputError(_unknown(block, labels, k, layout, items, others, what))
    return known, rest


def _unknown(
    block: Block,
    labels: Sequence[Label],
    k: int,
    layout: Layout,
    items: Mapping[str, str],
    others: Mapping[str, Role],
    what: str,
) -> str:
    label = labels[k]
    where = block.row(k) if what == "row" else block.column(k)
    for edition, codes in layout.others.items():
        inside = {item for _, item in labels}
        if label[1] in codes and len(inside & codes) > len(inside & set(layout.industries)):
            return f"{block.file}, {where}: {label[1]} is an industry of {edition}; expected {layout.edition}"
    expected = "an industry" if what == "row" else "an industry or final use"
    near = did_you_mean(label[1], [*items, *others])
    return f"{block.file}, {where}: {label[1] or label[0]!r} is not {expected} of {layout.edition}{near}"


def economies_of(printed: Sequence[str], layout: Layout, file: str) -> dict[str, str]:
    """Printed economy -> its label: ISO3, ROW, or a region of the publisher."""
    made: dict[str, str] = {}
    for code in dict.fromkeys(printed):
        given = layout.merged.get(code) or layout.economies.get(code) or REST.get(code)
        label = given or (iso3(code) if len(code) in (2, 3) else None)
        if label is None:
            near = did_you_mean(code, [*layout.economies, *layout.merged])
            raise InputError(f"{file}: unknown economy {code!r}{near}; expected those of {layout.edition}")
        made[code] = label
    seen: dict[str, str] = {}
    for code, label in made.items():
        if label in seen and code not in layout.merged and seen[label] not in layout.merged:
            raise InputError(f"{file}: {seen[label]} and {code} both mean {label}; a table has it once")
        seen.setdefault(label, code)
    return made


def _gather(
    block: Block,
    at: Mapping[Label, int],
    economy: Mapping[str, str],
    economies: Sequence[str],
    items: Sequence[str],
    layout: Layout,
    *,
    axis: int,
) -> list[int]:
    """Positions of all `items` of all `economies`; lines and columns of parts are added to the first of them."""
    places: dict[Label, list[int]] = {}
    for (code, item), k in at.items():
        if economy[code] not in economies:
            raise InputError(
                f"{block.file}: {code} buys ({block.column(k)}) but has no rows; the file is cut off"
            )
        places.setdefault((economy[code], item), []).append(k)
    values = block.values if axis == 0 else block.values.T
    made: list[int] = []
    for e in economies:
        for item in items:
            where = places.get((e, item))
            if where is None:
                what = "row" if axis == 0 else "column"
                code = next(c for c, label in economy.items() if label == e)
                raise InputError(
                    f"{block.file}: {what} {block.name((code, item))} is absent; the file is cut off or not"
                    f" {layout.edition}"
                )
            for part in where[1:]:
                values[where[0]] += values[part]
            made.append(where[0])
    return made


def _take(values: np.ndarray, rows: Sequence[int], columns: np.ndarray) -> np.ndarray:
    """`values[rows][:, columns]`, a view where both are ranges."""
    r = np.asarray(rows)
    if _is_range(r) and _is_range(columns):
        return values[r[0] : r[-1] + 1, columns[0] : columns[-1] + 1]
    return values[np.ix_(r, columns)]


def _is_range(at: np.ndarray) -> bool:
    return bool(at.size) and bool(np.all(np.diff(at) == 1))
