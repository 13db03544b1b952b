"""Solving a scenario for many draws of its parameters: bands of the outcomes by economy."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky.errors import AutarkyError
from autarky.uncertainty import DRAWS, SEED
from autarky.uncertainty.priors import Parameters, Priors, normal_draws, priors
from autarky.uncertainty.variants import variants_of

if TYPE_CHECKING:
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World

VARIANTS = 8  # rebalanced versions of the estimated cells; more change the bands less than the draws do
TOLERANCE = 1e-6  # of residuals in logs: bands need four digits
FEWEST = 0.8  # of the draws must have an equilibrium, or there are no bands

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Draws:
    """Outcomes by draw and economy at one horizon (fractions; NaN where a draw has no equilibrium).

    `z` [draws, D] are the standard normal draws, `groups` the name of each dimension; `variant` [draws] is the
    version of the estimated cells.
    """

    years: float
    economies: tuple[str, ...]
    welfare: np.ndarray  # [draws, N]
    real_gdp: np.ndarray  # [draws, N]
    z: np.ndarray
    groups: tuple[str, ...]
    variant: np.ndarray
    seed: int
    reasons: dict[int, str] = field(default_factory=dict)  # draws without an equilibrium

    @property
    def solved(self) -> np.ndarray:
        return np.isfinite(self.welfare).all(1)


def propagate(
    world: "World",
    scenario: "Scenario",
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[Draws]:
    """Outcomes of `scenario` for `draws` draws at each of its horizons. The draws depend on the seed and on what
    is varied, not on the acts: differences of two scenarios are clean.

    Raises `SolveError` where fewer than `FEWEST` of the draws have an equilibrium, saying why.
    """
    from autarky.economy.backend import prepare

    prepare()
    from autarky.economy.calibration import calibrate
    from autarky.economy.horizon import horizon_parameters
    from autarky.scenario.solving import long_run_theta

    given = priors(world, scenario)
    z = normal_draws(draws, len(given.names) + 1, seed)  # the last dimension chooses the version of the world
    worlds = variants_of(world, VARIANTS, seed)
    variant = np.minimum((_uniform(z[:, -1]) * len(worlds)).astype(int), len(worlds) - 1)
    bases = [(calibrate(w), scenario.compile(w)) for w in worlds]
    theta = long_run_theta(world, scenario)
    total = draws * len(scenario.horizons)
    found = []
    for k, years in enumerate(scenario.horizons):
        centre = horizon_parameters(years)
        tell = None if progress is None else _after(progress, k * draws, total)
        found.append(
            _one_horizon(
                world, scenario, given, z[:, :-1], variant, bases, theta, centre, seed, workers, tell
            )
        )
    return found


def _after(progress: Progress, before: int, total: int) -> Callable[[int], None]:
    return lambda done: progress(before + done, total)


def _uniform(z: np.ndarray) -> np.ndarray:
    from scipy.special import ndtr

    return np.asarray(ndtr(z))


def _one_horizon(
    world: "World",
    scenario: "Scenario",
    given: Priors,
    z: np.ndarray,
    variant: np.ndarray,
    bases: list[tuple[Any, Any]],
    theta: np.ndarray,
    centre: Any,
    seed: int,
    workers: int | None,
    tell: Callable[[int], None] | None,
) -> Draws:
    import equinox as eqx

    from autarky.economy.equilibrium import allocate
    from autarky.economy.outcomes import real_gdp, welfare
    from autarky.economy.search import search

    at_horizon = theta * centre.theta_multiplier

    @eqx.filter_jit
    def measure(economy: Any, behaviour: Any, shock: Any, unknowns: Any) -> Any:
        allocation = allocate(economy, behaviour, shock, unknowns)
        return welfare(economy, allocation), real_gdp(economy, shock, allocation)

    middle = _behaviour(scenario, given.draw(np.zeros(z.shape[1]), at_horizon, centre))
    starts: list[Any] = []  # the central solution of every version of the world: draws around it are near
    for economy, shock in bases:
        near = starts[0] if starts else None
        starts.append(search(economy, middle, shock, start=near, tolerance=TOLERANCE, world=world)[0])

    def one(k: int) -> tuple[np.ndarray, np.ndarray, str]:
        economy, shock = bases[variant[k]]
        reaction = _behaviour(scenario, given.draw(z[k], at_horizon, centre))
        try:
            near = starts[variant[k]]
            unknowns, _ = search(economy, reaction, shock, start=near, tolerance=TOLERANCE, world=world)
        except AutarkyError as e:
            nothing = np.full(len(world.economies), np.nan)
            return nothing, nothing, str(e)
        ev, gdp = measure(economy, reaction, shock, unknowns)
        return np.asarray(ev), np.asarray(gdp), ""

    answers = []
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        for k, answer in enumerate(_in_order(pool, one, len(z))):
            answers.append(answer)
            if tell is not None:
                tell(k + 1)
    made = Draws(
        years=centre.years,
        economies=world.economies,
        welfare=np.stack([a[0] for a in answers]),
        real_gdp=np.stack([a[1] for a in answers]),
        z=z,
        groups=given.names,
        variant=variant,
        seed=seed,
        reasons={k: a[2] for k, a in enumerate(answers) if a[2]},
    )
    if made.solved.mean() < FEWEST:
        from autarky.errors import SolveError

        raise SolveError(
            f"{len(made.reasons)} of {len(z)} draws have no equilibrium, so there are no bands (first: "
            f"{next(iter(made.reasons.values()))}); --draws 0 gives the central answer alone"
        )
    return made


def _in_order(pool: ThreadPoolExecutor, one: Callable[[int], Any], count: int) -> Iterator[Any]:
    """Answers in order; an interrupt drops what has not begun."""
    futures = [pool.submit(one, k) for k in range(count)]
    try:
        for future in futures:
            yield future.result()
    finally:
        for future in futures:
            future.cancel()


def _behaviour(scenario: "Scenario", p: Parameters) -> Any:
    from autarky.acts.base import to_jax
    from autarky.economy.behaviour import behaviour

    chosen = scenario.elasticities
    nu = float("inf") if p.specificity == 0 else 1 / p.specificity - 1
    own = {k: v for k in ("eta", "rho", "xi", "nu") if (v := getattr(chosen, k)) is not None}
    values = {"eta": p.eta, "rho": p.rho, "xi": p.xi, "nu": nu} | own
    return behaviour(to_jax(p.theta), deficits=scenario.deficits, **values)
