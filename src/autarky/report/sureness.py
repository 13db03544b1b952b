"""Ranges, in words and tables, from Monte Carlo draws."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from autarky.economy.result import Result
from autarky.formatting import horizon, horizon_code, listed, money_unit, number
from autarky.report import findings
from autarky.report.bands import DIVERTED, Bands, flow_row, price_row, sector_row, span
from autarky.uncertainty.draws import Draws
from autarky.uncertainty.priors import GROUPS
from autarky.uncertainty.rows import Row
from autarky.uncertainty.summary import LEVEL, enough, holds, largest_loser, same_sign, variance_shares

ROWS = 8
NOTABLE = 0.02  # shares of the variance below are not shown
PARTS = GROUPS | {"together": "acting together"}


@dataclass(frozen=True)
class Sureness:
    """What the report shows: a sentence for the answer, one on rankings, rows (economy; per horizon the range of
    welfare and the share of draws that lose; how often it is more affected than the next) and causes."""

    lead: str
    sentence: str
    rows: list[tuple[str, list[tuple[str, str]], str]]
    causes: list[tuple[str, list[tuple[str, float]]]]


def sureness(results: Sequence[Result], draws: Sequence[Draws]) -> Sureness:
    """Everything on how sure `results` are; `draws` by horizon, in the same order."""
    bands = Bands(results, draws)
    rows = _by_size(results)
    above = _above(bands, [Row("welfare", r.code) for r in rows])
    shown = [
        (r.name, [(span(b, 100), _share(b.losing)) for b in bands.of(Row("welfare", r.code))], a)
        for r, a in zip(rows, above, strict=True)
    ]
    return Sureness(
        lead=_lead(rows[0], bands),
        sentence=_sentence(results, draws),
        rows=shown,
        causes=[(r.name, found) for r in rows[:4] if (found := causes(draws[0], r.code))],
    )


def causes(draws: Draws, economy: str) -> list[tuple[str, float]]:
    """What moves the welfare of an economy, largest share of the variance first; small ones are left out."""
    return [(PARTS[g], s) for g, s in variance_shares(draws, economy).items() if s >= NOTABLE]


def _share(value: float) -> str:
    return f"{value:.0%}".replace("%", " %")


def _by_size(results: Sequence[Result]) -> list[findings.Impact]:
    """The economies most affected, most first."""
    rows = findings.headline(findings.impacts(list(results)), ROWS)
    return sorted(rows, key=lambda r: -abs(findings.extreme(r.welfare)))


def _above(bands: Bands, rows: Sequence[Row], scales: Sequence[float] = ()) -> list[str]:
    """How often each is larger than the next, in words; empty for the last."""
    told = [_share(h) for h in bands.holds(rows, scales)]
    return (told + [""] * len(rows))[: len(rows)]


def _lead(row: findings.Impact, bands: Bands) -> str:
    b = bands.of(Row("welfare", row.code))[0]
    told = f"In {bands.of_draws}"
    when = f" after {horizon(bands.results[0])}" if len(bands.results) > 1 else ""
    if b.low < 0 < b.high:
        return f"{told}, welfare in {row.name} changes by {span(b, 100)} %{when}."
    ends = sorted((abs(b.low), abs(b.high)))
    verb = "loses" if b.high <= 0 else "gains"
    return f"{told}, {row.name} {verb} {number(100 * ends[0])} to {number(100 * ends[1])} %{when}."


def _sentence(results: Sequence[Result], draws: Sequence[Draws]) -> str:
    names = results[0].world.economy_names
    first = draws[0]
    worst = largest_loser(first)
    lead, share = next(iter(worst.items()))
    said = f"{names[lead]} loses most in percent in {share:.0%} of the draws after {horizon(results[0])}"
    rows = findings.headline(findings.impacts(list(results)), 3)
    losers = [r for r in rows if r.welfare[0] < 0]
    if len(losers) > 1:
        a, b = losers[0], losers[1]
        said += f"; {a.name} loses more than {b.name} in {holds(first, a.code, b.code):.0%}"
    if first.solved.sum() < enough(first):
        said += f". At least {enough(first)} draws are needed to say what moves the answer"
    missing = sum(len(d.reasons) for d in draws)
    if missing:
        said += f". {missing} of {sum(len(d.z) for d in draws)} draws have no equilibrium and are left out"
    unsure = [
        r.name
        for r in _by_size(results)
        if same_sign(first.welfare[:, first.economies.index(r.code)]) < LEVEL
    ]
    if unsure:
        said += f". The sign is uncertain for {listed(unsure)}: fewer than {LEVEL:.0%} of the draws agree"
    return said.replace("%", " %") + "."


def sureness_tables(results: Sequence[Result], draws: Sequence[Draws]) -> list[RenderableType]:
    """The bands in the terminal, and what moves the answer."""
    bands = Bands(results, draws)
    rows = _by_size(results)
    title = f"Ranges of welfare, %: {bands.of_draws}"
    spans = {r.code: [span(b, 100) for b in bands.of(Row("welfare", r.code))] for r in rows}
    table = _table(title, "Economy", results, list(spans.values()))
    table.add_column("loses in", justify="right", no_wrap=True, min_width=8)
    table.add_column("above next", justify="right", min_width=5)
    above = _above(bands, [Row("welfare", r.code) for r in rows])
    for r, a in zip(rows, above, strict=True):
        name = Text(r.name, style="bold" if r.party else "")
        losing = _share(bands.of(Row("welfare", r.code))[0].losing)
        table.add_row(name, *spans[r.code], losing, a)
    parts: list[RenderableType] = [Text(""), table, Text(_sentence(results, draws))]
    for more in (_causes_table(results, draws, rows[:4]), *_others(results, bands, rows)):
        if more.row_count:
            parts += [Text(""), more]
    return parts


def _causes_table(
    results: Sequence[Result], draws: Sequence[Draws], rows: Sequence[findings.Impact]
) -> Table:
    title = f"What moves the answer after {horizon(results[0])}: shares of the variance between draws"
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("Economy", no_wrap=True, overflow="ellipsis", min_width=14)
    table.add_column("moved by", overflow="fold")
    for r in rows:
        told = ", ".join(f"{g} {_share(s)}" for g, s in causes(draws[0], r.code)[:4])
        if told:
            table.add_row(Text(r.name), Text(told))
    return table


def _others(results: Sequence[Result], bands: Bands, rows: Sequence[findings.Impact]) -> list[Table]:
    """The ranges of what the central tables show besides welfare."""
    world = results[0].world
    names, goods = world.economy_names, world.sector_names
    factor, money = money_unit(world.unit)
    gdp = [(r.name, Row("real_gdp", r.code)) for r in rows[:4]]
    output = [
        (f"{names[code]}, {goods[s.sector]}", sector_row(s))
        for code in findings.told_sectors(results)
        for s in findings.sectors(results, code)[:3]
    ]
    flows = findings.trade_changes(results, 6)
    traded = [(f"{names[f.origin]} → {names[f.destination]}, {goods[f.sector]}", flow_row(f)) for f in flows]
    seller, buyer = (found[:4] for found in findings.diversion(results, DIVERTED))
    diverted = [(f"{names[f.origin]} → {names[f.destination]}", flow_row(f)) for f in (*seller, *buyer)]
    prices = findings.prices(results, 6)
    priced = [(f"{names[p.economy]}, {goods[p.sector]}", price_row(p)) for p in prices]
    return [
        _ranges("Ranges of real GDP, %", "Economy", gdp, results, bands, 100),
        _ranges("Ranges of output, %", "Sector", output, results, bands, 100),
        _ranges(
            f"Ranges of trade, {money}", "Seller → buyer, sector", traded, results, bands, factor, ranked=True
        ),
        _ranges(
            f"Ranges of third countries' trade, {money}", "Seller → buyer", diverted, results, bands, factor
        ),
        _ranges("Ranges of prices, %", "Buyer, what", priced, results, bands, 100, ranked=True),
    ]


def _ranges(
    title: str,
    first: str,
    items: Sequence[tuple[str, Row]],
    results: Sequence[Result],
    bands: Bands,
    scale: float,
    *,
    ranked: bool = False,
) -> Table:
    known = [(label, row) for label, row in items if bands.of(row)]
    spans = [[span(b, scale) for b in bands.of(row)] for _, row in known]
    table = _table(title, first, results, spans)
    above = _above(bands, [row for _, row in known]) if ranked else []
    if any(above):
        table.add_column("above next", justify="right", min_width=5)
    for k, (label, _) in enumerate(known):
        table.add_row(Text(label), *spans[k], *(above[k : k + 1] if any(above) else ()))
    return table


def _table(title: str, first: str, results: Sequence[Result], spans: Sequence[Sequence[str]]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column(first, no_wrap=True, overflow="ellipsis", min_width=14)
    for k, r in enumerate(results):
        widest = max((len(s[k]) for s in spans), default=0)
        table.add_column(horizon_code(r), justify="right", no_wrap=True, min_width=widest)
    return table
