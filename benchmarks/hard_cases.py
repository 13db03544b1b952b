"""Cases that other solvers refuse or never finish: solved, or refused with the reason. Prints the table of
docs/theory/hard-cases.md.

    python benchmarks/hard_cases.py [WORLD]
"""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from autarky.economy.backend import prepare
from autarky.economy.behaviour import Behaviour, behaviour
from autarky.economy.calibration import calibrate
from autarky.economy.elasticities import trade_elasticities
from autarky.economy.horizon import horizon_parameters
from autarky.economy.result import Result
from autarky.economy.shock import Quota, Shock
from autarky.economy.solve import equilibrium
from autarky.errors import NoEquilibriumError, SolveError
from autarky.world.accounts import World
from autarky.world.groups import select_economies
from autarky.worlds.library import load_world
from timing import table

Cells = np.ndarray


@dataclass(frozen=True)
class Case:
    """One question; `solve` raises `NoEquilibriumError` or `SolveError` where it has no answer."""

    name: str
    solve: Callable[[], Result]


def base(world: World) -> Shock:
    return Shock.empty(calibrate(world))


def inside(world: World, who: str) -> np.ndarray:
    chosen = set(select_economies([who], world).labels)
    return np.array([c in chosen for c in world.economies])


def border(world: World, who: str, direction: str = "both") -> Cells:
    """Cells of trade between `who` and the rest: all, or only what `who` "sells" or "buys"."""
    own = inside(world, who)
    sells, buys = own[:, None] & ~own[None, :], ~own[:, None] & own[None, :]
    pairs = {"sells": sells, "buys": buys, "both": sells | buys}[direction]
    return np.broadcast_to(pairs[:, None, :], base(world).tariff.shape)


def embargo(world: World, cells: Cells, leakage: float) -> Shock:
    """A ceiling at `leakage` of the base quantity; the rent stays with the buyer, as in the act's default."""
    limit = np.where(cells, leakage, np.inf)
    return replace(base(world), quota=Quota(limit, np.ones_like(limit), np.zeros_like(limit)))


def at_horizon(world: World, years: float, deficits: str, elasticities: str = "fontagne-2022") -> Behaviour:
    h = horizon_parameters(years)
    theta = trade_elasticities(world, elasticities) * h.theta_multiplier
    return behaviour(theta, eta=h.eta, rho=h.rho, xi=h.xi, nu=h.nu, deficits=deficits)


def long_run(world: World, deficits: str = "fixed", elasticities: str = "caliendo-parro-2015") -> Behaviour:
    return behaviour(trade_elasticities(world, elasticities), deficits=deficits)


def foreign(world: World) -> Cells:
    """All cells across a border."""
    N, J = len(world.economies), len(world.sectors)
    return np.broadcast_to(~np.eye(N, dtype=bool)[:, None, :], (N, J, N))


def embargo_case(
    world: World, who: str, leakage: float, years: float, deficits: str, direction: str = "both"
) -> Case:
    what = {"both": "and the world", "sells": "sells nothing", "buys": "buys nothing"}[direction]
    name = f"embargo: {who} {what}, leakage {leakage:.0%}, {years:g} y, {deficits} deficits"
    shock = embargo(world, border(world, who, direction), leakage)
    return Case(name, lambda: equilibrium(world, shock, at_horizon(world, years, deficits)))


def embargoes(world: World, *, years: tuple[float, ...] = (0.25, 10.0)) -> Iterator[Case]:
    for who in ("USA", "CHN", "EU27"):
        for leakage in (0.1, 0.0):
            for y in years:
                for deficits in ("fixed", "proportional", "zero"):
                    yield embargo_case(world, who, leakage, y, deficits)


def one_way(world: World) -> Iterator[Case]:
    for direction in ("sells", "buys"):
        for leakage in (0.1, 0.0):
            yield embargo_case(world, "CHN", leakage, 1.0, "fixed", direction)


def autarky_of(world: World, who: str | None, years: float, deficits: str = "zero") -> Case:
    cells = foreign(world) if who is None else border(world, who)
    name = f"autarky of {who or 'all'}, {years:g} y, {deficits} deficits"
    shock = embargo(world, cells, 0.0)
    return Case(name, lambda: equilibrium(world, shock, at_horizon(world, years, deficits)))


def petroleum(world: World) -> Case:
    """Tariffs of 50 % on all trade, petroleum with theta = 64.85 (Caliendo & Parro 2015)."""
    shock = replace(base(world), tariff=np.where(foreign(world), 0.5, np.asarray(base(world).tariff)))
    return Case(
        "theta 64.85 of petroleum, all tariffs 50 %", lambda: equilibrium(world, shock, long_run(world))
    )


def high_tariffs(
    world: World, who: str, elasticities: str = "fontagne-2022", deficits: str = "proportional"
) -> Case:
    """Tariffs of 1,000 % by one economy on all, and of all on it."""
    shock = replace(base(world), tariff=np.where(border(world, who), 10.0, np.asarray(base(world).tariff)))
    b = long_run(world, deficits, elasticities)
    name = f"tariffs of 1,000 %, {who} and the world, {elasticities}, {deficits} deficits"
    return Case(name, lambda: equilibrium(world, shock, b))


