"""Figures on the trade of two economies, read from the tidy tables of a source that has them.

A source offers its figures by an attribute `figures` of the type `FigureReader`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autarky.sources.io.tidy import Record

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class TieFigure:
    """One figure on the trade of two economies.

    `flow` is what is measured (exports of goods, all sales ...); value in `unit`, `share` in % of the seller's
    or buyer's total where the source gives it; `status` reported, mirrored, estimated or absent.
    """

    source: str
    flow: str
    origin: str
    destination: str
    year: int
    value: float | None
    unit: str
    share: float | None
    share_of: str
    status: str
    definition: str


# (tidy table, its record, ISO3 of the one, ISO3 of the other) -> figures both ways
FigureReader = Callable[[Path, Record, str, str], list[TieFigure]]


def pair_rows(path: Path, a: str, b: str, columns: Sequence[str]) -> "pd.DataFrame":
    """Rows of a tidy table on trade between a and b, both ways."""
    from autarky.sources.io.tidy import read_tidy

    both: dict[str, Sequence[Any]] = {"origin": [a, b], "destination": [a, b]}
    frame = read_tidy(path, columns, both).to_pandas()
    return frame[frame["origin"].astype(str) != frame["destination"].astype(str)]


def sums(frame: "pd.DataFrame", by: Sequence[str]) -> list[tuple[tuple[Any, ...], float]]:
    """Sums of `value` by the columns `by`, absent values left out."""
    known = frame.dropna(subset=["value"])
    sums: Any = known.groupby(list(by), observed=True)["value"].sum()
    return [(key, float(value)) for key, value in sums.items()]


def product_figures(flow: str, definition: str) -> FigureReader:
    """A reader that adds up the products of a table in thousand USD; filtered tables say so."""

    def read(path: Path, record: Record, a: str, b: str) -> list[TieFigure]:
        frame = pair_rows(path, a, b, ["year", "origin", "destination", "value"])
        partial = ", ".join(record.only.get("product", ()))
        name = f"{flow}, HS {partial} only" if partial else flow
        return [
            TieFigure(
                source=record.source, flow=name, origin=str(o), destination=str(d), year=int(y), value=value / 1e3,
                unit="USD million", share=None, share_of="", status="reconciled", definition=definition,
            )
            for (o, d, y), value in sums(frame, ["origin", "destination", "year"])
        ]  # fmt: skip

    return read


def table_figures(path: Path, record: Record, a: str, b: str) -> list[TieFigure]:
    """Sales of all products for all uses in an inter-country table."""
    frame = pair_rows(path, a, b, ["origin", "sector", "destination", "value"])
    goods = frame[frame["sector"].astype(str).str[:1].isin(list("ABC"))]
    found = []
    for flow, part in (("goods", goods), ("goods and services", frame)):
        for (o, d), value in sums(part, ["origin", "destination"]):
            found.append(
                TieFigure(
                    source=f"{record.source} {record.key}", flow=flow, origin=str(o), destination=str(d),
                    year=record.years[0], value=value, unit=record.unit, share=None, share_of="",
                    status="reported", definition="basic prices, national accounts, as published",
                )
            )  # fmt: skip
    return found
