"""The period a figure is for: what its clause, its sentence or the sentences before say; relative ones from the
article's day.
"""

import re
from dataclasses import dataclass
from functools import cache

from autarky.claims.dates import Dated, of_year
from autarky.claims.languages import vocabulary
from autarky.claims.model import PeriodSource
from autarky.claims.sentences import clauses
from autarky.claims.units import Found

# what has a period even where the sentence does not name it: amounts and changes of a time, not states of things
CARRIED = frozenset(
    [
        "export_value",
        "import_value",
        "trade_value",
        "export_quantity",
        "import_quantity",
        "production",
        "growth",
        "gdp_growth",
        "revenue",
        "budget",
        "aid",
        "contribution_share",
        "price_change",
        "cost_change",
        "inflation",
        "share_change",
        "freight_volume",
        "distance",
        "detainees",
    ]
)
_TIMELESS = frozenset(
    ["area", "border_length", "population", "reserves", "reserves_share", "stock_of_weapons", "troops"]
)
# shares are carried from the sentence before, unless they are told as what is always so
_SHARES = frozenset({"export_share", "import_share", "trade_share", "rank"})
_STANDING = {
    "en": re.compile(
        r"\b(?:accounts?|makes? up|takes?|buys?|depends?|relies|rely|provides?|is|are|has|have|comes?|gets?|brings?|supplies|imports)\b"
    ),
    "ru": re.compile(
        r"приходится|составляет|завис[ия]т|получает|занимает|обеспечивает|закупает|отправляется|является|ввозит|остается|поступает|—"
    ),
    "zh": re.compile(r"依赖|来自|常年|长期|一直|仍|该国|从.{2,8}进口"),
}


ANNIVERSARY = "建交|周年|anniversary|годовщин|-лети|diplomatic relations"


@dataclass(frozen=True)
class Calendar:
    """The year a text is written in (`said`: does it say so), its month if known, and the dates it names."""

    year: int | None
    month: int | None
    said: bool
    dates: tuple[Dated, ...]


def calendar(dated: list[Dated], published: str | None, text: str, code: str) -> Calendar:
    """Return the calendar of a text; without a date of its own, the latest year that is no target."""
    if published:
        parts = published.split("-")
        return Calendar(int(parts[0]), int(parts[1]) if len(parts) > 1 else None, True, tuple(dated))
    future = _future(code)
    years = [
        int(y)
        for d in dated
        if d.period
        and not (code == "en" and re.search(r"\bwill\b", text[max(0, d.start - 90) : d.start]))
        and not future.search(text[max(0, d.start - 14) : d.start])
        and not re.match(r"年?前", text[d.end : d.end + 2])
        for y in re.findall(r"(?:19|20)\d\d", d.period)
    ]
    return Calendar(max(years, default=None), None, False, tuple(dated))


@cache
def _future(code: str) -> re.Pattern[str]:
    words = vocabulary(code)
    end = r"\s*$"
    return re.compile(words.pattern(words["dates"]["future"]) + end)


@cache
def _than(code: str) -> re.Pattern[str]:
    return re.compile(
        {
            "en": r"(?:than|compared with|compared to|against|versus|that of)(?: in| for)?(?: the same period)?(?: of| in)?\s*$",
            "ru": r"(?:чем|против|по сравнению с|к уровню|относительно)(?: в| за)?(?: тот же период| аналогичный период)?\s*$",
            "zh": r"(?:较|比|相比)$",
        }[code]
    )


@cache
def _now(code: str) -> re.Pattern[str]:
    words = vocabulary(code)
    return words.matcher(words["dates"]["now"])


@cache
def _since(code: str) -> re.Pattern[str]:
    words = vocabulary(code)
    return re.compile(words.pattern(words["dates"]["since"]) + r"\s*$")


