"""Rates that a scenario leaves to be found: the best response of a bloc to all that the others do."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky.errors import NoEquilibriumError, SolveError
from autarky.files.fields import FieldError
from autarky.recent import Recent
from autarky.scenario.elasticities import long_run_theta
from autarky.scenario.prepare import Prepared, is_open

if TYPE_CHECKING:
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World

PRECISION = 1e-4  # of log(1 + rate): the gain is flat at its top, so it is right to about the square of this
# of log(1 + most): looked at first, so that a second top is not missed
GRID = (0.0, 0.15, 0.3, 0.5, 0.75, 1.0)
REMEMBERED = 16  # searches


@dataclass(frozen=True)
class Best:
    """The best rate, what the bloc gets by it, whether it is the highest looked at, and all rates tried with what
    they bring (in the world's unit a year: equivalent variation or revenue of all members)."""

    rate: float
    value: float
    at_bound: bool
    tried: tuple[tuple[float, float], ...]


_searches: Recent[tuple[str, str], Best] = Recent(REMEMBERED)


def settled(world: "World", scenario: "Scenario") -> "Scenario":
    """The scenario with every rate that is left to be found in its place; itself where there is none.

    The rate is found in the world as it is, with the elasticities as they are, and then held: in draws, under other
    choices of the model and in other versions of the world too. Raises `InputError` where two acts wait for one
    another, `AutarkyError` where nothing can be solved.
    """
    open_ = [k for k, act in enumerate(scenario.acts) if is_open(act)]
    if not open_:
        return scenario
    if len(open_) > 1:
        why = (
            f'act {open_[0] + 1} has rate = "best" too, and each waits for the other: give one of them a rate'
            " (and take turns, to find where neither moves)"
        )
        raise scenario.located(FieldError([(("acts", open_[1], "rate"), why)]))
    (k,) = open_
    act: Any = scenario.acts[k]
    found = best_rate(world, scenario, k, float(act.at))
    return _with(scenario, k, act.at_rate(found.rate, found.at_bound))


def best_rate(world: "World", scenario: "Scenario", k: int, years: float) -> Best:
    """The best rate of the cartel that is act `k` of the scenario, after `years`: a grid, then Brent's bounded search
    (1973) around its best point.

    Some twelve solutions. Raises `AutarkyError` where even the first rates tried have no solution.
    """
    theta = long_run_theta(world, scenario)  # a product may bring its own, which is no part of the accounts
    key = (world.fingerprint, f"{k} {years!r} {theta.tolist()} {scenario.to_toml()}")
    return _searches.get(key, lambda: _search(Prepared(world, scenario), k, years))


def _search(prepared: Prepared, k: int, years: float) -> Best:
    from scipy.optimize import minimize_scalar

    acts = prepared.scenario.acts
    act: Any = acts[k]
    tried: dict[float, float] = {}
    failed: list[SolveError | NoEquilibriumError] = []

    def value(rate: float) -> float:
        if rate not in tried:
            here = prepared.with_acts((*acts[:k], act.at_rate(rate), *acts[k + 1 :]))
            tried[rate] = act.aimed(here.solve(years))
        return tried[rate]

    def loss(u: float) -> float:
        try:
            return -value(float(np.expm1(u)))
        except (SolveError, NoEquilibriumError) as e:
            failed.append(e)  # too high a rate may have no equilibrium: not the best one
            return np.inf

    top = float(np.log1p(float(act.most)))
    grid = [top * share for share in GRID]
    losses = [loss(u) for u in grid]
    if not any(np.isfinite(losses)):
        raise failed[0]
    j = int(np.argmin(losses))
    if j < len(grid) - 1:
        bounds = grid[max(j - 1, 0)], grid[j + 1]
        minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": PRECISION})
    rate = max(tried, key=lambda r: (tried[r], -r))
    return Best(rate, tried[rate], j == len(grid) - 1, tuple(sorted(tried.items())))


def _with(scenario: "Scenario", k: int, act: Any) -> "Scenario":
    return scenario.model_copy(update={"acts": (*scenario.acts[:k], act, *scenario.acts[k + 1 :])})
