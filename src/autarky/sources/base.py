"""What every data source offers: who made it, under which licence, how a file of it becomes a world."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from autarky.world.accounts import World


@runtime_checkable
class Source(Protocol):
    """One data source. A module of `autarky.sources` defines one instance, listed in `SOURCES`."""

    @property
    def name(self) -> str:
        """Short, used on the command line."""
        ...

    @property
    def title(self) -> str: ...

    @property
    def licence(self) -> str: ...

    @property
    def citation(self) -> str: ...

    @property
    def url(self) -> str: ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Suffixes of the files it reads, lower case with the dot."""
        ...

    def read(self, path: Path) -> "World":
        """The world in `path`, checked; `WorldError` naming the file if it is not what this source reads."""
        ...
