"""Sources whose files are read row by row: all they need to write is a function from a file to rows."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autarky.errors import InputError
from autarky.sources.addresses import load_pieces
from autarky.sources.base import About, Only, Piece
from autarky.sources.figures import FigureReader
from autarky.sources.io.filters import check_only, kept
from autarky.sources.io.record import Notes
from autarky.sources.io.tidy import Column

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 100_000  # of one batch

Rows = Callable[[Path, Piece, Only, Notes], Iterator[tuple[Any, ...]]]


@dataclass(frozen=True)
class RowSource:
    """Satisfies `Source`; `rows` gives tuples in the order of `columns` (None: absent) and fills the notes."""

    about: About
    columns: tuple[Column, ...]
    rows: Rows
    figures: FigureReader | None = None  # on the trade of two economies, where it has any

    def pieces(self) -> tuple[Piece, ...]:
        return load_pieces(self.about.name.replace("-", "_"))

    def read(self, path: Path, piece: Piece, only: Only, notes: Notes) -> "Iterator[pa.Table]":
        """See `Source.read`. Raises `InputError` also where no year in the file is one of the piece's."""
        import pyarrow.compute as pc

        check_only(only, self.columns, self.about.name)
        dated = any(c.name == "year" for c in self.columns)
        years: set[int] = set()
        for table in batches(self.rows(path, piece, only, notes), self.columns):
            if dated:
                years |= {y for y in pc.unique(table.column("year")).to_pylist() if y is not None}
            if (wanted := kept(table, only)).num_rows:
                yield wanted
        if not years:
            return
        notes.append(f"Years read: {min(years)} to {max(years)}.")
        if piece.years and years.isdisjoint(piece.years):
            raise InputError(
                f"{path.name} holds years {min(years)} to {max(years)}, but {self.about.name} {piece.key} is of"
                f" {min(piece.years)} to {max(piece.years)}; is it another edition?"
            )


def batches(
    rows: Iterable[tuple[Any, ...]], columns: Sequence[Column], only: Only | None = None
) -> "Iterator[pa.Table]":
    """Rows as Arrow tables with the schema of `columns`, those that `only` wants."""
    import pyarrow as pa

    schema = pa.schema([c.field() for c in columns])
    for block in itertools.batched(rows, ROWS):
        cells = zip(*block, strict=True)
        arrays = [_array(c, f.type) for c, f in zip(cells, schema, strict=True)]
        wanted = kept(pa.Table.from_arrays(arrays, schema=schema), only or {})
        if wanted.num_rows:
            yield wanted


def _array(cells: Sequence[Any], kind: "pa.DataType") -> "pa.Array":
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return pa.array(cells, pa.string()).dictionary_encode()
    return pa.array(cells, kind)
