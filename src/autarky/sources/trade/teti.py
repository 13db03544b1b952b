"""Teti's Global Tariff Database: bilateral applied and MFN tariffs 1988-2021, gaps of WITS filled.

Reads the csv and Stata files by pair, by sector (ISIC 3.3, GTAP, sections of the HS) and by HS6 product; long files a
block at a time. Importer is `iso1`, exporter `iso2`; rates are in percent.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from autarky.errors import InputError
from autarky.files.decoding import DamagedError, decoding
from autarky.sources.addresses import load_pieces
from autarky.sources.base import About, Only, Piece
from autarky.sources.io.archive import open_member
from autarky.sources.io.blocks import Block, blocks, layout_of, numbers, require
from autarky.sources.io.rowwise import check_only, products_wanted
from autarky.sources.io.text import Dialect
from autarky.sources.io.tidy import Column, Notes

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

WHAT = "Teti's Global Tariff Database"
ENDS = {"destination": "iso1", "origin": "iso2"}
CLASSES = {"sector": ("sector", "isic33", "gtap", "section"), "product": ("hs6", "product", "hs")}
# tidy column -> column of the applied rate; that of the MFN rate has mfn for tariff
RATES = {
    "rate": "tariff",
    "rate_weighted": "tariff_w",
    "rate95": "tariff95",
    "rate95_weighted": "tariff95_w",
}
STATA_ROWS = 500_000
COLUMNS = (
    Column("year", "int16", "", "calendar year"),
    Column("origin", "label", "", "ISO3 of the exporter (iso2)"),
    Column("destination", "label", "", "ISO3 of the importer, which levies the tariff (iso1)"),
    Column("product", "label", "", "HS6 code; null in files by pair or sector"),
    Column("sector", "label", "", "sector as the file has it (ISIC 3.3, GTAP, section); null in others"),
    Column("duty_type", "label", "", "AHS applied, preferences included; MFN most favoured nation"),
    Column("rate", "float64", "1", "ad valorem, simple mean over products; 0.05 is 5 %"),
    Column("rate_weighted", "float64", "1", "mean over products weighted by trade"),
    Column("rate95", "float64", "1", "simple mean, extreme rates cut at the 95th percentile"),
    Column("rate95_weighted", "float64", "1", "weighted mean, extreme rates cut at the 95th percentile"),
)
ABOUT = About(
    name="teti",
    title="Global Tariff Database (Teti)",
    group="tariffs",
    provider="Feodora Teti, ifo Institute and LMU Munich",
    coverage="about 200 importers and exporters, 1988-2021, pairs and sectors (HS6 on request); vbeta1-2024-12",
    unit="ad valorem rate (0.05 = 5 %)",
    licence="free for research with citation; redistribution not granted, so it is fetched by each user",
    citation=(
        "Teti, F. A. (2024), Missing Tariffs, CESifo Working Paper 11590; Global Tariff Database, version beta 1,"
        " December 2024."
    ),
    url="https://feodorateti.github.io/data.html",
    definitions=(
        "Applied rates are the lowest that a pair may use: preferential where there is an agreement, else MFN. Gaps in"
        " what WITS and others hold are filled by the author, so that a missing year is not read as MFN; the files do"
        " not say which rates are filled, so the table has no column status. Temporary duties (trade wars of 2018 on,"
        " sanctions) are in it only as far as its sources have them. Absent rates are null, not zero."
    ),
    by_hand=(
        "download the archive from feodorateti.github.io/data.html in a browser and unpack it (7-Zip); take the csv or"
        " the dta"
    ),
)


@dataclass(frozen=True)
class Teti:
    """See the module; satisfies `autarky.sources.base.Source`."""

    about: About = ABOUT
    columns: tuple[Column, ...] = COLUMNS

    def pieces(self) -> tuple[Piece, ...]:
        return load_pieces("teti")

    def read(self, path: Path, piece: Piece, only: Only, notes: Notes) -> "Iterator[pa.Table]":
        """Two rows for each of the file: AHS and MFN."""
        check_only(only, COLUMNS, ABOUT.name)
        if path.suffix.lower() == ".dta":
            layout, read = stata(path)
        else:

            def opening() -> "AbstractContextManager[IO[bytes]]":
                return open_member(path, "*tariff*.csv")

            layout = layout_of(opening, path.name)
            names = columns_of(layout, path.name)
            read = blocks(opening, layout, names, path.name)
        columns_of(layout, path.name)
        yield from rows_of(read, layout, piece, only, path.name)


def class_of(layout: Dialect) -> tuple[str, str] | None:
    """`sector` or `product`, and the column of the file that holds it; None in a file by pair."""
    for ours, names in CLASSES.items():
        for name in names:
            if name in layout.header:
                return ours, name
    return None


def columns_of(layout: Dialect, where: str) -> tuple[str, ...]:
    """The columns to read; `InputError` where the file is another one."""
    require(layout, ("iso1", "iso2", "year", "tariff", "mfn"), where, WHAT)
    found = class_of(layout)
    rates = [name for applied in RATES.values() for name in (applied, applied.replace("tariff", "mfn"))]
    return (
        "iso1",
        "iso2",
        "year",
        *((found[1],) if found else ()),
        *(name for name in rates if name in layout.header),
    )


def stata(path: Path) -> "tuple[Dialect, Iterator[Block]]":
    """A Stata file as blocks of text, so that all checks are the same."""
    import pandas as pd
    import pyarrow as pa

    with open_member(path):
        pass  # says what the file is, where it is a page of HTML
    try:
        with decoding(), pd.read_stata(path, iterator=True, convert_categoricals=False) as reader:
            layout = Dialect("utf-8", ",", ".", "", 0, tuple(reader.variable_labels()))
    except DamagedError as e:
        raise InputError(f"{path} is damaged, cut short or no Stata file ({e})") from e
    names = columns_of(layout, path.name)

    def read() -> Iterator[Block]:
        line = 1
        try:
            with (
                decoding(),
                pd.read_stata(
                    path, columns=list(names), chunksize=STATA_ROWS, convert_categoricals=False
                ) as reader,
            ):
                for frame in reader:
                    arrays = [pa.array(frame[n], from_pandas=True).cast(pa.string()) for n in names]
                    filled = [a.fill_null("") for a in arrays]
                    yield Block(line, pa.RecordBatch.from_arrays(filled, names=list(names)))
                    line += len(frame)
        except DamagedError as e:
            raise InputError(f"{path} is damaged or cut short ({e})") from e

    return layout, read()


def rows_of(
    read: Iterator[Block], layout: Dialect, piece: Piece, only: Only, where: str
) -> "Iterator[pa.Table]":
    """Tidy rows of blocks; see `COLUMNS`."""
    import numpy as np
    import pyarrow as pa

    found = class_of(layout)
    names = columns_of(layout, where)
    years = {str(y) for y in only.get("year", piece.years)}
    duties = tuple(only.get("duty_type", ("AHS", "MFN")))
    keys: list[np.ndarray] = []
    codes: dict[str, int] = {}
    for block in read:
        at = _wanted(block, years, only, found)
        _check_years(block, piece, where)
        if not at.size:
            continue
        rows, lines = block.rows.take(pa.array(at)), block.first_line + at
        keys.append(_keys(rows, ("iso1", "iso2", *((found[1],) if found else ())), codes))
        nothing = pa.nulls(rows.num_rows, pa.string())
        shared = {
            "year": rows.column("year").cast(pa.int16()),
            **{ours: _economies(rows.column(given), given, lines, where) for ours, given in ENDS.items()},
            "product": nothing,
            "sector": nothing,
        }
        if found:
            shared[found[0]] = _class(rows.column(found[1]), found[0])
        for duty in duties:
            made = dict(shared)
            made["duty_type"] = pa.repeat(pa.scalar(duty), rows.num_rows)
            for ours, applied in RATES.items():
                given = applied if duty == "AHS" else applied.replace("tariff", "mfn")
                if given in names:
                    percent = numbers(rows.column(given), given, lines, where, layout, least=0)
                    made[ours] = pa.array(percent.to_numpy(zero_copy_only=False) / 100.0, from_pandas=True)
                else:
                    made[ours] = pa.nulls(rows.num_rows, pa.float64())
            table = pa.table({c.name: made[c.name] for c in COLUMNS})
            yield table.filter(table.column("rate").is_valid())
    if keys and np.unique(every := np.concatenate(keys)).size < every.size:
        raise InputError(
            f"{where} holds a pair{f', {found[0]}' if found else ''} and year twice; it is damaged"
        )


def _wanted(block: Block, years: set[str], only: Only, found: tuple[str, str] | None) -> "np.ndarray":
    """Positions of the wanted rows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    mask = pc.is_in(block.column("year"), value_set=pa.array(sorted(years)))
    for ours, given in ENDS.items():
        if only.get(ours):
            mask = pc.and_(mask, pc.is_in(block.column(given), value_set=pa.array(list(only[ours]))))
    for ours in ("product", "sector"):
        if only.get(ours):
            if found is None or found[0] != ours:
                raise InputError(f"this file of {WHAT} is not by {ours}; take another")
            column = _class(block.column(found[1]), ours)
            if ours == "product":
                here = products_wanted(column, list(only[ours]))
            else:
                here = pc.is_in(column, value_set=pa.array(list(only[ours])))
            mask = pc.and_(mask, here)
    return pc.indices_nonzero(mask).to_numpy()


