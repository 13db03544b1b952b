"""The world of another year: trade and tariffs of a panel, the input structure of the world that is at hand."""

from dataclasses import dataclass

import numpy as np

from autarky.errors import WorldError
from autarky.world.accounts import World
from autarky.world.tables.fit import fit
from autarky.world.tables.from_table import Moved
from autarky.worlds.panel import Snapshot

JUMP = 2.0  # exports that halve or double in one year and go back in the next are asked about
LEAST_JUMP = 5e-4  # of an economy's exports: below, swings are noise
LEAST_JUMP_OF_PAIRS = 5e-3
SHOWN = 10  # jumps and moved cells that a report names


@dataclass(frozen=True)
class Jump:
    """Exports of an economy's sector, or to a partner, that do not fit the years around, in the panel's unit."""

    what: str  # BLR C20, BLR to RUS
    values: tuple[tuple[int, float], ...]  # year, exports; the year asked about among them

    def __str__(self) -> str:
        told = ", ".join(f"{year}: {value:,.0f}" for year, value in self.values)
        return f"exports of {self.what} jump ({told}): a change of classification or a hole?"


def world_of_year(base: World, snapshot: Snapshot) -> tuple[World, list[Moved]]:
    """The accounts of the snapshot's year, and how far the input structure of `base` moved.

    Sales (N, J, N) and tariffs are the snapshot's to the last digit, so that output and purchases of each sector
    are given. In each economy the table of inputs (J, J), final demand (J) and value added (J) of `base`, at its
    coefficients and the output of the year, is fitted to these totals (RAS, `world.tables.fit`); value added
    keeps its share of output in the economy as a whole. A sector that did not exist in the base year has the
    inputs that the sector has in the world. Export taxes stay as in `base`.

    Raises `WorldError` where economies or sectors are not those of `base`, or an economy's purchases leave no
    final demand.
    """
    past = snapshot.world
    _check_labels(base, past, snapshot.source)
    trade, tariff, tax = past.array("trade"), past.array("tariff"), base.array("export_tax")
    output, paid = trade.sum(2), (trade * (1 + tariff) * (1 + tax)).sum(0)
    seed_inputs, seed_final, seed_value = _seeds(base, output, paid)
    inputs, final = np.zeros_like(seed_inputs), np.zeros_like(seed_final)
    for n, economy in enumerate(base.economies):
        table = np.zeros((len(base.sectors) + 1, len(base.sectors) + 1))
        table[:-1, :-1], table[:-1, -1], table[-1, :-1] = seed_inputs[:, n], seed_final[:, n], seed_value[n]
        value = float(seed_value[n].sum())
        left = value + float(paid[:, n].sum()) - float(output[n].sum())
        if left <= 0:
            raise WorldError(
                f"{snapshot.source}, {snapshot.year}: {economy} buys {paid[:, n].sum():,.0f} {base.unit} and makes"
                f" {output[n].sum():,.0f}, which leaves nothing for final demand; is its trade complete?"
            )
        rows, columns = np.append(paid[:, n], value), np.append(output[n], left)
        made = fit(table, rows, columns, what=f"{economy} in {snapshot.year}").table
        inputs[:, n], final[:, n] = made[:-1, :-1], made[:-1, -1]
    value_added = output - inputs.sum(0)
    scale = float(trade.max())
    value_added = np.where(
        np.abs(value_added) <= 1e-12 * scale, 0.0, value_added
    )  # rounding of empty sectors
    world = World.from_arrays(
        economies=base.economies,
        sectors=base.sectors,
        trade=trade,
        tariff=tariff,
        export_tax=tax,
        inputs=inputs,
        final=np.maximum(paid - inputs.sum(2), 0.0),
        value_added=value_added,
        economy_names=base.economy_names,
        sector_names=base.sector_names,
        members=base.members,
        industries=base.industries,
        attrs=dict(base.data.attrs)
        | {
            "name": f"{base.name}-{snapshot.year}",
            "title": f"Trade of {snapshot.year}, input structure of {base.year} fitted to it",
            "year": snapshot.year,
            "source": f"{snapshot.source}; inputs: {base.data.attrs.get('source', base.name)}",
        },
    )
    told = f"of {base.year}, at the output of {snapshot.year}, fitted to what the year's trade leaves"
    return world, [
        _moved(f"inputs {told}", seed_inputs, inputs, base, ("of", "for")),
        _moved(f"final demand {told}", seed_final, final, base, ("of",)),
    ]


