"""What every source of inter-country tables does alike: one file in, one checked table out, then its tidy rows."""

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from autarky.errors import InputError
from autarky.sources.addresses import load_pieces
from autarky.sources.base import About, Only, Piece
from autarky.sources.figures import FigureReader, table_figures
from autarky.sources.io.archive import members, open_member
from autarky.sources.io.tidy import Column, Notes

if TYPE_CHECKING:
    import pyarrow as pa

    from autarky.world.tables.table import InterCountryTable


@contextlib.contextmanager
def opened(path: Path, *patterns: str) -> Iterator[tuple[BinaryIO, str]]:
    """The member of `path` that fits the first of `patterns` that any fits, and its name for messages.

    A plain file is opened whatever its name. Raises `InputError` as `archive.open_member`.
    """
    names = [m.name for m in members(path)]
    if names == [path.name]:
        with open_member(path) as stream:
            yield stream, path.name
        return
    for pattern in patterns:
        fitting = [n for n in names if _fits(n, pattern)]
        if len(fitting) == 1:
            with open_member(path, _literal(fitting[0])) as stream:
                yield stream, f"{path.name}/{fitting[0]}"
            return
        if fitting:
            raise InputError(
                f"{path.name} holds {len(fitting)} files that fit {pattern!r}: {', '.join(fitting[:5])}"
            )
    with open_member(path, patterns[-1]) as stream:  # perhaps in a zip inside; else it says what is there
        yield stream, path.name


def _fits(name: str, pattern: str) -> bool:
    return fnmatchcase(name.rsplit("/", 1)[-1].casefold(), pattern.casefold())


def _literal(name: str) -> str:
    """A pattern that fits only `name`."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


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
