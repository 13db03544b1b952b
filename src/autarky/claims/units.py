"""What stands around a number: units before and behind it, what is counted, hedges. Words come from the vocabularies."""

import re
from dataclasses import dataclass
from functools import cache
from typing import get_args

from autarky.claims.languages import Vocabulary, vocabulary
from autarky.claims.model import Approx

TIME = ("minutes", "hours", "days", "months", "years")
CURRENCIES = frozenset({"USD", "EUR", "RUB", "CNY", "BYN", "KZT", "GBP", "JPY", "INR", "TRY"})
_REACH = 60  # characters before a number in which its hedge may stand


@dataclass(frozen=True)
class Found:
    """A figure in the folded text, before it becomes a span of the text."""

    start: int
    end: int
    unit: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    approx: Approx = "exact"
    precision: float | None = None


@dataclass(frozen=True, eq=False)
class FigureWords:
    words: Vocabulary
    units: tuple[tuple[re.Pattern[str], str, float], ...]
    before: tuple[tuple[re.Pattern[str], str], ...]
    nouns: tuple[tuple[re.Pattern[str], str], ...]
    hedges: tuple[tuple[re.Pattern[str], str], ...]
    behind: tuple[tuple[re.Pattern[str], str], ...]
    ranks: tuple[re.Pattern[str], ...]
    rank_values: dict[str, int]
    idioms: re.Pattern[str]
    range_join: re.Pattern[str]
    list_join: re.Pattern[str]
    population: re.Pattern[str]
    each: re.Pattern[str]
    plans: re.Pattern[str]


def _entries(table: dict[str, list[str]]) -> list[tuple[str, str, float]]:
    rows = [(w, *key.strip().partition(" ")[::2]) for key, names in table.items() for w in names]
    return [
        (w, unit, float(factor or 1)) for w, unit, factor in sorted(rows, key=lambda r: (-len(r[0]), r[0]))
    ]


@cache
def figure_words(code: str) -> FigureWords:
    v = vocabulary(code)
    blank = r"\s?-?" if v.spaced else r" ?"
    units = tuple(
        (re.compile(blank + v.pattern([w]).replace(r"(?<!\w)", "")), unit, f)
        for w, unit, f in _entries(v["units"])
    )
    filler = (
        r"(?:\s+(?!и\s|and\s|or\s|to\s|in\s|в\s|на\s|of the\s)(?:[A-Za-zА-я][\w-]*|[^\s\d.,;:()]+)){0,2}?\s+"
        if v.spaced
        else " ?"
    )
    nouns = tuple((re.compile(filler + v.pattern([w])), unit) for w, unit, _ in _entries(v["nouns"]))
    before = tuple((re.compile(v.pattern([w]) + r"\s?$"), unit) for w, unit, _ in _entries(v["before"]))
    space = r"\s+" if v.spaced else r"\s?"
    link = (
        r"(?:(?:the|a|an|to|at|by|of|на|в|с|за|к|до)\s+)?"
        if v.spaced
        else "(?:占[^，。,\\d]{0,10}?的?|了|为|占|有|至|到|达)?"
    )
    far = "(?:其?[^，。,\\d了]{0,8}?的|占[^，。,\\d]{0,10}?的?|了|为|占|有|至|到|达)?"  # 接近其外债总额的一半
    hedges = [(w, a) for a, names in v["hedges"]["before"].items() for w in names]
    hedges.sort(key=lambda h: (-len(h[0]), h[0]))
    behind = [(w, a) for a, names in v["hedges"]["after"].items() for w in names]
    ranks = {w: int(n) for n, names in v["ranks"]["words"].items() for w in names}
    rank = v.pattern(ranks)
    joins = "|".join(re.escape(j) for j in sorted(v["range"]["joins"], key=len, reverse=True))
    commas = r",\s|\s(?:and|or|и|или)\s|,\s(?:and|и)\s" if v.spaced else "、|和|与|及|，"
    return FigureWords(
        v, units, before, nouns,
        tuple(
            (re.compile(v.pattern([w]) + space + (link if v.spaced or len(w) < 2 else far) + "$"), a) for w, a in hedges
        ),
        tuple((re.compile(r"\s?" + v.pattern([w])), a) for w, a in behind),
        tuple(re.compile(p.replace("RANK", rank)) for p in v["ranks"]["patterns"]), ranks,
        v.matcher(v["idioms"]["words"]),
        re.compile(rf"\s?(?:{joins})\s?" if v.spaced else f" ?(?:{joins}) ?"), re.compile(commas),
        v.matcher(v["concepts"]["population"]),
        v.matcher(v["idioms"].get("each") or v["durations"]["each"]), v.matcher(v["kinds"]["plan"]),
    )  # fmt: skip


def times(x: float | None, factor: float) -> float | None:
    return None if x is None else float(f"{x * factor:.12g}")


def hedge(text: str, start: int, end: int, w: FigureWords) -> Approx:
    head = text[max(0, start - _REACH) : start]
    for pattern, name in w.hedges:
        if pattern.search(head):
            return _approx(name)
    for pattern, name in w.behind:
        if pattern.match(text, end):
            return _approx(name)
    return "exact"


def _approx(name: str) -> Approx:
    return next(a for a in get_args(Approx) if a == name)
