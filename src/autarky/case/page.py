"""The report of a case: one HTML file that needs nothing else, from the outcomes of its parts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from markupsafe import Markup

from autarky import __version__
from autarky.case.outcome import NET, WELFARE, Outcome, Value
from autarky.case.spec import Case, Part
from autarky.case.sure import KINDS, Finding, findings
from autarky.report.assumptions import limits
from autarky.report.exhibits import Shown, shown
from autarky.report.svg import Figure
from autarky.report.words import THIN, number, percent

NEAR = 1.0  # years: the horizon of the chart, or the nearest to it that a part has


@dataclass(frozen=True)
class Cell:
    """A figure as a table shows it."""

    horizon: str
    text: str
    range: str
    holds: str


@dataclass(frozen=True)
class Told:
    """A part as the page shows it."""

    anchor: str
    part: Part
    outcome: Outcome
    exhibits: list[Shown]
    columns: list[list[Cell]]  # by economy in focus
    own: list[tuple[str, str, Cell]]  # economy, what, figure
    findings: list[Finding]

    @property
    def open(self) -> bool:
        """No file answers it."""
        return not self.part.file


def page(case: Case, outcomes: Sequence[Outcome], names: dict[str, str]) -> str:
    """The report; `outcomes` in the order of the parts, `names` of the economies in focus by their labels.

    Labels come from users' files: the template escapes everything but our own drawings.
    """
    import jinja2

    parts = _parts(case, outcomes)
    sure = [f for t in parts for f in t.findings]
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    folder = files("autarky.report").joinpath("templates")
    html = environment.from_string(folder.joinpath("case.html.j2").read_text("utf-8")).render(
        title=case.title,
        intro=case.intro,
        lead=_lead(parts, sure),
        focus=[names.get(label, label) for label in case.focus],
        parts=parts,
        charts=_charts(case, parts, names),
        robust=[(kind, words, [f for f in sure if f.kind == kind]) for kind, words in KINDS.items()],
        line=_line,
        draws=max((o.draws for o in outcomes), default=0),
        limits=limits(any(o.draws for o in outcomes)),
        sources=list(dict.fromkeys(s for o in outcomes for s in o.sources)),
        case_toml=case.text,
        version=__version__,
        style=Markup(folder.joinpath("style.css").read_text("utf-8")),
    )
    return re.sub(r"\n\s*\n+", "\n", html) + "\n"


def _parts(case: Case, outcomes: Sequence[Outcome]) -> list[Told]:
    every = shown([e for o in outcomes for e in o.exhibits])  # together: the ids of their charts differ
    made: list[Told] = []
    start = 0
    for part, outcome in zip(case.parts, outcomes, strict=True):
        own = every[start : start + len(outcome.exhibits)]
        start += len(own)
        label = f"{part.number}. {outcome.title or part.part}"
        made.append(
            Told(
                anchor=f"part-{len(made) + 1}",
                part=part,
                outcome=outcome,
                exhibits=[_short(s, e.most) for s, e in zip(own, outcome.exhibits, strict=True)],
                columns=[
                    [_cell(v) for v in outcome.values if v.economy == economy and v.what == WELFARE]
                    for economy in case.focus
                ],
                own=[(v.name, _WHAT[v.what], _cell(v)) for v in outcome.values],
                findings=findings(label, outcome.values),
            )
        )
    return made


_WHAT = {WELFARE: "welfare", NET: "highest price worth paying, less the price asked"}


def _short(e: Shown, most: int) -> Shown:
    left = len(e.rows) - most
    note = f"{e.note} {left} more rows in the part's own report." if left > 0 else e.note
    return Shown(e.title, note, e.heads, e.rows[:most], e.figures)


def _cell(v: Value) -> Cell:
    span = "" if v.low is None or v.high is None else _span(v)
    return Cell(v.horizon, percent(v.central), span, "" if v.holds is None else f"{100 * v.holds:.0f}{THIN}%")


def _span(v: Value) -> str:
    assert v.low is not None and v.high is not None
    return f"{number(100 * v.low, plus=True)} … {number(100 * v.high, plus=True)}"


def _line(f: Finding) -> str:
    """``−5.3 % (−6.1 … −4.2) after 1 year``, for every horizon."""
    told = []
    for v in f.values:
        span = f" ({_span(v)})" if v.low is not None else ""
        told.append(f"{percent(v.central)}{span} after {v.horizon}")
    return "; ".join(told)


def _lead(parts: Sequence[Told], sure: Sequence[Finding]) -> str:
    """The case in figures."""
    run = [t for t in parts if not t.open and not t.outcome.reason]
    failed = sum(1 for t in parts if t.outcome.reason)
    open_ = sum(1 for t in parts if t.open)
    told = f"{len(run)} answers"
    told += f", {failed} parts without one" if failed else ""
    told += f", {open_} questions left open" if open_ else ""
    counts = {k: sum(1 for f in sure if f.kind == k) for k in KINDS}
    if len(sure) == counts["undrawn"]:
        return f"{told}; without draws nobody knows how sure they are."
    said = (
        f"{told}. Of {len(sure) - counts['untouched'] - counts['undrawn']} effects worth a name,"
        f" {counts['robust']} are robust, of {counts['sign']} only the sign is, and {counts['not']} are not robust."
    )
    worst = [f for f in sure if f.kind == "robust" and f.values[0].what == WELFARE]
    if worst:
        by = sorted(worst, key=lambda f: _near(f.values).central)
        for f, word in ((by[0], "loss"), (by[-1], "gain")):
            v = _near(f.values)
            if (v.central < 0) == (word == "loss"):
                said += f" The largest robust {word}: {f.name}, {percent(v.central)} after {v.horizon} ({f.part})."
    return said


def _near(values: Sequence[Value]) -> Value:
    from math import log

    return min(values, key=lambda v: abs(log(max(v.years, 1e-3) / NEAR)))


def _charts(case: Case, parts: Sequence[Told], names: dict[str, str]) -> list[Figure]:
    """One chart for each economy in focus: welfare in every part that touches it."""
    from autarky.report.band_chart import band_chart

    made = []
    for k, label in enumerate(case.focus):
        rows, told = [], []
        for t in parts:
            touched = [f for f in t.findings if f.kind != "untouched" and f.values[0].economy == label]
            for f in touched:
                if f.values[0].what != WELFARE:
                    continue
                v = _near(f.values)
                low, high = (v.central if e is None else e for e in (v.low, v.high))
                when = "" if abs(v.years - NEAR) < 1e-9 else f" ({v.horizon})"
                rows.append((f"{t.part.number} {t.outcome.title}{when}", [(low, v.central, high)]))
                told.append(f"{t.outcome.title} {percent(v.central)}")
        if rows:
            name = names.get(label, label)
            words = f"Welfare of {name} in every part. {'; '.join(told)}."
            svg = band_chart(f"case{k + 1}", words, rows, ["1 year"])
            note = "Welfare after 1 year (or as said), percent. Dot: central answer; line: nine draws of ten."
            made.append(Figure(name, note, Markup(svg)))
    return made
