"""Reading the figures on one tie out of the tidy tables of each source of trade."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autarky.sources.compare import Figure
from autarky.sources.io.record import Record

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
    last = max((y for record in records(source).values() for y in record.years), default=0)
    found += _ended(found, last)
    asked = set(years) if years else set(sorted({f.year for f in found})[-LATEST:])
    # a piece and a filtered one may tell the same figure
    return list(dict.fromkeys(f for f in found if f.year in asked))


def _ended(found: Sequence[Figure], last: int) -> list[Figure]:
    """A flow that the source stops to report before its last year is absent then, not zero."""
    ended = []
    for tie in dict.fromkeys((f.origin, f.destination, f.flow) for f in found):
        latest = max((f for f in found if (f.origin, f.destination, f.flow) == tie), key=lambda f: f.year)
        if latest.year < last:
            gone = f"no row after {latest.year}, although the source runs to {last}: absent, not zero"
            ended.append(replace(latest, year=last, value=None, share=None, status="absent", definition=gone))
    return ended


def _pair(path: Path, a: str, b: str, columns: Sequence[str]) -> "pd.DataFrame":
    from autarky.sources.io.tidy import read_tidy

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


def _factbook(path: Path, record: Record, a: str, b: str) -> list[Figure]:
    """Shares of partners that the Factbook lists; where it says that one is missing, that."""
    from autarky.sources.io.tidy import read_tidy

    wanted: dict[str, Sequence[Any]] = {"economy": [a, b], "kind": ["partner"]}
    columns = ["economy", "flow", "partner", "year", "value", "caution", "kind"]
    frame = read_tidy(path, columns, wanted).to_pandas()
    found = []
    for (economy, flow), rows in frame.groupby(["economy", "flow"], observed=True):
        economy, partner = str(economy), b if str(economy) == a else a
        own = rows[rows["partner"] == partner]
        cautions = [str(c) for c in rows["caution"].dropna().unique() if str(c)]
        if own.empty and not cautions:
            continue  # only the largest partners are listed
        share = None if own.empty else float(own["value"].iloc[0])
        origin, destination = (economy, partner) if flow == "export" else (partner, economy)
        found.append(
            Figure(
                source=record.source, flow="goods", origin=origin, destination=destination,
                year=int(rows["year"].iloc[0]), value=None, unit="", share=share, share_of=f"{flow}s of {economy}",
                status="absent" if share is None else "not stated",
                definition=". ".join(["rounded shares of the largest partners, sources not given", *cautions]),
            )
        )  # fmt: skip
    return found


def _comtrade(path: Path, record: Record, a: str, b: str) -> list[Figure]:
    """What each of the two customs reports; totals where they were asked, else the products asked."""
    frame = _pair(
        path,
        a,
        b,
        ["year", "origin", "destination", "product", "value", "reporter", "flow", "basis", "status"],
    )
    frame = frame[frame["flow"].isin(["X", "M"])]
    total = frame[frame["product"] == "TOTAL"]
    asked = ", ".join(record.only.get("product", ()))
    name, part = (
        ("goods", total) if not total.empty else (f"goods, HS {asked} only" if asked else "goods", frame)
    )
    by = ["origin", "destination", "year", "reporter", "basis", "status"]
    return [
        Figure(
            source=record.source, flow=name, origin=str(o), destination=str(d), year=int(y), value=value / 1e6,
            unit="USD million", share=None, share_of="", status=str(status),
            definition=f"{basis}, customs of {reporter}",
        )
        for (o, d, y, reporter, basis, status), value in _sums(part, by)
    ]  # fmt: skip


def _imts(path: Path, record: Record, a: str, b: str) -> list[Figure]:
    """What each partner reports to the IMF, and what it estimates; a mean of years stands at its last."""
    columns = ["year", "period", "origin", "destination", "value", "reporter", "basis", "status"]
    frame = _pair(path, a, b, columns)
    by = ["origin", "destination", "period", "reporter", "basis", "status"]
    return [
        Figure(
            source=record.source, flow="goods", origin=str(o), destination=str(d), year=int(str(period)[-4:]),
            value=value, unit="USD million", share=None, share_of="", status=str(status),
            definition=f"{basis}, statistics of {reporter}" + (f", mean of {period}" if len(str(period)) > 4 else ""),
        )
        for (o, d, period, reporter, basis, status), value in _sums(frame, by)
    ]  # fmt: skip


GRAVITY = {
    "tradeflow_comtrade_o": "Comtrade, as the seller reports",
    "tradeflow_comtrade_d": "Comtrade, as the buyer reports",
    "tradeflow_imf_o": "IMF, as the seller reports",
    "tradeflow_imf_d": "IMF, as the buyer reports",
}


def _gravity(path: Path, record: Record, a: str, b: str) -> list[Figure]:
    """The flows that CEPII's gravity data carry from elsewhere (BACI is a source of its own)."""
    frame = _pair(path, a, b, ["year", "origin", "destination", *GRAVITY])
    found = []
    for column, definition in GRAVITY.items():
        named = frame.rename(columns={column: "value"})
        for (o, d, y), value in _sums(named, ["origin", "destination", "year"]):
            found.append(
                Figure(
                    source=record.source, flow="goods", origin=str(o), destination=str(d), year=int(y),
                    value=value / 1e3, unit="USD million", share=None, share_of="", status="reported",
                    definition=definition,
                )
            )  # fmt: skip
    return found


CUSTOMS = "FOB, customs, both partners' reports reconciled"
TABLES = ("oecd-icio", "oecd-icio-2023", "wiod-2013", "wiod-2016", "figaro", "adb-mrio", "exiobase")
READERS: dict[str, Reader] = {
    "baci": _products("goods", CUSTOMS),
    "baci-raw-materials": _products("74 raw materials", CUSTOMS),
    "factbook": _factbook,
    "comtrade": _comtrade,
    "imts": _imts,
    "cepii-gravity": _gravity,
    **{name: _table for name in TABLES},
}
