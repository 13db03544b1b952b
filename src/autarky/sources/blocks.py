"""Long delimited files read a block at a time, so that a file of any length takes the same memory.

Cells stay text until the unwanted rows are gone; `numbers` turns the rest into figures and says which line holds one
that is none.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from autarky.errors import InputError, did_you_mean

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK_BYTES = 2 << 20
HEAD_BYTES = 1 << 16
ABSENT = ("", "NA", "N/A", "NaN", "nan", ".", "..", "NULL")  # how publishers write that there is no figure
Opening = Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True)
class Layout:
    """How a delimited file is written, seen in its first line."""

    columns: tuple[str, ...]
    delimiter: str
    decimal: str  # of numbers: a comma only where columns are not separated by commas


@dataclass(frozen=True)
class Block:
    """Some rows, all cells text; row k is line `first_line + k` of the file."""

    first_line: int
    rows: "pa.RecordBatch"

    def column(self, name: str) -> "pa.Array":
        return self.rows.column(name)


def layout_of(opening: Opening, where: str) -> Layout:
    """The header of the file; `InputError` where there is none."""
    with opening() as stream:
        head = stream.read(HEAD_BYTES)
    first = head.split(b"\n", 1)[0].removeprefix(b"\xef\xbb\xbf").rstrip(b"\r")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{where} is UTF-16 text; save it as UTF-8")
    text = first.decode("utf-8", errors="replace")
    if not text.strip():
        raise InputError(f"{where} is empty or begins with an empty line; expected a line of column names")
    delimiter = max((",", ";", "\t"), key=text.count)
    columns = tuple(c.strip().strip('"').strip() for c in text.split(delimiter))
    return Layout(columns, delimiter, "." if delimiter == "," else ",")


def require(layout: Layout, names: Sequence[str], where: str, what: str) -> None:
    """`InputError` where a column is missing or comes twice: the file is not `what`."""
    missing = [n for n in names if n not in layout.columns]
    if missing:
        near = did_you_mean(missing[0], layout.columns)
        seen = ", ".join(layout.columns[:8]) + (", ..." if len(layout.columns) > 8 else "")
        raise InputError(f"{where} is not {what}: no column {missing[0]!r}{near}; line 1 has {seen}")
    twice = [n for n in names if layout.columns.count(n) > 1]
    if twice:
        raise InputError(f"{where}: column {twice[0]!r} comes twice in line 1")


def blocks(
    opening: Opening, layout: Layout, names: Sequence[str], where: str, *, encoding: str = "utf8"
) -> Iterator[Block]:
    """The columns `names` of the file, as text, in blocks of about `BLOCK_BYTES`.

    Raises `InputError` for rows with more or fewer cells than the header: cut short or damaged.
    """
    import pyarrow as pa
    import pyarrow.csv as pc

    line = 2
    with opening() as stream:
        try:
            reader = pc.open_csv(
                stream,
                pc.ReadOptions(
                    block_size=BLOCK_BYTES, column_names=list(layout.columns), skip_rows=1, encoding=encoding
                ),
                pc.ParseOptions(delimiter=layout.delimiter),
                pc.ConvertOptions(
                    include_columns=list(names),
                    column_types=dict.fromkeys(names, pa.string()),
                    strings_can_be_null=False,
                ),
            )
            for rows in reader:
                yield Block(line, rows)
                line += rows.num_rows
        except pa.ArrowInvalid as e:
            raise _damaged(e, where, line) from e


def _damaged(error: Exception, where: str, line: int) -> InputError:
    text = str(error).split("\n")[0]
    cells = re.search(r"Expected (\d+) columns, got (\d+): ?(.*)", text)
    if cells:
        return InputError(
            f"{where}: a row at or below line {line} has {cells[2]} cells, not {cells[1]}:"
            f" {cells[3][:80]!r}; the file is cut short or damaged"
        )
    if "Empty CSV" in text or "empty" in text.lower():
        return InputError(f"{where} has no rows below its header")
    if "UTF8" in text or "utf8" in text:
        return InputError(f"{where}: text at or below line {line} is not UTF-8; save the file as UTF-8")
    return InputError(f"{where} cannot be read at or below line {line}: {text[:200]}")


def numbers(
    column: "pa.Array",
    name: str,
    lines: "Callable[[int], int]",
    where: str,
    *,
    decimal: str = ".",
    least: float | None = None,
) -> "pa.Array":
    """The figures in a column of text; null where the publisher writes that there is none.

    `lines` gives the line of a row. `InputError` for text, infinities, and figures below `least`.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pc.utf8_trim_whitespace(column)
    text = pc.if_else(pc.is_in(text, value_set=pa.array(ABSENT)), pa.scalar(None, pa.string()), text)
    if decimal == ",":
        text = pc.replace_substring(text, ",", ".")
    try:
        made = text.cast(pa.float64())
    except pa.ArrowInvalid:
        k = next(k for k, cell in enumerate(text.to_pylist()) if cell is not None and not is_number(cell))
        raise InputError(
            f"{where}, line {lines(k)}, column {name}: {text[k].as_py()!r} is not a number"
        ) from None
    bad = pc.invert(pc.is_finite(made))
    if least is not None:
        bad = pc.or_(bad, pc.less(made, least))
    if pc.any(bad).as_py():
        k = pc.index(bad, True).as_py()
        what = "negative" if least == 0 and made[k].as_py() < 0 else "not a possible figure"
        raise InputError(f"{where}, line {lines(k)}, column {name}: {made[k].as_py():g} is {what}")
    return made


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return "_" not in cell
