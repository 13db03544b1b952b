"""Columns of text made numbers, at once; the first cell that is none is named with its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from autarky.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

BLANK = ("",)
SHOWN = 40  # characters of a cell in a message


@dataclass(frozen=True)
class Where:
    """Where a column is from, for messages. `line`: 1-based line of its first cell; `lines`: that of each cell,
    where they do not follow one another (after filtering)."""

    file: str
    column: str
    line: int = 2
    lines: "Sequence[int] | np.ndarray | None" = None

    def at(self, row: int) -> str:
        line = int(self.lines[row]) if self.lines is not None else self.line + row
        return f"{self.file}, line {line}, column {self.column}"


@dataclass(frozen=True)
class Numbers:
    """`values[rows]`, NaN where the cell is blank; `blanks`: how many those are."""

    values: "np.ndarray"
    blanks: int


def number_column(
    text: "pa.Array | pa.ChunkedArray | np.ndarray | Sequence[str]",
    where: Where,
    *,
    decimal: str = ".",
    thousands: str = "",
    blank: Sequence[str] = BLANK,
) -> Numbers:
    """The numbers in a column of text (or of numbers, then only checked).

    `decimal` and `thousands` as in `Dialect`; cells equal to one of `blank` (spaces around them left out), and
    nulls, are absent: NaN, counted, never 0. Raises `InputError` naming file, line, column and text of the first
    cell that is not a finite number; a NaN among numbers is one too.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    cells: Any = text if isinstance(text, pa.Array | pa.ChunkedArray) else pa.array(text, from_pandas=False)
    if pa.types.is_dictionary(cells.type):
        cells = cells.cast(cells.type.value_type)
    numbers: Any = None
    if pa.types.is_integer(cells.type) or pa.types.is_floating(cells.type):
        numbers = cells.cast(pa.float64(), safe=False)
    elif decimal == ".":
        numbers = _cast(cells)  # the usual case: clean cells
    if numbers is None:
        cells = _tidied(cells, blank)
        numbers = _cast(_with_point(cells, where, decimal, thousands))
    if numbers is None or not pc.all(pc.is_finite(numbers), skip_nulls=True, min_count=0).as_py():
        raise _first_wrong(cells, where, decimal, thousands)
    blanks = numbers.null_count
    values = (
        numbers.to_numpy() if isinstance(numbers, pa.ChunkedArray) else numbers.to_numpy(zero_copy_only=False)
    )
    return Numbers(np.asarray(values, dtype=np.float64), blanks)


def _cast(cells: Any) -> Any:
    """Numbers, or None where some cell is none."""
    import pyarrow as pa

    try:
        return cells.cast(pa.float64())
    except pa.ArrowInvalid:
        return None


def _tidied(cells: Any, blank: Sequence[str]) -> Any:
    """Without spaces around, blank cells null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_null(cells.type):
        return cells.cast(pa.string())
    trimmed = pc.utf8_trim_whitespace(cells)
    absent = pc.is_in(trimmed, value_set=pa.array(sorted({*blank, ""}), type=trimmed.type))
    return pc.if_else(absent, pa.scalar(None, type=trimmed.type), trimmed)


def _with_point(cells: Any, where: Where, decimal: str, thousands: str) -> Any:
    """The cells with a decimal point. A point in a file with decimal commas is an error: 1.234 is ambiguous."""
    import pyarrow.compute as pc

    if thousands:
        # groups must be of three digits, so that a decimal sign is not taken away as one of thousands
        pattern = rf"^[-+]?\d{{1,3}}(\{thousands}\d{{3}})+(\{decimal}\d*)?$"
        grouped = pc.match_substring_regex(cells, pattern)
        cells = pc.if_else(grouped, pc.replace_substring(cells, thousands, ""), cells)
    if decimal == ".":
        return cells
    if pc.any(pc.match_substring(cells, "."), min_count=0).as_py():
        row = pc.match_substring(cells, ".").to_pylist().index(True)
        raise InputError(
            f"{where.at(row)}: {cells[row].as_py()[:SHOWN]!r} has a decimal point, other cells have decimal commas;"
            " write all numbers in one way"
        )
    return pc.replace_substring(cells, decimal, ".")


def _first_wrong(cells: Any, where: Where, decimal: str, thousands: str) -> InputError:
    """The message about the first cell that is no finite number; found by halving."""
    import pyarrow.compute as pc

    numeric = _is_numeric(cells)

    def good(piece: Any) -> bool:
        made = piece if numeric else _cast(_with_point(piece, where, decimal, thousands))
        return made is not None and bool(pc.all(pc.is_finite(made), min_count=0).as_py())

    low, high = 0, len(cells)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if good(cells.slice(low, middle - low)) else (low, middle)
    found = cells[low].as_py()
    if numeric:
        return InputError(
            f"{where.at(low)}: {found} where a number is expected; leave the cell empty if it is absent"
        )
    said = repr(found if len(found) <= SHOWN else found[:SHOWN] + "…")
    hint = ""
    if decimal == "." and "," in found and any(c.isdigit() for c in found):
        hint = "; a comma is neither expected as decimal sign nor between thousands"
    return InputError(f"{where.at(low)}: {said} is not a number{hint}")


def _is_numeric(cells: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_integer(cells.type) or pa.types.is_floating(cells.type))
