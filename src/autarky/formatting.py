"""Numbers and scenarios as a reader wants to see them."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autarky.economy.result import Result  # loads the solver, which tables of solved figures do without

MINUS = "\u2212"
THIN = "\u202f"  # narrow no-break space
HARD = "\u00a0"  # no-break space


def number(value: float, *, plus: bool = False) -> str:
    """Three significant digits or so, grouped, with a true minus sign: ``−1,234``, ``0.012``, ``0``."""
    if not math.isfinite(value):
        return "n/a"
    size = float(f"{abs(value):.3g}")  # 9.999 has the digits of 10.0
    places = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3
    text = f"{abs(value):,.{places}f}"
    if float(text.replace(",", "")) == 0:
        return "0"
    return (MINUS if value < 0 else "+" if plus else "") + text


def percent(fraction: float, *, plus: bool = True) -> str:
    """A change as a percentage: ``−5.30 %``."""
    text = number(100 * fraction, plus=plus)
    return text if text == "n/a" else f"{text}{THIN}%"


def show_share(value: Any, *, plus: bool = False) -> str:
    """A fraction as a percentage with four digits; what is no number is shown as it is."""
    if not isinstance(value, int | float):
        return str(value)
    sign = "+" if plus and value > 0 else MINUS if value < 0 else ""
    return f"{sign}{abs(100 * value):.4g}{THIN}%"


def money_unit(unit: str) -> tuple[float, str]:
    """Factor and name of the unit in which amounts are told: USD million become USD bn."""
    currency, _, size = unit.partition(" ")
    if size.casefold() in ("million", "mn", "m"):
        return 1e-3, f"{currency} bn"
    return 1.0, unit


def money(value: float, unit: str, *, plus: bool = False) -> str:
    """An amount of the world's currency in the unit of `money_unit`: ``USD bn`` is named first."""
    factor, name = money_unit(unit)
    amount = value * factor
    currency, _, size = name.partition(" ")
    if size == "bn" and 0 < abs(amount) < 0.1:
        return f"{currency}{HARD}{number(1000 * amount, plus=plus)}{HARD}million"
    text = number(amount, plus=plus)
    return f"{currency}{HARD}{text}{HARD if size else ''}{size}"


def horizon_years(result: "Result") -> float | None:
    """The horizon in years, where the record states one."""
    stated = result.record.get("horizon")
    if isinstance(stated, dict):
        stated = stated.get("years")
    try:
        return None if stated is None else float(stated)
    except (TypeError, ValueError):
        return None


def horizon(result: "Result") -> str:
    """The horizon in words: ``3 months``, ``1 year``, ``10 years``."""
    years = horizon_years(result)
    if years is None:
        stated = result.record.get("horizon")
        return str(stated) if isinstance(stated, str) and stated else "long run"
    if math.isinf(years):
        return "long run"
    months = years * 12
    if years < 2 and abs(months - round(months)) < 1e-6 and round(months) % 12:
        return f"{round(months)} month{'' if round(months) == 1 else 's'}"
    return f"{years:g} year{'' if years == 1 else 's'}"


def horizon_code(result: "Result") -> str:
    """The horizon as part of a file name: ``3m``, ``1y``, ``10y``."""
    words = horizon(result)
    amount, _, unit = words.partition(" ")
    if unit[:4] in ("mont", "year"):
        return amount + unit[0]
    return "".join(c if c.isalnum() else "-" for c in words).strip("-") or "result"


def listed(items: Iterable[str], *, most: int = 6) -> str:
    """``A, B and C``; a long list ends in ``and n others``."""
    names = list(items)
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} others"]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
