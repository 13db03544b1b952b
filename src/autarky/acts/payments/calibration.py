"""How easily payments move between channels, from what cut-offs did to trade."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from autarky.acts.payments.tables import table
from autarky.economy.horizon import horizon_parameters

Severity = Literal["low", "central", "high"]
SEVERITIES: tuple[Severity, ...] = ("low", "central", "high")
AFTER = 1.0  # years after the event for which the declines in `data/severity.csv` stand


@dataclass(frozen=True)
class Episode:
    """Trade fell by `decline` in the first year where the share `hit` of payments was cut; `theta`: long run."""

    severity: str
    decline: float
    hit: float
    theta: float


def episode(severity: Severity) -> Episode:
    """The case that `severity` is calibrated on (`data/severity.csv`)."""
    row = next(r for r in table("severity") if r["severity"] == severity)
    return Episode(severity, *(float(row[k]) for k in ("decline", "hit", "theta")))


def elasticity(severity: Severity, years: float) -> float:
    """Elasticity of substitution between channels, `years` after the event.

    After one year ``(1 - hit)^(theta_1 / epsilon) = 1 - decline``: the wedge of a cut-off (`cost.wedge`) lowers trade
    by the published decline at the trade elasticity theta_1 of that horizon. The path over time is
    `data/substitution.csv`.
    """
    case = episode(severity)
    theta = case.theta * horizon_parameters(AFTER).theta_multiplier
    first = theta * float(np.log(1 - case.hit) / np.log(1 - case.decline))
    path = [(float(r["years"]), float(r["multiplier"])) for r in table("substitution")]
    at, multiplier = zip(*path, strict=True)
    return first * float(np.interp(np.log(years), np.log(at), multiplier))
