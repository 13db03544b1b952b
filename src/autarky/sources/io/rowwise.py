"""Sources whose files are read row by row: all they need to write is a function from a file to rows."""

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from autarky.errors import InputError, did_you_mean
from autarky.sources.addresses import load_pieces
from autarky.sources.base import About, Only, Piece, Source
from autarky.sources.figures import FigureReader
from autarky.sources.io.tidy import Column, Notes

if TYPE_CHECKING:
    import pyarrow as pa

PRODUCT = "product"


def check_only(only: Only, columns: Sequence[Column], source: str, others: Sequence[str] = ()) -> None:
    """`InputError` where `only` names a column that the source lacks, or a product that is no HS code and not
    among `others`."""
    names = [c.name for c in columns]
    for name, values in only.items():
        if name not in names:
            raise InputError(
                f"{source} has no column {name!r}{did_you_mean(name, names)}; it has {', '.join(names)}"
            )
        if name == PRODUCT:
            for code in values:
                if code not in others and not (code.isdigit() and 2 <= len(code) <= 6):
                    raise InputError(f"product {code!r}: give 2 to 6 digits of the Harmonized System")


def products_wanted(codes: "pa.Array", wanted: Sequence[str]) -> "pa.Array":
    """Boolean mask of the codes that start with one of `wanted`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    mask = None
    for length in sorted({len(w) for w in wanted}):
        of_length = pa.array([w for w in wanted if len(w) == length])
        cut = codes if length == 6 else pc.utf8_slice_codeunits(codes, 0, length)
        found = pc.is_in(cut, value_set=of_length)
        mask = found if mask is None else pc.or_(mask, found)
    return mask if mask is not None else pa.array([True] * len(codes))


def kept(table: "pa.Table", only: Only) -> "pa.Table":
    """The rows of a tidy table that `only` wants."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for name, values in only.items():
        if not values:
            continue
        column = table.column(name)
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        if name == PRODUCT:
            mask = products_wanted(column.combine_chunks(), list(values))
        else:
            mask = pc.is_in(column, value_set=_typed(list(values), column.type, name))
        table = table.filter(mask)
    return table


def _typed(values: list[str], kind: "pa.DataType", name: str) -> "pa.Array":
    import pyarrow as pa

    try:
        return pa.array(values).cast(kind)
    except pa.ArrowInvalid as e:
        raise InputError(f"{name}: {', '.join(map(str, values))} do not fit a column of {kind}") from e


LONGEST_KEY = 80


@runtime_checkable
class Queryable(Source, Protocol):
    """A source with a programming interface. `pieces()` may be empty; `piece_for` makes the piece that answers."""

    def piece_for(self, year: int, only: Only) -> Piece:
        """The piece with the rows of `year` that `only` wants; `InputError` where the provider would refuse."""
        ...


def key_of(year: int, *parts: Sequence[str]) -> str:
    """A name for the answer: ``2021-blr-rus-3104``; ``all`` where a part is empty, a hash where it gets long."""
    text = "-".join([str(year), *("+".join(p) if p else "all" for p in parts)]).lower()
    if len(text) <= LONGEST_KEY:
        return text
    return f"{year}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


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
