"""An article as it was read, with its figures marked in place.

Shown are the characters of the text that its folded form stands for: without mark-up and unrelated headlines, but in
the article's own script and spelling.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from autarky.claims.model import Document, Span
from autarky.report.ledger_entries import Entry

_ENTITY = re.compile(r"^(&|<|\s*$)")
_FRONT = re.compile(r"^title:\s*['\"]?(.*?)['\"]?\s*$")
_SENTENCE = re.compile(r"[.。！!;；:：,，]$")
_LONGEST_TITLE = 90


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph; `entry` where it is a figure."""

    text: str
    entry: Entry | None = None


def paragraphs(document: Document, entries: Sequence[Entry]) -> list[list[Piece]]:
    """The article's paragraphs, each a list of pieces; every figure is marked once, the first of two that overlap."""
    marks: list[tuple[int, int, Entry]] = []
    for entry in entries:
        a, b = document.fold(Span(entry.start, entry.end, document.text[entry.start : entry.end]))
        if a < b and (not marks or a >= marks[-1][1]):
            marks.append((a, b, entry))
    made: list[list[Piece]] = []
    for start, end in _lines(document.folded):
        inside = [(max(a, start), min(b, end), e) for a, b, e in marks if a < end and b > start]
        pieces, at = [], start
        for a, b, entry in inside:
            pieces += [Piece(_verbatim(document, at, a)), Piece(_verbatim(document, a, b), entry)]
            at = b
        pieces.append(Piece(_verbatim(document, at, end)))
        made.append([p for p in pieces if p.text])
    return made


def title(document: Document) -> str:
    """The first line of the article where it is a title by its length and end, else empty."""
    for start, end in _lines(document.folded):
        line = _verbatim(document, start, end).strip().lstrip("#").strip()
        if found := _FRONT.match(line):
            line = found[1]
        if " > " in line:  # where the page stands on its site
            continue
        return line if len(line) <= _LONGEST_TITLE and not _SENTENCE.search(line) else ""
    return ""


def _lines(folded: str) -> list[tuple[int, int]]:
    """Where each line that holds something begins and ends."""
    found = []
    for match in re.finditer(r"[^\n]+", folded):
        text = match[0]
        if text.strip():
            left = len(text) - len(text.lstrip())
            found.append((match.start() + left, match.start() + len(text.rstrip())))
    return found


def _verbatim(document: Document, start: int, end: int) -> str:
    """The text that `folded[start:end]` stands for; of mark-up and entities, what they stand for."""
    shown: list[str] = []
    last = -1
    for k in range(start, end):
        a, b = document.starts[k], document.ends[k]
        if a == last:  # two folded characters of one: a ligature, ½
            continue
        raw = document.text[a:b]
        if len(raw) > 1 and _ENTITY.match(raw):
            shown.append(document.folded[k])
        else:
            shown.append(raw)
            last = a
    return "".join(shown)
