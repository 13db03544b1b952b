"""Sources whose files are read row by row: all they need to write is a function from a file to rows."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autarky.data.record import Notes
from autarky.data.tidy import Column
from autarky.sources.addresses import load_pieces
from autarky.sources.base import About, Only, Piece
from autarky.sources.filters import check_only, kept

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

    def pieces(self) -> tuple[Piece, ...]:
        return load_pieces(self.about.name.replace("-", "_"))

    def read(self, path: Path, piece: Piece, only: Only, notes: Notes) -> "Iterator[pa.Table]":
        check_only(only, self.columns, self.about.name)
        yield from batches(self.rows(path, piece, only, notes), self.columns, only)


def batches(rows: Iterable[tuple[Any, ...]], columns: Sequence[Column], only: Only) -> "Iterator[pa.Table]":
    """Rows as Arrow tables, those that `only` wants."""
    import pyarrow as pa

    schema = pa.schema([c.field() for c in columns])
    for block in itertools.batched(rows, ROWS):
        cells = zip(*block, strict=True)
        arrays = [_array(c, f.type) for c, f in zip(cells, schema, strict=True)]
        wanted = kept(pa.Table.from_arrays(arrays, schema=schema), only)
        if wanted.num_rows:
            yield wanted


def _array(cells: Sequence[Any], kind: "pa.DataType") -> "pa.Array":
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return pa.array(cells, pa.string()).dictionary_encode()
    return pa.array(cells, kind)
