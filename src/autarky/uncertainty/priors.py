"""Distributions of the parameters of a scenario in a world, and draws from them (sources in priors.csv)."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from autarky.economy.elasticities import elasticity_set, trade_elasticities
from autarky.economy.horizon import HorizonParameters
from autarky.world.accounts import VARIABLES, World
from autarky.world.tables.fit import fit

if TYPE_CHECKING:
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World


def variants_of(world: World, count: int, seed: int) -> list[World]:
    """The world itself and `count` - 1 versions of it.

    Each cell of trade is multiplied by exp(spread * share estimated * z), z standard normal; then each sector is
    fitted to its output by origin and its purchases by destination, net of tariff, by RAS. What is reported moves
    only as far as the totals ask. Final demand takes the difference where tariffs make the bill another one.
    """
    if "trade_estimated" not in world.data or count < 2:
        return [world]
    share = world.data["trade_estimated"].transpose(*VARIABLES["trade"][0]).values.astype(float)
    if not share.any():
        return [world]
    spread = prior_table()["estimated"].spread
    rng = np.random.default_rng(seed)
    return [
        world,
        *(
            _version(world, np.exp(spread * share * rng.standard_normal(share.shape)))
            for _ in range(count - 1)
        ),
    ]


def _version(world: World, factor: np.ndarray) -> World:
    before = world.array("trade")
    trade = before * factor
    for s, sector in enumerate(world.sectors):
        trade[:, s] = fit(
            trade[:, s], before[:, s].sum(1), before[:, s].sum(0), what=f"sector {sector}"
        ).table
    wedge = (1 + world.array("tariff")) * (1 + world.array("export_tax"))
    final = (trade * wedge).sum(0) - world.array("inputs").sum(2)
    return World.from_arrays(
        economies=world.economies,
        sectors=world.sectors,
        trade=trade,
        tariff=world.array("tariff"),
        export_tax=world.array("export_tax"),
        inputs=world.array("inputs"),
        final=np.maximum(final, 0.0),
        economy_names=world.economy_names,
        sector_names=world.sector_names,
        members=world.members,
        industries=world.industries,
        attrs=world.data.attrs,
    )


SETS = ("fontagne-2022", "caliendo-parro-2015")  # estimates by sector whose distance is a measure of spread
NARROWEST, WIDEST = 0.15, 0.6
GROUPS = {
    "theta_common": "all trade elasticities",
    "theta_sector": "sectors' elasticities",
    "eta": "inputs among another",
    "rho": "inputs against value added",
    "xi": "final demand",
    "specificity": "mobility of factors",
    "estimated": "estimated trade flows",
}


@dataclass(frozen=True)
class Prior:
    """One row of priors.csv."""

    parameter: str
    form: str
    spread: float
    low: float = -np.inf
    high: float = np.inf


@cache
def prior_table() -> dict[str, Prior]:
    text = files("autarky.uncertainty").joinpath("priors.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {
        r["parameter"]: Prior(
            r["parameter"],
            r["form"],
            float(r["spread"]),
            float(r["low"] or "-inf"),
            float(r["high"] or "inf"),
        )
        for r in rows
    }


@dataclass(frozen=True)
class Parameters:
    """One draw: trade elasticities at the horizon [J], eta, rho, xi and specificity."""

    theta: np.ndarray
    eta: float
    rho: float
    xi: float
    specificity: float


@dataclass(frozen=True)
class Priors:
    """The distributions for one scenario in one world. What the scenario sets itself is not varied."""

    theta_spread: np.ndarray  # [J] of each sector relative to all, in logs; 0: set by the scenario
    common: float
    scalars: dict[str, Prior]  # those that vary

    @property
    def names(self) -> tuple[str, ...]:
        """The group (`GROUPS`) of each dimension of a draw, in order."""
        sectors = ("theta_sector",) * int((self.theta_spread > 0).sum())
        return (*(("theta_common",) if self.common else ()), *sectors, *self.scalars)

    def draw(self, z: np.ndarray, theta: np.ndarray, centre: HorizonParameters) -> Parameters:
        """Parameters for standard normal `z` [D]; zeros give `theta` (at the horizon, [J]) and `centre`."""
        from scipy.special import ndtr

        at = 0
        logs = np.zeros_like(theta)
        if self.common:
            logs += np.where(self.theta_spread > 0, self.common * z[0], 0.0)
            at = 1
        varied = self.theta_spread > 0
        count = int(varied.sum())
        logs[varied] += self.theta_spread[varied] * z[at : at + count]
        at += count
        values = {
            "eta": centre.eta, "rho": centre.rho, "xi": centre.xi,
            "specificity": 0.0 if np.isinf(centre.nu) else 1.0 / (1.0 + centre.nu),
        }  # fmt: skip
        for (name, prior), value in zip(self.scalars.items(), z[at:], strict=True):
            if prior.form == "lognormal":
                values[name] *= float(np.exp(prior.spread * value))
            else:
                shifted = values[name] + prior.spread * (2 * float(ndtr(value)) - 1)
                values[name] = float(np.clip(shifted, prior.low, prior.high))
        return Parameters(theta * np.exp(logs), **values)


def priors(world: "World", scenario: "Scenario") -> Priors:
    """Distributions for `scenario`: spreads of its set of elasticities; nothing for what it sets itself."""
    from autarky.world.sectors import select_sectors

    table, chosen = prior_table(), scenario.elasticities
    spread = _theta_spread(world, chosen.source)
    if isinstance(chosen.theta, float | int):
        spread[:] = 0.0
    for label in chosen.theta or {} if not isinstance(chosen.theta, float | int) else {}:
        for sector in select_sectors([label], world).labels:
            spread[world.sectors.index(sector)] = 0.0
    scalars = {
        name: table[name]
        for name, own in (
            ("eta", chosen.eta),
            ("rho", chosen.rho),
            ("xi", chosen.xi),
            ("specificity", chosen.nu),
        )
        if not isinstance(own, float)  # set by sector, it still varies elsewhere
    }
    return Priors(spread, table["theta_common"].spread if spread.any() else 0.0, scalars)


def _theta_spread(world: "World", name: str) -> np.ndarray:
    """Spread of each sector's theta in logs [J]."""
    published = elasticity_set(name)
    first, second = (trade_elasticities(world, s) for s in SETS)
    apart = np.clip(np.abs(np.log(first / second)) / np.sqrt(2), NARROWEST, WIDEST)
    spread = np.empty(len(world.sectors))
    for j, inside in enumerate(world.industries.values()):
        errors = [published.standard_error.get(i, np.nan) / published.theta.get(i, np.nan) for i in inside]
        known = [e for e in errors if np.isfinite(e)]
        goods = all(i[:1] in "ABC" for i in inside)
        spread[j] = np.clip(np.mean(known), 0.05, WIDEST) if known else apart[j] if goods else np.nan
    return np.where(np.isnan(spread), prior_table()["theta_sector"].spread, spread)


def normal_draws(draws: int, dimensions: int, seed: int) -> np.ndarray:
    """Standard normal draws [draws, dimensions] from a scrambled Sobol sequence (Owen 1998): the same for the
    same seed, and the first k of them are the same however many are taken."""
    from scipy.special import ndtri
    from scipy.stats import qmc

    power = max(1, int(np.ceil(np.log2(max(draws, 2)))))
    points = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed)).random_base2(power)[:draws]
    return np.asarray(ndtri(np.clip(points, 1e-6, 1 - 1e-6)))
