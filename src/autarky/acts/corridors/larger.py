"""Larger graphs than the embedded one: lengths of sea links from searoute, whole geographs of scgraph.

Both packages are optional: `pip install searoute scgraph`.
"""

from dataclasses import replace
from importlib import import_module
from typing import Any

from autarky.acts.corridors.network import Link, Network, Node, great_circle_km, terminals
from autarky.errors import AutarkyError

Coordinates = tuple[float, float]  # latitude, longitude


def sea_km(start: Coordinates, end: Coordinates) -> float:
    """Length of the shortest way by sea, km (searoute: the sea network of Eurostat). Raises `AutarkyError` where
    searoute is not installed."""
    found = _module("searoute").searoute([start[1], start[0]], [end[1], end[0]], append_orig_dest=True)
    return float(found.properties["length"])


def with_sea_lengths(network: Network) -> Network:
    """The network with the length and time of every sea link from searoute, where that is not absurdly longer than the
    great circle (a place inland, a passage that searoute leaves out). Raises as `sea_km`."""
    links = []
    for link in network.links:
        a, b = (network.nodes[network.number[n]] for n in (link.start, link.end))
        direct = great_circle_km(a, b)
        if link.mode == "sea":
            km = sea_km((a.latitude, a.longitude), (b.latitude, b.longitude))
            if 0.98 * direct <= km <= 2.6 * direct + 900:
                hours = link.hours + (km - link.km) * 24 / 650  # stops stay as they are
                link = replace(link, km=km, hours=max(hours, 1.0), source="length: searoute")
        links.append(link)
    return replace(network, links=tuple(links))


def from_geograph(geograph: Any, mode: str, *, km_a_day: float, prefix: str = "") -> Network:
    """A network of one mode from an scgraph `GeoGraph` (nodes are [latitude, longitude], the graph a list of
    {neighbour: km}). Places are called by `prefix` and their number; all are open water at sea, cities on land."""
    kind = "lane" if mode == "sea" else "city"
    nodes = tuple(
        Node(f"{prefix}{k}", float(lat), float(lon), "", kind, ())
        for k, (lat, lon, *_) in enumerate(geograph.nodes)
    )
    graph = getattr(geograph, "graph_object", geograph)
    graph = getattr(graph, "graph", graph)
    links = tuple(
        Link(
            start=nodes[a].name,
            end=nodes[b].name,
            mode=mode,
            km=float(km),
            hours=24 * float(km) / km_a_day,
            fee=0.0,
            capacity=None,
            states=(),
            corridors=(),
            open=True,
            one_way=False,
            source="scgraph",
            terminals=terminals(mode, nodes[a], nodes[b]),
        )
        for a, near in enumerate(graph)
        for b, km in near.items()
        if a < b
    )
    return Network(nodes, links)


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise AutarkyError(f"{name} is not installed: pip install {name}") from None
