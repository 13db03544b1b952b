"""Does a value bear a figure out, at the precision written and with its hedge? The tolerances of the gold set.

Falls compare sizes and must agree in sign. `v` is the figure, `t` the value, `p` the place of the last digit written:
exact |v-t| <= max(p/2, 2 % of t); about max(p/2, 10 %); nearly 0.85 v <= t <= 1.02 v; over, at least t >= 0.995 v;
under t <= 1.005 v; a range within 2 %. What the value itself is rounded by is no difference.
"""

from dataclasses import replace

from autarky.claims.model import Figure, Truth

EXACT = 0.02  # share of the value within which an exact figure may lie
ABOUT = 0.10
NEARLY = (0.85, 1.02)
HEDGED = 0.005
POWERS = (10.0, 100.0, 1e3, 1e4, 1e5, 1e6, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6)
_LEAST = 1e-9


def matches(figure: Figure, truth: Truth, slack: float = 0.0) -> bool:
    """Does the truth bear the figure out? slack : share of the value by which it may differ more."""
    give = truth.rounding + slack * abs(truth.value)
    t = truth.value
    if figure.value is None:
        low, high = figure.low or 0.0, figure.high or 0.0
        wide = (0.98, 1.02) if low >= 0 else (1.02, 0.98)
        return low * wide[0] - give <= t <= high * wide[1] + give
    v, p = figure.value, figure.precision or 0.0
    if figure.unit == "rank" or figure.unit == "year":
        return round(t) == round(v)
    if v < 0 or t < 0:
        if v * t < 0:
            return False
        v, t = abs(v), abs(t)
    if figure.approx == "exact":
        return abs(v - t) <= max(p / 2, EXACT * t) + give + _LEAST
    if figure.approx == "about":
        return abs(v - t) <= max(p / 2, ABOUT * t) + give + _LEAST
    if figure.approx == "nearly":
        return NEARLY[0] * v - give - _LEAST <= t <= NEARLY[1] * v + give + _LEAST
    if figure.approx == "under":
        return t <= (1 + HEDGED) * v + give + _LEAST
    return t >= (1 - HEDGED) * v - give - _LEAST


def power_off(figure: Figure, truth: Truth) -> float | None:
    """Return the power of ten that turns the figure into one that the truth bears out; None where none does."""
    if figure.value is None or not figure.value or not truth.value:
        return None
    for factor in POWERS:
        other = replace(
            figure, value=figure.value * factor, precision=(figure.precision or 0.0) * factor,
            approx="exact" if figure.approx == "exact" else "about",
        )  # fmt: skip
        if matches(other, truth):
            return factor
    return None
