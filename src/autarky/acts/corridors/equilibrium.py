"""User equilibrium with several kinds of goods: no shipper can do better on another way (Wardrop 1952).

A kind of goods g pays per tonne on a link f_g + k_g (days + extra(v)), k_g the value of a day per tonne and v the
volume of all kinds. Divided by k_g the delay is the same for all, so the equilibrium is the least of a convex function,

    sum_g (1 / k_g) sum_l (f_gl + k_g days_l) v_gl + sum_l integral of extra_l,

found by simplicial decomposition (Hearn, Lawphongpanich & Ventura 1987) by kind of goods: cheapest ways at the
costs of the moment are added to a short list of loadings, and the volumes move among these until costs agree. (In a
pipeline room has a price in USD per tonne instead of a delay; each carries one kind, so the same holds.)
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from autarky.acts.corridors.crowding import Crowding
from autarky.acts.corridors.network import Arcs
from autarky.acts.corridors.trees import Trees, cheapest, load, used
from autarky.errors import SolveError

GAP = 0.05  # of what shippers could gain by moving when nobody has moved yet
LOOSE, FINE = 3e-6, 1e-9  # of all transport costs: aimed at, and where nobody moves any more
WORST = 1e-4  # of all transport costs: what is handed out after the last round, with its gap
MOST_ROUNDS = 60
SWEEPS = 60


@dataclass(frozen=True)
class Kind:
    """Goods that share costs: `fixed` cost of each arc without crowding, USD per tonne [A], infinite where closed;
    `day`: value of a day, USD per tonne; `demand` from each of `sources` to each place, Mt a year [S, P]."""

    fixed: np.ndarray
    day: float
    sources: np.ndarray
    demand: np.ndarray


@dataclass(frozen=True)
class RouteMix:
    """Loadings of one kind: volumes on the arcs [R, A], on the links that can be full [R, K], what they cost without
    crowding (USD over the value of a day) [R], and the share of the demand that travels by each [R]."""

    arcs: np.ndarray
    crowded: np.ndarray
    fixed: np.ndarray
    shares: np.ndarray


@dataclass(frozen=True)
class Crowded:
    """Links that can be full: their numbers [K], how crowding costs, and whether that is in USD per tonne [K]."""

    links: np.ndarray
    crowding: Crowding
    in_money: np.ndarray


@dataclass(frozen=True)
class LinkFlows:
    """An equilibrium: volume on each arc by kind, Mt a year [G, A]; costs by source and place, USD per tonne, by kind;
    crowding on the links that can be full: days, of pipelines USD per tonne [K]; `gap`: what shippers could still gain
    by moving, as a share of all transport costs; the rounds it took."""

    volume: np.ndarray
    trees: tuple[Trees, ...]
    mixes: tuple[RouteMix, ...]
    extra: np.ndarray
    gap: float
    rounds: int


def equilibrium(
    arcs: Arcs,
    places: int,
    kinds: Sequence[Kind],
    crowded: Crowded,
    start: "LinkFlows | None" = None,
    gap: float = GAP,
) -> LinkFlows:
    """Volumes and costs at the user equilibrium, from the ways of `start` where these are still open.

    Ends when shippers could gain no more than the share `gap` of what they could gain at first, nor 3e-6 of all costs;
    after 60 rounds with what was reached, if that is at most 1e-4 of all costs.
    Raises `SolveError` where it is more."""
    slot = np.full(int(max(arcs.link.max(), crowded.links.max(initial=0))) + 1, -1)
    slot[crowded.links] = np.arange(crowded.links.size)
    of_arc = slot[arcs.link]  # which of the crowded links an arc belongs to, -1: none
    mixes = [None if start is None else _usable(start.mixes[k], kind) for k, kind in enumerate(kinds)]
    known: list[_Known | None] = [None] * len(kinds)
    first = reached = np.inf
    for rounds in range(1, MOST_ROUNDS + 1):
        extra = crowded.crowding.cost(_total(mixes, crowded))
        paid = least = 0.0
        found: list[_Known] = []
        for kind, mix, old in zip(kinds, mixes, known, strict=True):
            cost = _cost(kind, extra, of_arc, crowded.in_money)
            new = _cheapest(kind, cost, old, arcs, of_arc, crowded, places)
            found.append(new)
            price = _price(extra, kind, crowded.in_money)
            least += _worth(new.loading, price)
            paid += _worth(new.loading if mix is None else mix, price)
        complete = all(m is not None for m in mixes)
        reached = max(paid - least, 0.0)
        allowed = min(gap * first, LOOSE * least) if np.isfinite(first) else 0.0
        if complete and rounds == MOST_ROUNDS:
            allowed = max(allowed, WORST * least)
        if complete and reached <= max(allowed, FINE * least):
            whole = tuple(m for m in mixes if m is not None)
            volume = np.array([m.shares @ m.arcs for m in whole]).reshape(len(kinds), -1)
            share = reached / least if least > 0 else 0.0
            return LinkFlows(volume, tuple(f.tree for f in found), whole, extra, share, rounds)
        if complete and not np.isfinite(first):
            first = reached
        known = list(found)
        tried = [_with(m, f.loading) for m, f in zip(mixes, found, strict=True)]
        _settle(tried, kinds, crowded)
        mixes = list(tried)
    raise SolveError(
        f"transport: volumes on the corridors did not settle in {MOST_ROUNDS} rounds (shippers could still gain"
        f" {reached / first:.0%} of what they could at first); a capacity cut to almost nothing can"
        " cause this: close the link instead"
    )


@dataclass(frozen=True)
class _Known:
    """Cheapest ways of a kind, the arc costs they were found at, the arcs they stand on, and the loading."""

    tree: Trees
    cost: np.ndarray
    used: np.ndarray
    loading: RouteMix


def _cheapest(
    kind: Kind,
    cost: np.ndarray,
    old: _Known | None,
    arcs: Arcs,
    of_arc: np.ndarray,
    crowded: Crowded,
    places: int,
) -> _Known:
    """Found again only where a way could have become cheaper, or one in use dearer."""
    if old is not None:
        other = cost != old.cost
        if not ((cost < old.cost) & other).any() and not (other & old.used).any():
            return replace(old, cost=cost)
    tree = cheapest(arcs, cost, kind.sources, places)
    volume = load(tree, arcs, kind.demand)
    on = of_arc >= 0
    full = np.bincount(of_arc[on], weights=volume[on], minlength=crowded.links.size)
    money = np.where(volume > 0, kind.fixed, 0.0) @ volume / kind.day
    loading = RouteMix(volume[None], full[None], np.array([money]), np.ones(1))
    return _Known(tree, cost, used(tree, arcs), loading)


def _total(mixes: "Sequence[RouteMix | None]", crowded: Crowded) -> np.ndarray:
    total = np.zeros(crowded.links.size)
    for m in mixes:
        if m is not None:
            total = total + m.shares @ m.crowded
    return total


def _price(extra: np.ndarray, kind: Kind, in_money: np.ndarray) -> np.ndarray:
    """Crowding in days as this kind counts it [K]."""
    return np.where(in_money, extra / kind.day, extra)


def _worth(mix: RouteMix, price: np.ndarray) -> float:
    return float(mix.shares @ (mix.fixed + mix.crowded @ price))


def _cost(kind: Kind, extra: np.ndarray, of_arc: np.ndarray, in_money: np.ndarray) -> np.ndarray:
    """USD per tonne of each arc, crowding included [A]."""
    more = np.append(np.where(in_money, extra, extra * kind.day), 0.0)
    return np.maximum(kind.fixed + more[of_arc], 1e-9)


def _usable(mix: RouteMix, kind: Kind) -> RouteMix | None:
    """The loadings that avoid closed links, at the costs of `kind`; None where none is left."""
    closed = ~np.isfinite(kind.fixed)
    kept = ~(mix.arcs[:, closed] > 0).any(1)
    weight = mix.shares[kept].sum()
    if weight <= 0:
        return None
    shares = mix.shares if kept.all() else mix.shares[kept] / weight  # unchanged to the last digit
    cost = np.where(closed, 0.0, kind.fixed)
    return RouteMix(mix.arcs[kept], mix.crowded[kept], mix.arcs[kept] @ cost / kind.day, shares)


def _with(mix: RouteMix | None, new: RouteMix) -> RouteMix:
    if mix is None:
        return new
    if (mix.arcs == new.arcs).all(1).any():
        return mix
    kept = mix.shares > 0
    return RouteMix(
        np.concatenate([mix.arcs[kept], new.arcs]),
        np.concatenate([mix.crowded[kept], new.crowded]),
        np.concatenate([mix.fixed[kept], new.fixed]),
        np.append(mix.shares[kept], 0.0),
    )


def _settle(mixes: "list[RouteMix]", kinds: Sequence[Kind], crowded: Crowded) -> None:
    """Move volumes from dearer to cheaper loadings, kind by kind, until costs agree; changes `mixes`."""
    total = _total(mixes, crowded)
    for _ in range(SWEEPS):
        moved = 0.0
        for g, (mix, kind) in enumerate(zip(mixes, kinds, strict=True)):
            if mix.shares.size > 1:
                step = _step(mix, kind, crowded, total)
                mixes[g] = replace(mix, shares=mix.shares + step)
                total = np.maximum(total + step @ mix.crowded, 0)
                moved = max(moved, float(np.abs(step).max()))
        if moved < 1e-7:
            return


def _step(mix: RouteMix, kind: Kind, crowded: Crowded, total: np.ndarray) -> np.ndarray:
    """Change of shares towards the cheapest loading, by Newton's rule for each pair; sums to zero [R]."""
    price = _price(crowded.crowding.cost(total), kind, crowded.in_money)
    cost = mix.fixed + mix.crowded @ price
    best = int(np.argmin(cost))
    slope = crowded.crowding.slope(total)
    bend = ((mix.crowded - mix.crowded[best]) ** 2) @ np.where(crowded.in_money, slope / kind.day, slope)
    wanted = np.divide(cost - cost[best], bend, out=np.full(cost.size, np.inf), where=bend > 0)
    away = np.minimum(mix.shares, np.where(cost > cost[best], wanted, 0.0))
    away /= max(1, int((away > 0).sum()))
    step = -away
    step[best] = away.sum()
    return step
