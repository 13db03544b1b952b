"""Short tables for the terminal: what matters of a run, largest first."""

from collections.abc import Callable, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autarky.acts.exhibits import exhibits_of
from autarky.acts.sentences import NO_ACTS, sentence
from autarky.economy.result import Result
from autarky.formatting import horizon, horizon_code, horizon_years, money_unit, number, percent
from autarky.report import findings
from autarky.report.bands import span
from autarky.report.exhibits import exhibit_tables
from autarky.uncertainty.budget import Budget
from autarky.uncertainty.draws import Draws
from autarky.uncertainty.paired import Paired, paired, why_not_the_same
from autarky.uncertainty.summary import LEVEL


def summary(results: list[Result]) -> RenderableType:
    """The answer of a run in a few short tables; several horizons side by side."""
    world = results[0].world
    factor, money = money_unit(world.unit)
    names, goods = world.economy_names, world.sector_names
    codes = [horizon_code(r) for r in results]
    parts: list[RenderableType] = [_head(results)]

    table = _table("Who loses, who gains", "Economy")
    for title in ("Welfare", "Real GDP"):
        _columns(table, f"{title} %", codes)
    _columns(table, money, codes)
    for row in findings.headline(findings.impacts(results)):
        cells = [*map(_percent, (*row.welfare, *row.real_gdp)), *(_amount(v * factor) for v in row.value)]
        table.add_row(Text(row.name, style="bold" if row.party else ""), *cells)
    parts.append(table)
    parts += exhibit_tables(exhibits_of(results))
    table = _table(
        "Largest changes of trade (quantities at base-year prices)",
        "Seller → buyer, sector",
        f"Before ({money})",
    )
    _columns(table, f"change, {money}", codes)
    for flow in findings.trade_changes(results, 6):
        label = f"{names[flow.origin]} → {names[flow.destination]}, {goods[flow.sector]}"
        table.add_row(Text(label), number(flow.before * factor), *(_amount(c * factor) for c in flow.change))
    _add(parts, table)

    seller, buyer = findings.diversion(results, 4)
    table = _table(
        "Third countries instead (quantities at base-year prices)",
        "Seller → buyer, all sectors",
        f"Before ({money})",
    )
    _columns(table, f"change, {money}", codes)
    for flow in (*seller, *buyer):
        label = f"{names[flow.origin]} → {names[flow.destination]}"
        table.add_row(Text(label), number(flow.before * factor), *(_amount(c * factor) for c in flow.change))
    _add(parts, table)

    table = _table("Prices of note", "Buyer, what", "Share of purchases")
    _columns(table, "%", codes)
    for price in findings.prices(results, 6):
        label = f"{names[price.economy]}, {goods[price.sector]}"
        table.add_row(Text(label), percent(price.share, plus=False), *map(_percent, price.change))
    _add(parts, table)

    table = _table("Leakage (quantities at base-year prices)", "Seller → buyer", f"Before ({money})")
    _columns(table, "still through", codes)
    _columns(table, "around, at most", codes)
    for leak in findings.leakage(results, 4):
        through = [number(a * factor) for a in leak.through]
        around = [number(a * factor) for a in leak.around]
        label = f"{names[leak.origin]} → {names[leak.destination]}"
        table.add_row(Text(label), number(leak.before * factor), *through, *around)
    _add(parts, table)
    return Group(*parts)


def range_tables(results: list[Result], draws: Sequence[Draws]) -> RenderableType:
    """Ranges of what `summary` shows, how often rankings hold, what moves the answer."""
    from autarky.report.sureness import sureness_tables

    return Group(*sureness_tables(results, draws))


def budget_table(results: list[Result], draws: Sequence[Draws], budget: Budget) -> RenderableType:
    """What moves the answer by how much: parameters, data, choices of the model."""
    from autarky.report.budget import budget_tables

    return Group(*budget_tables(results, draws, budget))


def comparison(
    a: Result | Sequence[Result],
    b: Result | Sequence[Result],
    drawn_a: Sequence[Draws] = (),
    drawn_b: Sequence[Draws] = (),
) -> RenderableType:
    """Two runs side by side with their differences (b less a), horizon by horizon where both have it; where both have
    the same draws, with the range of the difference of welfare, else with the reason why there is none."""
    left = [a] if isinstance(a, Result) else list(a)
    right = [b] if isinstance(b, Result) else list(b)
    pairs = [(x, y) for x in left for y in right if horizon(x) == horizon(y)]
    if not pairs:
        pairs = [(left[0], right[0])]
    parts: list[RenderableType] = []
    sources = [d[0].source if d else {} for d in (drawn_a, drawn_b)]
    why = why_not_the_same(*sources)
    for x, y in pairs:
        parts += _compared(x, y, None if why else paired(drawn_a, drawn_b, _years(x), _years(y)))
    if why:
        parts.append(Text(f"No range of the difference: {why}.", style="dim"))
    return Group(*parts)


