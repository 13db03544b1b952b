"""The same embargo solved by autarky and by the PyPI package sanction-simulator, in one run.

    pip install --no-deps sanction-simulator==0.1.4 && python benchmarks/peer_sanction_simulator.py

Both cut trade between Belarus and Russia both ways with 10 % leakage. The other package reroutes quantities by RAS
on the 80 x 50 input-output network and has no prices; autarky solves prices, incomes and trade on the same network
with a rest of the world (81 x 50), so the times compare, the answers do not.
"""

import contextlib
import io
import sys

import sanction_simulator as peer

from autarky.economy.backend import prepare
from autarky.economy.search import search
from solve import behaviour_at, scenario
from timing import measure, table
from worlds import worlds

sys.path.insert(0, peer._PKG_DIR)


def main() -> None:
    import power_trade_estimation as model

    prepare()
    bench = model.Benchmark(peer.data_dir(), cache=peer.bench_cache())
    b, r = bench.cidx["BLR"], bench.cidx["RUS"]

    def theirs() -> float:
        with contextlib.redirect_stdout(io.StringIO()):
            batch = model.ScenarioBatch(bench, [model.bilateral_legs(b, r)], tau=0.30, delta=0.10)
            batch.balance()
            return float(batch.solve(rho=-1.0)["s_omega"][0].sum())

    world = worlds()["81 x 50"]
    economy, shock = scenario(world, "embargo")
    rows = []
    for years in (0.25, 1.0, 10.0):
        behaviour = behaviour_at(world, years)
        ours = measure(lambda h=behaviour: search(economy, h, shock)[0])
        rows.append([f"autarky 81 x 50, {years:g} y, residual 1e-10", f"{ours.warm:.2f}", ""])
    other = measure(theirs, 3)
    for row in rows:
        row[2] = f"{other.warm / float(row[1]):.1f}"
    rows.append(["sanction-simulator 0.1.4, 80 x 50", f"{other.warm:.2f}", "1.0"])
    print(table(["solver", "warm, s", "times faster"], rows))


if __name__ == "__main__":
    main()
