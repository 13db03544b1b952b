"""Product flows of a world from what is known of them: what is absent is refused, taken as zero or estimated,
and named.
"""

from dataclasses import dataclass, field

import numpy as np

from autarky.errors import InputError
from autarky.world.accounts import World
from autarky.world.tables.bounded import bounded_fit
from autarky.world.zoom.flows import ProductFlows, read_flows, read_pairs, read_totals
from autarky.world.zoom.product import Product
from autarky.world.zoom.report import Absent

NAMED = 8  # flows that a refusal names
ROUNDING = 1e-9  # of what an economy sells or makes: differences below it are rounding, not figures


@dataclass
class Filling:
    """Product flows in the unit of the world (origin, destination), built up step by step, home sales on the
    diagonal.

    `parts`: the same by status; `settled`: pairs on which there is a figure, `supplied`: those by the user;
    `room`: the most that fits into the parent.
    """

    product: Product
    world: World
    sector: str
    parent: np.ndarray
    room: np.ndarray
    parts: dict[str, np.ndarray]
    settled: np.ndarray
    supplied: np.ndarray
    absent: list[Absent] = field(default_factory=list)
    ignored: tuple[int, float] = (0, 0.0)
    notes: list[str] = field(default_factory=list)

    @property
    def value(self) -> np.ndarray:
        return sum(self.parts.values(), np.zeros_like(self.parent))

    @property
    def foreign(self) -> np.ndarray:
        return ~np.eye(len(self.parent), dtype=bool)

    def add(self, status: str, amount: np.ndarray) -> None:
        self.parts[status] = self.parts[status] + amount

    def refuse(self, found: list[Absent]) -> None:
        """Raise `InputError` with the largest of the flows that are absent."""
        found = sorted(found, key=lambda a: -a.expected)
        told = "\n".join(f"  {a}" for a in found[:NAMED])
        more = f"\n  and {len(found) - NAMED} more" if len(found) > NAMED else ""
        first = found[0]
        raise InputError(
            f"product {self.product.name}: the data say nothing on {len(found)} flows that are likely, in"
            f" {self.world.unit}:\n{told}{more}\nMissing is not zero. Give figures"
            f' (supply = {{("{first.origin}", "{first.destination or "..."}"): ...}}), or say missing = "estimate"'
            ' (marked as such) or missing = "zero" (you vouch for it)'
        )


def fill(product: Product, world: World, sector: str, year: int) -> Filling:
    """All flows of `product`, home sales included, out of those of its parent `sector`.

    Raises `InputError` for figures that do not fit, and for absent flows where `missing` is "refuse"."""
    factor, N = product.money(world.unit), len(world.economies)
    parent = world.array("trade")[:, world.sectors.index(sector)]
    what = f"product {product.name}"
    nothing = np.zeros((N, N))
    if product.trade is None:
        flows = ProductFlows(nothing, nothing > 0, {}, nothing > 0, nothing, nothing, nothing)
    else:
        flows = read_flows(product.trade, world, year, look_back=product.look_back, name=f"{what}, trade")
    parts = {
        s: flows.by_status.get(s, nothing) * factor for s in ("reported", "mirrored", "supplied", "estimated")
    }
    it = Filling(product, world, sector, parent, product.cap * parent, parts, flows.known.copy(), nothing > 0)
    if flows.elsewhere:
        it.notes.append(f"codes that are no country, in ROW: {', '.join(flows.elsewhere)}")
    for i, n, amount in read_pairs(product.supply, world, f"{what}, supply"):
        before = float(it.value[i, n])
        if before > 0 or it.settled[i, n]:
            pair = f"{world.economies[i]}->{world.economies[n]}"
            it.notes.append(f"{pair}: {amount * factor:,.6g} supplied in place of {before:,.6g} in the data")
        for status in it.parts:
            it.parts[status][i, n] = amount * factor if status == "supplied" else 0.0
        it.settled[i, n] = it.supplied[i, n] = True
    scale = product.totals(world.unit) if _has_totals(product) else 1.0
    exports, imports, production = (
        read_totals(getattr(product, k), world, f"{what}, {k}") * scale
        for k in ("exports", "imports", "production")
    )
    if product.exports or product.imports:
        _to_totals(it, exports if product.exports else None, imports if product.imports else None)
    else:
        _expected(it, flows, factor)
    _at_home(it, production, exports)
    return it


