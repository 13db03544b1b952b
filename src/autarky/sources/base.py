"""What every data source offers: what it is and under which licence, where its files are, how one becomes a
table.

A source is one module with one instance, `SOURCE`, of a class that satisfies `Source`; sources of inter-country
tables satisfy `TableSource` too. Modules of sources are light to import; heavy libraries belong into methods.
Other packages add theirs through the entry point group `autarky.sources` (docs/how-to/add-a-source.md).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from autarky.sources.io.tidy import Column, Notes

if TYPE_CHECKING:
    import pyarrow as pa

    from autarky.world.accounts import World

Group = Literal[
    "inter-country tables", "trade", "tariffs", "elasticities", "politics", "commodities", "macro"
]


@dataclass(frozen=True)
class About:
    """What `autarky data list` and `info` say of a source."""

    name: str  # short, lower case, used on the command line
    title: str
    group: Group
    provider: str
    coverage: str  # economies, products and years, in a few words
    unit: str
    licence: str
    citation: str
    url: str  # the home page, for people
    definitions: str = ""  # what a figure means: FOB or CIF, who reports, residence or customs
    key: str = ""  # environment variable with the user's key, where the provider asks for one
    by_hand: str = ""  # how to get the file where it cannot be fetched without a browser


@dataclass(frozen=True)
class Piece:
    """What is fetched and read at once: a year, an edition. `key` names its tidy file."""

    key: str
    years: tuple[int, ...]
    file: str  # name of the raw file; pieces may share one
    urls: tuple[str, ...]  # the publisher's address first, then mirrors
    sha256: str = ""  # pinned, or empty: recorded when fetched
    megabytes: float = 0.0  # about; 0: not known
    patterns: tuple[str, ...] = ()  # of file names a user may hold (fnmatch), for --from
    headers: Mapping[str, str] = field(default_factory=dict)


# column -> the values wanted; empty: everything
Only = Mapping[str, Sequence[str]]


@runtime_checkable
class Source(Protocol):
    """One data source."""

    @property
    def about(self) -> About: ...

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns of the tidy table, in order."""
        ...

    def pieces(self) -> tuple[Piece, ...]:
        """All that can be fetched; from `addresses/NAME.toml`."""
        ...

    def read(
        self, path: Path, piece: Piece, only: Only, notes: Notes
    ) -> "Iterator[pa.Table | pa.RecordBatch]":
        """The tidy table in the raw file `path`, as a stream, with the rows of `only` kept while reading.

        Raises `InputError` naming the file, and where it can line and column, for a file that is not what this
        source reads: damaged, another year or edition, a page of HTML, text in number cells, duplicates.
        """
        ...


@runtime_checkable
class WorldReader(Protocol):
    """Reads a file that holds a complete world already."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Suffixes of the files it reads, lower case with the dot."""
        ...

    def read(self, path: Path) -> "World":
        """The world in `path`, checked; `WorldError` naming the file if it is not what this source reads."""
        ...
