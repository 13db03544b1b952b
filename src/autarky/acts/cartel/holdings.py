"""What economies hold of a product: reserves and mined quantities, as shares of the world.

Three shares of one bloc that are often taken for one another: of exports and of output (values, from the world's own
accounts), of what is mined and of reserves (quantities). Reserves of potash and rare earths are embedded, those of
oil, gas and coal come from the Factbook, mined quantities from World Mining Data, where these are fetched. What no
source says is None, not zero.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from autarky.world.accounts import World
from autarky.world.labels import fold

if TYPE_CHECKING:
    from pathlib import Path

    from autarky.sources.io.tidy import Record

# product -> what a product zoomed out of a sector is called, the sector that is this product, material of World Mining
_PRODUCTS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "potash": (("potash",), "", "Potash (K2O)"),
    "rare earths": (("rare earth",), "", "Rare Earths (REO)"),
    "crude oil": (("crude", "oil"), "B06", "Petroleum"),
    "natural gas": (("gas",), "B06", "Natural Gas"),
    "coal": (("coal",), "B05", ""),
}


@dataclass(frozen=True)
class Holding:
    """Figures by ISO3 code with the world's total; None where the source names an economy without a figure."""

    what: str
    by: dict[str, float | None]
    total: float
    unit: str
    year: int
    source: str

    def share(self, world: World, economy: str) -> float | None:
        """Share of an economy (all members of a region), None where one has no figure."""
        members = world.members[economy] if economy != "ROW" else ()
        values = [self.by.get(m) for m in members]
        if not members or any(v is None for v in values):
            return None
        return sum(v for v in values if v is not None) / self.total


def products_of(world: World, sector: str) -> tuple[str, ...]:
    """The products in `_PRODUCTS` that a sector is about: a zoomed one by its name, any other by its code."""
    _, dot, zoomed = sector.partition(".")
    if dot:
        name = fold(zoomed).replace("-", " ")
        return tuple(p for p, (words, _, _) in _PRODUCTS.items() if any(w in name for w in words))[:1]
    if any(other.startswith(f"{sector}.") for other in world.sectors):
        return ()  # what is left of a sector is no product
    codes = world.industries[sector]
    return tuple(p for p, (_, code, _) in _PRODUCTS.items() if code and tuple(codes) == (code,))


def holdings(world: World, sector: str) -> tuple[list[Holding], list[str]]:
    """What is known of the products of a sector, and the sources that could say more (commands that fetch them)."""
    found: list[Holding] = []
    more: list[str] = []
    for product in products_of(world, sector):
        material = _PRODUCTS[product][2]
        for holding, source in (
            (_mined(world, product, material) if material else None, "world-mining" if material else ""),
            (_embedded().get(product) or _fuel(product), "factbook"),
        ):
            if holding is not None:
                found.append(holding)
            elif source and source not in more:
                more.append(source)
    return found, [f"autarky data get {source}" for source in more]


@cache
def _embedded() -> dict[str, Holding]:
    text = files("autarky.acts.cartel").joinpath("data/reserves.csv").read_text(encoding="utf-8")
    lines = text.splitlines()
    source = next(line[len("# source: ") :] for line in lines if line.startswith("# source: "))
    found: dict[str, Holding] = {}
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    for product in dict.fromkeys(r["product"] for r in rows):
        mine = [r for r in rows if r["product"] == product]
        by = {r["economy"]: float(r["value"]) if r["value"] else None for r in mine}
        total = by.pop("WORLD")
        assert total is not None
        name = f"reserves of {product}"
        found[product] = Holding(name, by, total, mine[0]["unit"], int(mine[0]["year"]), source)
    return found


def _table(source: str) -> "tuple[Path, Record] | None":
    """The last table of a source that is here in full."""
    from autarky.sources.inventory import records

    found = [(p, r) for p, r in records(source).items() if not r.only]
    return found[-1] if found else None


def _fuel(product: str) -> Holding | None:
    """Reserves of the Factbook; the world is the sum of the economies that it names."""
    from autarky.sources.io.tidy import read_tidy

    table = _table("factbook")
    if table is None:
        return None
    frame = read_tidy(table[0], only={"kind": ["reserves"], "label": [product]}).to_pandas()
    frame = frame[frame["economy"].notna()]
    if frame.empty:
        return None
    by: dict[str, float | None] = {
        str(c): float(v) for c, v in zip(frame["economy"], frame["value"], strict=True)
    }
    year, unit = int(frame["year"].max()), str(frame["unit"].iloc[0])
    return Holding(f"reserves of {product}", by, float(frame["value"].sum()), unit, year, table[1].citation)


def _mined(world: World, product: str, material: str) -> Holding | None:
    """Quantities mined in the year of the world, or the last before it, from World Mining Data."""
    from autarky.sources.io.tidy import read_tidy

    table = _table("world-mining")
    if table is None:
        return None
    frame = read_tidy(table[0], only={"material": [material]}).to_pandas()
    frame = frame[(frame["year"] <= world.year) & frame["economy"].notna()]
    if frame.empty:
        return None
    year = int(frame["year"].max())
    now = frame[frame["year"] == year]
    by: dict[str, float | None] = {
        str(c): float(v) for c, v in now.groupby("economy", observed=True)["value"].sum().items()
    }
    total = float(now["value"].sum())
    if not total > 0:
        return None
    return Holding(f"{product} mined", by, total, str(now["unit"].iloc[0]), year, table[1].citation)
