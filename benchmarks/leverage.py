"""Ties cut per second, by autarky and by the PyPI package sanction-simulator, the same pairs in the same run.

    pip install --no-deps sanction-simulator==0.1.4 && python benchmarks/leverage.py

A sample of pairs, evenly spread over all pairs of economies that every world has, is cut both ways with 10 % leakage.
autarky solves them as `autarky leverage --no-resume` does (residual 1e-8, a thread per core, each solve giving both
sides of a pair); the other package solves one scenario at a time and, as it does itself, several as one batch. It
reroutes quantities and has no prices, so the times compare, the answers do not. Rounds alternate and the best of each
counts, because cores may be shared. The time of all pairs is extrapolated from the sample.
"""

import contextlib
import io
import sys
import time
from collections.abc import Callable

import sanction_simulator as peer

from autarky.cuts.batch import Cutter, solve_cuts
from autarky.cuts.cut import Party, cut_between
from autarky.cuts.settings import Terms
from timing import table
from worlds import worlds

sys.path.insert(0, peer._PKG_DIR)

PAIRS, ROUNDS, BATCH = 16, 2, 4


def sample(codes: list[str]) -> list[tuple[str, str]]:
    """`PAIRS` pairs, evenly spread over the list of all."""
    every = [(a, b) for j, a in enumerate(codes) for b in codes[:j]]
    return [every[round(k * (len(every) - 1) / (PAIRS - 1))] for k in range(PAIRS)]


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main() -> None:
    import power_trade_estimation as model

    bench = model.Benchmark(peer.data_dir(), cache=peer.bench_cache())
    found = worlds()
    ours: dict[str, tuple[Cutter, int]] = {
        name: (Terms().cutter(world), len(world.economies)) for name, world in found.items()
    }
    shown = set.intersection(*(set(w.economies) for w in found.values()))
    pairs = sample(sorted(set(bench.cidx) & shown))

    def cut(name: str) -> None:
        cutter, _ = ours[name]
        cuts = [cut_between(cutter.world, Party.single(a), Party.single(b)) for a, b in pairs]
        solved = solve_cuts(cutter, cuts)
        assert all(s.residual <= cutter.tolerance for s in solved.values())

    def theirs(size: int) -> None:
        legs = [model.bilateral_legs(bench.cidx[a], bench.cidx[b]) for a, b in pairs]
        with contextlib.redirect_stdout(io.StringIO()):
            for start in range(0, len(legs), size):
                batch = model.ScenarioBatch(bench, legs[start : start + size], tau=0.30, delta=0.10)
                batch.balance()
                batch.solve(rho=-1.0)

    runs: dict[str, Callable[[], None]] = {f"autarky {n}, 1 y": lambda n=n: cut(n) for n in ours}  # type: ignore[misc]
    runs |= {
        f"sanction-simulator 0.1.4, 80 x 50, batch of {size}": lambda size=size: theirs(size)  # type: ignore[misc]
        for size in (1, BATCH)
    }
    for name in ours:
        cut(name)  # compiles
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(ROUNDS):
        for name, run in runs.items():
            best[name] = min(best[name], seconds(run))
            print(f"{name}: {PAIRS / best[name]:.2f} ties per second so far", file=sys.stderr, flush=True)
    economies = {f"autarky {n}, 1 y": N for n, (_, N) in ours.items()}
    fastest_peer = min(v for k, v in best.items() if k.startswith("sanction"))
    rows = []
    for name, took in best.items():
        count = economies.get(name, 80)
        whole = count * (count - 1) // 2
        rows.append(
            [
                name,
                f"{PAIRS / took:.2f}",
                f"{fastest_peer / took:.1f}",
                f"{whole:,}",
                f"{whole * took / PAIRS / 60:.1f}",
            ]
        )
    print(f"pairs: {', '.join('-'.join(p) for p in pairs)}\n")
    print(
        table(["solver", "ties cut per second", "times faster", "pairs in all", "all pairs, minutes"], rows)
    )


if __name__ == "__main__":
    main()
