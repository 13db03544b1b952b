"""The horizon dial: one number in years sets how far trade, inputs and factors have adjusted."""

import csv
import re
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources

import numpy as np

from autarky.errors import InputError

_UNITS = {"day": 1 / 365, "week": 7 / 365, "month": 1 / 12, "quarter": 0.25, "year": 1.0}
_SHORTEST, _LONGEST = 1 / 52, 100.0
NEAR = 0.02  # 90 days or 13 weeks pass for three months


@dataclass(frozen=True)
class HorizonParameters:
    """Behaviour at a horizon: multiplier on long-run trade elasticities, eta, rho, xi, and nu (infinite: mobile)."""

    years: float
    theta_multiplier: float
    eta: float
    rho: float
    xi: float
    nu: float

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


def parse_horizon(value: str | float) -> float:
    """Years from ``"3m"``, ``"1y"``, ``"18 months"`` or a number of years.

    Raises `InputError` for what is no time, and for a time shorter than the shortest for which there are elasticities:
    what comes sooner is decided by stocks and idle capacity, which the model does not have.
    """
    years, shortest = parse_duration(value), float(horizon_table()[1][0, 0])
    if years < (1 - NEAR) * shortest:
        raise InputError(
            f"Horizon {value!r} is shorter than {horizon_label(shortest)}, the shortest time for which elasticities are"
            " published. What happens sooner depends on stocks and idle capacity, which the model leaves out."
        )
    return years


def parse_duration(value: str | float) -> float:
    """Years from a time as people write it, a week to 100 years: ``"2 weeks"``, ``"18 months"``, a number of years.

    Raises `InputError` otherwise.
    """
    years = None
    if isinstance(value, bool):
        pass
    elif isinstance(value, int | float):
        years = float(value)
    elif match := re.fullmatch(r"\s*([0-9]*\.?[0-9]+)\s*([a-z]*)\s*", str(value).lower()):
        word = match[2] or "y"
        unit = next((u for u in _UNITS if word in (u[0], u, u + "s")), None)
        years = None if unit is None else float(match[1]) * _UNITS[unit]
    if years is None:
        raise InputError(
            f"Horizon {value!r} is not understood; write for example 3m, 1y or a number of years."
        )
    if not _SHORTEST <= years <= _LONGEST:
        raise InputError(f"Horizon {value!r} lies outside one week to {_LONGEST:.0f} years.")
    return years


def horizon_label(years: float) -> str:
    """``3m``, ``1y``, ``10y``: the shortest exact way to write a horizon."""
    months = years * 12
    if abs(years - round(years)) < 1e-9:
        return f"{round(years)}y"
    return f"{round(months)}m" if abs(months - round(months)) < 1e-9 else f"{years:g}y"


@cache
def horizon_table() -> tuple[tuple[str, ...], np.ndarray]:
    """Column names and anchor rows of the dial (data/horizon.csv, with sources)."""
    text = resources.files("autarky.economy").joinpath("data/horizon.csv").read_text("utf-8")
    rows = list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))
    anchors = np.array(rows[1:], dtype=float)
    anchors.setflags(write=False)  # shared by all who ask
    return tuple(rows[0]), anchors


def horizon_parameters(years: float) -> HorizonParameters:
    """Parameters at `years`, interpolated linearly in log years between the anchors; sources in data/horizon.csv."""
    names, table = horizon_table()
    at = {
        name: float(np.interp(np.log(years), np.log(table[:, 0]), table[:, j]))
        for j, name in enumerate(names)
        if name != "years"
    }
    specificity = at.pop("specificity")
    return HorizonParameters(years=years, nu=float("inf") if specificity == 0 else 1 / specificity - 1, **at)
