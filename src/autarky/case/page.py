"""The report of a case: one HTML file that needs nothing else, from the outcomes of its parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from autarky import __version__
from autarky.case.charts import charts
from autarky.case.outcome import NET, WELFARE, PartOutcome, Value
from autarky.case.robustness import KINDS, Finding, findings
from autarky.case.sentences import lead, lines, sentence, span
from autarky.case.spec import Case, CasePart
from autarky.formatting import THIN, percent
from autarky.report.assumptions import limits
from autarky.report.exhibits import Shown, shown
from autarky.report.templates import render
from autarky.world.groups import find_group


@dataclass(frozen=True)
class CaseCell:
    """A figure as a table shows it."""

    horizon: str
    text: str
    range: str
    holds: str

    @property
    def code(self) -> str:
        """The horizon in short: ``3m``, ``1y``."""
        amount, _, unit = self.horizon.partition(" ")
        return amount + unit[:1]


@dataclass(frozen=True)
class Told:
    """A part as the page shows it."""

    anchor: str
    part: CasePart
    outcome: PartOutcome
    exhibits: list[Shown]
    columns: list[list[CaseCell]]  # by economy in focus
    own: list[tuple[str, str, CaseCell]]  # economy, what, figure
    findings: list[Finding]
    answer: str  # in one sentence

    @property
    def open(self) -> bool:
        """No file answers it."""
        return not self.part.file


def page(case: Case, outcomes: Sequence[PartOutcome], names: dict[str, str]) -> str:
    """The report; `outcomes` in the order of the parts, `names` of the economies in focus by their labels.

    Labels come from users' files: the template escapes everything but our own drawings.
    """
    parts = _parts(case, outcomes)
    sure = [f for t in parts for f in t.findings]
    failed, left = sum(1 for t in parts if t.outcome.reason), sum(1 for t in parts if t.open)
    answers = len(parts) - failed - left
    told = [(f"{t.part.number} {t.part.label or t.outcome.title}", f) for t in parts for f in t.findings]
    return render(
        "case",
        title=case.title,
        intro=case.intro,
        lead=lead(answers, failed, left, sure),
        heads=[label if find_group(label) else names.get(label, label) for label in case.focus],
        parts=parts,
        charts=charts(case.focus, names, told),
        robust=[(words, lines(kind, sure)) for kind, words in KINDS.items()],
        draws=max((o.draws for o in outcomes), default=0),
        limits=limits(any(o.draws for o in outcomes)),
        sources=list(dict.fromkeys(s for o in outcomes for s in o.sources)),
        case_toml=case.text,
        version=__version__,
    )


def _parts(case: Case, outcomes: Sequence[PartOutcome]) -> list[Told]:
    every = shown([e for o in outcomes for e in o.exhibits])  # together: the ids of their charts differ
    made: list[Told] = []
    start = 0
    for part, outcome in zip(case.parts, outcomes, strict=True):
        own = every[start : start + len(outcome.exhibits)]
        start += len(own)
        label = f"{part.number}. {outcome.title or part.part}"
        found = findings(label, outcome.values)
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
                findings=found,
                answer=sentence(found) or "".join(outcome.answer[:1]),
            )
        )
    return made


_WHAT = {WELFARE: "welfare", NET: "highest price worth paying, less the price asked"}


def _short(e: Shown, most: int) -> Shown:
    left = len(e.rows) - most
    note = f"{e.note} {left} more rows in the part's own report." if left > 0 else e.note
    return Shown(e.title, note, e.heads, e.rows[:most], e.figures)


def _cell(v: Value) -> CaseCell:
    return CaseCell(
        v.horizon, percent(v.central), span(v), "" if v.holds is None else f"{100 * v.holds:.0f}{THIN}%"
    )
