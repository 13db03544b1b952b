"""Tidy tables: Parquet with documented columns, units and the record of where they are from.

One row per figure, one column per variable (Wickham 2014). A figure that is absent has no row, or a null; it is
never 0. The column `status`, where a source has it, is one of `STATUSES`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from autarky.errors import InputError
from autarky.files.decoding import DamagedError, decoding
from autarky.files.writing import replacing

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Record:
    """Provenance of one tidy table, kept in the metadata of its Parquet file.

    `sha256` and `bytes` are of the raw file; `retrieved` is a UTC time (ISO 8601), empty for a file fetched by
    hand; `notes` is what the reader saw and did (rows left out, cells absent), in sentences; `labels` gives the
    order of labels where it matters (economies, industries, final uses of a table).
    """

    source: str
    key: str
    title: str
    provider: str
    licence: str
    citation: str
    unit: str
    years: tuple[int, ...]
    url: str
    raw_file: str
    sha256: str
    bytes: int
    retrieved: str = ""
    package_version: str = ""
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: int = 0
    notes: tuple[str, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> "Record":
        """From `as_dict`; keys of a later version are left out."""
        known = {f.name for f in fields(cls)}
        made: dict[str, Any] = {k: v for k, v in given.items() if k in known}
        for name in ("years", "notes"):
            made[name] = tuple(made.get(name, ()))
        for name in ("only", "labels"):
            made[name] = {k: tuple(v) for k, v in made.get(name, {}).items()}
        return cls(**made)


class Notes(list[str]):
    """What a reader saw and did, in sentences, filled while its stream is read; and the `labels` of its
    table, as in `Record`."""

    def __init__(self) -> None:
        super().__init__()
        self.labels: dict[str, tuple[str, ...]] = {}


STATUSES = ("reported", "mirrored", "estimated", "absent")
Kind = Literal["string", "int16", "int32", "int64", "float64", "bool", "label"]
METADATA = b"autarky"
ROWS_PER_GROUP = 1_000_000


@dataclass(frozen=True)
class Column:
    """One documented column. Kind `label` is text with few different values (dictionary-encoded)."""

    name: str
    kind: Kind
    unit: str
    meaning: str

    def field(self) -> "pa.Field":
        import pyarrow as pa

        types: dict[Kind, Any] = {
            "string": pa.string(),
            "label": pa.dictionary(pa.int32(), pa.string()),
            "int16": pa.int16(),
            "int32": pa.int32(),
            "int64": pa.int64(),
            "float64": pa.float64(),
            "bool": pa.bool_(),
        }
        return pa.field(self.name, types[self.kind], metadata={"unit": self.unit, "meaning": self.meaning})


def schema_of(columns: Sequence[Column]) -> "pa.Schema":
    import pyarrow as pa

    return pa.schema([c.field() for c in columns])


def write_tidy(
    path: Path,
    columns: Sequence[Column],
    tables: "Iterable[pa.Table | pa.RecordBatch]",
    record: Record,
    notes: Notes | None = None,
) -> Record:
    """Write `tables` (a stream; columns by name, cast to the schema of `columns`) to `path`, atomically.

    Returns the record as written: with the number of rows, and what `notes` holds when the stream has ended.
    Raises `InputError` where a column is missing or there is no row at all.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = schema_of(columns)
    rows = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        replacing(path) as temporary,
        pq.ParquetWriter(temporary, schema, compression="zstd", compression_level=3) as writer,
    ):
        for table in tables:
            piece = pa.Table.from_batches([table]) if isinstance(table, pa.RecordBatch) else table
            missing = [n for n in schema.names if n not in piece.schema.names]
            if missing:
                raise InputError(f"{record.raw_file}: columns missing: {', '.join(missing)}")
            writer.write_table(piece.select(schema.names).cast(schema), row_group_size=ROWS_PER_GROUP)
            rows += piece.num_rows
        if not rows:
            wanted = "; ".join(f"{k} = {', '.join(v)}" for k, v in record.only.items())
            raise InputError(f"{record.raw_file}: no row{f' with {wanted}' if wanted else ''}")
        seen = notes if notes is not None else Notes()
        made = replace(record, rows=rows, notes=(*record.notes, *seen), labels=seen.labels)
        writer.add_key_value_metadata({METADATA: json.dumps(made.as_dict(), ensure_ascii=False)})
    return made


def read_record(path: Path) -> Record:
    """The record inside a tidy file; `InputError` where `path` is not one."""
    import pyarrow.parquet as pq

    try:
        with decoding():
            found = pq.read_metadata(path).metadata or {}
            return Record.from_dict(json.loads(found[METADATA]))
    except DamagedError as e:
        raise InputError(f"{path} is not a table written by autarky ({e}); fetch it again") from e


def read_tidy(
    path: Path, columns: Sequence[str] | None = None, only: "dict[str, Sequence[Any]] | None" = None
) -> "pa.Table":
    """A tidy table, or those of its `columns` and rows wanted; `InputError` where `path` is none."""
    import pyarrow.parquet as pq

    filters = [(name, "in", list(values)) for name, values in (only or {}).items()] or None
    try:
        with decoding():
            return pq.read_table(path, columns=list(columns) if columns else None, filters=filters)
    except DamagedError as e:
        raise InputError(f"{path} cannot be read ({e}); fetch it again") from e


def stream_tidy(path: Path, columns: Sequence[str]) -> "Iterator[pa.RecordBatch]":
    """The rows of a tidy file in order, a batch at a time; `InputError` where `path` is none."""
    import pyarrow.parquet as pq

    try:
        with decoding(), pq.ParquetFile(path) as file:
            yield from file.iter_batches(batch_size=ROWS_PER_GROUP, columns=list(columns))
    except DamagedError as e:
        raise InputError(f"{path} cannot be read ({e}); fetch it again") from e
