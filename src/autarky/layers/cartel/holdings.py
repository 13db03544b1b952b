"""What economies hold of a product: reserves (embedded) and mined quantities (fetched), as shares of the world.

Three shares of one bloc that are often taken for one another: of exports and of output (values, from the world's own
accounts) and of reserves (quantities in the ground). What no source says is None, not zero.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from autarky.world.accounts import World
from autarky.world.labels import fold

# part of a sector's label or name (folded) -> products of the tables of reserves, material of World Mining Data
_PRODUCTS = {
    "potash": ("potash", "Potash (K2O)"),
    "rare earth": ("rare earths", "Rare Earths (REO)"),
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


def product_of(world: World, sector: str) -> str | None:
    """The key of `_PRODUCTS` that a sector of the world is about, None if none."""
    words = f"{fold(sector.split('.', 1)[-1])} {fold(world.sector_names[sector])}".replace("-", " ")
    product = sector.split(".", 1)[-1] if "." in sector else ""
    return next((key for key in _PRODUCTS if product and key in words), None)


@cache
def _reserves() -> dict[str, Holding]:
    text = files("autarky.layers.cartel").joinpath("data/reserves.csv").read_text(encoding="utf-8")
    lines = text.splitlines()
    source = next(line[len("# source: ") :] for line in lines if line.startswith("# source: "))
    found: dict[str, Holding] = {}
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    for product in dict.fromkeys(r["product"] for r in rows):
        mine = [r for r in rows if r["product"] == product]
        by = {r["economy"]: float(r["value"]) if r["value"] else None for r in mine}
        total = by.pop("WORLD")
        assert total is not None
        found[product] = Holding("reserves", by, total, mine[0]["unit"], int(mine[0]["year"]), source)
    return found


def reserves(world: World, sector: str) -> Holding | None:
    """Reserves of the product of a sector, None where nothing is known."""
    key = product_of(world, sector)
    return None if key is None else _reserves().get(_PRODUCTS[key][0])


def mined(world: World, sector: str) -> Holding | None:
    """Quantities mined in the year of the world (or the last before it), where World Mining Data are fetched."""
    key = product_of(world, sector)
    if key is None:
        return None
    from autarky.data.tidy import read_tidy
    from autarky.sources.kept import records

    found = [(p, r) for p, r in records("world-mining").items() if not r.only]
    if not found:
        return None
    path, record = found[-1]
    frame = read_tidy(path, only={"material": [_PRODUCTS[key][1]]}).to_pandas()
    frame = frame[(frame["year"] <= world.year) & frame["economy"].notna()]
    if frame.empty:
        return None
    year = int(frame["year"].max())
    now = frame[frame["year"] == year]
    by: dict[str, float | None] = {
        str(c): float(v) for c, v in now.groupby("economy", observed=True)["value"].sum().items()
    }
    total = sum(v for v in by.values() if v is not None)
    return Holding("mined", by, total, str(now["unit"].iloc[0]), year, record.citation) if total > 0 else None
