"""Adapters to larger graphs, with stand-ins for the optional packages."""

import sys
from types import ModuleType, SimpleNamespace

import pytest

from autarky.acts.corridors.larger import from_geograph, sea_km, with_sea_lengths
from autarky.acts.corridors.network import embedded
from autarky.errors import AutarkyError


def test_without_searoute_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "searoute", None)
    with pytest.raises(AutarkyError, match="searoute is not installed: pip install searoute"):
        sea_km((52.0, 4.0), (31.0, 122.0))


def test_lengths_from_searoute(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = ModuleType("searoute")
    fake.searoute = lambda a, b, **_: SimpleNamespace(properties={"length": 1000.0})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "searoute", fake)
    assert sea_km((52.0, 4.0), (31.0, 122.0)) == 1000.0
    made = with_sea_lengths(embedded())
    changed = [x for x in made.links if x.source == "length: searoute"]
    assert changed and all(x.mode == "sea" and x.km == 1000.0 for x in changed)
    assert [x for x in made.links if x.mode != "sea"] == [x for x in embedded().links if x.mode != "sea"]


def test_a_geograph_becomes_a_network() -> None:
    graph = SimpleNamespace(graph=[{1: 100.0}, {0: 100.0, 2: 50.0}, {1: 50.0}])
    geograph = SimpleNamespace(nodes=[[50.0, 1.0], [50.0, 2.0], [51.0, 2.0]], graph_object=graph)
    network = from_geograph(geograph, "rail", km_a_day=800, prefix="r")
    assert [x.name for x in network.links] == ["r0-r1 (rail)", "r1-r2 (rail)"]
    assert network.links[0].hours == 3 and network.links[0].terminals == 0
