"""What a study costs: core seconds per case by size of the world, and a million cases on 1, 10 and 100 machines.

Run with: python benchmarks/study_cost.py [cases per world]
Times are processor time of the whole process, so that other work on the machine moves them little. The world of
163 x 65 is generated: sizes, distances and input shares at random, as dense as an inter-country table.
"""

import resource
import sys
import time

import numpy as np

from autarky.studies.definition import Study
from autarky.studies.plan import Plan
from autarky.studies.solver import Workshop
from autarky.world.accounts import World
from worlds import worlds

CORES = 16  # of one machine, on paper
MILLION = 1_000_000
ROW_BYTES = (
    17  # of Parquet per case and economy, measured on the study of 10,000 cases (docs/how-to/studies.md)
)
STUDY = """
[grid]
pairs = { of = ["%s"], partners = "all" }
[scenario]
world = "w"
horizon = "1y"
elasticities = "%s"
[[scenario.acts]]
type = "embargo"
origin = "x"
destination = "y"
both_ways = true
"""


def generated(economies: int, sectors: int, seed: int = 1) -> World:
    """A dense world whose accounts hold, economies of very different size."""
    rng = np.random.default_rng(seed)
    size = rng.lognormal(0.0, 1.5, economies)
    place = rng.uniform(size=(economies, 2))
    distance = 0.05 + np.linalg.norm(place[:, None] - place[None, :], axis=-1)
    weight = rng.lognormal(0.0, 0.5, (economies, sectors, economies)) / distance[:, None, :]
    trade = 0.02 * weight * np.sqrt(size)[:, None, None] * np.sqrt(size)
    home = 3 * trade.sum(2).max(0)[None, :] * (size / size.max())[:, None] + trade.sum(2) + trade.sum(0).T
    trade[np.arange(economies), :, np.arange(economies)] = home
    spent, output = trade.sum(0), trade.sum(2)
    inputs = (
        0.4 * rng.dirichlet(np.full(sectors, 0.5), (economies, sectors)).transpose(2, 0, 1) * output[None]
    )
    inputs *= np.minimum(1.0, 0.7 * spent / inputs.sum(2))[:, :, None]
    return World.from_arrays(
        economies=[f"E{n:03d}" for n in range(economies)],
        sectors=[f"S{s:02d}" for s in range(sectors)],
        trade=trade,
        inputs=inputs,
        final=spent - inputs.sum(2),
        industries={f"S{s:02d}": [["C20", "A01", "K"][s % 3]] for s in range(sectors)},
        attrs={"name": f"generated {economies} x {sectors}", "year": 2022, "unit": "USD million"},
    )


def measure(world: World, cases: int) -> tuple[float, float, int]:
    """Core seconds and seconds per case, after the first; how many were solved."""
    made = Plan(Study.from_toml(STUDY % (world.economies[0], "uniform-4")), {"w": world})
    tasks = list(made.tasks())[: cases + 1]
    shop = Workshop({world.fingerprint: world}, made.study.tolerance, made.study.seed)
    first = list(shop.solve(tasks[:1]))  # compiles
    spent, began = time.process_time(), time.perf_counter()
    found = list(shop.solve(tasks[1:]))
    spent, took = time.process_time() - spent, time.perf_counter() - began
    return spent / cases, took / cases, sum(o.state == "solved" for o in first + found)


def main() -> None:
    """Print both tables."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    chosen = worlds() | {"generated 81 x 50": generated(81, 50), "generated 163 x 65": generated(163, 65)}
    print("| world | cells of trade | core seconds per case | seconds | solved |\n|---|---|---|---|---|")
    cost = 0.0
    for name, world in chosen.items():
        cost, took, solved = measure(world, cases)
        cells = len(world.economies) ** 2 * len(world.sectors)
        print(f"| {name} | {cells:,} | {cost:.3f} | {took:.3f} | {solved} of {cases + 1} |", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"\nPeak memory {peak:.1f} GB. A million cases on the last, {CORES} cores a machine:\n")
    print("| machines | hours |\n|---|---|")
    for machines in (1, 10, 100):
        print(f"| {machines} | {MILLION * cost / (machines * CORES) / 3600:.1f} |")
    rows = MILLION * len(world.economies)
    print(f"\n{rows:,} rows, about {rows * ROW_BYTES / 1e9:.1f} GB of Parquet")


if __name__ == "__main__":
    main()
