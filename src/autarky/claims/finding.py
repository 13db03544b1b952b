"""Finds the figures of an article: numbers with their units, ranges and hedges; leaves out what claims nothing."""

import re
from dataclasses import replace

from autarky.claims.dates import Dated, dates
from autarky.claims.languages import vocabulary
from autarky.claims.model import Document, Figure
from autarky.claims.numbers import Number, numbers
from autarky.claims.sentences import at, sentences
from autarky.claims.series import bare_counts, ranges, share_units
from autarky.claims.units import CURRENCIES, TIME, FigureWords, Found, figure_words, hedge, times

_MASSES = CURRENCIES | {"t", "bbl", "m3", "km", "km2", "kWh"}


def find(document: Document) -> tuple[Figure, ...]:
    """Return the figures of an article in order, apart from each other. Never raises for any text."""
    code = vocabulary(document.language).code
    figures = []
    for f in found(document.folded, code):
        span = document.span(f.start, f.end)
        figures.append(Figure(span, f.unit, f.value, f.low, f.high, f.approx, f.precision))
    return tuple(figures)


def found(text: str, code: str) -> list[Found]:
    """Return the figures of a folded text."""
    w = figure_words(code)
    dated = dates(text, code)
    idioms = [m.span() for m in w.idioms.finditer(text)]
    numerals = [n for n in numbers(text, code) if not any(a <= n.start and n.end <= b for a, b in idioms)]
    figures = _ranks(text, w) + _compounds(text, w)
    read: dict[int, Found] = {}
    for k, number in enumerate(numerals):
        following = numerals[k + 1] if k + 1 < len(numerals) else None
        if figure := _figure(text, number, following, w):
            read[k] = figure
    share_units(text, numerals, read, w)
    bare_counts(text, numerals, read, w)
    figures += ranges(text, numerals, read, w)
    figures = [f for f in figures if not _is_date(text, f, dated)]
    figures = _apart([f for f in figures if f.unit not in TIME or _lasting(text, f, w)])
    ordered = sentences(text)
    figures = _ratios(text, figures, ordered, w)
    return sorted(figures + _targets(text, figures, dated, ordered, w), key=lambda f: f.start)


def _figure(text: str, number: Number, following: Number | None, w: FigureWords) -> Found | None:
    """Give a number its unit, or None where it has none."""
    end, start, factor = number.end, number.start, 1.0
    unit: str | None = None
    for pattern, name in w.before:
        if m := pattern.search(text[max(0, start - 14) : start]):
            unit, start = name.strip(), start - len(m[0])
            break
    if number.written in ("share", "multiple"):
        return _share(text, number, w)
    for pattern, name, scale in w.units:
        if m := pattern.match(text, end):
            if unit is None:
                unit, factor, end = name, scale, m.end()
            elif name == unit:
                end = m.end()
            break
    if unit is None and (
        number.written != "words" or (number.value or 0) > 10 or number.scaled or _armed(text, number, w)
    ):
        for pattern, name in w.nouns:
            m = pattern.match(text, end)
            if m and not (following and following.start < m.end()):
                unit, end = name, m.end()
                break
    if unit is None and number.scaled and w.population.search(text[max(0, start - 25) : start]):
        unit = "persons"
    if unit is None or not _sensible(text, number, unit, start, end, w):
        return None
    approx = hedge(text, start, end, w)
    if number.over and approx == "exact":
        approx = "over"
    if number.written == "vague":
        return Found(start, end, unit, None, times(number.low, factor), times(number.high, factor), "about")
    return Found(
        start,
        end,
        unit,
        times(number.value, factor),
        approx=approx,
        precision=times(number.precision, factor),
    )


def _armed(text: str, number: Number, w: FigureWords) -> bool:
    """May a small number in words count something (two reactors, 两架战机)? Only where the noun is rare enough to
    matter.
    """
    rest = text[number.end : number.end + 24]
    return bool(
        re.match(
            r"\s?(?:reactor|power unit|nuclear|reacteur|реактор|энергоблок|атомн|架|艘|枚|座(?:核|反应))",
            rest,
        )
    )


def _sensible(text: str, number: Number, unit: str, start: int, end: int, w: FigureWords) -> bool:
    """Is the reading of number and unit one that a writer means?"""
    adverb = number.written == "scale" and not w.words.spaced and unit not in _MASSES
    # 千, 万 alone: an adverb or an idiom, unless a hedge stands before it
    if (
        adverb
        and hedge(text, start, end, w) == "exact"
        and text[start - 1 : start] not in ("上", "过", "超", "近")
    ):
        return False
    if (
        w.words.spaced
        and number.written == "words"
        and unit in ("count", "persons")
        and (number.value or 0) <= 10
    ):
        return _armed(text, number, w)
    if not w.words.spaced and unit in ("count", "persons"):
        if (
            number.written == "words"
            and (number.value or 0) <= 10
            and not number.scaled
            and not _armed(text, number, w)
        ):
            return False
        if (
            (number.value or 0) <= 4
            and unit == "count"
            and re.match(r"[个项场次点条]", text[number.end : number.end + 1])
        ):
            return "每" in text[max(0, start - 20) : start]
        if text[start - 1 : start] == "第":
            return "访" in text[end : end + 6]
    if unit == "times":
        lead = text[max(0, start - 12) : start]
        if not w.words.spaced:
            return True
        if w.words.code == "ru":
            return bool(re.search(r"\bв\s+(?:\w+\s+){0,2}$", lead))
        return bool(
            re.match(
                r"\s?(?:more|higher|larger|bigger|as |the size|what|that of|less|lower|greater|its)",
                text[end : end + 12],
            )
        )
    return not (
        unit == "t"
        and number.written == "digits"
        and text[end - 1 : end] == "т"
        and text[end - 2 : end - 1].isdigit()
    )