def _has_totals(product: Product) -> bool:
    return any(t is not None for t in (product.exports, product.imports, product.production))


def _expected(it: Filling, flows: ProductFlows, factor: float) -> None:
    """ProductFlows that an earlier year, a gap in the table or the pattern of the parent make likely."""
    known, value, world = it.settled & it.foreign, it.value * it.foreign, it.world
    total = float(value.sum())
    # the product's share in the parent: of this origin, and of this destination, where both are known
    sold, bought = (np.minimum(np.divide(value.sum(a), p, out=np.zeros(len(p)), where=p > 0), it.product.cap)
                    for a in (1, 0) for p in [(it.parent * known).sum(a)])  # fmt: skip
    pattern = np.where(it.settled, 0.0, np.minimum(sold[:, None], bought[None, :]) * it.parent)
    scaled = np.where(it.supplied, 0.0, flows.scaled * factor)
    blank = flows.blank & ~it.supplied
    expected = np.where(scaled > 0, scaled, pattern) * it.foreign
    least = it.product.material * total
    by_history, by_pattern = (
        (scaled > 0) & (scaled >= least / 10),
        (pattern > 0) & (pattern >= least) & (scaled == 0),
    )
    likely = (blank | by_history | by_pattern) & it.foreign
    small = (expected > 0) & ~likely
    it.ignored = int(small.sum()), float(expected[small].sum())
    done = {"refuse": "refused", "zero": "zero", "estimate": "estimated"}[it.product.missing]
    # an estimate keeps to the room there is, a reported figure is cut off later and named
    room = np.maximum(it.room - it.value, 0.0)
    used = np.where(likely, np.minimum(expected, room), 0.0) * (done == "estimated")
    found = []
    for i, n in zip(*np.nonzero(likely), strict=True):
        if scaled[i, n] > 0:
            reason = f"last reported {flows.silent[i, n] * factor:,.4g} in {flows.silent_year[i, n]}"
        elif blank[i, n]:
            reason = "in the data without a figure"
        else:
            reason = f"{it.sector} trade of {it.parent[i, n]:,.4g}"
        found.append(
            Absent(
                world.economies[i], world.economies[n], float(expected[i, n]), reason, done, float(used[i, n])
            )
        )
    if found and done == "refused":
        it.refuse(found)
    it.absent += sorted(found, key=lambda a: -a.expected)
    it.add("estimated", used)


def _to_totals(it: Filling, exports: np.ndarray | None, imports: np.ndarray | None) -> None:
    """Fill what is absent so that rows and columns add up to the totals, starting from the parent's pattern (RAS)."""
    world, value = it.world, it.value * it.foreign
    open_pairs = it.foreign & ~it.settled & (it.parent > 0)
    left: list[np.ndarray | None] = []
    for totals, axis, what in ((exports, 1, "exports"), (imports, 0, "imports")):
        if totals is None:
            left.append(None)
            continue
        if silent := [c for c, t in zip(world.economies, totals, strict=True) if np.isnan(t)]:
            shown = ", ".join(silent[:5]) + (f" and {len(silent) - 5} more" if len(silent) > 5 else "")
            it.notes.append(
                f"no total of {what}: {shown}; nothing is estimated for them beyond the flows given"
            )
        rest = np.nan_to_num(totals) - value.sum(axis)
        over = np.where(np.isnan(totals), 0.0, -rest)
        if over.max() > 1e-6 * max(float(value.sum()), 1e-300):
            c = world.economies[int(np.argmax(over))]
            it.notes.append(f"known flows exceed the total of {what} of {c} by {over.max():,.4g}")
        left.append(np.maximum(rest, 0.0))
    rows, columns = left
    wanted = rows if rows is not None else columns
    assert wanted is not None
    if not wanted.sum() > it.product.material * float(value.sum()):
        return
    if it.product.missing != "estimate":
        found = [Absent(*((c, "") if rows is not None else ("", c)), float(t),
                        "in its total of trade, with no partner named", "zero")
                 for c, t in zip(world.economies, wanted, strict=True) if t > 0]  # fmt: skip
        if it.product.missing == "refuse":
            it.refuse(found)
        it.absent += sorted(found, key=lambda a: -a.expected)
        return
    if rows is not None and columns is not None and columns.sum() > 0:
        it.notes.append(
            f"totals: exports {rows.sum():,.6g}, imports {columns.sum():,.6g}; imports are scaled to exports"
        )
        columns = columns * (rows.sum() / columns.sum())
    prior = np.where(open_pairs, it.parent, 0.0)
    fitted = bounded_fit(prior, np.where(open_pairs, np.maximum(it.room - value, 0.0), 0.0), rows, columns)
    it.add("estimated", fitted)
    it.notes.append(f"{int((fitted > 0).sum())} flows estimated: totals spread as {it.sector} trade is (RAS)")
    for target, axis, what in ((rows, 1, "exports"), (columns, 0, "imports")):
        if (
            target is not None
            and (short := np.maximum(target - fitted.sum(axis), 0)).sum() > 1e-6 * target.sum()
        ):
            worst = [
                f"{world.economies[j]} {short[j]:,.4g}" for j in np.argsort(-short)[:3] if short[j] > 1e-3
            ]
            it.notes.append(
                f"{what} that find no room in the parent's flows: {short.sum():,.4g} ({', '.join(worst)})"
            )


