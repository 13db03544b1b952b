"""Numbers as people write them, with their units checked: ``"10%"``, ``"5 pp"``, ``"USD 3 billion"``.

A percentage may be written ``"10%"`` or as a plain fraction 0.1. A plain number of 1 or more is refused where
it could mean either ("10" may be 10 % or 1000 %), and so is a unit that does not fit the field.
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_MOST = 1e3  # 100 000 %: beyond it a unit was surely mistaken, and no elasticity was ever estimated there

Unit = Literal["%", "pp"]


def percent(
    value: Any,
    *,
    unit: Unit = "%",
    low: float = -math.inf,
    low_open: bool = False,
    high: float = _MOST,
    plain_below: float = 1.0,
    below: str = "",
) -> float:
    """The fraction that `value` means: ``"10%"`` -> 0.1, ``"5 pp"`` -> 0.05 where `unit` is "pp", 0.1 -> 0.1.

    `low` (excluded if `low_open`) and `high` bound the result; plain numbers must stay below `plain_below` in
    absolute value. `below` is the sentence for a value under `low`. Raises `ValueError` with what to write
    instead.
    """
    fraction = _fraction(value, unit, plain_below)
    if fraction < low or (low_open and fraction == low):
        floor = f"{'more than' if low_open else 'at least'} {show_percent(low, unit)}"
        raise ValueError(below or f"{_shown(value)} is too low: expected {floor}")
    if fraction > high:
        raise ValueError(f"{_shown(value)} is too high: expected at most {show_percent(high, unit)}")
    return fraction


def _fraction(value: Any, unit: Unit, plain_below: float) -> float:
    example = '"5 pp" (percentage points) or 0.05' if unit == "pp" else '"10%" or 0.1'
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"expected a number such as {example}, got {_shown(value)}")
    if not isinstance(value, str):
        try:
            value = float(value)
        except OverflowError:
            raise ValueError(f"{_shown(value)} is too large; expected for example {example}") from None
        if not math.isfinite(value):
            raise ValueError(f"{value} is not a finite number; expected for example {example}")
        if abs(value) >= plain_below:
            raise ValueError(
                f"{value:g} is ambiguous: write"
                f' "{show_percent(value / 100, unit)}" or "{show_percent(value, unit)}"'
            )
        return float(value)
    text = value.replace("−", "-").strip()
    match = re.fullmatch(rf"({_NUMBER})\s*(%|percent|per cent|pp|points|)", text, flags=re.IGNORECASE)
    if match is None:
        comma = " (the decimal sign is a point)" if re.search(r"\d,\d", text) else ""
        raise ValueError(f"cannot read {_shown(value)}{comma}; expected for example {example}")
    number, written = match[1], match[2].casefold()
    if written == "":
        raise ValueError(f"{_shown(value)} has no unit; expected for example {example}")
    if (written in ("pp", "points")) != (unit == "pp"):
        why = (
            "a change of a rate is in percentage points"
            if unit == "pp"
            else "percentage points (pp) are for changes of a rate"
        )
        raise ValueError(f"{_shown(value)} has the wrong unit, {why}; expected for example {example}")
    return _exact(number, -2, value)


def _exact(digits: str, shift: int, given: Any) -> float:
    """The float nearest to `digits` times ten to the power `shift`."""
    try:
        number = float(Decimal(digits).scaleb(shift))
    except ArithmeticError:  # an exponent beyond what decimals hold
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(f"{_shown(given)} is too large")
    return number


def show_percent(fraction: float, unit: Unit = "%") -> str:
    """The exact way back: ``show_percent(0.1) == "10%"``, and `percent` of it is the same float."""
    digits = f"{(Decimal(repr(float(fraction))) * 100).normalize():f}"
    return f"{digits}%" if unit == "%" else f"{digits} pp"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


@dataclass(frozen=True)
class Amount:
    """Money: a share of the payer's GDP, or `value` in single units of `currency`."""

    share: float | None = None
    value: float | None = None
    currency: str | None = None

    def __str__(self) -> str:
        if self.share is not None:
            return f"{show_percent(self.share)} of GDP"
        return f"{self.currency} {f'{(Decimal(repr(self.value)) / 1_000_000).normalize():f}'} million"


_SCALES = {
    "thousand": 10**3, "k": 10**3, "million": 10**6, "millions": 10**6, "m": 10**6, "mn": 10**6, "mln": 10**6,
    "billion": 10**9, "billions": 10**9, "bn": 10**9, "b": 10**9, "trillion": 10**12, "tn": 10**12, "": 1,
}  # fmt: skip
_AMOUNT_EXAMPLE = '"2% of GDP" or "USD 3 billion"'


def read_amount(value: Any) -> Amount:
    """``"2% of GDP"`` or ``"USD 3 billion"``; raises `ValueError` for a bare number and for what is not
    above 0."""
    if isinstance(value, Amount):
        return value
    if not isinstance(value, str):
        raise ValueError(f"expected an amount with its unit, {_AMOUNT_EXAMPLE}, got {_shown(value)}")
    text = value.strip()
    if match := re.fullmatch(r"(.*%)\s*of\s+(?:(?:payer|donor)'?s?\s+)?gdp", text, flags=re.IGNORECASE):
        share = percent(match[1], low=0.0, low_open=True, high=0.5)
        return Amount(share=share)
    number, word = rf"({_NUMBER})", r"([A-Za-z]*)"
    front = re.fullmatch(rf"([A-Za-z]{{3}}|\$|€)\s*{number}\s*{word}", text)
    back = re.fullmatch(rf"{number}\s*{word}\s+([A-Za-z]{{3}})", text)
    if front:
        currency, digits, scale = front.groups()
    elif back:
        digits, scale, currency = back.groups()
    else:
        raise ValueError(f"cannot read {_shown(value)}; expected for example {_AMOUNT_EXAMPLE}")
    if scale.casefold() not in _SCALES:
        raise ValueError(
            f"{_shown(value)}: unknown unit {scale!r}; expected thousand, million, billion or trillion"
        )
    money = _exact(digits, round(math.log10(_SCALES[scale.casefold()])), value)
    if not money > 0:
        raise ValueError(
            f"{_shown(value)} must be above zero; swap origin and destination to turn a transfer round"
        )
    return Amount(value=money, currency={"$": "USD", "€": "EUR"}.get(currency, currency.upper()))


def world_unit(unit: str) -> tuple[str, float] | None:
    """Currency and scale of a world's unit, ``"USD million"`` -> ("USD", 1e6); None if it is not money."""
    match = re.fullmatch(r"([A-Za-z]{3})(?:\s+(\w+))?", unit.strip())
    if match is None or (match[2] or "").casefold() not in _SCALES:
        return None
    return match[1].upper(), float(_SCALES[(match[2] or "").casefold()])
