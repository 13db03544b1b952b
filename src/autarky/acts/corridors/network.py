"""The network: places, and links between them with length, time, charges, capacity and the states that control them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files

import numpy as np

MODES = ("rail", "road", "sea", "air", "oil_pipeline", "gas_pipeline")
OPEN_WATER = ("lane", "strait", "canal")  # kinds of places where nothing is loaded


@dataclass(frozen=True)
class Node:
    """A place; `states` are those that can close it (ISO3), none on the high seas."""

    name: str
    latitude: float
    longitude: float
    country: str
    kind: str
    states: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """A way between two places, used in both directions unless `one_way`.

    km; hours for the whole link, stops included; `fee` USD per tonne besides the freight per km; `capacity` in
    million tonnes a year of international trade, both directions together (None: no limit that binds); `queue`: what
    the base year's crowding adds, days, of pipelines USD per tonne; `terminals`: ports or airports at its ends.
    """

    start: str
    end: str
    mode: str
    km: float
    hours: float
    fee: float
    capacity: float | None
    states: tuple[str, ...]
    corridors: tuple[str, ...]
    open: bool
    one_way: bool
    source: str
    queue: float = 0.0
    terminals: int = 0

    @property
    def name(self) -> str:
        """``Brest-Malaszewicze (rail)``."""
        return f"{self.start}-{self.end} ({self.mode.replace('_', ' ')})"


@dataclass(frozen=True)
class Network:
    """Places and links, and the arcs (directed links) that paths are made of."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]

    @cached_property
    def number(self) -> dict[str, int]:
        """Position of a place by its name."""
        return {n.name: k for k, n in enumerate(self.nodes)}

    @cached_property
    def arcs(self) -> "Arcs":
        """All arcs, sorted by their ends; several links may join the same places."""
        ends = []
        for k, link in enumerate(self.links):
            a, b = self.number[link.start], self.number[link.end]
            ends += [(a, b, k)] if link.one_way else [(a, b, k), (b, a, k)]
        tail, head, of = np.array(sorted(ends), dtype=np.int64).reshape(-1, 3).T
        return Arcs(tail, head, of)

    def with_link(self, link: Link) -> "Network":
        """The network with one more link, at the end of the list."""
        return replace(self, links=(*self.links, link))


@dataclass(frozen=True)
class Arcs:
    """Directed links: `tail`, `head` (places) and `link` of each [A], sorted by tail, head and link."""

    tail: np.ndarray
    head: np.ndarray
    link: np.ndarray

    @cached_property
    def first(self) -> np.ndarray:
        """Where each pair of places begins among the arcs [E]."""
        new = (np.diff(self.tail) != 0) | (np.diff(self.head) != 0)
        return np.flatnonzero(np.concatenate([[True], new]))

    @cached_property
    def pair(self) -> np.ndarray:
        """The pair of places of each arc [A]."""
        return np.repeat(np.arange(self.first.size), np.diff(np.append(self.first, self.tail.size)))


def great_circle_km(a: Node, b: Node) -> float:
    """Distance on a sphere of 6371 km (haversine)."""
    p, q, r, s = np.radians([a.latitude, a.longitude, b.latitude, b.longitude])
    h = np.sin((r - p) / 2) ** 2 + np.cos(p) * np.cos(r) * np.sin((s - q) / 2) ** 2
    return float(2 * 6371 * np.arcsin(np.sqrt(h)))


def terminals(mode: str, start: Node, end: Node) -> int:
    """At how many ends of a link goods are loaded: ports at sea, airports in the air."""
    if mode == "air":
        return 2
    return sum(n.kind not in OPEN_WATER for n in (start, end)) if mode == "sea" else 0


def rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of an embedded table, comments (#) left out."""
    text = files("autarky.acts.corridors").joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


@cache
def embedded() -> Network:
    """The hand-made Eurasian network that ships with autarky (`data/nodes.csv`, `data/links.csv`)."""
    nodes = tuple(
        Node(
            r["node"],
            float(r["latitude"]),
            float(r["longitude"]),
            r["country"],
            r["kind"],
            _list(r["states"]),
        )
        for r in rows("nodes.csv")
    )
    at = {n.name: n for n in nodes}
    links = tuple(
        Link(
            start=r["from"],
            end=r["to"],
            mode=r["mode"],
            km=float(r["km"]),
            hours=float(r["hours"]),
            fee=float(r["fee_usd_t"]),
            capacity=float(r["capacity_mt"]) if r["capacity_mt"] else None,
            states=_list(r["states"]),
            corridors=_list(r["corridor"]),
            open=r["open"] == "yes",
            one_way=r["one_way"] == "yes",
            source=r["source"],
            queue=float(r["queue"]),
            terminals=terminals(r["mode"], at[r["from"]], at[r["to"]]),
        )
        for r in rows("links.csv")
    )
    return Network(nodes, links)


def _list(text: str) -> tuple[str, ...]:
    return tuple(t for t in text.split(";") if t)
