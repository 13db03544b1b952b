"""What common standards and a single market take off trade costs, from published gravity estimates.

Gravity studies say how much more the members of a union trade. With a trade elasticity theta, an effect x on trade
belongs to delivered prices that are (1 + x)^(-1/theta) of what they were. The table `data/integration.csv` has the
effects with their range and sources, and the elasticity that turns them into costs.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

import numpy as np

from autarky.errors import InputError
from autarky.world.sectors import industries_of

if TYPE_CHECKING:
    from autarky.world.accounts import World

Level = Literal["low", "central", "high"]
Integration = Literal["single-market", "customs-union"]
LEVELS: tuple[Level, ...] = ("low", "central", "high")


@dataclass(frozen=True)
class Estimate:
    """Effect of a kind of integration on the trade of a group of industries, as a fraction (1.09 = 109 % more)."""

    integration: str
    group: str
    industries: tuple[str, ...]
    effect: dict[str, float]  # by level
    status: str  # published or assumption
    source: str


@dataclass(frozen=True)
class Estimates:
    """All estimates, and the trade elasticity that turns them into costs."""

    rows: tuple[Estimate, ...]
    elasticity: float
    elasticity_source: str


@cache
def estimates() -> Estimates:
    """The table that ships with autarky."""
    text = resources.files("autarky.acts.union").joinpath("data/integration.csv").read_text("utf-8")
    head = dict(line[2:].split(": ", 1) for line in text.splitlines() if line.startswith("# "))
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    found = tuple(
        Estimate(
            row["integration"],
            row["group"],
            tuple(i for code in row["industries"].split() for i in industries_of(code)),
            {level: float(row[level]) for level in LEVELS},
            row["status"],
            row["source"],
        )
        for row in rows
    )
    return Estimates(found, float(head["elasticity"]), head["elasticity_source"])


def cost_reduction(
    world: "World", integration: Integration, level: Level, already: Integration | None = None
) -> np.ndarray:
    """Share of the delivered price that integration takes off between members, by sector of `world` [J].

    `already` is what members have in the base year, at its central estimate: only the step beyond it counts, and a
    step that would be negative is none. A sector that holds several industries has the mean of their log costs.
    Raises `InputError` for a sector of which no industry is known.
    """
    table = estimates()
    logs = _log_effects(table.rows, integration, level)
    if already is not None:
        had = _log_effects(table.rows, already, "central")
        logs = {i: max(0.0, effect - had[i]) for i, effect in logs.items()}
    out = np.empty(len(world.sectors))
    for j, (sector, industries) in enumerate(world.industries.items()):
        known = [logs[i] for i in _single(industries) if i in logs]
        if not known:
            raise InputError(
                f"there is no published estimate for sector {sector} of world {world.name}, which holds no ICIO"
                ' industry; give own figures instead, standards = "8%" or standards = { goods = "8%" }'
            )
        out[j] = -np.expm1(-float(np.mean(known)) / table.elasticity)
    return out


def sources(integration: Integration, already: Integration | None = None) -> list[str]:
    """Where the estimates used come from, one line for each group of industries."""
    kinds = (integration,) if already is None else (integration, already)
    return [
        f"{row.integration}, {row.group} ({row.status}): {row.source}"
        for row in estimates().rows
        if row.integration in kinds
    ]


def _log_effects(rows: Sequence[Estimate], integration: str, level: str) -> dict[str, float]:
    return {
        i: float(np.log1p(row.effect[level]))
        for row in rows
        if row.integration == integration
        for i in row.industries
    }


def _single(codes: Sequence[str]) -> list[str]:
    """ICIO industries behind the codes of a world, which may span several (C10T12, M_N)."""
    return [i for code in codes for i in industries_of(code)]
