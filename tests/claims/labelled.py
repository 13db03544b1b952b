"""Texts of our own with labelled figures (`texts/*.txt`) and how well a program finds and understands them.

A text begins with `= NAME dev|kept|fresh [DATE]`; a figure is written
`[[SPAN|VALUE UNIT MEASURE SUBJECT PARTNER PERIOD APPROX KIND]]`, `-` where nothing is said, `LOW..HIGH` for a range;
APPROX and KIND may be left out (exact, fact). `dev` texts served to write the rules;
`kept` and `fresh` ones were first measured unseen, then served too.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from autarky.claims.model import Claim

TEXTS = Path(__file__).parent / "texts"
_MARKED = re.compile(r"\[\[(.+?)\|(.+?)\]\]")


@dataclass(frozen=True)
class Label:
    """One figure as a person reads it."""

    start: int
    end: int
    span: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    measure: str | None
    subject: str | None
    partner: str | None
    period: str | None
    approx: str
    kind: str


@dataclass(frozen=True)
class Text:
    """A labelled text."""

    name: str
    language: str
    split: str
    published: str | None
    text: str
    labels: tuple[Label, ...]


def texts() -> list[Text]:
    """Return all labelled texts."""
    found = []
    for path in sorted(TEXTS.glob("*.txt")):
        for block in re.split(r"^= ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            head, _, body = block.partition("\n")
            name, split, *date = head.split()
            plain, labels = _unmarked(body.strip())
            found.append(Text(name, path.stem, split, date[0] if date else None, plain, tuple(labels)))
    return found


def _unmarked(body: str) -> tuple[str, list[Label]]:
    plain, labels, last = "", [], 0
    for match in _MARKED.finditer(body):
        plain += body[last : match.start()]
        value, unit, measure, subject, partner, period, *rest = [
            None if x == "-" else x for x in match[2].split()
        ]
        low, _, high = str(value).partition("..")
        labels.append(
            Label(
                len(plain), len(plain) + len(match[1]), match[1], None if high else float(low),
                float(low) if high else None, float(high) if high else None, str(unit), measure, subject, partner,
                period, str(rest[0]) if rest else "exact", str(rest[1]) if len(rest) > 1 else "fact",
            )
        )  # fmt: skip
        plain += match[1]
        last = match.end()
    return plain + body[last:], labels


def states(code: str | None) -> frozenset[str]:
    return frozenset(code.split("+")) if code else frozenset()


def pairs(
    text: Text, claims: tuple[Claim, ...]
) -> tuple[list[tuple[Label, Claim]], list[Label], list[Claim]]:
    """Return the labels with the claims that overlap them, the labels missed and the claims too many."""
    left, matched, missed = list(claims), [], []
    for label in text.labels:
        hit = next(
            (c for c in left if min(c.figure.span.end, label.end) > max(c.figure.span.start, label.start)),
            None,
        )
        if hit is None:
            missed.append(label)
        else:
            left.remove(hit)
            matched.append((label, hit))
    return matched, missed, left


def agreement(label: Label, claim: Claim) -> dict[str, bool]:
    """Which fields of a label a claim has right."""
    f = claim.figure

    def close(a: float | None, b: float | None) -> bool:
        return a == b or (a is not None and b is not None and abs(a - b) <= 1e-5 * max(abs(a), abs(b)))

    number = close(label.value, f.value) and close(label.low, f.low) and close(label.high, f.high)
    return {
        "value and unit": number and label.unit == f.unit,
        "measure": label.measure == claim.measure,
        "subject": states(label.subject) == states(claim.subject),
        "partner": states(label.partner) == states(claim.partner),
        "period": label.period == claim.period,
        "approx": label.approx == f.approx,
        "kind": label.kind == claim.kind,
    }
