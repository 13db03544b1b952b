"""Long delimited files read a block at a time, so that a file of any length takes the same memory.

Cells stay text until the unwanted rows are gone; `numbers` turns the rest into figures and says which line holds one
that is none.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from autarky.errors import InputError, did_you_mean
from autarky.sources.io.text import Dialect, Readable, sniff

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

BLOCK_BYTES = 2 << 20
ABSENT = ("", "NA", "N/A", "NaN", "nan", ".", "..", "NULL")  # how publishers write that there is no figure
Opening = Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True)
class Block:
    """Some rows, all cells text; row k is line `first_line + k` of the file."""

    first_line: int
    rows: "pa.RecordBatch"

    def column(self, name: str) -> "pa.Array":
        return self.rows.column(name)


def layout_of(opening: Opening, where: str, *, latin1: bool = False) -> Dialect:
    """Encoding, delimiter, decimal sign and header of the file; `InputError` where it is no table of text."""
    with opening() as stream:
        dialect = sniff(cast(Readable, stream), where, latin1=latin1)
    if not dialect.encoding.startswith(("utf-8", "latin")):
        raise InputError(f"{where} is {dialect.encoding.upper()} text; save it as UTF-8")
    return dialect


def require(layout: Dialect, names: Sequence[str], where: str, what: str) -> None:
    """`InputError` where a column is missing or comes twice: the file is not `what`."""
    missing = [n for n in names if n not in layout.header]
    if missing:
        near = did_you_mean(missing[0], layout.header)
        seen = ", ".join(layout.header[:8]) + (", ..." if len(layout.header) > 8 else "")
        raise InputError(f"{where} is not {what}: no column {missing[0]!r}{near}; line 1 has {seen}")
    twice = [n for n in names if layout.header.count(n) > 1]
    if twice:
        raise InputError(f"{where}: column {twice[0]!r} comes twice in line 1")


def blocks(opening: Opening, layout: Dialect, names: Sequence[str], where: str) -> Iterator[Block]:
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
                    block_size=BLOCK_BYTES,
                    column_names=list(layout.header),
                    skip_rows=1,
                    encoding="utf8" if layout.encoding == "utf-8" else layout.encoding,
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
    lines: "np.ndarray",
    where: str,
    layout: Dialect,
    *,
    least: float | None = None,
) -> "pa.Array":
    """The figures in a column of text; null where the publisher writes that there is none.

    `lines[k]` is the line of row k. `InputError` for text, infinities, and figures below `least`.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    from autarky.sources.io.numbers import Where, number_column

    text = pc.utf8_trim_whitespace(column)
    text = pc.if_else(pc.is_in(text, value_set=pa.array(ABSENT)), pa.scalar(None, pa.string()), text)
    place = Where(where, name, lines=lines)
    made = number_column(text, place, decimal=layout.decimal, thousands=layout.thousands).values
    if least is not None and (made < least).any():
        row = int(np.flatnonzero(made < least)[0])
        what = "negative" if least == 0 else f"below {least:g}"
        raise InputError(f"{place.at(row)}: {made[row]:.12g} is {what}")
    return pa.array(made, from_pandas=True)
