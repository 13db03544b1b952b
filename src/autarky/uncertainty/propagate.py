"""Solving a scenario for many draws of its parameters: every figure that the report shows, draw by draw."""

import contextlib
import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky.errors import AutarkyError
from autarky.uncertainty import DRAWS, SEED
from autarky.uncertainty.draws import Draws, Watch
from autarky.uncertainty.priors import Parameters, Priors, normal_draws, priors, variants_of
from autarky.uncertainty.rows import BY_ECONOMY, Index, distinct
from autarky.uncertainty.shelf import Drawn, DrawShelf

if TYPE_CHECKING:
    from autarky.economy.equilibrium import Unknowns
    from autarky.economy.horizon import HorizonParameters
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World

VARIANTS = 8  # rebalanced versions of the estimated cells; more change the bands less than the draws do
TOLERANCE = 1e-5  # of residuals in logs: welfare is then right to 0.0001 % (docs/theory/uncertainty.md)
FEWEST = 0.8  # of the draws must have an equilibrium, or there are no bands
CHUNK = 20  # draws saved together: a kill loses a few seconds

Progress = Callable[[int, int], None]


def propagate(
    world: "World",
    scenario: "Scenario",
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    watch: Watch | None = None,
    keep: Path | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[Draws]:
    """Outcomes of `scenario` for `draws` draws at each of its horizons. The draws depend on the seed and on what
    is varied, not on the acts: differences of two scenarios are clean.

    `keep`: a folder in which draws are kept as they are solved; those that lie there are not solved again. Raises
    `SolveError` where fewer than `FEWEST` of the draws have an equilibrium, saying why.
    """
    from autarky.economy.backend import prepare

    prepare()
    plan = _Plan.of(world, scenario, draws, seed, watch or Watch(), keep)
    total = draws * len(scenario.horizons)
    found = []
    for k, years in enumerate(scenario.horizons):
        tell = None if progress is None else _after(progress, k * draws, total)
        found.append(_one_horizon(plan, years, workers, tell))
    return found


def _after(progress: Progress, before: int, total: int) -> Callable[[int], None]:
    return lambda done: progress(before + done, total)


def source_of(world: "World", given: Priors, seed: int) -> dict[str, Any]:
    """All that decides on which draws are taken, JSON-ready."""
    return {
        "seed": seed,
        "world": world.fingerprint,
        "groups": list(given.names),
        "spreads": [
            given.common,
            *map(float, given.theta_spread),
            *(p.spread for p in given.scalars.values()),
        ],
        "variants": VARIANTS,
    }


@dataclass(frozen=True)
class _Plan:
    """What is drawn and for what: the same at every horizon."""

    world: "World"
    scenario: "Scenario"
    given: Priors
    z: np.ndarray
    variant: np.ndarray
    versions: "list[World]"
    theta: np.ndarray
    index: Index
    source: dict[str, Any]
    keep: Path | None
    shocks: dict[int, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls, world: "World", scenario: "Scenario", draws: int, seed: int, watch: Watch, keep: Path | None
    ) -> "_Plan":
        from scipy.special import ndtr

        from autarky.scenario.best_response import settled
        from autarky.scenario.elasticities import long_run_theta

        scenario = settled(world, scenario)  # a rate found for the central answer holds in every draw
        given = priors(world, scenario)
        z = normal_draws(
            draws, len(given.names) + 1, seed
        )  # the last dimension chooses the version of the world
        versions = variants_of(world, VARIANTS, seed)
        return cls(
            world=world,
            scenario=scenario,
            given=given,
            z=z[:, :-1],
            variant=np.minimum((ndtr(z[:, -1]) * len(versions)).astype(int), len(versions) - 1),
            versions=versions,
            theta=long_run_theta(world, scenario),
            index=Index(world.economies, world.sectors, distinct(watch.rows), watch.held),
            source=source_of(world, given, seed),
            keep=keep,
        )

    def shock(self, version: int) -> Any:
        """The shock of the acts in a version of the world, the same at every horizon."""
        if version not in self.shocks:
            self.shocks[version] = self.scenario.compile(self.versions[version])
        return self.shocks[version]

    def shelf(self, centre: "HorizonParameters") -> DrawShelf | None:
        """Where the draws at one horizon are kept: the name holds all that decides on a figure."""
        if self.keep is None:
            return None
        from autarky import __version__

        scenario = {k: v for k, v in self.scenario.given().items() if k not in _WORDS}
        held = self.index.held
        record = self.source | {
            "scenario": scenario,
            "theta": [float(t) for t in self.theta],
            "centre": {k: str(v) for k, v in centre.as_dict().items()},
            "scalars": [str(asdict(p)) for p in self.given.scalars.values()],
            "tolerance": TOLERANCE,
            "rows": [list(asdict(r).values()) for r in self.index.rows],
            "held": None if held is None else np.flatnonzero(held).tolist(),
            "autarky": __version__,
        }
        return DrawShelf(self.keep, record, self.width)

    @property
    def width(self) -> int:
        return len(BY_ECONOMY) * len(self.world.economies) + len(self.index.rows)


_WORDS = ("name", "title", "look_for", "world", "horizon")  # of a scenario: not what its draws depend on


def _one_horizon(plan: _Plan, years: float, workers: int | None, tell: Callable[[int], None] | None) -> Draws:
    from autarky.economy.horizon import horizon_parameters

    centre = horizon_parameters(years)
    shelf = plan.shelf(centre)
    count = len(plan.z)
    known = {} if shelf is None else {k: d for k, d in shelf.load().items() if k < count}
    if tell is not None:
        tell(len(known))
    left = [k for k in range(count) if k not in known]
    fresh: dict[int, Drawn] = {}
    try:
        with contextlib.closing(_solved(plan, centre, left, workers)) as solved:
            for k, drawn in solved:
                known[k] = fresh[k] = drawn
                if len(fresh) >= CHUNK:
                    _put(shelf, fresh)
                    fresh = {}
                if tell is not None:
                    tell(len(known))
    finally:
        _put(shelf, fresh)
    return _checked(plan, centre.years, [known[k] for k in range(count)])


def _put(shelf: DrawShelf | None, drawn: dict[int, Drawn]) -> None:
    if shelf is not None:
        with contextlib.suppress(OSError):  # a cache that cannot be written only means that nothing is kept
            shelf.save(drawn)


def _checked(plan: _Plan, years: float, drawn: list[Drawn]) -> Draws:
    values = np.stack([d.values for d in drawn])
    N = len(plan.world.economies)
    by_economy = {q: values[:, j * N : (j + 1) * N] for j, q in enumerate(BY_ECONOMY)}
    made = Draws(
        years=years,
        economies=plan.world.economies,
        **by_economy,
        z=plan.z,
        groups=plan.given.names,
        variant=plan.variant,
        seed=int(plan.source["seed"]),
        reasons={k: d.reason for k, d in enumerate(drawn) if d.reason},
        rows=plan.index.rows,
        kept=values[:, len(BY_ECONOMY) * N :],
        source=plan.source,
    )
    if made.solved.mean() < FEWEST:
        from autarky.errors import SolveError

        raise SolveError(
            f"{len(made.reasons)} of {len(drawn)} draws have no equilibrium, so there are no ranges (first: "
            f"{next(iter(made.reasons.values()))})"
        )
    return made


def _solved(
    plan: _Plan, centre: "HorizonParameters", numbers: Sequence[int], workers: int | None
) -> Generator[tuple[int, Drawn]]:
    """Draws by number, in the order of `numbers`."""
    if not numbers:
        return
    from autarky.economy.problem import Base, Problem
    from autarky.uncertainty.measure import measure

    at_horizon = plan.theta * centre.theta_multiplier
    middle = _behaviour(
        plan, plan.given.draw(np.zeros(plan.z.shape[1]), at_horizon, centre), centre.theta_multiplier
    )
    centres: dict[int, tuple[Base, Unknowns]] = {}
    near: Unknowns | None = None
    for v in sorted({int(plan.variant[k]) for k in numbers}):
        base = Base.of(plan.versions[v])
        problem = Problem.of(base, middle, plan.shock(v))
        # the central solution of a version: its draws are near
        start = problem.search(start=near, tolerance=TOLERANCE).unknowns
        near = start if near is None else near
        centres[v] = base, start

    def one(k: int) -> Drawn:
        version = int(plan.variant[k])
        base, start = centres[version]
        reaction = _behaviour(plan, plan.given.draw(plan.z[k], at_horizon, centre), centre.theta_multiplier)
        try:
            problem = Problem.of(base, reaction, plan.shock(version))
            solution = problem.search(start=start, tolerance=TOLERANCE)
        except AutarkyError as e:
            return Drawn(np.full(plan.width, np.nan), str(e))
        return Drawn(measure(solution, plan.index))

    pool = ThreadPoolExecutor(workers or os.cpu_count() or 1)
    try:
        futures = [pool.submit(one, k) for k in numbers]
        for k, future in zip(numbers, futures, strict=True):
            yield k, future.result()
    finally:  # an interrupt, also while they are handed in, drops what has not begun
        pool.shutdown(wait=True, cancel_futures=True)


def _behaviour(plan: _Plan, p: Parameters, multiplier: float) -> Any:
    from autarky.scenario.elasticities import reacting

    nu = float("inf") if p.specificity == 0 else 1 / p.specificity - 1
    scalars = {"eta": p.eta, "rho": p.rho, "xi": p.xi, "nu": nu}
    chosen, deficits = plan.scenario.elasticities, plan.scenario.deficits
    return reacting(plan.world, chosen, p.theta, scalars, multiplier=multiplier, deficits=deficits)
