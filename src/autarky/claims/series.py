"""Numbers that share a unit: lists, ranges, and what rose from one figure to another."""

import re
from dataclasses import replace

from autarky.claims.numbers import Number
from autarky.claims.units import CURRENCIES, TIME, FigureWords, Found, hedge, times

_YEAR = re.compile(r"(?:19|20)\d\d")


def share_units(text: str, numerals: list[Number], read: dict[int, Found], w: FigureWords) -> None:
    """Hand a unit back to the numbers of a list that ends with it: 12, 15 and 18 per cent."""
    for k in range(len(numerals) - 2, -1, -1):
        number, following = numerals[k], read.get(k + 1)
        if (
            k in read
            or following is None
            or number.written not in ("digits", "words")
            or number.end >= following.start
        ):
            continue
        link = text[number.end : numerals[k + 1].start]
        to = re.fullmatch(r"\s?(?:to|до|к|至|到|降至|升至|增至)\s?", link)
        if not (w.list_join.fullmatch(link) or w.range_join.fullmatch(link) or to):
            continue
        if _YEAR.fullmatch(text[number.start : number.end]) or following.unit in (
            *TIME,
            "rank",
            "count",
            "persons",
            "times",
        ):
            continue
        ratio = 1.0
        if numerals[k + 1].value and following.value and not number.scaled:
            ratio = following.value / _bare(text, numerals[k + 1], w)
        elif numerals[k + 1].value and following.value:
            ratio = following.value / (numerals[k + 1].value or 1.0)
        start = number.start
        read[k] = Found(
            start, number.end, following.unit, times(number.value, ratio),
            approx=hedge(text, start, number.end, w), precision=times(number.precision, ratio),
        )  # fmt: skip


def bare_counts(text: str, numerals: list[Number], read: dict[int, Found], w: FigureWords) -> None:
    """Give a large number without a noun the unit of the figure before it: has 200,000 soldiers and wants 300,000."""
    if not w.words.spaced:
        return
    for k, number in enumerate(numerals):
        before = read.get(k - 1)
        written = text[number.start : number.end]
        large = number.scaled or re.search(r"\d[ ,]\d{3}", written)
        money = before is not None and before.unit in CURRENCIES and number.scaled
        if k in read or before is None or not (money or (before.unit in ("persons", "count") and large)):
            continue
        between = text[before.end : number.start]
        alone = re.match(r"(?:\s+(?:by|in|from|a|к|в|до|из|с)\b|[.,;)]|$)", text[number.end : number.end + 6])
        near = len(between) < (160 if money else 40) and not re.search(
            r"\n" if money else r"[.;!?\n]", between
        )
        if alone and near and number.written == "digits":
            approx = hedge(text, number.start, number.end, w)
            read[k] = Found(
                number.start, number.end, before.unit, number.value, approx=approx, precision=number.precision
            )


def _bare(text: str, number: Number, w: FigureWords) -> float:
    """Return the number without its scale: 3.2 of 3.2 million."""
    digits = re.match(r"[\d.,]+", text[number.start : number.end].strip("$€£ "))
    if not digits:
        return number.value or 1.0
    written = digits[0].rstrip(".,")
    plain = written.replace(",", ".") if w.words["numbers"]["decimal"] == "," else written.replace(",", "")
    try:
        return float(plain) or 1.0
    except ValueError:
        return number.value or 1.0


def ranges(text: str, numerals: list[Number], read: dict[int, Found], w: FigureWords) -> list[Found]:
    """Join the two ends of a range; leave apart what rose from one figure to the other."""
    figures: list[Found] = []
    skip = -1
    for k in sorted(read):
        if k == skip:
            continue
        first, second = read[k], read.get(k + 1)
        if second and first.unit == second.unit and first.value is not None and second.value is not None:
            link = text[first.end : second.start]
            head = text[max(0, first.start - 12) : first.start].lower()
            joined = bool(w.range_join.fullmatch(link))
            both = bool(re.fullmatch(r"\s?(?:and|и|or|или|或)\s?", link))
            between = bool(re.search(r"(?:between|между)\s+(?:\S+\s)?$", head))
            change = bool(re.search(r"(?:^|\s)(?:from|с|со)\s+(?:\S+\s)?$", head)) and bool(
                re.search(r"to|до|к", link)
            )
            change = change or bool(re.search(r"[从由]\S{0,3}$", head))
            if (
                joined
                and first.value < second.value
                and not change
                and (between or not both or "or" in link or "или" in link or "或" in link)
            ):
                figures.append(
                    replace(
                        first,
                        end=second.end,
                        value=None,
                        low=first.value,
                        high=second.value,
                        precision=second.precision,
                    )
                )
                skip = k + 1
                continue
        figures.append(first)
    return figures