def _check_labels(base: World, past: World, source: str) -> None:
    for what, mine, its in (
        ("economies", base.economies, past.economies),
        ("sectors", base.sectors, past.sectors),
    ):
        if mine != its:
            only = sorted(set(mine) ^ set(its))
            which = f"only one of them has {', '.join(only[:6])}" if only else "their order differs"
            raise WorldError(
                f"{source}: its {what} are not those of world {base.name} ({which}); the input structure of a"
                " world fits a panel with the same labels"
            )


def _seeds(base: World, output: np.ndarray, paid: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Inputs (J, N, J), final demand (J, N) and value added (N, J) at the coefficients of `base`."""
    inputs, value, made = base.array("inputs"), base.array("value_added"), base.array("output")
    everywhere = made.sum(0)
    usual = inputs.sum(1) / np.where(everywhere > 0, everywhere, 1.0)  # (J, J)
    usual_value = value.sum(0) / np.where(everywhere > 0, everywhere, 1.0)
    known = made > 0
    safe = np.where(known, made, 1.0)
    coefficients = np.where(known[None], inputs / safe[None], usual[:, None, :])
    shares = np.where(known, value / safe, usual_value[None])
    final = base.array("final")
    seed = coefficients * output[None]
    bought = inputs.sum(2) + final
    wanted = final * np.divide(paid, bought, out=np.zeros_like(paid), where=bought > 0)
    unused = (paid > 0) & (seed.sum(2) + wanted <= 0)  # bought in the year, by nobody in the base year
    return seed, np.where(unused, paid, wanted), shares * output


def _moved(what: str, before: np.ndarray, after: np.ndarray, world: World, words: tuple[str, ...]) -> Moved:
    gap = np.abs(after - before)
    worst = []
    for flat in np.argsort(-gap, axis=None, kind="stable")[:5]:
        at = np.unravel_index(int(flat), gap.shape)
        names = [world.sectors[at[0]], world.economies[at[1]], *(world.sectors[k] for k in at[2:])]
        label = f"{names[1]} {names[0]}" + (f" for {names[2]}" if len(words) > 1 else "")
        worst.append((label, float(before[at]), float(after[at])))
    return Moved(what, float(gap.sum()) / 2, float(after.sum()), int(np.count_nonzero(gap)), tuple(worst))


def jumps(years: list[Snapshot], year: int) -> list[Jump]:
    """Exports by sector, and by partner, that leave the years before and after `year` by more than `JUMP` in one
    direction, or, in the first and last year of the panel, the one year beside by its square; largest first."""
    at = [s.year for s in years].index(year)
    near = years[max(at - 1, 0) : at + 2]
    world = years[at].world
    abroad = {s.year: _abroad(s.world) for s in near}
    labels = [f"{c} {s}" for c in world.economies for s in world.sectors]
    pairs = [f"{c} to {d}" for c in world.economies for d in world.economies]
    found = [
        *_jumps({y: a.sum(2) for y, a in abroad.items()}, year, labels, LEAST_JUMP),
        *_jumps({y: a.sum(1) for y, a in abroad.items()}, year, pairs, LEAST_JUMP_OF_PAIRS),
    ]
    return [jump for _, jump in sorted(found, key=lambda f: -f[0])]


def _jumps(
    exports: dict[int, np.ndarray], year: int, labels: list[str], least_share: float
) -> list[tuple[float, Jump]]:
    """Size and jump, from exports by year (N, columns); `labels` of the cells, row by row."""
    now, beside = exports[year], [e for y, e in exports.items() if y != year]
    if not beside:
        return []
    bound = JUMP if len(beside) == 2 else JUMP**2
    least = least_share * np.max([e.sum(1, keepdims=True) for e in exports.values()], axis=0)
    above = np.all([now > bound * e for e in beside], axis=0) & (now > least)
    below = np.all([bound * now < e for e in beside], axis=0) & (np.min(beside, axis=0) > least)
    size = np.where(above | below, np.abs(now - np.mean(beside, axis=0)), 0.0).ravel()
    found = []
    for k in np.flatnonzero(size):
        values = tuple((y, float(exports[y].flat[k])) for y in sorted(exports))
        found.append((float(size[k]), Jump(labels[k], values)))
    return found


def _abroad(world: World) -> np.ndarray:
    """Trade (N, J, N) without sales at home."""
    trade = world.array("trade").copy()
    for n in range(len(world.economies)):
        trade[n, :, n] = 0.0
    return trade
