"""The named cases: one solve each, a batch of 1,000 ties, and the peers in the same run.

    python benchmarks/targets.py [quick]

Every solve to a residual of 1e-10 in logs. Times are the fastest and the median of several warm calls: cores may be
shared. gegravity runs where .cache/gegravity exists (`peer_gegravity.py` says how), sanction-simulator where installed
(`leverage.py` compares all ties). The published worlds need the shared data.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from autarky.cuts.batch import Cutter, solve_cuts
from autarky.cuts.cut import Party, cut_between
from autarky.cuts.settings import Terms
from autarky.economy.backend import prepare
from autarky.economy.behaviour import behaviour
from autarky.economy.calibration import calibrate
from autarky.economy.search import search
from autarky.economy.shock import Shock
from autarky.replications import caliendo_parro_2015, felbermayr_2022, ge_gravity
from peer_numpy import solve as plain
from solve import behaviour_at, scenario
from timing import measure, table
from worlds import ROOT, worlds

SHARED = ROOT.parent / "shared"
TOLERANCE = 1e-10


def embargo(name: str, target: str) -> list[str]:
    world = worlds()[name]
    economy, shock = scenario(world, "embargo")
    b = behaviour_at(world, 1.0)
    took = measure(lambda: search(economy, b, shock, tolerance=TOLERANCE)[0])
    return row(f"{name}: embargo Belarus-Russia, 1 y", took.fastest, took.warm, target)


def row(name: str, fastest: float, median: float | None, target: str) -> list[str]:
    return [name, f"{fastest:.3f}", "" if median is None else f"{median:.3f}", target]


def batch(name: str, count: int) -> list[str]:
    """`count` ties cut both ways, evenly spread over all pairs; extrapolated to 1,000 where fewer."""
    world = worlds()[name]
    cutter: Cutter = Terms(tolerance=TOLERANCE).cutter(world)
    codes = list(world.economies)
    every = [(a, b) for j, a in enumerate(codes) for b in codes[:j]]
    chosen = [every[round(k * (len(every) - 1) / (count - 1))] for k in range(count)]
    cuts = [cut_between(world, Party.single(a), Party.single(b)) for a, b in chosen]
    solve_cuts(cutter, cuts[:2])  # compiles
    start = time.perf_counter()
    solved = solve_cuts(cutter, cuts)
    took = time.perf_counter() - start
    worst = max(s.residual for s in solved.values() if not s.reason)
    refused = sum(bool(s.reason) for s in solved.values())
    what = (
        f"{name}: {count} ties cut both ways, 1 y (worst residual {worst:.0e}, {refused} without equilibrium)"
    )
    return row(what, took * 1000 / count, None, "40 for 1,000" if name == "81 x 28" else "")


def caliendo_parro() -> list[str]:
    files = caliendo_parro_2015.load(SHARED / caliendo_parro_2015.FOLDER)
    world = caliendo_parro_2015.base_world(files)
    economy, b = calibrate(world), behaviour(files["theta"])
    from dataclasses import replace

    shock = replace(Shock.empty(economy), tariff=files["tariff_after"])
    took = measure(lambda: search(economy, b, shock, tolerance=TOLERANCE)[0])
    return row(f"Caliendo-Parro 31 x 40, NAFTA tariffs, sigma up to {1 + files['theta'].max():.0f}",
               took.fastest, took.warm, "0.15")  # fmt: skip


def felbermayr() -> list[str]:
    files = felbermayr_2022.load(SHARED / felbermayr_2022.FOLDER)
    world = felbermayr_2022.world_without_inventories(files)
    from dataclasses import replace

    economy, b = calibrate(world), behaviour(files.theta)
    shock = replace(Shock.empty(economy), tariff=files.tariff_mfn)
    took = measure(lambda: search(economy, b, shock, tolerance=TOLERANCE)[0], 3)
    return row("Felbermayr 44 x 50, customs union removed", took.fastest, took.warm, "2")


def gravity() -> list[list[str]]:
    """Canada-Japan agreement on gegravity's sample: the exact equilibrium, and the package's one price update."""
    frame = ge_gravity.sample(SHARED / ge_gravity.FOLDER)
    trade, effect = ge_gravity.agreement(frame, np.array(ge_gravity.DOCUMENTED_COSTS))
    world = ge_gravity.one_sector_world(trade, sorted(frame["exporter"].unique()), "sample", 2006)
    took = measure(lambda: ge_gravity.solve(world, effect, "proportional").data["welfare"].values)
    rows = [row("gegravity's sample, 30 x 1, exact, with certificate", took.fastest, took.warm, "")]
    python = ROOT / ".cache" / "gegravity" / "bin" / "python"
    if python.exists():
        said = subprocess.run(
            [python, ROOT / "benchmarks" / "peer_gegravity.py", SHARED / ge_gravity.FOLDER / ge_gravity.SAMPLE],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        theirs = json.loads(said.stdout.splitlines()[-1])
        rows.append(row("gegravity 0.3 on the same, one price update", theirs["seconds"], None, ""))
    return rows


def by_numpy(name: str) -> list[list[str]]:
    """50 % dearer trade between Belarus and Russia: the core, and a plain numpy program on the same equations."""
    world = worlds()[name]
    economy, shock = scenario(world, "trade cost")
    rows = []
    for years in (1.0, 10.0):
        b = behaviour_at(world, years)
        took = measure(lambda b=b: search(economy, b, shock, tolerance=TOLERANCE)[0])  # type: ignore[misc]
        rows.append(row(f"{name}: trade cost, {years:g} y", took.fastest, took.warm, ""))
        for damping in (0.5, 0.2, 0.1, 0.05):
            start = time.perf_counter()
            steps, left = plain(
                world, np.asarray(shock.trade_cost), np.asarray(b.theta), float(b.eta), float(b.rho), float(b.xi),
                float(b.specificity), damping=damping,
            )  # fmt: skip
            if left <= TOLERANCE:
                what = f"the same in plain numpy, damping {damping:g} (found by trial), {steps} iterations"
                rows.append(row(what, time.perf_counter() - start, None, ""))
                break
    return rows


def first_result() -> list[list[str]]:
    """A new process to the first equilibrium: nothing compiled yet, then with the compiled programs on disk."""
    import os
    import tempfile

    code = (
        "import time; t = time.perf_counter(); import resource, autarky; from autarky.scenario import Scenario, solve\n"
        "s = Scenario.from_file('examples/belarus-russia-cut.toml'); w = s.load_world(); solve(w, s, s.horizons[0])\n"
        "print(time.perf_counter() - t, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)"
    )
    rows = []
    with tempfile.TemporaryDirectory() as cache:
        for what in ("cold", "compiled programs on disk"):
            said = subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT,
                env=os.environ | {"AUTARKY_CACHE_DIR": cache},
            )  # fmt: skip
            seconds, memory = said.stdout.split()
            rows.append(
                row(f"new process to first result, {what} ({float(memory):.0f} MB)", float(seconds), None, "")
            )
    return rows


def main(count: int) -> None:
    prepare()
    cases: list[Callable[[], list[str] | list[list[str]]]] = [
        lambda: embargo("81 x 28", "0.10"),
        lambda: embargo("81 x 50", "0.4 (80 x 50)"),
        lambda: batch("81 x 28", count),
        lambda: batch("embedded 60 x 32", count),
        caliendo_parro,
        felbermayr,
        gravity,
        lambda: by_numpy("81 x 28"),
        first_result,
    ]
    rows: list[list[str]] = []
    for case in cases:
        made = case()
        new = made if isinstance(made[0], list) else [made]
        for r in new:
            print(" | ".join(map(str, r)), file=sys.stderr, flush=True)
        rows += new  # type: ignore[arg-type]
    print(table(["case", "fastest, s", "median, s", "target, s"], rows))


if __name__ == "__main__":
    main(100 if "quick" in sys.argv else 1000)
