"""Opening the files in which small tables come (CSV, Excel, R data), each as rows with their line."""

import codecs
import csv
import io
import math
import re
import struct
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autarky.errors import AutarkyError, InputError, did_you_mean
from autarky.files.decoding import DamagedError, decoding

if TYPE_CHECKING:
    import sqlite3

    import pandas as pd

INFINITY = math.inf
ABSENT = frozenset({"", "na", "n/a", "nan", "null", "none", "..", "...", "-", "–"})


@dataclass(frozen=True)
class Sheet:
    """The rows of one table, each with its line; cells are text, or numbers where the file has types."""

    file: str  # for messages: the file, with the member or sheet
    header: tuple[str, ...]
    rows: Iterator[tuple[int, Sequence[Any]]]
    decimal: str = "."
    line: str = "line"  # what a row is called: "row" in spreadsheets
    years: dict[int, int] = field(default_factory=dict)  # year -> position of its column, in wide tables

    def at(self, *names: str) -> int:
        """Position of the column that has one of `names` (case and surrounding blanks aside)."""
        found = self.find(*names)
        if found is None:
            raise InputError(
                f"{self.file}: no column {names[0]!r}{did_you_mean(names[0], self.header)}; it has"
                f" {', '.join(h[:40] for h in self.header[:20] if h)}. Is it the file of another publisher or edition?"
            )
        return found

    def find(self, *names: str) -> int | None:
        folded = [" ".join(h.split()).casefold() for h in self.header]
        return next((folded.index(n.casefold()) for n in names if n.casefold() in folded), None)

    def wrong(self, line: int, column: int, value: object, expected: str) -> InputError:
        name = self.header[column] if column < len(self.header) else str(column + 1)
        return InputError(f"{self.file}, {self.line} {line}, column {name!r}: {value!r} is not {expected}")

    def text(self, row: Sequence[Any], column: int) -> str:
        value = row[column]
        return "" if value is None else str(value).strip()

    def number(self, line: int, row: Sequence[Any], column: int) -> float | None:
        """The number in a cell; None where it is blank or says that there is none."""
        value = row[column]
        if type(value) is str and self.decimal == ".":  # the usual cell, quickly
            try:
                number = float(value)
            except ValueError:
                pass
            else:
                if -INFINITY < number < INFINITY and "_" not in value:
                    return number
        elif isinstance(value, int | float) and not isinstance(value, bool):
            return self._finite(float(value), line, column)
        text = "" if value is None else str(value).strip()
        if text.casefold() in ABSENT:
            return None
        try:
            if "_" in text:  # Python reads 1_000, publishers do not write it
                raise ValueError(text)
            number = float(text if self.decimal == "." else self._with_point(text))
        except ValueError:
            raise self.wrong(line, column, text, "a number") from None
        return self._finite(number, line, column)

    def _finite(self, number: float, line: int, column: int) -> float | None:
        """The number, None for a NaN of a file with types."""
        if math.isinf(number):
            raise self.wrong(line, column, str(number), "a finite number")
        return None if math.isnan(number) else number

    def _with_point(self, text: str) -> str:
        """Decimal comma to point; a point is one of thousands only beside a comma or in groups of three."""
        if "." in text and not re.fullmatch(r"[-+]?\d{1,3}(\.\d{3})+,\d+|[-+]?\d{1,3}(\.\d{3}){2,}", text):
            raise ValueError(text)  # 1.234 could be either
        return text.replace(".", "").replace(",", ".")

    def whole(self, line: int, row: Sequence[Any], column: int) -> int | None:
        number = self.number(line, row, column)
        if number is not None and number != int(number):
            raise self.wrong(line, column, row[column], "a whole number")
        return None if number is None else int(number)

    def year(self, line: int, row: Sequence[Any], column: int) -> int:
        year = self.whole(line, row, column)
        if year is None or not 1500 <= year <= 2200:
            raise self.wrong(line, column, row[column], "a year")
        return year


def year_columns(header: Sequence[Any]) -> dict[int, int]:
    """Year -> position, for the columns of a wide table whose heading is a year ("2021", 2021.0, "2021 [YR2021]")."""
    years: dict[int, int] = {}
    for at, cell in enumerate(header):
        text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
        text = text.split(" [")[0]
        if len(text) == 4 and text.isdigit() and 1500 <= int(text) <= 2200:
            years[int(text)] = at
    return years


class Unique:
    """Refuses a second row with the same key."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._seen: dict[tuple[Any, ...], int] = {}

    def check(self, line: int, *key: Any) -> None:
        before = self._seen.setdefault(key, line)
        if before != line:
            what = ", ".join(str(k) for k in key)
            raise InputError(
                f"{self._sheet.file}, {self._sheet.line} {line}: {what} was already in {self._sheet.line} {before};"
                " remove one of the two"
            )


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls files


def workbook(path: Path, only: Sequence[str] = ()) -> Iterator[tuple[str, list[list[Any]]]]:
    """Name and rows of each sheet (of `only`, where given); cells are text, numbers, dates, or "" where empty.

    Raises `InputError` for what is absent, damaged or no Excel file, `AutarkyError` without python-calamine.
    """
    try:
        from python_calamine import CalamineWorkbook
    except ImportError as e:
        raise AutarkyError(
            f"{path} is an Excel file: install the package that reads them with pip install 'autarky[data]'"
        ) from e
    if not path.is_file():
        raise InputError(f"there is no file {path}")
    _check_container(path)
    try:
        with decoding():
            book = CalamineWorkbook.from_path(str(path))
            for name in book.sheet_names:
                if not only or name in only:
                    yield name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except DamagedError as e:
        raise _damaged(path, str(e)) from e


def _check_container(path: Path) -> None:
    """`InputError` for a page of HTML, an unsafe or damaged zip, and an old Excel file that is cut short."""
    import zipfile

    from autarky.sources.io.archive import check_member, found_in
    from autarky.sources.io.limits import unpacking
    from autarky.sources.io.magic import HEAD, describe, kind_of

    with path.open("rb") as file:
        head = file.read(HEAD)
    size = path.stat().st_size
    if head.startswith(OLE):
        _check_ole(path, head, size)
    elif kind_of(head) in ("zip", "excel"):
        with unpacking(str(path)), zipfile.ZipFile(path) as archive:
            for found in found_in(archive, str(path), size):
                check_member(found, f"{found.name} in {path}")
    else:
        raise _damaged(path, f"it is {describe(head)}")


def _check_ole(path: Path, head: bytes, size: int) -> None:
    """The library that reads .xls panics, with a page of trace, where sectors that the header names are missing."""
    try:
        (shift,) = struct.unpack_from("<H", head, 30)
        tables, directory = struct.unpack_from("<II", head, 44)
        listed = struct.unpack_from("<109I", head, 76)
    except struct.error as e:
        raise _damaged(path, "its header is cut short") from e
    sectors = (size >> shift) - 1 if shift in (9, 12) else 0
    if size % 512 or directory >= sectors or any(s >= sectors for s in listed[: min(tables, 109)]):
        raise _damaged(path, "parts of it are missing")


def _damaged(path: Path, why: str) -> InputError:
    return InputError(f"{path} is damaged, cut short or no Excel file ({why}); fetch it again")


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
