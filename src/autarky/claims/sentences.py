"""Sentences and clauses of a folded text, as offsets."""

import re
from bisect import bisect_right

_ABBREVIATIONS = (
    "U.S|U.K|U.N|E.U|Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Gov|St|No|vs|etc|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Inc|Ltd|Co|Corp|p.p|sq|cu|e.g|i.e|"
    "тыс|млн|млрд|трлн|долл|руб|им|ул|кв|куб|т.е|т.н|т.к|г|гг|стр|см|п|п.п|б|барр|проц|чел|акад|ср|янв|фев|сент|окт|нояб|дек|бел|др|пр"
)
_ALWAYS = re.compile(
    r"(?:^|[\s(])(?:U\.S|U\.K|Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Gov|St|No|vs|им|ул|акад|т\.е|т\.н|[A-ZА-Я])\.$"
)
_SHORTENED = re.compile(rf"(?:^|[\s(\d])(?:{_ABBREVIATIONS.replace('.', chr(92) + '.')})\.$")
_STOPS = re.compile(r"[。！？!?]+[”』」》）)\"']*|\.+[”\"'»)]*(?=\s|$)|；|;(?=[^\d])|\n+")
_CLAUSES = re.compile(r"[，：；;:—–()（）“”\"«»]|,(?!\d{3}(?!\d))(?!(?<=\d,)\d)|\s-\s")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence, without the blanks around it."""
    found: list[tuple[int, int]] = []
    at = 0
    for stop in _STOPS.finditer(text):
        if stop[0].startswith(".") and not _ends(text, stop):
            continue
        if stop[0].startswith("\n") and _wrapped(text, stop):
            continue
        _add(text, at, stop.end(), found)
        at = stop.end()
    _add(text, at, len(text), found)
    return found


def _add(text: str, start: int, end: int, found: list[tuple[int, int]]) -> None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start < end:
        found.append((start, end))


def _ends(text: str, stop: re.Match[str]) -> bool:
    """Is the full stop the end of a sentence and not of an abbreviation?"""
    head = text[max(0, stop.start() - 12) : stop.start() + 1]
    rest = text[stop.end() : stop.end() + 40].lstrip(" ")
    if _ALWAYS.search(head):
        return False
    return not (_SHORTENED.search(head) and rest[:1] and not (rest[0].isupper() or rest[0] in '\n«“"'))


def _wrapped(text: str, stop: re.Match[str]) -> bool:
    """Is the line break within a sentence (hard wrapped text)?"""
    if len(stop[0]) > 1:
        return False
    before = text[: stop.start()].rstrip(" ")[-1:]
    after = text[stop.end() :].lstrip(" ")[:1]
    return before not in '.!?:;。！？：；”"»' and (
        (after.islower() and after.isascii()) or "а" <= after <= "я"
    )


def clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the clauses of a sentence: what commas, colons, dashes and brackets part."""
    found, at = [], start
    for mark in _CLAUSES.finditer(text, start, end):
        if mark.start() > at:
            found.append((at, mark.start()))
        at = mark.end()
    if at < end:
        found.append((at, end))
    return found or [(start, end)]


def at(spans: list[tuple[int, int]], where: int) -> int:
    """Return which of the ordered spans holds an offset, or the last that begins before it."""
    return max(bisect_right(spans, (where, 10**12)) - 1, 0)


def overlaps(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Does one of the ordered spans, apart from each other, overlap a stretch?"""
    k = bisect_right(spans, (start, 10**12))
    return (k > 0 and spans[k - 1][1] > start) or (k < len(spans) and spans[k][0] < end)
