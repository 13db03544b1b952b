"""Reading wide tables of numbers in text files: thousands of columns, labels at the left and on top.

Each block of whole lines becomes one long column of numbers, which Arrow reads on all cores; a table with
thousands of Arrow columns would need more time and memory, and could not say in which line a bad cell is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from autarky.errors import InputError

BLOCK = (
    4 << 20
)  # bytes of whole lines read at once; memory of larger blocks would be asked for anew each time
ROWS_MORE = 16  # rows that a square table has beyond its columns: taxes, value added, output


@dataclass(frozen=True)
class Wide:
    """`values[r, c]` in line `lines[r]`, NaN where the cell is blank; `header` without the label columns."""

    header: list[list[str]]
    labels: list[list[str]]
    values: np.ndarray
    lines: list[int]
    notes: list[str]


def read_wide(
    stream: BinaryIO,
    file: str,
    *,
    labels: int = 1,
    headers: int = 1,
    separator: str | None = None,
    rows: int | None = None,
    first: bytes = b"",
) -> Wide:
    """The table in `stream`, with `headers` lines on top and `labels` cells at the left of each line.

    `separator` is found in the header where not given; `rows`: read no more lines than these; `first`: the
    first line where it was read already. Raises `InputError` with line and column for lines of different length
    and for text in number cells.
    """
    top, mark, notes = _top(stream, file, headers, separator, first)
    header = [_cells(line, mark)[labels:] for line in top]
    columns = len(header[0])
    if columns < 1 or any(len(h) != columns for h in header):
        raise InputError(f"{file}: the header has no columns of numbers; is it the table itself?")
    point = "," if mark != "," else "."
    values = np.empty((columns + ROWS_MORE, columns))
    found: list[list[str]] = []
    numbers: list[int] = []
    line, decimal = headers, b""
    lines_of = bytes.maketrans(mark.encode(), b"\n")
    while len(found) != rows and (block := stream.readlines(BLOCK)):
        cells: list[bytes] = []
        start = len(found)
        for text in block:
            line += 1
            text = text.rstrip(b"\r\n")
            if not text.strip():
                continue
            if len(found) == rows:
                break
            *label, rest = text.split(mark.encode(), labels)
            count = rest.count(mark.encode()) + 1 if len(label) == labels else 0
            if count != columns:
                raise InputError(
                    f"{file}, line {line}: {count} numbers, expected {columns}; the file is cut off or"
                    " damaged: fetch it again"
                )
            cells.append(rest)
            found.append([_text(x) for x in label])
            numbers.append(line)
        if not cells:
            continue
        joined = mark.encode().join(cells).translate(lines_of)
        if not decimal:
            decimal = b"," if point == "," and b"," in joined else b"."
        parsed = _floats(joined, decimal.decode())
        if parsed is None or parsed.size != len(cells) * columns:
            raise _bad_cell(cells, numbers[start:], header, file, mark, decimal)
        if len(found) > len(values):  # long and narrow, as final uses are
            values = np.concatenate([values[:start], np.empty((2 * len(found), columns))])
        values[start : len(found)] = parsed.reshape(len(cells), columns)
    if not found:
        raise InputError(f"{file}: no line below the header; the file is cut off: fetch it again")
    if decimal == b",":
        notes.append("Decimal commas were read as points.")
    return Wide(header, found, values[: len(found)], numbers, notes)


def _top(
    stream: BinaryIO, file: str, headers: int, separator: str | None, first: bytes
) -> tuple[list[str], str, list[str]]:
    notes: list[str] = []
    top = []
    for k in range(headers):
        raw = (first if k == 0 else b"") or stream.readline()
        if k == 0 and raw.startswith(b"\xef\xbb\xbf"):
            raw = raw[3:]
        if k == 0 and raw.lstrip()[:1] == b"<":
            raise InputError(f"{file} is a web page, not a table; fetch it again")
        try:
            top.append(raw.decode().rstrip("\r\n"))
        except UnicodeDecodeError:
            raise InputError(f"{file}, line {k + 1}: not text in UTF-8; is it the table itself?") from None
    if separator is None:
        separator = max(",;\t", key=top[0].count)
        if not top[0].count(separator):
            raise InputError(f"{file}, line 1: no columns in {top[0][:60]!r}; expected the header of a table")
        if separator != ",":
            name = {";": "semicolons", "\t": "tabs"}[separator]
            notes.append(f"Columns are separated by {name} where the publisher has commas.")
    return top, separator, notes


def _cells(line: str, mark: str) -> list[str]:
    return [x.strip().strip('"') for x in line.split(mark)]


def _text(raw: bytes) -> str:
    return raw.decode(errors="replace").strip().strip('"')


def _floats(joined: bytes, decimal: str) -> np.ndarray | None:
    """Numbers one a line, NaN for empty lines; None where one is no number."""
    import pyarrow as pa
    import pyarrow.csv as csv

    try:
        read = csv.read_csv(
            pa.BufferReader(joined + b"\n"),
            read_options=csv.ReadOptions(column_names=["x"], block_size=1 << 20),
            parse_options=csv.ParseOptions(delimiter="\x01", quote_char=False, ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(
                column_types={"x": pa.float64()}, null_values=[""], decimal_point=decimal
            ),
        )
    except pa.ArrowInvalid:
        return None
    return read.column(0).to_numpy()


def _bad_cell(
    cells: Sequence[bytes],
    lines: Sequence[int],
    header: list[list[str]],
    file: str,
    mark: str,
    decimal: bytes,
) -> InputError:
    """The first cell that is no number, found the slow way."""
    for rest, line in zip(cells, lines, strict=True):
        if _floats(rest.replace(mark.encode(), b"\n"), decimal.decode()) is not None:
            continue
        for c, raw in enumerate(rest.split(mark.encode())):
            if raw and _floats(raw, decimal.decode()) is None:
                label = " ".join(h[c] for h in header if h[c])
                return InputError(
                    f"{file}, line {line}, column {label}: expected a number, found {_text(raw)[:40]!r}; fetch it again"
                )
    return InputError(f"{file}, lines {lines[0]} to {lines[-1]}: not a table of numbers; fetch it again")
