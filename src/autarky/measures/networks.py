"""Position in the network of value: who is central, who lies in between, and which products few supply and many need.

Plain numpy; no graph library is needed at these sizes (tens of economies).
"""

import heapq
from collections.abc import Sequence

import numpy as np
import pandas as pd
import xarray as xr

from autarky.errors import InputError
from autarky.measures.labels import border_value, measured, sector_positions
from autarky.measures.trade import TradeTable
from autarky.world.accounts import World

DAMPING = 0.85  # Brin & Page (1998)
HALF = 0.5  # an importer hangs on a supplier that sells it more than this share


def network(world: World, sectors: Sequence[str] | None = None) -> np.ndarray:
    """Trade between economies at border value, own sales left out [seller, buyer]."""
    flows: np.ndarray = border_value(world)[:, sector_positions(world, sectors)].sum(1)
    np.fill_diagonal(flows, 0.0)
    if not flows.sum() > 0:
        raise InputError("no trade between economies in these sectors: there is no network")
    return flows


def pagerank(world: World, sectors: Sequence[str] | None = None, damping: float = DAMPING) -> xr.DataArray:
    """PageRank as a supplier: the stationary share of a walk from buyers to their suppliers (economy).

    r = (1 - d)/N + d S r, S[i, n] the share of i in the imports of n, so that being bought from by important buyers
    counts; economies that import nothing spread evenly. Brin & Page (1998). Sums to 1. Needs: bilateral trade.
    """
    flows = network(world, sectors)
    N = len(flows)
    bought = flows.sum(0)
    step = np.where(bought > 0, flows / np.where(bought > 0, bought, 1.0), 1.0 / N)
    rank = np.linalg.solve(np.eye(N) - damping * step, np.full(N, (1 - damping) / N))
    return measured(world, "PageRank", "share", ("economy",), {"economy": world.economies}, rank)


def katz(world: World, sectors: Sequence[str] | None = None, decay: float = 0.5) -> xr.DataArray:
    """Katz centrality as a supplier: the sum of all chains of sales that start at an economy (economy).

    c = sum_m (a W)^m 1, m >= 1, with W[i, n] = sales of i to n over all trade of the world and a = `decay` over the
    largest eigenvalue of W; normalised to sum to 1. Katz (1953), Psychometrika 18. Needs: bilateral trade.
    """
    if not 0 < decay < 1:
        raise InputError(f"decay {decay} of Katz centrality must lie between 0 and 1")
    flows = network(world, sectors)
    flows = flows / flows.sum()
    largest = float(np.abs(np.linalg.eigvals(flows)).max())
    N = len(flows)
    a = decay / largest if largest > 0 else 1.0  # no cycles: every chain is finite whatever the decay
    reach = np.linalg.solve(np.eye(N) - a * flows, np.ones(N)) - 1
    return measured(
        world, "Katz centrality", "share", ("economy",), {"economy": world.economies}, reach / reach.sum()
    )


def betweenness(world: World, sectors: Sequence[str] | None = None) -> xr.DataArray:
    """Share of the shortest paths between other economies that pass through each (economy).

    Length of a link: 1 / (share of the seller in the imports of the buyer), so strong suppliers are near. Freeman
    (1977), Brandes (2001), Opsahl, Agneessens & Skvoretz (2010). Normalised by (N - 1)(N - 2). Needs: bilateral trade.
    """
    flows = network(world, sectors)
    bought = flows.sum(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        length = np.where(flows > 0, bought[None, :] / flows, np.inf)
    through = between(length)
    N = len(flows)
    if N < 3:
        raise InputError("betweenness needs at least three economies")
    return measured(
        world, "betweenness", "share", ("economy",), {"economy": world.economies},
        through / ((N - 1) * (N - 2)),
    )  # fmt: skip


def between(length: np.ndarray) -> np.ndarray:
    """Brandes' dependency sums for a matrix of link lengths (infinite: no link)."""
    N = len(length)
    total = np.zeros(N)
    links = [
        [(int(j), float(length[i, j])) for j in np.flatnonzero(np.isfinite(length[i]))] for i in range(N)
    ]
    for source in range(N):
        distance, paths = np.full(N, np.inf), np.zeros(N)
        before: list[list[int]] = [[] for _ in range(N)]
        distance[source], paths[source] = 0.0, 1.0
        order, settled, queue = [], np.zeros(N, dtype=bool), [(0.0, source)]
        while queue:
            d, i = heapq.heappop(queue)
            if settled[i]:
                continue
            settled[i] = True
            order.append(i)
            for j, step in links[i]:
                further = d + step
                if further < distance[j] * (1 - 1e-12):
                    distance[j], paths[j], before[j] = further, paths[i], [i]
                    heapq.heappush(queue, (further, j))
                elif not settled[j] and abs(further - distance[j]) <= 1e-12 * distance[j]:
                    paths[j] += paths[i]
                    before[j].append(i)
        depends = np.zeros(N)
        for j in reversed(order):
            for i in before[j]:
                depends[i] += paths[i] / paths[j] * (1 + depends[j])
        depends[source] = 0.0
        total += depends
    return total


def chokepoints(
    table: TradeTable, year: int | None = None, products: Sequence[str] | None = None
) -> pd.DataFrame:
    """Products that few supply and many need (product).

    suppliers: 1 / HHI of world exports, the number of equal suppliers that would be as concentrated; hostages: share of
    importing economies, and of the value of world imports, that get more than half from the top supplier; score:
    (1 - 1/needed) / suppliers, needed = 1 / HHI of world imports, near 1 where one sells and very many buy. In the
    spirit of Korniyenko, Pinat & Dew (2017), "Assessing the Fragility of Global Trade", IMF Working Paper 17/30; the
    score is ours. Attributes: year, source. Needs: bilateral trade by product.
    """
    at = table.year(year)
    frame = table.select(at, table.product_codes(products))
    rows = {}
    for product, trade in frame.groupby("product"):
        total = float(trade["value"].sum())
        if not total > 0:
            continue
        sells = trade.groupby("exporter")["value"].sum() / total
        buys = trade.groupby("importer")["value"].sum()
        first = str(sells.idxmax())
        from_first = trade[trade["exporter"] == first].groupby("importer")["value"].sum()
        hostage = (from_first / buys).reindex(buys.index).fillna(0.0) > HALF
        suppliers, needed = 1 / float((sells**2).sum()), 1 / float(((buys / total) ** 2).sum())
        rows[product] = {
            "score": (1 - 1 / needed) / suppliers,
            "first": first,
            "first_share": float(sells.max()),
            "suppliers": suppliers,
            "needed": needed,
            "hostages": float(hostage.mean()),
            "hostage_value": float(buys[hostage].sum() / total),
            "trade": total / 1e3,
        }
    found = pd.DataFrame.from_dict(rows, orient="index").sort_values("score", ascending=False)
    found.index.name = "product"
    found.attrs = {"year": at, "source": table.source}
    return found
