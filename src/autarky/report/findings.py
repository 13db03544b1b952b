"""What a reader wants to know of a run, computed from its results: no text, no pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autarky.economy.result import Result
from autarky.report.parties import at_base_prices, parties, restricted
from autarky.uncertainty.rows import through_and_around

NOTICEABLE = 2e-3  # share of an economy's purchases below which a price is not of note


@dataclass(frozen=True)
class Impact:
    """One economy; one entry per result (horizon). `value`: equivalent variation in the world's currency."""

    code: str
    name: str
    party: bool
    welfare: tuple[float, ...]
    value: tuple[float, ...]
    real_gdp: tuple[float, ...]
    prices: tuple[float, ...]


@dataclass(frozen=True)
class Flow:
    """A flow between two economies, in one sector or (`sector` empty) in all.

    `before`: value; per result, `volume`: what arrives, at base-year prices, and `after`: value at the new
    prices.
    """

    origin: str
    sector: str
    destination: str
    before: float
    volume: tuple[float, ...]
    after: tuple[float, ...]

    @property
    def change(self) -> tuple[float, ...]:
        """Change of what arrives, at base-year prices."""
        return tuple(v - self.before for v in self.volume)

    @property
    def value_change(self) -> tuple[float, ...]:
        return tuple(a - self.before for a in self.after)


@dataclass(frozen=True)
class Price:
    """Change of the price of a composite in an economy, per result; `share` of the economy's purchases."""

    economy: str
    sector: str
    change: tuple[float, ...]
    share: float


@dataclass(frozen=True)
class Sector:
    """Change of a sector's output volume, per result; `share` of the economy's value added."""

    economy: str
    sector: str
    change: tuple[float, ...]
    share: float


@dataclass(frozen=True)
class Leakage:
    """A pair whose trade is held down: value before, what still arrives and what may go around, at base-year
    prices.

    `around`: an upper bound (`uncertainty.rows.through_and_around`).
    """

    origin: str
    destination: str
    sectors: tuple[str, ...]
    before: float
    through: tuple[float, ...]
    around: tuple[float, ...]


def impacts(results: Sequence[Result]) -> list[Impact]:
    """Every economy, largest loss of welfare (of any horizon) first, largest gain last."""
    world = results[0].world
    inside = set(parties(results))
    base = [r.world.data["final"].sum("sector").values for r in results]
    rows = []
    for n, code in enumerate(world.economies):
        welfare = _per_result(results, "welfare", n)
        rows.append(
            Impact(
                code=code,
                name=world.economy_names[code],
                party=code in inside,
                welfare=welfare,
                value=tuple(w * float(b[n]) for w, b in zip(welfare, base, strict=True)),
                real_gdp=_per_result(results, "real_gdp", n),
                prices=_per_result(results, "consumer_prices", n),
            )
        )
    return sorted(rows, key=lambda r: (extreme(r.welfare), r.code))


def _per_result(results: Sequence[Result], quantity: str, n: int) -> tuple[float, ...]:
    return tuple(float(r.data[quantity].values[n]) for r in results)


def extreme(values: Sequence[float]) -> float:
    """The value of largest size."""
    return max(values, key=abs)


def headline(rows: Sequence[Impact], most: int = 8) -> list[Impact]:
    """The `most` largest changes of welfare and every party (of many parties the most affected), in order."""
    by_size = sorted(rows, key=lambda r: -abs(extreme(r.welfare)))
    keep = {r.code for r in by_size[:most]} | {r.code for r in by_size if r.party and _few_parties(rows)}
    return [r for r in rows if r.code in keep]


def headline_value(rows: Sequence[Impact], most: int = 8) -> list[Impact]:
    """The economies with the largest changes of welfare in money."""
    return sorted(rows, key=lambda r: -abs(extreme(r.value)))[:most]


def _few_parties(rows: Sequence[Impact]) -> bool:
    return sum(r.party for r in rows) <= 6


def trade_changes(results: Sequence[Result], most: int = 8) -> list[Flow]:
    """The largest changes of what arrives between different economies, at whichever horizon they are
    largest.
    """
    before, volume, after = _trade(results)
    size = np.abs(volume - before).max(axis=0)
    own = np.arange(size.shape[0])
    size[own, :, own] = 0
    return _flows(results, size, before, volume, after, most)


def diversion(results: Sequence[Result], most: int = 5) -> tuple[list[Flow], list[Flow]]:
    """Third countries that sell more to the parties, and that buy more from them: totals, largest rise
    first.
    """
    inside = np.isin(results[0].world.economies, parties(results))
    if not inside.any() or inside.all():
        return [], []
    before, volume, after = (a.sum(axis=2, keepdims=True) for a in _trade(results))
    rise = (volume - before).max(axis=0)
    sells = np.outer(~inside, inside)[:, None, :]
    return (
        _flows(results, np.where(sells, rise, 0.0), before, volume, after, most, totals=True),
        _flows(
            results, np.where(sells.transpose(2, 1, 0), rise, 0.0), before, volume, after, most, totals=True
        ),
    )


