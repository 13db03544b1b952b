"""What one equilibrium costs by the number of economies N and sectors J: time, products, memory, fitted exponents.

    python benchmarks/scaling.py

Generated dense worlds (`study_cost.generated`); one tie is cut both ways, 10 % leakage, one year, residual 1e-10. Time
is processor time of the whole process, the fastest of several warm solves, so that other work on the machine moves it
little; the exponents are a least-squares fit of its logarithm. Each size is measured in a process of its own.
"""

import json
import resource
import subprocess
import sys
import time

import numpy as np

from timing import table

SIZES = [
    (20, 10),
    (20, 40),
    (40, 20),
    (40, 40),
    (80, 10),
    (80, 28),
    (80, 50),
    (120, 40),
    (160, 20),
    (163, 65),
]


def one(economies: int, sectors: int) -> None:
    """Measure one size and print it as JSON."""
    from autarky.economy.backend import prepare

    prepare()
    from autarky.cuts.cut import Party, cut_between
    from autarky.cuts.settings import Terms
    from study_cost import generated

    world = generated(economies, sectors)
    cutter = Terms(tolerance=1e-10, elasticities="uniform-4").cutter(world)
    # middling economies: the first codes are as large as any
    cut = cut_between(world, *(Party.single(world.economies[n]) for n in (1, 2)))
    start = time.perf_counter()
    first = cutter.solve(cut)
    cold = time.perf_counter() - start
    if first.reason:
        raise SystemExit(first.reason)
    took = []
    for _ in range(5):
        before = time.process_time()
        cutter.solve(cut)
        took.append(time.process_time() - before)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(json.dumps({"seconds": min(took), "first": cold, "memory": peak, "residual": first.residual}))


def main() -> None:
    rows, logs = [], []
    for economies, sectors in SIZES:
        said = subprocess.run(
            [sys.executable, __file__, str(economies), str(sectors)],
            capture_output=True,
            text=True,
            check=True,
        )
        found = json.loads(said.stdout.splitlines()[-1])
        print(economies, sectors, found, file=sys.stderr, flush=True)
        logs.append([np.log(found["seconds"]), 1.0, np.log(economies), np.log(sectors)])
        rows.append([
            f"{economies} x {sectors}", f"{found['seconds']:.3f}", f"{found['first']:.1f}",
            f"{found['memory']:.0f}", f"{found['residual']:.0e}",
        ])  # fmt: skip
    values = np.array(logs)
    (level, n, j), *_ = np.linalg.lstsq(values[:, 1:], values[:, 0], rcond=None)
    print(table(["world", "one solve, s of processor time", "first, s", "peak memory, MB", "residual"], rows))
    print(f"\nFit: {np.exp(level):.1e} s x N^{n:.2f} x J^{j:.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        one(int(sys.argv[1]), int(sys.argv[2]))
    else:
        main()