def _years(result: Result) -> float:
    years = horizon_years(result)
    return float("nan") if years is None else years


def _compared(a: Result, b: Result, draws: Paired | None) -> list[RenderableType]:
    factor, money = money_unit(a.world.unit)
    when = horizon(a) if horizon(a) == horizon(b) else f"{horizon(a)} against {horizon(b)}"
    first, second = (a.name, b.name) if a.name != b.name else (f"{a.name} (A)", f"{b.name} (B)")
    title = Text.assemble("\n", (f"{first}  |  {second}", "bold"), f"   {when}")
    parts: list[RenderableType] = [title]
    if a.world.fingerprint != b.world.fingerprint:
        parts.append(
            Text(f"The runs start from different worlds: {a.world.name}, {b.world.name}.", style="yellow")
        )
    rows_a = {r.code: r for r in findings.impacts([a])}
    rows_b = {r.code: r for r in findings.impacts([b])}
    shared = [c for c in rows_a if c in rows_b]
    if not shared:
        return [*parts, Text("The two worlds have no economy in common.", style="yellow")]

    def size(code: str) -> float:
        x, y = rows_a[code], rows_b[code]
        return max(abs(x.welfare[0]), abs(y.welfare[0]))

    parties = [c for c in shared if rows_a[c].party or rows_b[c].party]
    keep = {*sorted(shared, key=size, reverse=True)[:10], *(parties if len(parties) <= 6 else ())}
    table = _table("", "Economy")
    for heading in ("Welfare %", "Real GDP %", money):
        _columns(table, heading, ["A", "B", "B−A"])
        if draws is not None and heading == "Welfare %":
            table.add_column(
                f"\n{LEVEL:.0%} of {draws.count}".replace("%", " %"), justify="right", no_wrap=True
            )
    for code in sorted(keep, key=size, reverse=True):
        x, y = rows_a[code], rows_b[code]
        cells: list[Text] = []
        for show, u, v in (
            (_percent, x.welfare[0], y.welfare[0]),
            (_percent, x.real_gdp[0], y.real_gdp[0]),
            (_amount, x.value[0] * factor, y.value[0] * factor),
        ):
            show_one: Callable[[float], Text] = show
            cells += [show_one(u), show_one(v), show_one(v - u)]
            if draws is not None and len(cells) == 3:
                found = draws.difference(code)
                cells.append(Text("" if found is None else span(found, 100)))
        table.add_row(Text(x.name, style="bold" if x.party or y.party else ""), *cells)
    parts.append(table)
    return parts


def _head(results: Sequence[Result]) -> Text:
    world = results[0].world
    title = str(results[0].record.get("title") or results[0].name)
    head = Text.assemble((title, "bold"), f"\n{world.data.attrs.get('title', world.name)}", style="")
    head.append(f", {len(world.economies)} economies x {len(world.sectors)} sectors")
    head.append(f"; after {', '.join(horizon(r) for r in results)}\n")
    acts = [a for a in results[0].record.get("acts") or () if isinstance(a, dict)]
    for act in acts[:4]:
        head.append(f"· {sentence(act, world)}\n")
    if len(acts) > 4:
        head.append(f"· and {len(acts) - 4} more acts\n")
    if not acts:
        head.append(f"{NO_ACTS}\n")
    return head


def _table(title: str, first: str, *plain: str) -> Table:
    table = Table(title=title or None, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column(first, no_wrap=True, overflow="ellipsis", min_width=14)
    for heading in plain:
        table.add_column(heading, justify="right")
    return table


def _columns(table: Table, heading: str, codes: Sequence[str]) -> None:
    """One column per horizon; the heading stands over the first, or over the only one without its horizon."""
    for j, code in enumerate(codes):
        text = heading if len(codes) == 1 else f"{heading if j == 0 else ''}\n{code}"
        table.add_column(text, justify="right", no_wrap=True)


def _add(parts: list[RenderableType], table: Table) -> None:
    if table.row_count:
        parts += [Text(""), table]


def _percent(fraction: float) -> Text:
    return _signed(fraction, number(100 * fraction, plus=True))


def _amount(value: float) -> Text:
    return _signed(value, number(value, plus=True))


def _signed(value: float, text: str) -> Text:
    """Sign and colour say the same, so that nothing depends on colour."""
    return Text(text, style="red" if value < 0 else "blue" if value > 0 else "")
