"""Cheapest ways from every source at once, and the volumes they load on the arcs."""

from dataclasses import dataclass

import numpy as np

from autarky.acts.corridors.network import Arcs


@dataclass(frozen=True)
class Trees:
    """Cheapest ways: cost from each source to each place [S, P], the place before [S, P], the arc that leads there."""

    cost: np.ndarray
    before: np.ndarray
    arc: np.ndarray  # of each pair of places the arc that is cheapest [E]


def cheapest(arcs: Arcs, cost: np.ndarray, sources: np.ndarray, places: int) -> Trees:
    """Dijkstra from each of `sources`; `cost` of each arc [A], above 0, infinite where it cannot be used."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    least = np.minimum.reduceat(cost, arcs.first)
    order = np.where(cost == least[arcs.pair], np.arange(cost.size), cost.size)
    arc = np.minimum.reduceat(order, arcs.first)
    usable = np.isfinite(least)
    tail, head = arcs.tail[arcs.first][usable], arcs.head[arcs.first][usable]
    start = np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=places))])
    graph = csr_matrix((least[usable], head, start), shape=(places, places))
    distance, before = dijkstra(graph, indices=sources, return_predecessors=True)
    return Trees(distance, before, arc)


def load(trees: Trees, arcs: Arcs, demand: np.ndarray) -> np.ndarray:
    """Volume on each arc [A] when `demand` [S, P] goes its cheapest way; demand without a way stays at home."""
    flat = np.where(np.isfinite(trees.cost), demand, 0.0).ravel()
    places = demand.shape[1]
    parent, depth = _parents(trees.before)
    on_pair = np.zeros(places * places)
    order = np.argsort(-depth, kind="stable")
    ends = np.searchsorted(-depth[order], -np.arange(int(depth.max(initial=0)), -1, -1), side="right")
    begin = 0
    for end in ends[:-1]:  # deepest first; the last holds the sources
        at = order[begin:end]
        begin = int(end)
        at = at[flat[at] > 0]
        up, volume = parent[at], flat[at]
        np.add.at(flat, up, volume)
        on_pair += np.bincount(up % places * places + at % places, weights=volume, minlength=on_pair.size)
    on_arc = np.zeros(arcs.tail.size)
    on_arc[trees.arc] = on_pair[arcs.tail[arcs.first] * places + arcs.head[arcs.first]]
    return on_arc


def used(trees: Trees, arcs: Arcs) -> np.ndarray:
    """Which arcs the trees stand on [A]."""
    places = trees.before.shape[1]
    step = trees.before >= 0
    pairs = np.zeros(places * places, dtype=bool)
    pairs[trees.before[step].astype(np.int64) * places + np.nonzero(step)[1]] = True
    on_arc = np.zeros(arcs.tail.size, dtype=bool)
    on_arc[trees.arc] = pairs[arcs.tail[arcs.first] * places + arcs.head[arcs.first]]
    return on_arc


def way(trees: Trees, arcs: Arcs, source: int, place: int, places: int) -> list[int]:
    """Arcs of the cheapest way from source number `source` to `place`, in order; [] if there is none."""
    pairs = arcs.tail[arcs.first] * places + arcs.head[arcs.first]
    found: list[int] = []
    while (up := int(trees.before[source, place])) >= 0:
        found.append(int(trees.arc[np.searchsorted(pairs, up * places + place)]))
        place = up
    return found[::-1]


def _parents(before: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Place before each, as a position in the flat array (-1: none), and how many steps lie before it [S * P]."""
    rows, places = before.shape
    parent = np.where(before >= 0, before.astype(np.int64) + np.arange(rows)[:, None] * places, -1).ravel()
    depth = np.zeros(parent.size, dtype=np.int64)
    going = np.flatnonzero(parent >= 0)
    at = parent[going]
    while going.size:
        depth[going] += 1
        at = parent[at]
        going, at = going[at >= 0], at[at >= 0]
    return parent, depth
