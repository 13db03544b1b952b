"""Published trade elasticities (theta = sigma - 1) by industry, as tables with source and standard errors."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

import numpy as np

from autarky.errors import InputError, did_you_mean
from autarky.world.accounts import World
from autarky.world.zoom.product import own_elasticities

DEFAULT = "fontagne-2022"


@dataclass(frozen=True)
class ElasticitySet:
    """Long-run theta by ICIO industry; `standard_error` is NaN where none is published."""

    name: str
    title: str
    source: str
    note: str
    theta: Mapping[str, float]
    standard_error: Mapping[str, float]


@cache
def list_elasticities() -> Mapping[str, ElasticitySet]:
    """All sets that ship with autarky, by name."""
    folder = resources.files("autarky.economy").joinpath("data/elasticities")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".csv")), key=str)
    return MappingProxyType({s.name: s for s in map(_read, files)})


def _read(file: object) -> ElasticitySet:
    text = file.read_text("utf-8")  # type: ignore[attr-defined]
    head = dict(line[2:].split(": ", 1) for line in text.splitlines() if line.startswith("# "))
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    theta = {i: float(r["theta"]) for r in rows for i in r["industries"].split()}
    error = {i: float(r["standard_error"] or "nan") for r in rows for i in r["industries"].split()}
    return ElasticitySet(
        head["name"],
        head["title"],
        head["source"],
        head.get("note", ""),
        MappingProxyType(theta),
        MappingProxyType(error),
    )


def elasticity_set(name: str) -> ElasticitySet:
    """One set by name; `InputError` with a suggestion where there is none."""
    known = list_elasticities()
    if name not in known:
        raise InputError(
            f"Unknown elasticities {name!r}{did_you_mean(name, known)}; known: {', '.join(known)}."
        )
    return known[name]


def trade_elasticities(world: World, name: str = DEFAULT) -> np.ndarray:
    """Long-run theta for each sector of `world` [J]: the mean over the source industries inside the sector.

    Industries that the set does not name take its `other` row. A product zoomed out of a sector has the theta that it
    brought along, whatever the set (`world.product`). Raises `InputError` where there is none.
    """
    table, own = elasticity_set(name).theta, own_elasticities(world)
    out = np.empty(len(world.sectors))
    for j, (sector, industries) in enumerate(world.industries.items()):
        if sector in own:
            out[j] = own[sector]
            continue
        values = [table.get(i, table.get("other", np.nan)) for i in industries]
        if not np.all(np.isfinite(values)):
            raise InputError(
                f"Elasticities {name!r} have no value for sector {sector} ({', '.join(industries)})."
            )
        out[j] = float(np.mean(values))
    return out