def period(
    text: str, code: str, figure: Found, sentence: tuple[int, int], before: list[tuple[int, int]], measure: str
    | None,
    role: str, cal: Calendar, starts: list[int],
) -> tuple[str | None, PeriodSource | None]:  # fmt: skip
    """Return the period of a figure and whether the text says it or it is inferred.

    before : the sentences before, nearest first. measure, role : as in `measures.read`. starts : where the
    figures of the text begin.
    """
    if measure == "duration" and re.search(ANNIVERSARY, text[max(0, figure.start - 8) : figure.end + 30]):
        return (str(cal.year), "inferred" if cal.said else "text") if cal.year else (None, None)
    if figure.unit == "year":
        return str(int(figure.value or 0)), "text"
    here = [d for d in cal.dates if sentence[0] <= d.start < sentence[1] and _is_period(text, code, d)]
    if here:
        chosen = _nearest(text, figure, here, sentence, code, starts, measure)
        if chosen is not None:
            return _resolved(chosen, here, before, cal)
    if (
        _now(code).search(text, *sentence)
        and code == "zh"
        and re.search("现在|迄今", text[slice(*sentence)])
        and cal.year
    ):
        return str(cal.year), "inferred"
    back = measure in _SHARES and not _STANDING[code].search(text, *sentence)
    if (measure in CARRIED or back) and not _now(code).search(text, *sentence):
        for past in before[: 1 if back else 2]:
            there = [d for d in cal.dates if past[0] <= d.start < past[1] and _is_period(text, code, d)]
            there = [
                d
                for d in there
                if d.shift != "earlier" and not _future(code).search(text[max(0, d.start - 14) : d.start])
            ]
            if there:
                found, _ = _resolved(there[-1], there, before, cal)
                return found, "text" if found and there[-1].period else ("inferred" if found else None)
    return None, None


def _is_period(text: str, code: str, dated: Dated) -> bool:
    """Is a date a period for figures: not a decade, not the year a treaty is named by, not a day (but for its
    month).
    """
    if dated.period is None and dated.shift is None and not dated.part:
        return False
    if _than(code).search(text[max(0, dated.start - 24) : dated.start]):
        return False  # what is compared with
    return dated.period is not None or dated.shift is not None or "/" in dated.part or dated.day is None


def _nearest(
    text: str,
    figure: Found,
    here: list[Dated],
    sentence: tuple[int, int],
    code: str,
    starts: list[int],
    measure: str | None,
) -> Dated | None:
    """The date that goes with a figure: in its clause before one in another, a near one before a far one."""
    parts = clauses(text, *sentence)

    def clause(where: int) -> int:
        return max((k for k, (a, _) in enumerate(parts) if a <= where), default=0)

    def cost(d: Dated) -> float:
        gap = figure.start - d.end if d.end <= figure.start else d.start - figure.end
        behind = d.start >= figure.end
        apart = abs(clause(d.start) - clause(figure.start))
        base = d.shift == "earlier" and not d.part  # the year compared with
        taken = 0.0
        if behind:
            part = parts[clause(d.start)]
            if (
                any(figure.end <= s < d.start for s in starts)
                and re.search(r"\band\b|,|\bи\b|，", text[figure.end : d.start])
                and _future(code).search(text[max(0, d.start - 14) : d.start])
            ):
                taken = 250.0  # a target of the figure between
            if apart and measure in _TIMELESS:
                taken = 250.0
            if apart and any(d.end <= s < part[1] for s in starts):
                taken = 250.0  # the date of the next clause's own figure
        since = bool(_since(code).search(text[max(0, d.start - 8) : d.start])) and "-" not in (d.period or "")
        return (
            gap
            + 25.0 * apart
            + (12.0 if behind and apart else 0.0)
            + (200.0 if base else 0.0)
            + (150.0 if since else 0.0)
            + taken
        )

    ranked = sorted(here, key=cost)
    return ranked[0] if ranked and cost(ranked[0]) < 199 else None


def _resolved(
    dated: Dated, here: list[Dated], before: list[tuple[int, int]], cal: Calendar
) -> tuple[str | None, PeriodSource | None]:
    """Turn a date into a period, a relative one by the article's day."""
    if dated.period is not None:
        return dated.period, "text"
    if isinstance(dated.shift, int):
        return (of_year(cal.year + dated.shift, dated.part), "inferred") if cal.year else (None, None)
    # a month or part of a year without its year: the year named last before it, else the article's
    named = [
        d for d in cal.dates if d.period and d.end <= dated.start and (not before or d.start >= before[-1][0])
    ]
    if cal.said and cal.year:
        first = int(re.findall(r"\d\d", dated.part)[0]) if dated.part else 0
        later = cal.month is not None and first > cal.month
        return of_year(cal.year - (1 if later else 0), dated.part), "inferred"
    if named and named[-1].period:
        return of_year(named[-1].period[:4], dated.part), "text"
    return (of_year(cal.year, dated.part), "inferred") if cal.year else (None, None)
