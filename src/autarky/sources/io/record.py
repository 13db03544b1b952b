"""Where a table of data is from: the record that travels inside every tidy file."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any


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
