"""Opening the files in which small tables come (CSV, Excel, R data), each as rows with their line."""

import codecs
import csv
import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autarky.errors import AutarkyError, InputError
from autarky.files.decoding import DamagedError, decoding
from autarky.sources.io.cells import Sheet, year_columns

if TYPE_CHECKING:
    import sqlite3

    import pandas as pd

LATE = "cp1252 where no utf-8"


@contextmanager
def csv_sheet(path: Path, pattern: str = "*") -> Iterator[Sheet]:
    """The table in a CSV file, or in the member of an archive that matches `pattern`.

    Encoding (UTF-8, UTF-16 or Windows-1252), delimiter and decimal sign are those of the file. Raises `InputError`
    for what is no such file and for rows that are cut short.
    """
    from autarky.sources.io.archive import open_member
    from autarky.sources.io.text import sniff

    with open_member(path, pattern) as stream:
        dialect = sniff(stream, str(path), latin1=True)
    # a byte beyond what was looked at may still be no UTF-8
    codecs.register_error(LATE, _as_windows)
    encoding = "cp1252" if dialect.encoding == "latin-1" else dialect.encoding
    errors = LATE if encoding == "utf-8" else "replace"
    with open_member(path, pattern) as stream:
        stream.read(dialect.bom)
        text = io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline="")
        reader = csv.reader(text, delimiter=dialect.delimiter)
        header = _header(str(path), reader)
        yield Sheet(
            str(path), header, _rows(str(path), reader, header), dialect.decimal, years=year_columns(header)
        )  # fmt: skip


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def _header(name: str, reader: Any) -> tuple[str, ...]:
    for cells in reader:
        if any(cells):
            header = [" ".join(c.split()) for c in cells]
            while header and not header[-1]:
                header.pop()
            return tuple(header)
    raise InputError(f"{name} is empty")


def _rows(name: str, reader: Any, header: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    wanted = len(header)
    try:
        for cells in reader:
            if len(cells) == wanted or (len(cells) > wanted and not any(cells[wanted:])):
                yield reader.line_num, cells
            elif any(cells):
                raise InputError(
                    f"{name}, line {reader.line_num}: {len(cells)} cells where the header has {wanted}; the file is"
                    " cut short or damaged: fetch it again"
                )
    except csv.Error as e:
        raise InputError(f"{name}, line {reader.line_num}: {e}; the file is damaged: fetch it again") from e


def excel_sheets(path: Path, *, skip_to: str, only: Sequence[str] = ()) -> Iterator[tuple[str, Sheet]]:
    """Name and rows of each sheet of an Excel file (.xls, .xlsx) that has a header row with the cell `skip_to`.

    `only` are the sheets wanted (empty: all). Raises `InputError` where the file is no such file or has no such
    sheet.
    """
    from autarky.sources.io.workbook import workbook

    found = False
    for name, rows in workbook(path, only):
        at = next((k for k, r in enumerate(rows) if skip_to in [str(c).strip() for c in r]), None)
        if at is None:
            continue
        found = True
        header = tuple(_heading(c) for c in rows[at])
        numbered = ((k + 1, r) for k, r in enumerate(rows) if k > at and any(c != "" for c in r))
        years = year_columns(header)
        yield name, Sheet(f"{path} (sheet {name!r})", header, numbered, line="row", years=years)
    if not found:
        raise InputError(f"{path}: no sheet has a column {skip_to!r}. Is it the file of another publisher?")


def _heading(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def read_rda(path: Path, name: str) -> "pd.DataFrame":
    """The data frame called `name` in an R data file; `AutarkyError` where the package that reads them is absent."""
    try:
        import rdata
    except ImportError as e:
        raise AutarkyError(
            f"{path} is an R data file: install the package that reads them with pip install 'autarky[replicate]'"
        ) from e
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of classes that rdata does not know, which become plain values
        try:
            with decoding():
                found = rdata.read_rda(path)
        except DamagedError as e:
            raise InputError(f"{path} is damaged, cut short or no R data file ({e}); fetch it again") from e
    if name not in found:
        raise InputError(f"{path}: no table {name!r} in it; it has {', '.join(found)}")
    return found[name]


def frame_sheet(path: Path, frame: "pd.DataFrame") -> Sheet:
    """The rows of a data frame, numbered from 1, with None where a value is missing."""
    columns = [frame[c].astype(object).where(frame[c].notna(), None).tolist() for c in frame.columns]
    numbered = enumerate(zip(*columns, strict=True), start=1)
    header = tuple(str(c) for c in frame.columns)
    return Sheet(str(path), header, numbered, line="row", years=year_columns(header))


def parquet_sheet(path: Path) -> Sheet:
    """The rows of a (small) Parquet file."""
    import pyarrow.parquet as pq

    try:
        with decoding():
            table = pq.read_table(path)
            columns = [c.to_pylist() for c in table.columns]
    except DamagedError as e:
        raise InputError(f"{path} is damaged, cut short or no Parquet file ({e}); fetch it again") from e
    numbered = enumerate(zip(*columns, strict=True), start=1)
    header = tuple(table.column_names)
    return Sheet(str(path), header, numbered, line="row", years=year_columns(header))


def database_sheet(connection: "sqlite3.Connection", table: str, path: Path) -> Sheet:
    """The rows of a table of an open SQLite database; `path` is for messages."""
    cursor = connection.execute('SELECT * FROM "{}"'.format(table.replace('"', '""')))
    header = tuple(str(column[0]) for column in cursor.description)
    numbered = enumerate(cursor, start=1)
    return Sheet(f"{path} (table {table!r})", header, numbered, line="row", years=year_columns(header))
