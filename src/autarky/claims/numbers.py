"""Numbers as languages write them: digits, words, shares, multiples and vague counts, with the place of the
last digit.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from autarky.claims.languages import Vocabulary, vocabulary

Written = Literal["digits", "words", "share", "multiple", "vague", "scale"]


@dataclass(frozen=True)
class Number:
    """A number in a folded text.

    value, or low and high for a vague one (hundreds of). precision : place of the last digit written, None for shares.
    scaled : does it hold a word like million. over : `3000多`, more than it says.
    """

    start: int
    end: int
    written: Written
    value: float | None = None
    low: float | None = None
    high: float | None = None
    precision: float | None = None
    scaled: bool = False
    over: bool = False


@dataclass(frozen=True, eq=False)
class _Grammar:
    words: Vocabulary
    digits: re.Pattern[str]
    spelled: re.Pattern[str]
    scale: re.Pattern[str]
    values: dict[str, float]
    scales: dict[str, float]
    shares: tuple[tuple[re.Pattern[str], float], ...]
    multiples: tuple[tuple[re.Pattern[str], float], ...]
    vague: tuple[tuple[re.Pattern[str], float, float], ...]


@cache
def _grammar(code: str) -> _Grammar:
    words = vocabulary(code)
    table = words["numbers"]
    values = {w: float(v) for v, names in table["words"].items() for w in names}
    scales = {w.lower(): float(v) for v, names in table["scales"].items() for w in names}
    decimal = r"[.,]" if table["decimal"] == "," else r"\."
    thousands = " " if table["thousands"] == " " else "[, ]" if words.spaced else ","
    digits = rf"(?<![A-Za-z\d])(?<![^\W\d_]-)(?<!\d[.,])(?:\d{{1,3}}(?:{thousands}\d{{3}})+(?!\d)|\d+)(?:{decimal}\d+)?(?!\d)"
    if words.spaced:
        scale = words.pattern(scales)
        joins = "|".join(re.escape(j) for j in table["joins"] if j != "-")
        joiner = rf"(?:[\s-]+(?:(?:{joins})\s+)?)" if joins else r"\s+"
        one = "(?:" + "|".join(table["one"]) + r")\s+" if table["one"] else ""
        any_word = words.pattern(values)
        spelled = rf"{any_word}(?:{joiner}(?:{any_word}|{scale}))*" + (
            rf"|(?<!\w){one}{scale}" if one else rf"|{scale}"
        )
    else:
        scale = "[" + "".join(scales) + "]"
        spelled = "[" + "".join(values) + "".join(scales) + "点半]+"
    return _Grammar(
        words, re.compile(digits), re.compile(spelled), re.compile(scale if not words.spaced else "(?i:" + "|".join(re.escape(x) for x in sorted(scales, key=len, reverse=True)) + r")(?!\w)"), values, scales,
        tuple((words.matcher(names), float(v)) for v, names in table["shares"].items()),
        tuple((words.matcher(names), float(v)) for v, names in table["multiples"].items()),
        tuple(
            (words.matcher(names), *(float(x) for x in bounds.split("..")))  # type: ignore[misc]
            for bounds, names in table["vague"].items()
        ),
    )  # fmt: skip


def numbers(text: str, code: str) -> list[Number]:
    """Return the numbers of a folded text in order; of two readings of a place the longer one."""
    g = _grammar(code)
    found: list[Number] = []
    for pattern, low, high in g.vague:
        found += [Number(m.start(), m.end(), "vague", low=low, high=high) for m in pattern.finditer(text)]
    for pattern, value in g.multiples:
        found += [Number(m.start(), m.end(), "multiple", value) for m in pattern.finditer(text)]
    for pattern, value in g.shares:
        found += [Number(m.start(), m.end(), "share", value) for m in pattern.finditer(text)]
    found += [_digits(text, m, g) for m in g.digits.finditer(text)]
    read = _spelled if g.words.spaced else _chinese
    found += [n for m in g.spelled.finditer(text) if (n := read(text, m, g)) is not None]
    return _longest(found)


def _longest(found: list[Number]) -> list[Number]:
    kept: list[Number] = []
    for number in sorted(found, key=lambda n: (n.start, -n.end)):
        if kept and number.start < kept[-1].end:
            if number.end - number.start > kept[-1].end - kept[-1].start:
                kept[-1] = number
            continue
        kept.append(number)
    return kept


def _digits(text: str, match: re.Match[str], g: _Grammar) -> Number:
    written = match[0].replace(" ", "")
    decimal = g.words["numbers"]["decimal"]
    written = written.replace(",", ".") if decimal == "," else written.replace(",", "")
    value, place = float(written), 10.0 ** -len(written.partition(".")[2])
    start, end = match.start(), match.end()
    if not g.words.spaced:
        return _chinese_tail(text, start, end, value, place, g)
    scaled = False
    while tail := re.compile(r"(?:[\s-]?)(?=\S)").match(text, end):
        scale = g.scale.match(text, tail.end())
        if not scale or (len(scale[0]) == 1 and not _letter_scale(text, start, end, scale)):
            break
        value, place, end, scaled = (
            *(x * g.scales[scale[0].lower()] for x in (value, place)),
            scale.end(),
            True,
        )
    return Number(start, end, "digits", value, precision=place, scaled=scaled)


def _letter_scale(text: str, start: int, end: int, scale: re.Match[str]) -> bool:
    """Is a single letter behind a number (5m, 3b, 40k) a scale: it touches the number, with a currency before it."""
    return scale.start() == end and bool(re.search(r"[$€£¥₽]\s?$", text[max(0, start - 3) : start]))


def _spelled(text: str, match: re.Match[str], g: _Grammar) -> Number | None:
    """Read a number in words of a language that parts words: twenty-five thousand."""
    total, current, smallest, seen = 0.0, 0.0, 1e12, False
    for word in re.findall(r"[^\s-]+", match[0].lower()):
        if (word in g.values and g.values[word] < 1000) or (word in g.values and not seen):
            current += g.values[word]
            smallest = min(smallest, 10.0 if g.values[word] % 10 == 0 and g.values[word] < 100 else 1.0)
        elif word in g.scales:
            factor = g.scales[word]
            if factor == 100:
                current = (current or 1) * factor
            else:
                total, current = total + (current or 1) * factor, 0.0
            smallest = factor
        seen = True
    value = g.values.get(match[0].lower(), total + current)
    if value == 0:
        return None
    scaled = any(w in g.scales for w in match[0].lower().split())
    bare = scaled and total == value == smallest
    return Number(
        match.start(), match.end(), "scale" if bare else "words", value, precision=smallest, scaled=scaled
    )


def _chinese(text: str, match: re.Match[str], g: _Grammar) -> Number | None:
    """Read 三十, 二十五, 五点五, 两, 千万, 一半 apart."""
    written = match[0]
    if text[match.start() - 1 : match.start()].isdigit():
        return None  # the scale of digits before it
    if "半" in written:
        written = written[: written.index("半")]
    if not written:
        return None
    whole, point, part = written.partition("点")
    fraction = 0.0
    if point:
        if not part or not all(c in g.values for c in part):
            whole, point, part, written = whole, "", "", whole
        else:
            fraction = float("0." + "".join(str(int(g.values[c])) for c in part))
    value, place = _read_chinese(whole, g)
    if value is None or (value == 0 and not point):
        return None
    bare = all(c in g.scales for c in whole)
    end = match.start() + len(written)
    kind: Written = "scale" if bare else "words"
    place = 10.0 ** -len(part) if point else place
    number = _chinese_tail(text, match.start(), end, value + fraction, place, g)
    return Number(
        number.start,
        number.end,
        kind,
        number.value,
        precision=number.precision,
        scaled=any(c in "万亿兆" for c in whole),
        over=number.over,
    )


def _read_chinese(written: str, g: _Grammar) -> tuple[float | None, float]:
    """Return the value and the place of the last digit."""
    if not written:
        return None, 1.0
    if all(c in g.values for c in written):  # 二零二五, or a single digit
        return float("".join(str(int(g.values[c])) for c in written)), 1.0
    total = section = digit = 0.0
    place = 1.0
    last_digit = False
    for c in written:
        if c in g.values:
            digit, last_digit = g.values[c], True
            continue
        factor = g.scales[c]
        if factor >= 1e4:
            if total and factor > place and not (section or digit):
                total *= factor  # 万亿
            else:
                total += (section + digit or 1) * factor
            section = digit = 0.0
            place = factor * (place if not last_digit and place < 1e4 else 1)
        else:
            section += (digit or 1) * factor
            digit, place = 0.0, factor
        last_digit = False
    return total + section + digit, 1.0 if last_digit else place


def _chinese_tail(text: str, start: int, end: int, value: float, place: float, g: _Grammar) -> Number:
    """Extend digits by their scales: 45亿, 1.2万亿, 7亿3280万, 3000多万."""
    over, scaled = False, False
    tail = re.compile(r"([多余几]?)([十百千万亿兆]+)").match(text, end)
    if tail:
        factor = 1.0
        for c in tail[2]:
            factor *= g.scales[c]
        value, place, end, scaled = value * factor, place * factor, tail.end(), True
        over = bool(tail[1])
        more = re.compile(r"(\d+(?:\.\d+)?)([十百千万]+)").match(text, end)
        if more and factor >= 1e8:
            inner = 1.0
            for c in more[2]:
                inner *= g.scales[c]
            value, place, end = value + float(more[1]) * inner, inner, more.end()
    if text[end : end + 1] in ("多", "余") and text[end : end + 1]:
        over, end = True, end + 1
    return Number(start, end, "digits", value, precision=place, scaled=scaled, over=over)
