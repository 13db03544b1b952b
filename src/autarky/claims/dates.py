"""Dates and periods: where a text names them and which they are.

A period is `2024`, `2024-05`, `2024-01/2024-09`, `2021-2022` or `2023/2024`; a relative one (last year) waits
for the day of the article.
"""

import re
from dataclasses import dataclass
from functools import cache

from autarky.claims.languages import Vocabulary, vocabulary
from autarky.claims.model import Document

_YEAR = r"(?:19|20)\d\d(?!\d|[.,]\d)"
_DAY = r"(?<!\d)(?:3[01]|[12]\d|0?[1-9])"
_ISO = re.compile(r"(?P<year>(?:19|20)\d\d)[-/.年](?P<m>[01]?\d)(?:[-/.月](?P<day>[0-3]?\d))?")
_FEED = re.compile(r"(?P<day>\d{1,2}) (?P<name>[A-Z][a-z]{2}) (?P<year>(?:19|20)\d\d)")
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EARLIER = "earlier"  # the year before the one just spoken of
# Chinese counts of quarters
_QUARTERS = {"二": 2, "两": 2, "三": 3, "四": 4, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True)
class Dated:
    """A date in a text: start and end in the folded text, the period where it is absolute, else how it relates.

    shift : years from the article's, or `earlier`. part : `-01/-09` or `-05` within that year, or an empty string.
    day : does it name a day (a date, not a period).
    """

    start: int
    end: int
    period: str | None
    shift: int | str | None = None
    part: str = ""
    day: int | None = None


@cache
def _patterns(code: str) -> tuple[re.Pattern[str], ...]:
    words = vocabulary(code)
    table = words["dates"]
    parts = {
        "MONTH": words.pattern(w for names in table["months"].values() for w in names),
        "QUARTER": words.pattern(w for names in table["quarters"].values() for w in names),
        "COUNT": r"(?:\d{1,2}|" + words.pattern(w for names in table["count"].values() for w in names) + ")",
        "YEAR": _YEAR,
        "DAY": _DAY,
    }
    found = []
    for pattern in table["patterns"]:
        body = re.sub("MONTH|QUARTER|COUNT|YEAR|DAY", lambda m: parts[m[0]], pattern)
        body = re.sub(r"\(\?P<rel>([^()]*)\)", r"(?P<rel>(?i:\1))", body)
        edge = r"(?<!\w)(?:{})(?!\w)" if words.spaced else r"(?<!\d)(?:{})"
        found.append(re.compile(edge.format(body)))
    return tuple(found)


def dates(text: str, code: str) -> list[Dated]:
    """Return the dates of a folded text in order; the more exact reading of a place wins."""
    words = vocabulary(code)
    taken: list[tuple[int, int]] = []
    found: list[Dated] = []
    for pattern in _patterns(code):
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            dated = _read(match, words)
            if dated is not None:
                taken.append(match.span())
                found.append(dated)
    return sorted(found, key=lambda d: d.start)


def _number(word: str | None, table: dict[str, list[str]], words: Vocabulary) -> int | None:
    if word is None:
        return None
    if word.isdigit():
        return int(word)
    return next((int(n) for n, names in table.items() if words.matcher(names).fullmatch(word)), None)


def _read(match: re.Match[str], words: Vocabulary) -> Dated | None:
    g = {k: v for k, v in match.groupdict().items() if v is not None}
    table = words["dates"]
    if "decade" in g:
        return Dated(match.start(), match.end(), None)
    month = _number(g.get("month"), table["months"], words) or _plain(g.get("m") or g.get("mo"))
    last = _number(g.get("month2"), table["months"], words) or _plain(g.get("mo2"))
    day = _plain(g.get("day"))
    if (month is not None and not 1 <= month <= 12) or (last is not None and not 1 <= last <= 12):
        return None
    part = ""
    if "quarter" in g:
        quarter = _number(g["quarter"], table["quarters"], words) or 1
        part = f"-{3 * quarter - 2:02d}/-{3 * quarter:02d}"
    elif "quarters" in g:
        part = f"-01/-{3 * _QUARTERS[g['quarters']]:02d}"
    elif "half" in g:
        first = g["half"] in ("first", "перв", "上", "1")
        part = "-01/-06" if first else "-07/-12"
    elif "count" in g:
        count = _number(g["count"], table["count"], words) or 1
        part = f"-01/-{min(count, 12):02d}"
    elif month is not None and last is not None:
        part = f"-{month:02d}/-{last:02d}"
    elif month is not None:
        part = f"-{month:02d}"
    if "rel" in g:
        shift = table["relative"].get(g["rel"].lower())
        if shift is None:
            shift = next((v for k, v in table["relative"].items() if k in g["rel"].lower()), None)
        return Dated(match.start(), match.end(), None, shift, part, day)
    if "season" in g:
        a, b = re.findall(r"\d+", g["season"])[:2]
        return Dated(match.start(), match.end(), f"{a}/{b if len(b) == 4 else a[:2] + b}")
    if "year2" in g or "short2" in g:
        end = g.get("year2") or g["year"][:2] + g["short2"]
        return Dated(match.start(), match.end(), f"{g['year']}-{end}")
    if "year" in g:
        return Dated(match.start(), match.end(), of_year(g["year"], part), None, part, day)
    return Dated(match.start(), match.end(), None, None, part, day)


def _plain(digits: str | None) -> int | None:
    return int(digits) if digits else None


def of_year(year: int | str, part: str) -> str:
    """Return the part of a year as a period: `-01/-09` of 2025 is `2025-01/2025-09`."""
    return "/".join(f"{year}{p}" for p in part.split("/")) if part else str(year)


def published_in(document: Document, said: str | None) -> str | None:
    """Return the day, month or year an article is from: what its mark-up says, else a date that stands apart in
    it.
    """
    if said:
        if iso := _ISO.search(said):
            return "-".join(x.zfill(2) for x in (iso["year"], iso["m"], iso["day"]) if x)
        if (feed := _FEED.search(said)) and feed["name"] in _ENGLISH:
            return f"{feed['year']}-{_ENGLISH.index(feed['name']) + 1:02d}-{int(feed['day']):02d}"
    code = vocabulary(document.language).code
    lines = [m for m in re.finditer(r"[^\n]+", document.folded) if m[0].strip()]
    for line in [*lines[:6], *lines[-3:]]:
        apart = len(line[0].strip()) < 60
        head = line[0] if apart else line[0][:90]
        for dated in dates(head, code):
            if not (dated.day and dated.period):
                continue
            dateline = re.match(
                r"\W{0,4}(?:[)）]|\s*(?:\(|（|[-—–]|电|讯|电讯|报道|消息|\.\s*/))", head[dated.end :]
            )
            alone = apart and len(head.strip()) - (dated.end - dated.start) < 25
            if dateline or alone:
                return f"{dated.period}-{dated.day:02d}"
    return None
