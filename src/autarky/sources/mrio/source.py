"""What every source of inter-country tables does alike: one file in, one checked table out, then its tidy rows."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from autarky.errors import InputError
from autarky.sources.addresses import load_pieces
from autarky.sources.base import About, Only, Piece
from autarky.sources.figures import FigureReader, table_figures
from autarky.sources.io.record import Notes
from autarky.sources.io.tidy import Column

if TYPE_CHECKING:
    import pyarrow as pa

    from autarky.world.tables.table import InterCountryTable

ReadTable = Callable[[Path, Piece, Notes], "InterCountryTable"]


@dataclass(frozen=True)
class MrioSource:
    """A source of inter-country tables; satisfies `TableSource`.

    `names` gives industries with their names; `read_table` makes the table of one raw file.
    """

    about: About
    inventories: tuple[str, ...]
    names: Callable[[], Mapping[str, str]]
    read_table: ReadTable
    figures: ClassVar[FigureReader] = staticmethod(table_figures)

    @property
    def columns(self) -> tuple[Column, ...]:
        """As of every table; the unit of `value` is this source's."""
        from autarky.sources.mrio.tables import COLUMNS

        return tuple(replace(c, unit=self.about.unit) if c.name == "value" else c for c in COLUMNS)

    @property
    def industry_names(self) -> Mapping[str, str]:
        return self.names()

    def pieces(self) -> tuple[Piece, ...]:
        return load_pieces(self.about.name)

    def read(self, path: Path, piece: Piece, only: Only, notes: Notes) -> "Iterator[pa.RecordBatch]":
        """The tidy rows of the table in `path`. Tables are kept whole: `only` is refused."""
        if only:
            raise InputError(
                f"{self.about.name} is an input-output table and is kept whole: leave out {', '.join(only)}, and"
                " choose regions and sectors with autarky world build"
            )
        return self._stream(path, piece, notes)

    def _stream(self, path: Path, piece: Piece, notes: Notes) -> "Iterator[pa.RecordBatch]":
        from autarky.sources.mrio.tables import tidy_of

        yield from tidy_of(self.read_table(path, piece, notes), notes)


def check_year(file: str, year: int, *told: str, what: str = "its name") -> None:
    """`InputError` where the first of `told` (names and titles of the publisher) that names years lacks `year`."""
    found = (re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text) for text in told)
    years = next((set(map(int, y)) for y in found if y), {year})
    if year not in years:
        raise InputError(
            f"{file}: {what} says {', '.join(map(str, sorted(years)))}, expected the table of {year}; fetch or name the"
            " file of that year"
        )
