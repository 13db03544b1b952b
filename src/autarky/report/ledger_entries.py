"""The rows of a ledger: each figure with its verdict and evidence, in the reader's words and ready to be shown."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from autarky.claims.checking import say
from autarky.claims.model import Checked, Claim, Document, Figure, Truth, Wording
from autarky.report.ledger_words import Words

# what a reader should see first
ORDER = (
    "wrong", "implausible_unit", "right_by_another_definition", "right_in_another_year", "right", "not_checkable",
)  # fmt: skip
_BAD = ("wrong", "implausible_unit")
_SHIFTED = ("right_by_another_definition", "right_in_another_year")


@dataclass(frozen=True)
class Fact:
    """One truth: value, definition, period, source, how computed, whether it bears the claim out, its citation."""

    value: str
    definition: str
    year: str
    source: str
    how: str
    bears: str  # "yes", "no" or "context": a key of the words
    citation: str
    estimate: bool
    others: tuple[
        tuple[str, str, str], ...
    ] = ()  # the same definition in other periods: period, value, bears


@dataclass(frozen=True)
class Entry:
    """One figure. `number` counts through the page, `before`, `span`, `after` are its sentence, `read` is the figure
    as understood, `about` what it measures, `commands` get the sources that would decide."""

    number: int
    verdict: str
    before: str
    span: str
    after: str
    read: str
    about: str
    facts: tuple[tuple[str, str], ...]
    reason: str
    truths: tuple[Fact, ...]
    best: Fact | None
    conflicts: tuple[tuple[int, str], ...]
    needed: tuple[tuple[str, str], ...]
    scenario: str
    not_understood: tuple[str, ...]
    start: int
    end: int

    @property
    def rank(self) -> tuple[int, int]:
        """What matters first, then the order of the text."""
        return ORDER.index(self.verdict), self.number


@dataclass(frozen=True)
class Article:
    """A document with its claims checked; `entries` in the order of the text."""

    document: Document
    checked: tuple[Checked, ...]

    def entries(self, words: Words, first: int = 1) -> list[Entry]:
        """The rows, numbered from `first`."""
        ordered = sorted(self.checked, key=lambda c: (c.claim.figure.span.start, c.claim.figure.span.end))
        numbers = {c.claim.id: first + k for k, c in enumerate(ordered)}
        return [_entry(c, numbers, words) for c in ordered]


def headline(entries: Sequence[Entry], words: Words) -> str:
    """``12 figures: 7 right, 2 by another definition, ...``"""
    counts = Counter(e.verdict for e in entries)
    parts = [
        words("counts", v, n=counts[v]) for v in ("right", *_SHIFTED, *_BAD, "not_checkable") if counts[v]
    ]
    n = len(entries)
    return (
        words("counts", "figure" if n == 1 else "figures", n=n)
        + words.table["colon"]
        + words.join(parts)
        + words.table["stop"].strip()
    )


def finding(entries: Sequence[Entry], words: Words) -> list[str]:
    """What matters most, in one to three sentences."""
    decided = [e for e in entries if e.verdict != "not_checkable"]
    k = len(decided)
    bad = [e for e in decided if e.verdict in _BAD]
    shifted = [e for e in decided if e.verdict in _SHIFTED]
    if not decided:
        return [words("finding", "none")]
    told, kind = (bad, "bad") if bad else (shifted, "shifted") if shifted else ([], "good")
    said = [words("finding", kind + ("_one" if len(told) == 1 else ""), n=len(told), k=k)]
    worst = min((e for e in told if e.best), key=lambda e: e.rank, default=None)
    if worst is not None and worst.best is not None:
        fact = worst.best
        said.append(
            words(
                "finding",
                "worst",
                span=words.quote(worst.span),
                what=worst.about,
                truth=fact.value,
                definition=fact.definition,
                year=fact.year,
                source=fact.source,
            )
        )
    left = len(entries) - k
    return [*said, words("page", "open", n=left)] if left else said


def _entry(checked: Checked, numbers: dict[str, int], words: Words) -> Entry:
    claim = checked.claim
    sentence, span = claim.sentence, claim.figure.span
    a, b = max(span.start - sentence.start, 0), max(span.end - sentence.start, 0)
    truths = _grouped([_fact(t, words) for t in checked.truth])
    best = checked.best or next((t for t in checked.truth if t.match is not None), None)
    return Entry(
        number=numbers[claim.id],
        verdict=checked.verdict,
        before=_plain(sentence.text[:a]),
        span=_plain(span.text).strip(),
        after=_plain(sentence.text[b:]),
        read=_read(claim.figure, words),
        about=_about(claim, words),
        facts=tuple(_facts(checked, words)),
        reason=_said(checked.reason, checked.wording, words),
        truths=truths,
        best=_fact(best, words) if best is not None else None,
        conflicts=tuple(
            (numbers[c.other], _said("", c.wording, words)) for c in checked.conflicts if c.other in numbers
        ),
        needed=tuple((n.source, n.command or "") for n in checked.needed),
        scenario=checked.scenario or "",
        not_understood=claim.not_understood,
        start=span.start,
        end=span.end,
    )


def _read(figure: Figure, words: Words) -> str:
    """The figure in base units, with its hedge."""
    if figure.value is not None:
        return words("approx", figure.approx) + words.amount(figure.value, figure.unit)
    return words("approx", figure.approx) + words.span(figure.low, figure.high, figure.unit)


def _about(claim: Claim, words: Words) -> str:
    """``share of exports, Belarus → Russia, potash, 2024``."""
    if claim.measure is None:
        return "–"
    states = words.states(claim.subject)
    if claim.partner:
        arrow = {"exports": "→", "imports": "←"}.get(claim.flow or "", "–")
        states = f"{states} {arrow} {words.states(claim.partner)}"
    return words.join(
        [
            words("measures", claim.measure),
            states,
            words("products", claim.product) if claim.product else "",
            claim.period or "",
        ]
    )


def _facts(checked: Checked, words: Words) -> list[tuple[str, str]]:
    """What is told of the reading of a claim, as names and texts."""
    claim, page = checked.claim, words.page
    source = {"text": page["said"], "inferred": page["inferred"]}.get(claim.period_source or "", "")
    period = f"{claim.period} ({source})" if claim.period and source else claim.period or ""
    rows = [
        (page["reads"], f"{_read(claim.figure, words)}{words.table['joint']}{_about(claim, words)}"),
        (page["year"], period),
        (page["kind_label"], words("kinds", claim.kind)),
        (page["quoted"], claim.attribution or ""),
        (page["confidence"], words("confidences", checked.confidence) if checked.checkable else ""),
    ]
    return [(name, text) for name, text in rows if text]


def _fact(truth: Truth, words: Words) -> Fact:
    bears = "context" if truth.match is None else "yes" if truth.match else "no"
    return Fact(
        value=words.amount(truth.value, truth.unit),
        definition=_said(truth.definition, truth.wording, words),
        year=truth.year,
        source=truth.source,
        how=truth.how,
        bears=bears,
        citation="; ".join(t for t in (truth.citation, truth.licence) if t),
        estimate=truth.estimate,
    )


def _grouped(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """One fact for each definition and source, the nearest, with its other periods, in order of time."""
    by: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        by.setdefault((fact.definition, fact.source), []).append(fact)
    return tuple(
        replace(first, others=tuple(sorted((f.year, f.value, f.bears) for f in rest)))
        for first, *rest in by.values()
    )


def _said(english: str, wording: Wording, words: Words) -> str:
    return say(wording, words.code) if wording.key else english


def _plain(text: str) -> str:
    """Without mark-up and line ends: a sentence of a page in HTML still holds its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]{0,2000}>", " ", text))
