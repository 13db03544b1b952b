"""Cells of small tables: what a cell says, as a number or a year, and where it stands when it does not.

For tables that are read row by row (up to a few million rows); the long ones are read in blocks of columns.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from autarky.errors import InputError, did_you_mean

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
