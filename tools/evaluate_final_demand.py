"""Measure the estimated final demand of `icio-2022` against a complete table, and against simpler estimates.

    python tools/evaluate_final_demand.py --wheel FILE [--reference ../shared/data/icio-2022-81x28/world.npz]

Prints the tables of docs/theory/embedded-world.md. The reference is used for measuring only, never for
building.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autarky.world.accounts import World
from autarky.worlds.library import load_world

REFERENCE = Path(__file__).parents[2] / "shared" / "data" / "icio-2022-81x28" / "world.npz"


@dataclass(frozen=True)
class Errors:
    """Errors by sector and destination (S, N), with spending of the reference as weight.

    `misallocated` is half the sum over origins of |share - true share|: the part of spending given to the
    wrong origin. `home` is the estimated less the true home share, `among_imports` is `misallocated` within
    imports alone, `estimated_part` is `misallocated` within what had to be estimated (final goods, and all
    trade with ROW).
    """

    misallocated: np.ndarray
    home: np.ndarray
    among_imports: np.ndarray
    spending: np.ndarray
    imports: np.ndarray
    estimated_part: np.ndarray
    estimated_spending: np.ndarray
    spending_error: np.ndarray

    def mean(
        self,
        values: np.ndarray,
        where: tuple[slice | list[int] | int, slice | list[int] | int],
        weights: np.ndarray,
    ) -> float:
        return float((values * weights)[where].sum() / weights[where].sum())


def common(world: World, reference: World) -> tuple[World, World]:
    """Both at the same economies and sectors: those of `world`, all its sectors outside A to C merged into
    SERV.
    """
    goods = [s for s in world.sectors if world.industries[s][0][0] in "ABC"]
    sectors = {s: [s] for s in goods} | {"SERV": [s for s in world.sectors if s not in goods]}
    ours = world.aggregate(sectors=sectors)
    regions = {c: list(inside) for c, inside in world.members.items()}
    theirs = reference.aggregate(
        regions=regions, sectors={s: list(world.industries[s]) for s in goods} | {"SERV": ["SERV"]}
    )
    return ours, theirs


def share_errors(world: World, reference: World) -> Errors:
    """Compare the trade of two worlds with the same labels; the last economy (ROW) does not count as a
    destination.
    """
    ours, theirs = world.array("trade"), reference.array("trade")
    spent = theirs.sum(0)[:, :-1]
    p, q = (t / np.maximum(t.sum(0), 1e-300) for t in (ours, theirs))
    at = np.arange(len(world.economies))
    home = (p - q)[at, :, at].T[:, :-1]
    abroad = []
    for table in (ours, theirs):
        imports = table.copy()
        imports[at, :, at] = 0.0
        abroad.append(imports / np.maximum(imports.sum(0), 1e-300))
        bought = imports.sum(0)[:, :-1]
    known = ours * (1 - world.data["trade_estimated"].values)
    unknown = [np.maximum(table - known, 0.0) for table in (ours, theirs)]
    a, b = (t / np.maximum(t.sum(0), 1e-300) for t in unknown)
    return Errors(
        misallocated=0.5 * np.abs(p - q).sum(0)[:, :-1],
        home=home,
        among_imports=0.5 * np.abs(abroad[0] - abroad[1]).sum(0)[:, :-1],
        spending=spent,
        imports=bought,
        estimated_part=0.5 * np.abs(a - b).sum(0)[:, :-1],
        estimated_spending=unknown[1].sum(0)[:, :-1],
        spending_error=np.abs(ours.sum(0)[:, :-1] - spent),
    )


def summary(world: World, reference: World) -> dict[str, float]:
    """The headline figures, in percent: goods sectors and all sectors, weighted by spending."""
    e = share_errors(world, reference)
    goods, every = (slice(0, -1), slice(None)), (slice(None), slice(None))
    return {
        "goods misallocated": 100 * e.mean(e.misallocated, goods, e.spending),
        "goods estimated part": 100 * e.mean(e.estimated_part, goods, e.estimated_spending),
        "goods home share": 100 * e.mean(np.abs(e.home), goods, e.spending),
        "goods home bias": 100 * e.mean(e.home, goods, e.spending),
        "goods among imports": 100 * e.mean(e.among_imports, goods, e.imports),
        "goods spending": 100 * float(e.spending_error[:-1].sum() / e.spending[:-1].sum()),
        "all misallocated": 100 * e.mean(e.misallocated, every, e.spending),
        "all estimated part": 100 * e.mean(e.estimated_part, every, e.estimated_spending),
        "all home share": 100 * e.mean(np.abs(e.home), every, e.spending),
        "all spending": 100 * float(e.spending_error.sum() / e.spending.sum()),
    }


def alternatives(wheel: Path) -> dict[str, World]:
    """The embedded world as it would be with other estimates of final demand."""
    import icio_estimate as ie
    from build_icio_2022 import embedded_world, full_world
    from icio_source import read_wheel

    source = read_wheel(wheel)
    intermediate, inputs, sales, notes = ie.with_rest_of_world(source)
    value_added = intermediate.sum(2) + sales - inputs.sum(0)
    shares = ie.share_of_origin(intermediate, intermediate.sum(2) + sales)
    prior = ie.prior_demand(sales, value_added)

    def made(final: np.ndarray) -> World:
        return embedded_world(full_world(source, ie.Estimate(intermediate, final, inputs, notes)))

    def proportional() -> np.ndarray:
        sold = intermediate.sum(2, keepdims=True)
        home = np.broadcast_to(
            np.eye(len(sales))[:, None, :], intermediate.shape
        )  # no inputs sold: sells at home
        return sales[:, :, None] * np.where(sold > 0, intermediate / np.where(sold > 0, sold, 1.0), home)

    def ras_balanced() -> np.ndarray:
        flows = shares * prior
        income = value_added.sum(1) * sales.sum() / value_added.sum()
        for _ in range(500):
            flows = flows * (income / flows.sum((0, 1)))[None, None, :]
            flows = (
                flows
                * np.divide(sales, flows.sum(2), out=np.zeros_like(sales), where=flows.sum(2) > 0)[:, :, None]
            )
        flows[np.arange(len(sales)), :, np.arange(len(sales))] += sales - flows.sum(2)
        return flows

    methods: dict[str, Callable[[], np.ndarray]] = {
        "each origin sells final goods where it sells inputs": proportional,
        "shares of origins as for inputs, all spend alike, RAS to sales and to income": ras_balanced,
        "the same, RAS to sales only (0 steps)": lambda: ie.final_flows(shares, prior, sales, 0),
        "1 step": lambda: ie.final_flows(shares, prior, sales, 1),
        "**2 steps (the embedded world)**": lambda: ie.final_flows(shares, prior, sales, 2),
        "3 steps": lambda: ie.final_flows(shares, prior, sales, 3),
        "10 steps": lambda: ie.final_flows(shares, prior, sales, 10),
    }
    worlds = {name: made(method()) for name, method in methods.items()}
    plain = ie.with_rest_of_world(source, crude_by_margin=False)
    demand = ie.prior_demand(plain[2], plain[0].sum(2) + plain[2] - plain[1].sum(0))
    final = ie.final_flows(
        ie.share_of_origin(plain[0], plain[0].sum(2) + plain[2]), demand, plain[2], ie.STEPS
    )
    estimated = ie.Estimate(plain[0], final, plain[1], plain[3])
    worlds["2 steps, ROW's crude sold where its peers sell theirs"] = embedded_world(
        full_world(source, estimated)
    )
    return worlds


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--wheel", type=Path, help="sanction-simulator wheel; without it only the embedded world is measured"
    )
    parser.add_argument("--reference", type=Path, default=REFERENCE)
    options = parser.parse_args()
    reference = load_world(options.reference)
    worlds = alternatives(options.wheel) if options.wheel else {"the embedded world": load_world()}
    first = True
    for name, world in worlds.items():
        figures = summary(*common(world, reference))
        if first:
            print("| estimate |", " | ".join(figures), "|\n|---|" + "---:|" * len(figures))
            first = False
        print(f"| {name} |", " | ".join(f"{v:.2f}" for v in figures.values()), "|")
    ours, theirs = common(load_world(), reference)
    e = share_errors(ours, theirs)
    print("\n| sector | misallocated | home share | bias | among imports |\n|---|---:|---:|---:|---:|")
    for j, s in enumerate(ours.sectors):
        row = (j, slice(None))
        figures_of_sector = [
            e.mean(e.misallocated, row, e.spending),
            e.mean(np.abs(e.home), row, e.spending),
            e.mean(e.home, row, e.spending),
            e.mean(e.among_imports, row, e.imports),
        ]
        print(f"| {s} {ours.sector_names[s]} |", " | ".join(f"{100 * v:.1f}" for v in figures_of_sector), "|")
    print(
        "\n| destination | goods misallocated | home share | bias | deficit, USD bn | true deficit"
        " |\n|---|---:|---:|---:|---:|---:|"
    )
    by = {c: e.mean(e.misallocated, (slice(0, -1), n), e.spending) for n, c in enumerate(ours.economies[:-1])}
    worst = sorted(by, key=lambda c: -by[c])[:12]
    shown = [*worst, "BLR", "RUS", "UKR", "CHN", "USA", "DEU", "POL", "LTU"]
    D, T = ours.array("deficit") / 1e3, theirs.array("deficit") / 1e3
    for c in dict.fromkeys(shown):
        n = ours.economies.index(c)
        where = (slice(0, -1), n)
        print(
            f"| {c} | {100 * by[c]:.1f} | {100 * e.mean(np.abs(e.home), where, e.spending):.1f} |"
            f" {100 * e.mean(e.home, where, e.spending):+.1f} | {D[n]:.0f} | {T[n]:.0f} |"
        )
    print(
        f"\ndeficits: correlation {np.corrcoef(D[:-1], T[:-1])[0, 1]:.3f}, sum of errors USD"
        f" {np.abs(D - T)[:-1].sum():.0f} bn of {np.abs(T[:-1]).sum():.0f}"
    )
    for pair in (("RUS", "BLR"), ("BLR", "RUS"), ("CHN", "RUS"), ("DEU", "POL")):
        i, n = (ours.economies.index(c) for c in pair)
        a, b = ours.array("trade")[i, :, n].sum() / 1e3, theirs.array("trade")[i, :, n].sum() / 1e3
        print(f"exports {pair[0]} to {pair[1]}: {a:.1f}, true {b:.1f} USD bn")


if __name__ == "__main__":
    main()
