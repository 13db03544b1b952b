"""Relief in steps: which share of a measure is in force from which year on."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from autarky.acts.quantities import percent, show_percent

Step = tuple[int, float]  # year from which on, share in force
_EXAMPLE = '[["2025", "100%"], ["2026", "50%"], ["2028", "0%"]]'


def _year(value: Any) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not text.isdigit() or not 1900 <= int(text) <= 2200:
        raise ValueError(f"expected a year such as 2026, got {value!r:.40}; steps are {_EXAMPLE}")
    return int(text)


def read_steps(value: Any) -> tuple[Step, ...] | None:
    """Years and shares, in the order of time. Raises `ValueError` that says what is expected."""
    if value is None:
        return None
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(f"expected pairs of a year and a share in force, {_EXAMPLE}, got {value!r:.60}")
    steps: list[Step] = []
    for entry in value:
        if not isinstance(entry, list | tuple) or len(entry) != 2:
            raise ValueError(f"expected a pair of a year and a share such as {_EXAMPLE}, got {entry!r:.60}")
        share = percent(entry[1], low=0.0, high=1.0, plain_below=1.0 + 1e-9)
        steps.append((_year(entry[0]), share))
    years = [year for year, _ in steps]
    if sorted(set(years)) != years:
        raise ValueError(
            f"the years {', '.join(map(str, years))} must rise from step to step, each standing once"
        )
    if steps[0][1] == 0:
        raise ValueError("the first step has nothing in force; begin with the year of the measure")
    return tuple(steps)


def plain_steps(steps: Sequence[Step]) -> list[list[str]]:
    """As TOML and JSON hold them; `read_steps` reads them back."""
    return [[str(year), show_percent(share)] for year, share in steps]


_PAIR = {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "number"}]}, "minItems": 2}
Steps = Annotated[
    Sequence[Step] | None,
    BeforeValidator(read_steps),
    WithJsonSchema({"type": "array", "items": _PAIR | {"maxItems": 2}, "minItems": 1}),
]


def read_duration(value: Any) -> float | None:
    """Years that a measure lasts, from ``"5y"``, ``"18 months"`` or a number of years."""
    from autarky.economy.horizon import parse_duration
    from autarky.errors import InputError

    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"expected a time such as 5y or 18 months, got {value!r:.60}")
    try:
        return parse_duration(value if isinstance(value, str) else float(value))
    except (InputError, OverflowError):
        raise ValueError(
            f"expected a time from one week to 100 years, such as 5y or 18 months, got {value!r:.60}"
        ) from None
