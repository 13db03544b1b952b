"""In which currencies each pair of economies settles its trade: assumed by kind of pair, or fitted to reported shares.

Shares are arrays (currency, origin, destination) over `CURRENCIES`: dollar, euro, the seller's own, the buyer's own and
any third; own currencies that are the dollar or the euro count as those.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from autarky.acts.payments.tables import table
from autarky.world.groups import groups

if TYPE_CHECKING:
    from autarky.world.accounts import World

CURRENCIES = ("usd", "eur", "seller_own", "buyer_own", "third")
ROUNDS = 300  # of the fit at most; where reports contradict one another it settles, but not at zero
SETTLED = (
    1e-10  # change of a pair's share in a round at which it stops, far below what reports are rounded to
)
SMALLEST = 1e-9  # of mean trade: pairs without trade keep the shares of their kind

Flow = Literal["export", "import"]
FLOWS: tuple[Flow, ...] = ("export", "import")
# (ISO3 of the country, flow) -> share of dollar, euro, home, other; home is None where only home + other is known
Reported = Mapping[tuple[str, Flow], tuple[float, float, float | None, float]]


@dataclass(frozen=True)
class CurrencyFit:
    """`shares` (currency, origin, destination); `countries` with reported shares; `misfit`: mean distance of the fitted
    shares of countries from the reported ones, weighted by trade, as a fraction."""

    shares: np.ndarray
    countries: tuple[str, ...] = ()
    misfit: float = 0.0


def countries_of(world: "World") -> dict[str, str]:
    """Economy -> ISO3, for economies that are one country."""
    return {c: m[0] for c, m in world.members.items() if len(m) == 1 and m[0] != "ROW"}


def inside(world: "World", name: str, year: int) -> np.ndarray:
    """Which economies are in the country or group `name` in `year` (economy); regions are in none but the world."""
    if name == "world":
        return np.ones(len(world.economies), bool)
    known = groups()
    codes = set(known[name].members(year)) if name in known else {name}
    single = countries_of(world)
    return np.array([single.get(c) in codes for c in world.economies])


def assumed_currencies(world: "World", year: int) -> np.ndarray:
    """Shares by kind of pair, from `data/assumed.csv` (currency, origin, destination)."""
    N = len(world.economies)
    shares, done = np.zeros((len(CURRENCIES), N, N)), np.zeros((N, N), bool)
    for row in table("assumed"):
        pairs = np.outer(inside(world, row["seller"], year), inside(world, row["buyer"], year)) & ~done
        shares[:, pairs] = np.array([float(row[c]) for c in CURRENCIES])[:, None]
        done |= pairs
    return shares


def fitted_currencies(world: "World", year: int, reported: Reported) -> CurrencyFit:
    """Shares by pair that agree with what countries report of all their exports and all their imports.

    Of all such shares those nearest to the assumed ones, by iterative proportional fitting (minimum relative entropy,
    Deming & Stephan 1940) with the world's trade as weights. Countries that report nothing bind nothing. Reports of
    two sides contradict one another a little; what is left is `CurrencyFit.misfit`.
    """
    assumed = assumed_currencies(world, year)
    trade = world.array("trade").sum(1)
    np.fill_diagonal(trade, 0.0)
    flow = trade + SMALLEST * max(float(trade.mean()), 1e-300)
    x = assumed * flow
    targets: list[tuple[int, Flow, list[tuple[list[int], float]]]] = [
        (k, kind, _parts(kind, reported[iso, kind]))
        for k, c in enumerate(world.economies)
        if (iso := countries_of(world).get(c)) is not None
        for kind in FLOWS
        if (iso, kind) in reported
    ]
    for _ in range(ROUNDS):
        before = x / flow
        for k, kind, parts in targets:
            own = x[:, k, :] if kind == "export" else x[:, :, k]  # a view: (currency, partner)
            total = flow[k].sum() if kind == "export" else flow[:, k].sum()
            for members, share in parts:
                have = own[members].sum()
                if have > 0:
                    own[members] *= share * total / have
        x *= flow / np.maximum(x.sum(0), 1e-300)
        if np.abs(x / flow - before).max() < SETTLED:
            break
    used = tuple(dict.fromkeys(world.economies[k] for k, _, _ in targets))
    return CurrencyFit(x / x.sum(0), used, _misfit(x, flow, targets))


def _parts(kind: Flow, report: tuple[float, float, float | None, float]) -> list[tuple[list[int], float]]:
    """Which currencies (positions) together have which share of one side's trade."""
    usd, eur, home, other = report
    own, rest = (2, [3, 4]) if kind == "export" else (3, [2, 4])
    parts = [([0], usd), ([1], eur)]
    return parts + ([([2, 3, 4], other)] if home is None else [([own], home), (rest, other)])


def _misfit(
    x: np.ndarray, flow: np.ndarray, targets: list[tuple[int, Flow, list[tuple[list[int], float]]]]
) -> float:
    off = weight = 0.0
    for k, kind, parts in targets:
        own = x[:, k, :] if kind == "export" else x[:, :, k]
        total = float(flow[k].sum() if kind == "export" else flow[:, k].sum())
        off += total * max(abs(float(own[m].sum()) / total - share) for m, share in parts)
        weight += total
    return off / weight if weight else 0.0
