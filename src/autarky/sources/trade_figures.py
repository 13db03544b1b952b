"""Reading the figures on one tie out of the tidy tables of each source of trade."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autarky.sources.compare import Figure

if TYPE_CHECKING:
    import pandas as pd

Years = tuple[int, ...]
LATEST = 3  # years shown where none is asked


def figures_of(source: str, a: str, b: str, years: Years) -> list[Figure]:
    """The figures of a source that is here on trade between a and b (ISO3), both ways."""
    from autarky.sources.kept import records

    found: list[Figure] = []
    for path, record in records(source).items():
        if not years or set(record.years) & set(years) or not record.years:
            found += READERS[source](path, a, b)
    asked = set(years) if years else set(sorted({f.year for f in found})[-LATEST:])
    # a piece and a filtered one may tell the same figure
    return list(dict.fromkeys(f for f in found if f.year in asked))


def _pair(path: Path, a: str, b: str, columns: Sequence[str]) -> "pd.DataFrame":
    from autarky.data.tidy import read_tidy

    both = {"origin": [a, b], "destination": [a, b]}
    frame = read_tidy(path, columns, both).to_pandas()
    return frame[frame["origin"].astype(str) != frame["destination"].astype(str)]


def _summed(
    flow: str, unit: str, factor: float, definition: str, value: str = "value"
) -> Callable[[Path, str, str], list[Figure]]:
    """A reader that adds up the products of a table of trade; filtered tables say so."""

    def read(path: Path, a: str, b: str) -> list[Figure]:
        from autarky.data.tidy import read_record

        record = read_record(path)
        frame = _pair(path, a, b, ["year", "origin", "destination", value])
        partial = "; ".join(f"{k} {', '.join(v)} only" for k, v in record.only.items() if k == "product")
        sums = (
            frame.dropna(subset=[value])
            .groupby(["origin", "destination", "year"], observed=True)[value]
            .sum()
        )
        return [
            Figure(
                source=record.source, flow=name, origin=str(o), destination=str(d),
                year=int(y), value=float(v) * factor, unit=unit, share=None, share_of="", status="reconciled",
                definition=definition,
            )
            for (o, d, y), v in sums.items()
        ]  # fmt: skip

    return read


def _tables(path: Path, a: str, b: str) -> list[Figure]:
    """Sales of all products for all uses in an inter-country table."""
    from autarky.data.tidy import read_record

    record = read_record(path)
    frame = _pair(path, a, b, ["origin", "sector", "destination", "value"])
    goods = frame[frame["sector"].astype(str).str[:1].isin(list("ABC"))]
    found = []
    for flow, part in (("goods", goods), ("goods and services", frame)):
        sums: Any = part.groupby(["origin", "destination"], observed=True)["value"].sum()
        for (o, d), v in sums.items():
            found.append(
                Figure(
                    source=f"{record.source} {record.key}", flow=flow, origin=str(o), destination=str(d),
                    year=record.years[0], value=float(v), unit=record.unit, share=None, share_of="",
                    status="reported", definition="basic prices, national accounts, as published",
                )
            )  # fmt: skip
    return found


TABLES = ("oecd-icio", "oecd-icio-2023", "wiod-2013", "wiod-2016", "figaro", "adb-mrio", "exiobase")
READERS: dict[str, Callable[[Path, str, str], list[Figure]]] = {
    "baci": _summed("goods", "USD million", 1e-3, "FOB, customs, both partners' reports reconciled"),
    "baci-raw-materials": _summed(
        "74 raw materials", "USD million", 1e-3, "FOB, customs, both partners' reports reconciled"
    ),
    **dict.fromkeys(
        ("oecd-icio", "oecd-icio-2023", "wiod-2013", "wiod-2016", "figaro", "adb-mrio", "exiobase"), _tables
    ),
}
