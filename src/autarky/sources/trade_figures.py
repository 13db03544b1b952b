"""Reading the figures on one tie out of the tidy tables of each source of trade."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autarky.data.record import Record
from autarky.sources.compare import Figure

if TYPE_CHECKING:
    import pandas as pd

Years = tuple[int, ...]
Reader = Callable[[Path, Record, str, str], list[Figure]]
LATEST = 3  # years shown where none is asked


def figures_of(source: str, a: str, b: str, years: Years) -> list[Figure]:
    """The figures of a source that is here on trade between a and b (ISO3), both ways."""
    from autarky.sources.kept import records

    found: list[Figure] = []
    for path, record in records(source).items():
        if not years or not record.years or set(record.years) & set(years):
            found += READERS[source](path, record, a, b)
    asked = set(years) if years else set(sorted({f.year for f in found})[-LATEST:])
    # a piece and a filtered one may tell the same figure
    return list(dict.fromkeys(f for f in found if f.year in asked))


def _pair(path: Path, a: str, b: str, columns: Sequence[str]) -> "pd.DataFrame":
    from autarky.data.tidy import read_tidy

    both: dict[str, Sequence[Any]] = {"origin": [a, b], "destination": [a, b]}
    frame = read_tidy(path, columns, both).to_pandas()
    return frame[frame["origin"].astype(str) != frame["destination"].astype(str)]


def _sums(frame: "pd.DataFrame", by: Sequence[str]) -> list[tuple[tuple[Any, ...], float]]:
    known = frame.dropna(subset=["value"])
    sums: Any = known.groupby(list(by), observed=True)["value"].sum()
    return [(key, float(value)) for key, value in sums.items()]


def _products(flow: str, definition: str) -> Reader:
    """A reader that adds up the products of a table in thousand USD; filtered tables say so."""

    def read(path: Path, record: Record, a: str, b: str) -> list[Figure]:
        frame = _pair(path, a, b, ["year", "origin", "destination", "value"])
        partial = ", ".join(record.only.get("product", ()))
        name = f"{flow}, HS {partial} only" if partial else flow
        return [
            Figure(
                source=record.source, flow=name, origin=str(o), destination=str(d), year=int(y), value=value / 1e3,
                unit="USD million", share=None, share_of="", status="reconciled", definition=definition,
            )
            for (o, d, y), value in _sums(frame, ["origin", "destination", "year"])
        ]  # fmt: skip

    return read


def _table(path: Path, record: Record, a: str, b: str) -> list[Figure]:
    """Sales of all products for all uses in an inter-country table."""
    frame = _pair(path, a, b, ["origin", "sector", "destination", "value"])
    goods = frame[frame["sector"].astype(str).str[:1].isin(list("ABC"))]
    found = []
    for flow, part in (("goods", goods), ("goods and services", frame)):
        for (o, d), value in _sums(part, ["origin", "destination"]):
            found.append(
                Figure(
                    source=f"{record.source} {record.key}", flow=flow, origin=str(o), destination=str(d),
                    year=record.years[0], value=value, unit=record.unit, share=None, share_of="",
                    status="reported", definition="basic prices, national accounts, as published",
                )
            )  # fmt: skip
    return found


CUSTOMS = "FOB, customs, both partners' reports reconciled"
TABLES = ("oecd-icio", "oecd-icio-2023", "wiod-2013", "wiod-2016", "figaro", "adb-mrio", "exiobase")
READERS: dict[str, Reader] = {
    "baci": _products("goods", CUSTOMS),
    "baci-raw-materials": _products("74 raw materials", CUSTOMS),
    **{name: _table for name in TABLES},
}