def _trade(results: Sequence[Result]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Before, after at base-year prices, after in value [result, N, J, N]."""
    return (
        np.stack([r.world.array("trade") for r in results]),
        np.stack([at_base_prices(r) for r in results]),
        np.stack([r.data["trade"].values for r in results]),
    )


def _flows(
    results: Sequence[Result],
    size: np.ndarray,
    before: np.ndarray,
    volume: np.ndarray,
    after: np.ndarray,
    most: int,
    *,
    totals: bool = False,
) -> list[Flow]:
    """The flows with the largest positive `size` [N, J or 1, N]."""
    world = results[0].world
    return [
        Flow(
            world.economies[i],
            "" if totals else world.sectors[s],
            world.economies[n],
            float(before[0, i, s, n]),
            tuple(float(v[i, s, n]) for v in volume),
            tuple(float(a[i, s, n]) for a in after),
        )
        for i, s, n in (np.unravel_index(j, size.shape) for j in _largest(size, most))
    ]


def prices(results: Sequence[Result], most: int = 8, each: int = 3) -> list[Price]:
    """Largest changes of composite prices among noticeable purchases, at most `each` per economy."""
    world = results[0].world
    change = np.stack([r.data["composite_price"].values for r in results])
    bought = world.array("inputs").sum(2) + world.array("final")
    share = bought / np.maximum(bought.sum(0), 1e-300)
    return [
        Price(world.economies[n], world.sectors[s], tuple(float(c[s, n]) for c in change), float(share[s, n]))
        for s, n in _spread(np.where(share > NOTICEABLE, np.abs(change).max(0), 0.0), 1, most, each)
    ]


def told_sectors(results: Sequence[Result]) -> list[str]:
    """The two economies whose sectors are worth telling: parties if there are any, most affected first."""
    rows = impacts(results)
    inside = [r for r in rows if r.party] or rows
    return [r.code for r in sorted(inside, key=lambda r: -abs(extreme(r.welfare)))[:2]]


def sectors(results: Sequence[Result], economy: str, most: int = 8) -> list[Sector]:
    """Sectors of `economy` whose output volume changes most, by what the change means for the economy."""
    world = results[0].world
    n = world.economies.index(economy)
    change = np.stack([r.data["output_volume"].values[n] for r in results])
    made = world.array("value_added")[n]
    share = made / max(made.sum(), 1e-300)
    # a large swing of a marginal sector is no news
    weight = np.abs(change).max(0) * np.sqrt(share)
    return [
        Sector(economy, world.sectors[s], tuple(float(c[s]) for c in change), float(share[s]))
        for s in _largest(weight, most)
    ]


def leakage(results: Sequence[Result], most: int = 8) -> list[Leakage]:
    """Pairs of economies with embargoed or rationed flows, largest trade before first."""
    world = results[0].world
    held = np.any([restricted(r) for r in results], axis=0)
    before = world.array("trade")
    gains = [at_base_prices(r) - r.world.array("trade") for r in results]
    total = np.where(held, before, 0.0).sum(1)
    rows = []
    for j in _largest(total, most):
        i, n = np.unravel_index(j, total.shape)
        which = held[i, :, n]
        found = [through_and_around(before, gain, held, int(i), int(n)) for gain in gains]
        rows.append(
            Leakage(
                origin=world.economies[i],
                destination=world.economies[n],
                sectors=tuple(s for s, h in zip(world.sectors, which, strict=True) if h),
                before=float(total[i, n]),
                through=tuple(f[0] for f in found),
                around=tuple(f[1] for f in found),
            )
        )
    return rows


def _largest(size: np.ndarray, most: int) -> list[int]:
    """Flat positions of the largest positive entries, largest first."""
    flat = np.nan_to_num(size).ravel()
    some = (
        np.argpartition(-flat, min(most, flat.size - 1))[: most + 1]
        if flat.size > most
        else np.arange(flat.size)
    )
    return [int(j) for j in some[np.argsort(-flat[some], kind="stable")][:most] if flat[j] > 0]


def _spread(weight: np.ndarray, axis: int, most: int, each: int) -> list[tuple[int, int]]:
    """Positions of the largest entries of a table, at most `each` with the same index on `axis`."""
    taken: dict[int, int] = {}
    cells: list[tuple[int, int]] = []
    for j in np.argsort(-weight, axis=None, kind="stable"):
        row, column = (int(v) for v in np.unravel_index(j, weight.shape))
        key = (row, column)[axis]
        if len(cells) == most or weight[row, column] <= 0:
            break
        if taken.get(key, 0) < each:
            taken[key] = taken.get(key, 0) + 1
            cells.append((row, column))
    return cells