def _at_home(it: Filling, production: np.ndarray, exports: np.ndarray) -> None:
    """Home sales: production less exports; without production, as the parent's; never below what is known."""
    world, product = it.world, it.product
    home, abroad = np.diagonal(it.parent).copy(), (it.value * it.foreign).sum(1)
    inside = np.diagonal(it.value).copy()  # trade among the members of a region, or home sales in the data
    total = max(float(abroad.sum()), 1e-300)
    sold_abroad = (it.parent * it.foreign).sum(1)
    fits = (np.minimum(it.value, it.room) * it.foreign).sum(1)
    as_parent = home * np.divide(fits, sold_abroad, out=np.zeros_like(home), where=sold_abroad > 0)
    made = ~np.isnan(production)
    wanted = np.where(made, np.nan_to_num(production) - abroad, as_parent * (product.domestic == "parent"))
    single = np.array([len(world.members[c]) == 1 and c != "ROW" for c in world.economies])
    told = (np.diagonal(it.settled) & single) | np.diagonal(it.supplied)
    over = np.where(made & ~told, np.maximum(inside - wanted, 0.0), 0.0)
    over[over <= ROUNDING * np.maximum(inside + abroad, np.nan_to_num(production))] = 0.0
    if over.sum() > 0:
        worst = [f"{world.economies[j]} {over[j]:,.4g}" for j in np.argsort(-over)[:3] if over[j] > 0]
        it.notes.append(
            f"sales exceed production by {over.sum():,.4g} ({', '.join(worst)}): processing, stocks, re-exports or the"
            " price; home sales there are those in the data"
        )
    extra = np.where(told, 0.0, np.maximum(wanted - inside, 0.0))
    unsold = np.where(made & np.isnan(exports), extra + inside - product.cap * home, 0.0)
    likely = (unsold > product.material * total) & (unsold > 0)
    done = {"refuse": "refused", "zero": "zero", "estimate": "estimated"}[product.missing]
    if likely.any():
        spread = np.zeros_like(it.parent)
        if done == "estimated":
            open_pairs = it.foreign & ~it.settled & (it.parent > 0) & likely[:, None]
            upper = np.where(open_pairs, np.maximum(it.room - it.value, 0.0), 0.0)
            spread = bounded_fit(
                np.where(open_pairs, it.parent, 0.0), upper, np.where(likely, unsold, 0.0), None
            )
        why = f"is more than known sales and the home market of {it.sector}"
        reasons = [f"production of {amount:,.4g} {why}" for amount in production]
        found = [
            Absent(world.economies[i], "", float(unsold[i]), reasons[i], done, float(spread[i].sum()))
            for i in np.nonzero(likely)[0]
        ]
        if done == "refused":
            it.refuse(found)
        it.absent += found
        it.add("estimated", spread)
        extra = extra - spread.sum(1)
    it.add("estimated", np.diag(np.maximum(extra, 0.0)))
    guessed = ~made & ~told & (extra > 0)
    if guessed.any():
        most = int(np.argmax(np.where(guessed, extra, 0.0)))
        amount = f"{extra[guessed].sum():,.4g} in {int(guessed.sum())} origins without production figures"
        where = f"most in {world.economies[most]}, {extra[most]:,.4g}"
        it.notes.append(f"home sales of {amount} ({where}): as those of {it.sector} (estimate)")
