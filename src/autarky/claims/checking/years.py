"""Periods of claims and of truths as numbers on one line of years."""

import re

TIMELESS = "static"


def middle(period: str | None) -> float | None:
    """Return the middle of a period in years: `2024` is 2024, `2023/2024` is 2023.5; of a change `2021-2022` the end.

    None where nothing is said, or what holds always.
    """
    if not period or period == TIMELESS:
        return None
    change = re.fullmatch(r"(\d{4})-(\d{4})", period)
    if change:
        return float(change[2])
    years = [int(y) for y in re.findall(r"(?:19|20)\d\d", period)]
    return sum(years) / len(years) if years else None


def whole(period: str | None) -> bool:
    """Is it a calendar year or several, not a part of one (nor nothing)?"""
    return bool(period and re.fullmatch(r"\d{4}(?:[/-]\d{4})?", period))
