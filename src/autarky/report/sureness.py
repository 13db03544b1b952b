"""How sure the answer is, in words, tables and one chart: from draws of what is not known exactly."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from autarky.economy.result import Result
from autarky.report import findings
from autarky.report.band_chart import band_chart
from autarky.report.svg import Figure
from autarky.report.words import horizon, horizon_code, number, percent
from autarky.uncertainty.draws import Draws
from autarky.uncertainty.priors import GROUPS
from autarky.uncertainty.summary import LEVEL, Band, bands, holds, largest_loser, variance_shares

ROWS = 8
NOTABLE = 0.02  # shares of the variance below are not shown
PARTS = GROUPS | {"together": "acting together"}


@dataclass(frozen=True)
class Sureness:
    """What the report shows: the sentence, the chart, rows (economy, per horizon: band, share of draws that lose)
    and what moves the answer of the economies most touched."""

    sentence: str
    figures: list[Figure]
    rows: list[tuple[str, list[Band]]]
    causes: list[tuple[str, list[tuple[str, float]]]]


def sureness(results: Sequence[Result], draws: Sequence[Draws]) -> Sureness:
    """Everything on how sure `results` are; `draws` by horizon, in the same order."""
    rows = findings.headline(findings.impacts(list(results)), ROWS)
    by = [bands(d) for d in draws]
    when = [horizon(r) for r in results]
    shown = [(r.name, list(zip([b[r.code] for b in by], r.welfare, strict=True))) for r in rows]
    svg = band_chart(
        "sure",
        "Bands of welfare. " + "; ".join(f"{name} {span(b[0][0])}" for name, b in shown[:3]) + ".",
        [(name, [(b.low, centre, b.high) for b, centre in pairs]) for name, pairs in shown],
        when,
    )
    note = f"Percent of base-year expenditure: {LEVEL:.0%} of {len(draws[0].z)} draws, and the central answer (dot)."
    return Sureness(
        sentence=_sentence(results, draws),
        figures=[Figure("Welfare, with its band", note, Markup(svg))],
        rows=[(r.name, [b[r.code] for b in by]) for r in rows],
        causes=[(r.name, _causes(draws[0], r.code)) for r in rows[:4]],
    )


def _causes(draws: Draws, economy: str) -> list[tuple[str, float]]:
    return [(PARTS[g], s) for g, s in variance_shares(draws, economy).items() if s >= NOTABLE]


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
    missing = sum(len(d.reasons) for d in draws)
    if missing:
        said += f". {missing} of {sum(len(d.z) for d in draws)} draws have no equilibrium and are left out"
    return said + "."


def span(b: Band) -> str:
    """``−0.26 … −0.07 %``"""
    return f"{number(100 * b.low, plus=True)} … {number(100 * b.high, plus=True)} %"


def sureness_table(results: Sequence[Result], draws: Sequence[Draws]) -> list[RenderableType]:
    """The bands in the terminal, and what moves the answer."""
    codes = [horizon_code(r) for r in results]
    rows = findings.headline(findings.impacts(list(results)), ROWS)
    by = [bands(d) for d in draws]
    title = f"How sure: {LEVEL:.0%} of {len(draws[0].z)} draws of what is not known exactly (welfare, %)"
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("Economy", no_wrap=True, overflow="ellipsis", min_width=14)
    spans = {r.code: [span(b[r.code]).removesuffix(" %") for b in by] for r in rows}
    for k, code in enumerate(codes):
        widest = max(len(s[k]) for s in spans.values())
        table.add_column(code, justify="right", no_wrap=True, min_width=widest)
    table.add_column("loses in", justify="right", no_wrap=True)
    table.add_column(f"moved by ({codes[0]})", overflow="ellipsis", no_wrap=True)
    for r in rows:
        causes = ", ".join(f"{g} {s:.0%}" for g, s in _causes(draws[0], r.code)[:2])
        losing = percent(by[0][r.code].losing, plus=False)
        table.add_row(Text(r.name, style="bold" if r.party else ""), *spans[r.code], losing, Text(causes))
    return [Text(""), table, Text(_sentence(results, draws))]
