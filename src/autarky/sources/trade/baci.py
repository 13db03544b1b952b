"""CEPII BACI: bilateral trade by product of the Harmonized System, both partners' reports reconciled.

One zip per HS edition holds one csv per year (`BACI_HS92_Y2021_V202501.csv`: t, i, j, k, v, q), the country codes and
the product codes. A year has about 11 million rows; they are filtered while they are read.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, ClassVar

from autarky.errors import InputError
from autarky.sources.addresses import load_pieces
from autarky.sources.base import About, Only, Piece
from autarky.sources.figures import FigureReader, product_figures
from autarky.sources.io.archive import open_member
from autarky.sources.io.blocks import Block, blocks, layout_of, numbers, require
from autarky.sources.io.names import check_economies, current, numeric_codes
from autarky.sources.io.rowwise import check_only, products_wanted
from autarky.sources.io.text import Dialect
from autarky.sources.io.tidy import Column, Notes

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

HEADER = ("t", "i", "j", "k", "v", "q")
COLUMNS = (
    Column("year", "int16", "", "calendar year"),
    Column("origin", "label", "", "ISO3 of the exporter"),
    Column("destination", "label", "", "ISO3 of the importer"),
    Column("product", "label", "", "six digits of the Harmonized System, edition of the piece"),
    Column("value", "float64", "thousand USD", "value FOB, current prices, both reports reconciled"),
    Column("quantity", "float64", "tonnes", "null where neither partner reports a quantity"),
)
ABOUT = About(
    name="baci",
    title="CEPII BACI, bilateral trade by HS6 product",
    group="trade",
    provider="CEPII",
    coverage="about 230 economies, 5,000 products, 1995-2024 (HS92; later HS editions begin later)",
    unit="thousand USD, tonnes",
    licence="Etalab Open Licence 2.0",
    citation=(
        "Gaulier, G. and Zignago, S. (2010), BACI: International Trade Database at the Product-Level. The"
        " 1994-2007 Version, CEPII Working Paper 2010-23."
    ),
    url="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
    definitions=(
        "Goods only, FOB: freight and insurance are estimated and taken off importers' CIF reports, and the two"
        " reports of a flow are averaged with weights for how reliable each reporter is; where only one partner"
        " reports, that one counts. So no figure is simply one country's report, and the table has no column"
        " status. No row means no reported trade or trade that both sides keep confidential (pipeline gas, arms),"
        " not zero. A quantity that neither side gives is null. Flows under 1,000 USD are left out by CEPII."
    ),
)


RECONCILED = "FOB, customs, both partners' reports reconciled"


@dataclass(frozen=True)
class Baci:
    """See the module; satisfies `autarky.sources.base.Source`."""

    about: About = ABOUT
    columns: tuple[Column, ...] = COLUMNS
    figures: ClassVar[FigureReader] = staticmethod(product_figures("goods", RECONCILED))

    def pieces(self) -> tuple[Piece, ...]:
        return load_pieces("baci")

    def read(self, path: Path, piece: Piece, only: Only, notes: Notes) -> "Iterator[pa.Table]":
        """Rows of one year; products in `only` are HS codes of 2 to 6 digits, economies ISO3.

        The zip as CEPII gives it, or one of its csv files, zipped or not.
        """
        check_only(only, COLUMNS, "BACI")
        edition, year = piece.key.split("-")[0].upper(), piece.years[0]
        check_name(path, edition, year)
        pattern = f"*BACI_{edition}_Y{year}_*.csv"
        where = path.name if path.suffix.lower() == ".csv" else f"{path.name} ({edition}, {year})"

        def opening() -> "AbstractContextManager[IO[bytes]]":
            return open_member(path, pattern)

        layout = layout_of(opening, where)
        require(layout, HEADER, where, "a csv file of BACI")
        economies = economies_of(path)
        yield from rows_of(
            blocks(opening, layout, HEADER, where), layout, economies, year, only, where, notes
        )


def check_name(path: Path, edition: str, year: int) -> None:
    """`InputError` where the name of a single csv says that it is another year or edition."""
    said = re.search(r"BACI_(HS\d\d)_Y(\d{4})", path.name, re.IGNORECASE)
    if said and (said[1].upper(), int(said[2])) != (edition, year):
        raise InputError(
            f"{path.name} is {said[1].upper()} {said[2]} by its name, but {edition} {year} was asked for;"
            f" get {said[1].lower()}-{said[2]} instead"
        )


def rows_of(
    read: Iterator[Block],
    layout: Dialect,
    economies: Mapping[str, str],
    year: int,
    only: Only,
    where: str,
    notes: Notes,
) -> "Iterator[pa.Table]":
    """Tidy rows of blocks with the columns of `HEADER`. `economies`: number as text -> ISO3."""
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = Wanted.of(only, economies)
    if only.get("year") and str(year) not in {str(y) for y in only["year"]}:
        return
    keys: list[pa.Array] = []
    absent = 0
    padded = False
    for block in read:
        _check_year(block, year, where)
        product = block.column("k")
        if _short(product):
            padded = True
            product = pc.utf8_lpad(product, 6, padding="0")
        at = wanted.rows(block, product)
        lines = block.first_line + at.to_numpy()
        rows, product = block.rows.take(at), product.take(at)
        if not rows.num_rows:
            continue

        value = numbers(rows.column("v"), "v", lines, where, layout, least=0)
        quantity = numbers(rows.column("q"), "q", lines, where, layout, least=0)
        if value.null_count:
            k = pc.index(value.is_null(), True).as_py()
            raise InputError(f"{where}, line {lines[k]}, column v: no value; BACI has one in every row")
        keys.append(_keys(rows, product, lines, where))
        absent += quantity.null_count
        yield pa.table(
            {
                "year": pa.repeat(pa.scalar(year, pa.int16()), rows.num_rows),
                "origin": _named(rows.column("i"), economies, lines, where),
                "destination": _named(rows.column("j"), economies, lines, where),
                "product": product.dictionary_encode(),
                "value": value,
                "quantity": quantity,
            }
        )
    check_duplicates(keys, where)
    if absent:
        notes.append(f"{absent} rows have a value but no quantity.")
    if padded:
        notes.append("Leading zeros of product codes had been lost (a spreadsheet?) and were put back.")


@dataclass(frozen=True)
class Wanted:
    """Which rows to keep, in the codes of the file."""

    products: tuple[str, ...]
    origins: tuple[str, ...] | None
    destinations: tuple[str, ...] | None

    @classmethod
    def of(cls, only: Only, economies: Mapping[str, str]) -> "Wanted":
        """`InputError` for economies that BACI does not have."""

        def numbers_of(name: str) -> tuple[str, ...] | None:
            codes = only.get(name)
            if not codes:
                return None
            check_economies(codes, economies.values(), "BACI")
            return tuple(n for n, code in economies.items() if code in codes)

        return cls(tuple(only.get("product", ())), numbers_of("origin"), numbers_of("destination"))

    def rows(self, block: Block, product: "pa.Array") -> "pa.Array":
        """Positions of the wanted rows in the block."""
        import pyarrow as pa
        import pyarrow.compute as pc

        mask = products_wanted(product, self.products) if self.products else None
        for name, numbers_wanted in (("i", self.origins), ("j", self.destinations)):
            if numbers_wanted is not None:
                found = pc.is_in(block.column(name), value_set=pa.array(numbers_wanted))
                mask = found if mask is None else pc.and_(mask, found)
        if mask is None:
            return pa.arange(0, block.rows.num_rows)
        return pc.indices_nonzero(mask)


def economies_of(path: Path) -> Mapping[str, str]:
    """Number as text -> ISO3: the country codes in the zip, or those built in."""
    import csv
    import io

    if not zipfile.is_zipfile(path):
        return named({})
    with open_member(path, "*country_codes*.csv") as stream:
        rows = list(csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace")))
    if not rows or not {"country_code", "country_iso3"} <= set(rows[0]):
        raise InputError(f"{path.name}: country_codes lacks the columns country_code and country_iso3")
    return named({r["country_code"].strip(): (r["country_iso3"] or "").strip() for r in rows})


def named(given: Mapping[str, str]) -> Mapping[str, str]:
    """Number as text -> ISO3 of today, from a table of BACI; what it leaves out is filled in."""
    own = {str(n): code for n, code in numeric_codes().items()}
    return own | {n: current(code) for n, code in given.items() if code and code != "N/A"}


def _check_year(block: Block, year: int, where: str) -> None:
    import pyarrow.compute as pc

    same = pc.equal(block.column("t"), str(year))
    if not pc.all(same).as_py():
        k = pc.index(same, False).as_py()
        found = block.column("t")[k].as_py()
        raise InputError(
            f"{where}, line {block.first_line + k}: year {found!r} where only {year} was expected;"
            " another year's file, or several years in one"
        )


def _short(product: "pa.Array") -> bool:
    import pyarrow.compute as pc

    return bool(pc.min_max(pc.binary_length(product))["min"].as_py() == 5)


def _keys(rows: "pa.RecordBatch", product: "pa.Array", lines: "np.ndarray", where: str) -> "pa.Array":
    """One integer per exporter, importer and product, below 2^53."""
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = []
    for name, column in (("i", rows.column("i")), ("j", rows.column("j")), ("k", product)):
        digits = pc.match_substring_regex(column, r"^\d{6}$" if name == "k" else r"^\d{1,3}$")
        if not pc.all(digits).as_py():
            k = pc.index(digits, False).as_py()
            what = "a six-digit product code" if name == "k" else "a country number"
            raise InputError(f"{where}, line {lines[k]}, column {name}: {column[k].as_py()!r} is not {what}")
        parts.append(column.cast(pa.int64()))
    i, j, k = parts
    return pc.add(pc.multiply(pc.add(pc.multiply(i, 1000), j), 1_000_000), k)


def _named(column: "pa.Array", economies: Mapping[str, str], lines: "np.ndarray", where: str) -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = column.dictionary_encode()
    found = coded.dictionary.to_pylist()
    for number in found:
        if number not in economies:
            k = pc.index(column, number).as_py()
            raise InputError(
                f"{where}, line {lines[k]}: country number {number} is in no table of country codes"
            )
    return pa.array([economies[n] for n in found]).take(coded.indices).dictionary_encode()


def check_duplicates(keys: "list[pa.Array]", where: str) -> None:
    """`InputError` where an exporter, importer and product come twice. CEPII's files are sorted: no cost there."""
    import numpy as np

    if not keys:
        return
    every = np.concatenate([k.to_numpy() for k in keys])
    if (np.diff(every) > 0).all():
        return
    every.sort()
    twice = every[1:][np.diff(every) == 0]
    if twice.size:
        key = int(twice[0])
        raise InputError(
            f"{where}: exporter {key // 1_000_000_000}, importer {key // 1_000_000 % 1000}, product"
            f" {key % 1_000_000:06d} come twice ({twice.size} duplicate rows in all); the file is damaged"
        )


SOURCE = Baci()