def _class(column: "pa.Array", ours: str) -> "pa.Array":
    """Sectors as text without the `.0` of numbers that Stata keeps as floats; products with their zeros."""
    import pyarrow.compute as pc

    text = pc.replace_substring_regex(pc.utf8_trim_whitespace(column), r"\.0*$", "")
    return pc.utf8_lpad(text, 6, padding="0") if ours == "product" else text


def _check_years(block: Block, piece: Piece, where: str) -> None:
    import pyarrow.compute as pc

    for cell in pc.unique(block.column("year")).to_pylist():
        if not cell.isdigit() or int(cell) not in piece.years:
            k = pc.index(block.column("year"), cell).as_py()
            first, last = min(piece.years), max(piece.years)
            raise InputError(
                f"{where}, line {block.first_line + k}, column year: {cell!r} is not one of {first}-{last}"
            )


def _economies(column: "pa.Array", name: str, lines: "np.ndarray", where: str) -> "pa.Array":
    import pyarrow.compute as pc

    good = pc.match_substring_regex(column, "^[A-Z]{3}$")
    if not pc.all(good).as_py():
        k = pc.index(good, False).as_py()
        raise InputError(
            f"{where}, line {lines[k]}, column {name}: {column[k].as_py()!r} is not an ISO3 code"
        )
    return column.dictionary_encode()


def _keys(rows: "pa.RecordBatch", names: tuple[str, ...], codes: dict[str, int]) -> "np.ndarray":
    """One integer per row of the file; `codes` grows."""
    import numpy as np

    made = rows.column("year").cast("int64").to_numpy()
    for name in names:
        coded = rows.column(name).dictionary_encode()
        numbered = [codes.setdefault(code, len(codes)) for code in coded.dictionary.to_pylist()]
        made = made * 10_000 + np.asarray(numbered, dtype=np.int64)[coded.indices.to_numpy()]
    return made


SOURCE = Teti()