def _share(text: str, number: Number, w: FigureWords) -> Found | None:
    """Read half, two fifths, doubled; a share before a scale is a number (half a million)."""
    rest = text[number.end : number.end + 24]
    if re.match(r"\s(?:a |an )?(?:million|billion|dozen|hundred|trillion|миллион|миллиард)", rest):
        return None
    if number.written == "share":
        if re.match(
            r"[\s-]?(?:finals?|time|day|hour|way|year|century|brother|sister|term|of (?:the )?(?:year|season|20\d\d))\b",
            rest,
        ):
            return None
        if re.match(r"\s?(?:года|часа|века|дня|финал\w*|срока|пути|квартал\w*|20\d\d)", rest):
            return None
    value = number.value or 0.0
    return Found(
        number.start,
        number.end,
        "%",
        value,
        approx="nearly"
        if value == 100 and number.written == "share"
        else hedge(text, number.start, number.end, w),
        precision=10.0 if number.written == "share" and value == 50 else None,
    )


def _ranks(text: str, w: FigureWords) -> list[Found]:
    figures = []
    for pattern in w.ranks:
        for m in pattern.finditer(text):
            group = next((g for g in range(1, (m.re.groups or 0) + 1) if m[g]), 0)
            written = m[group].lower().removeprefix("第")
            value = (
                int(written)
                if written.isdigit()
                else next(
                    (n for word, n in w.rank_values.items() if w.words.matcher([word]).fullmatch(written)),
                    None,
                )
            )
            if value is not None:
                figures.append(Found(m.start(group), m.end(group), "rank", float(value), precision=1.0))
    return figures


def _compounds(text: str, w: FigureWords) -> list[Found]:
    """Read a number and a time in one word: пятилетний."""
    table = w.words["durations"]
    if "compounds" not in table:
        return []
    figures = []
    for value, prefix in table["prefixes"].items():
        for unit, endings in table["compounds"].items():
            for ending in endings:
                for m in re.finditer(
                    rf"(?<!\w){prefix}{ending.replace('*', chr(92) + 'w*')}(?!\w)", text, re.IGNORECASE
                ):
                    figures.append(Found(m.start(), m.end(), unit, float(value), precision=1.0))
    return figures


def _is_date(text: str, figure: Found, dated: list[Dated]) -> bool:
    """Does the figure lie in a date? A bare year before a unit is a number (2000 tonnes)."""
    for d in dated:
        if d.start < figure.end and figure.start < d.end:
            bare = d.end - d.start == 4 and figure.unit not in (*TIME, "rank")
            if (d.start > figure.start and d.end > figure.end) or (
                figure.end - figure.start > d.end - d.start and figure.unit not in TIME
            ):
                continue
            if not bare:
                return True
    return False


def _lasting(text: str, figure: Found, w: FigureWords) -> bool:
    """Is a length of time said in words that make it a claim?"""
    head = text[max(0, figure.start - 60) : figure.start]
    tail = text[figure.end : figure.end + 60]
    span = text[figure.start : figure.end]
    marked = f"{head}\x01{tail}"
    for pattern in w.words["idioms"]["vague_time"]:
        if re.search(
            pattern.replace("NUMBER", "(?:\\\\w+ )?\x01".replace("\\\\", "\\")), marked, re.IGNORECASE
        ):
            return False
    if figure.unit == "years" and re.search(r"周年|лети[еяю]|летн|anniversary", span + tail[:14]):
        return True
    hedged = "\x01"
    return any(
        re.search(p.replace("NUMBER", hedged), marked, re.IGNORECASE)
        for p in w.words["durations"]["patterns"]
    )


def _apart(figures: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for f in sorted(figures, key=lambda f: (f.start, -f.end)):
        if kept and f.start < kept[-1].end:
            if f.unit == "rank" or f.end - f.start > kept[-1].end - kept[-1].start:
                kept[-1] = f
            continue
        kept.append(f)
    return kept


def _ratios(text: str, figures: list[Found], ordered: list[tuple[int, int]], w: FigureWords) -> list[Found]:
    """Read `two for every one lost`: the first number belongs to the claim, the second is the ratio."""
    kept: list[Found] = []
    for f in figures:
        start, end = ordered[at(ordered, f.start)]
        each = w.each.search(text, start, end)
        if not each or f.unit not in ("count", "persons") or (f.value or 99) > 20:
            kept.append(f)
        elif not each.start() <= f.start <= each.end() + 4:
            kept.append(replace(f, unit="ratio"))
    return kept


def _targets(
    text: str, figures: list[Found], dated: list[Dated], ordered: list[tuple[int, int]], w: FigureWords
) -> list[Found]:
    """A year is a claim where a sentence plans something by then and gives no other figure."""
    found_ = []
    future = w.words["dates"]["future"]
    lead = re.compile(w.words.pattern(future) + r"\s*$")
    behind = re.compile(r"\s?(?:年?(?:之)?前|以前)")
    for d in dated:
        if d.period is None or not re.fullmatch(r"\d{4}", d.period) or int(d.period) < 2020:
            continue
        start, end = ordered[at(ordered, d.start)]
        if any(start <= f.start < end for f in figures) or not w.plans.search(text, start, end):
            continue
        if (w.words.spaced and lead.search(text[start : d.start])) or (
            not w.words.spaced and behind.match(text, d.end)
        ):
            found_.append(Found(d.start, d.end, "year", float(d.period), approx="under", precision=1.0))
    return found_
