"""The leverage matrix in the terminal: who can hurt whom, how one-sided it is, how exposed each economy is."""

import math

import xarray as xr
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autarky.cuts.ranking import exposures, failures, holds, third_countries
from autarky.formatting import money_unit, number, percent

ONE_SIDED = 0.001  # losses below 0.1 % make no lever, however one-sided


def leverage_tables(data: xr.Dataset, *, most: int = 10) -> RenderableType:
    """The rankings of a matrix in a few short tables."""
    factor, money = money_unit(str(data.attrs["unit"]))
    names = _names(data)
    parts: list[RenderableType] = [_head(data)]

    table = _table("Largest losses when a tie is cut", "Loses", "Cut from")
    for heading in ("Loss %", money, "Partner's loss %", "Ratio"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Third country most affected", overflow="fold")
    for h in holds(data, most):
        third = third_countries(data, h.loser, h.partner, 1)
        table.add_row(
            names(h.loser),
            names(h.partner),
            number(100 * h.loss),
            number(h.value * factor),
            number(100 * h.partner_loss),
            _ratio(h.asymmetry),
            f"{names(third[0][0])} {percent(third[0][1])}" if third else "",
        )
    parts.append(table)
    if data.sizes["loser"] < 3 and data.sizes["partner"] < 3:
        return Group(*parts, *_third(data), *_failed(data))

    if data.sizes["loser"] > 1 and data.sizes["partner"] > 1:
        table = _table("Most asymmetric ties (among losses above 0.1 %)", "Loses", "Cut from")
        for heading in ("Loss %", "Partner's loss %", "Ratio"):
            table.add_column(heading, justify="right", no_wrap=True)
        uneven = [h for h in holds(data) if h.loss > ONE_SIDED]
        for h in sorted(uneven, key=lambda h: -h.asymmetry)[:most]:
            cells = (number(100 * h.loss), number(100 * h.partner_loss), _ratio(h.asymmetry))
            table.add_row(names(h.loser), names(h.partner), *cells)
        parts += [Text(""), table]

    table = _table("Exposure: the largest single losses, and the sum over partners", "Economy", "Largest to")
    for heading in ("Loss %", "Second to", "Loss %", "Sum %"):
        table.add_column(heading, justify="left" if heading == "Second to" else "right", no_wrap=True)
    for e in exposures(data)[: max(most, 12)]:
        second = (names(e.second_to), number(100 * e.second)) if e.second_to else ("", "")
        table.add_row(names(e.economy), names(e.to), number(100 * e.largest), *second, number(100 * e.total))
    parts += [Text(""), table]

    strong = [e for e in exposures(data) if math.isfinite(e.power)]
    if len(strong) > 1:
        table = _table("Reach: the sum of what all others lose, each cut from it alone", "Economy")
        table.add_column(money, justify="right")
        for e in sorted(strong, key=lambda e: -e.power)[:most]:
            table.add_row(names(e.economy), number(e.power * factor))
        parts += [Text(""), table]
    return Group(*parts, *_failed(data))


def _third(data: xr.Dataset, most: int = 6) -> list[RenderableType]:
    """Third countries of the one tie that the dataset is about."""
    names = _names(data)
    top = holds(data, 1)
    if not top:
        return []
    table = _table("Third countries", "Economy")
    table.add_column("Welfare", justify="right")
    for code, change in third_countries(data, top[0].loser, top[0].partner, most):
        table.add_row(names(code), percent(change))
    return [Text(""), table]


def sector_table(data: xr.Dataset, *, most: int = 10) -> RenderableType:
    """One tie by sector: the loss of both sides where only that sector's flows are cut."""
    factor, money = money_unit(str(data["trade"].attrs["unit"]))
    a, b = (str(s) for s in data["side"].values)
    names = [str(s) for s in data["sector_name"].values]
    together = data["together"].values
    table = _table(f"{a} and {b}: the tie cut in one sector at a time", "Sector")
    for heading in (f"{a} loses %", f"{b} loses %", f"{a} sells, {money}", f"{b} sells, {money}"):
        table.add_column(heading, justify="right")
    loss, trade = data["loss"].values, data["trade"].values
    order = sorted(range(len(names)), key=lambda s: -max(loss[0, s], loss[1, s]))
    for s in order[:most]:
        losses = (number(100 * loss[0, s]), number(100 * loss[1, s]))
        table.add_row(names[s], *losses, number(trade[0, s] * factor), number(trade[1, s] * factor))
    table.add_section()
    whole = (number(100 * together[0]), number(100 * together[1]))
    table.add_row("all sectors at once", *whole, *(number(v * factor) for v in trade.sum(1)))
    table.add_row("sum of single sectors", *(number(100 * v) for v in loss.sum(1)), "", "")
    reasons = [
        Text(f"{n}: no solution: {r}", style="yellow")
        for n, r in zip(names, map(str, data["reason"].values), strict=True)
        if r
    ]
    return Group(_head(data), table, *reasons)


def _head(data: xr.Dataset) -> Text:
    about = data.attrs
    head = Text("Welfare losses when ties are cut", style="bold")
    head.append(
        f"\n{about['world']} ({about['year']}), after {about['horizon']}; embargo both ways, "
        f"{percent(float(about['leakage']), plus=False)} of the quantity still through, the rent with the buyer;\n"
        "loss: equivalent variation, share of expenditure; solved to "
        f"{float(about['tolerance']):.0e}\n",
        style="not bold",
    )
    if about.get("members"):
        head.append(f"{about['members'].replace('; ', chr(10))}\n", style="not bold")
    return head


def _names(data: xr.Dataset) -> "_Names":
    codes, full = (map(str, data[v].values) for v in ("economy", "economy_name"))
    return _Names(zip(codes, full, strict=True))


class _Names(dict[str, str]):
    def __call__(self, code: str) -> str:
        return self.get(code, code)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for heading in columns:
        table.add_column(heading, no_wrap=True, overflow="ellipsis", min_width=10)
    return table


def _ratio(value: float) -> str:
    if math.isinf(value):
        return "one-sided"
    return number(value)


def _failed(data: xr.Dataset, most: int = 5) -> list[RenderableType]:
    found = failures(data)
    if not found:
        return []
    lines = [Text(f"{a} - {b}: {reason}", style="yellow") for a, b, reason in found[:most]]
    more = [Text(f"and {len(found) - most} more")] if len(found) > most else []
    return [
        Text(f"\n{len(found)} ordered pairs without a solution (rows with a reason in the file)"),
        *lines,
        *more,
    ]
