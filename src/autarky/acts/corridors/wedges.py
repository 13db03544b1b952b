"""From two markets to what pairs of economies pay more: kappa_hat = (1 + cost after) / (1 + cost before)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.corridors.gateways import OWN, weights
from autarky.acts.corridors.goods import gas_shares, sector_groups
from autarky.acts.corridors.market import Market, share_of

if TYPE_CHECKING:
    from autarky.world.accounts import World


@dataclass(frozen=True)
class Wedges:
    """By seller, sector and buyer [N, J, N]: transport cost as a share of the value before and after (where a way is
    left), the factor on trade costs, and the share of the flow for which no way is left."""

    before: np.ndarray
    after: np.ndarray
    kappa_hat: np.ndarray
    cut: np.ndarray


def wedges(world: "World", before: Market, after: Market) -> Wedges:
    """What changes between two markets with the same parcels. Costs of a sector are means over what it ships, over
    gateways by their weight and over the two halves of the values per tonne."""
    n, j = len(world.economies), len(world.sectors)
    first, second, gone, weight = (np.zeros((n, j, n)) for _ in range(4))
    groups, gas, to = sector_groups(world), gas_shares(world), weights(world, before.network)
    ends = np.flatnonzero(to.any(0))
    to = to[:, ends]
    for k, parcel in enumerate(before.parcels):  # a place that sends nothing is no source of the parcel
        goods, rows = parcel.goods.key, np.array(parcel.sellers)
        start = weights(world, before.network, goods if goods in OWN else "")[rows][
            :, before.kinds[k].sources
        ]
        old, new, lost = _means(start, to, before.unit_cost(k, ends), after.unit_cost(k, ends))
        for s in parcel.sectors:
            share = (share_of(groups[s], goods, gas)[rows] * parcel.share)[:, None]
            weight[rows, s] += share
            first[rows, s] += share * old
            second[rows, s] += share * new
            gone[rows, s] += share * lost
    left = weight - gone
    first = np.divide(first, left, out=np.zeros_like(first), where=left > 1e-12)
    second = np.divide(second, left, out=np.zeros_like(second), where=left > 1e-12)
    cut = np.divide(gone, weight, out=np.zeros_like(gone), where=weight > 0)
    kappa = (1 + second) / (1 + first)
    for values, neutral in ((kappa, 1.0), (cut, 0.0)):
        values[range(n), :, range(n)] = neutral
    return Wedges(first, second, kappa, np.where(cut > 1 - 1e-9, 1.0, cut))


def _means(
    start: np.ndarray, to: np.ndarray, old: np.ndarray, new: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sums of costs over the gateways that still reach one another, before and after, and the weight of those that no
    longer do [sellers, N]. What could not be reached before does not count."""
    had, has = np.isfinite(old), np.isfinite(old) & np.isfinite(new)
    first = start @ np.where(has, old, 0.0) @ to.T
    second = start @ np.where(has, new, 0.0) @ to.T
    lost = start @ (had & ~has).astype(float) @ to.T
    return first, second, lost