def five_years(world: World, deficits: str = "zero") -> Case:
    """Factors that hardly move although everything else has had five years."""
    h = horizon_parameters(5.0)
    theta = trade_elasticities(world) * h.theta_multiplier
    b = behaviour(theta, eta=h.eta, rho=h.rho, xi=h.xi, nu=0.2, deficits=deficits)
    shock = embargo(world, border(world, "CHN"), 0.1)
    name = f"five years with nu = 0.2, embargo: CHN and the world, leakage 10%, {deficits} deficits"
    return Case(name, lambda: equilibrium(world, shock, b))


def shrunk(world: World, who: str, share: float) -> World:
    """`world` with the accounts of `who` split: a part with `share` of world value added, and the rest of it.

    Both parts sell, buy, produce and tax alike; their trade with one another is that of the whole with itself.
    """
    n = world.economies.index(who)
    part = share * world.array("value_added").sum() / world.array("value_added")[n].sum()
    weights = np.array([part, 1 - part])

    def split(values: np.ndarray, axis: int, scale: bool) -> np.ndarray:
        own = np.take(values, [n], axis)
        shape = [1] * values.ndim
        shape[axis] = 2
        two = np.repeat(own, 2, axis) * (weights.reshape(shape) if scale else 1.0)
        rest = np.delete(values, n, axis)
        return np.concatenate([rest, two], axis)

    labels = [c for c in world.economies if c != who] + [f"{who}-small", who]
    return World.from_arrays(
        economies=labels,
        sectors=world.sectors,
        trade=split(split(world.array("trade"), 0, True), 2, True),
        tariff=split(split(world.array("tariff"), 0, False), 2, False),
        export_tax=split(split(world.array("export_tax"), 0, False), 2, False),
        inputs=split(world.array("inputs"), 1, True),
        final=split(world.array("final"), 1, True),
        industries=world.industries,
        attrs=dict(world.data.attrs) | {"name": f"{world.name}, {who} split"},
    )


def tiny(world: World, deficits: str = "fixed") -> Case:
    small = shrunk(world, "BLR", 1e-5)
    shock = embargo(small, border(small, "BLR-small"), 0.1)
    return Case(
        f"an economy of 0.001 % of the world under full embargo, leakage 10%, 1 y, {deficits} deficits",
        lambda: equilibrium(small, shock, at_horizon(small, 1.0, deficits)),
    )


def many_quotas(world: World, deficits: str = "fixed") -> Case:
    """Ceilings at 40 to 100 % of the base on 3 % of all foreign cells: hundreds bind, some stop binding."""
    rng = np.random.default_rng(0)
    chosen = foreign(world) & (world.array("trade") > 0) & (rng.random(base(world).tariff.shape) < 0.03)
    limit = np.where(chosen, rng.uniform(0.4, 1.0, chosen.shape), np.inf)
    shock = replace(base(world), quota=Quota(limit, 0.5 * np.ones_like(limit), 0.3 * np.ones_like(limit)))
    return Case(
        f"quotas on {int(chosen.sum()):,} cells, 1 y, {deficits} deficits",
        lambda: equilibrium(world, shock, at_horizon(world, 1.0, deficits)),
    )


def others(world: World) -> Iterator[Case]:
    for who in ("BLR", "USA", None):
        for years in (0.25, 1.0, 10.0):
            yield autarky_of(world, who, years)
    yield autarky_of(world, "BLR", 10.0, "fixed")
    yield petroleum(world)
    for deficits in ("fixed", "proportional", "zero"):
        yield high_tariffs(world, "USA", deficits=deficits)
    yield high_tariffs(world, "USA", "caliendo-parro-2015", "zero")
    for deficits in ("fixed", "proportional", "zero"):
        yield five_years(world, deficits)
    yield tiny(world)
    yield many_quotas(world)


def row(case: Case) -> list[str]:
    start = time.perf_counter()
    try:
        result = case.solve()
    except (NoEquilibriumError, SolveError) as e:
        taken = time.perf_counter() - start
        kind = "refused before solving" if isinstance(e, NoEquilibriumError) else "refused"
        return [case.name, kind, f"{taken:.1f}", str(e).split(": ", 1)[-1].split(". ")[0]]
    taken = time.perf_counter() - start
    took = result.record["solver"]
    block, size = result.certificate.worst()
    work = f"{took['newton_steps']} / {took['jacobian_products']} / {took['path_steps']}"
    return [case.name, work, f"{taken:.1f}", f"{took['residual']:.0e}; {block} {size:.0e}"]


def main() -> None:
    prepare()
    world = load_world(sys.argv[1] if len(sys.argv) > 1 else "icio-2022")
    # one solve of each closure first, so that times do not hold the compilation
    for deficits in ("fixed", "proportional", "zero"):
        row(embargo_case(world, "BLR", 0.1, 10.0, deficits))
    rows = []
    for case in (*others(world), *one_way(world), *embargoes(world)):
        rows.append(row(case))
        print(" | ".join(rows[-1]), file=sys.stderr, flush=True)
    print(
        table(
            ["case", "Newton steps / products / path steps", "s", "residual; worst of the certificate"], rows
        )
    )


if __name__ == "__main__":
    main()
