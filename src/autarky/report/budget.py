"""The uncertainty budget for readers: what moves the answer by how much, parameters, data and choices side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from autarky.charts.ranges import band_chart
from autarky.charts.svg import Picture
from autarky.economy.result import Result
from autarky.formatting import horizon, number
from autarky.report import findings
from autarky.uncertainty.budget import KINDS, Budget
from autarky.uncertainty.draws import Draws
from autarky.uncertainty.priors import GROUPS
from autarky.uncertainty.summary import LEVEL, group_spreads

SHOWN = 4  # economies
NOTICED = 0.02  # of the largest: smaller parameters are not shown


@dataclass(frozen=True)
class Line:
    """One row: what is varied (`kind`, `what`), the change for each economy as text, or the reason why there is none.
    `size`: the change for the first economy, as a fraction (negative to positive: from, to)."""

    kind: str
    what: str
    cells: tuple[str, ...]
    reason: str
    size: tuple[float, float]


@dataclass(frozen=True)
class ShownBudget:
    """The budget as page and terminal show it."""

    economies: tuple[str, ...]
    when: str
    lines: list[Line]
    figures: list[Picture]


def shown(results: Sequence[Result], draws: Sequence[Draws], budget: Budget) -> ShownBudget:
    """Rows by size for the economy most affected, parameters and choices together; those without an answer last."""
    found = findings.headline(findings.impacts(results), SHOWN)
    rows = sorted(found, key=lambda r: -abs(findings.extreme(r.welfare)))[:SHOWN]
    codes = [r.code for r in rows]
    lines = [*_varied(draws[0], codes), *_chosen(budget, codes)]
    lines.sort(key=lambda line: (bool(line.reason), -max(map(abs, line.size))))
    return ShownBudget(
        economies=tuple(r.name for r in rows),
        when=horizon(results[0]),
        lines=lines,
        figures=[_figure(rows[0].name, float(rows[0].welfare[0]), lines, horizon(results[0]))],
    )


def _varied(draws: Draws, codes: Sequence[str]) -> list[Line]:
    """Groups of parameters and the estimated cells: half the width of the band that each alone would give."""
    spreads = {c: group_spreads(draws, c) for c in codes}
    groups = [g for g in GROUPS if any(g in s for s in spreads.values())]
    made = []
    for group in groups:
        widths = [spreads[c].get(group, 0.0) for c in codes]
        if widths[0] >= NOTICED * max(spreads[codes[0]].values(), default=0.0):
            kind = "data" if group == "estimated" else "parameters"
            cells = tuple(f"± {number(100 * w)}" for w in widths)
            made.append(Line(kind, GROUPS[group], cells, "", (-widths[0], widths[0])))
    return made


def _chosen(budget: Budget, codes: Sequence[str]) -> list[Line]:
    made = []
    for choice in budget.choices:
        changes = [budget.change(choice, c) for c in codes]
        if any(c is None for c in changes):
            made.append(Line(KINDS[choice.kind], choice.what, (), choice.reason, (0.0, 0.0)))
            continue
        known = [c for c in changes if c is not None]
        cells = tuple(number(100 * c, plus=True) for c in known)
        ends = (min(known[0], 0.0), max(known[0], 0.0))
        made.append(Line(KINDS[choice.kind], choice.what, cells, "", ends))
    return made


def _figure(name: str, central: float, lines: Sequence[Line], when: str) -> Picture:
    """From the least to the most that each kind gives; parameters one by one."""
    ends: dict[str, tuple[float, float]] = {}
    for line in lines:
        if line.reason:
            continue
        label = line.what if line.kind in ("parameters", "data") else line.kind
        low, high = ends.get(label, (0.0, 0.0))
        ends[label] = (min(low, line.size[0]), max(high, line.size[1]))
    rows = sorted(ends.items(), key=lambda e: e[1][0] - e[1][1])
    told = "; ".join(f"{label} {number(100 * (high - low))} points" for label, (low, high) in rows[:3])
    svg = band_chart(
        "budget",
        f"What moves welfare in {name}. {told}.",
        [(label, [(central + low, central, central + high)]) for label, (low, high) in rows],
        [when],
        zero=False,
    )
    note = (
        f"Welfare after {when}, percent. Dot: the central answer. Lines: {LEVEL:.0%}".replace("%", " %")
        + " of the draws as far as one group of parameters moves them, and the answers with one choice made otherwise."
    )
    return Picture(f"What moves the answer for {name}", note, Markup(svg))


def budget_tables(results: Sequence[Result], draws: Sequence[Draws], budget: Budget) -> list[RenderableType]:
    """The budget in the terminal."""
    made = shown(results, draws, budget)
    table = Table(
        title=f"Uncertainty budget: change of welfare after {made.when}, percentage points",
        title_justify="left", title_style="bold", box=None, pad_edge=False,
    )  # fmt: skip
    table.add_column("What is varied, or chosen otherwise", overflow="fold", min_width=30)
    for name in made.economies:
        table.add_column(Text(name), justify="right", no_wrap=True)
    failed = []
    for line in made.lines:
        label = f"{line.kind}: {line.what}"
        if line.reason:
            failed.append(Text(f"{label}: no answer: {line.reason}", style="dim"))
        else:
            table.add_row(Text(label), *line.cells)
    return [Text(""), table, *failed]
