"""The worlds at hand: embedded ones by name, files by path."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from autarky.errors import InputError, did_you_mean
from autarky.world.accounts import World

DEFAULT = "icio-2022"


@dataclass(frozen=True)
class WorldEntry:
    """One embedded world, described without loading it."""

    name: str
    title: str
    year: int
    economies: int
    sectors: int
    licence: str
    file: str


# Repeated from the files so that listing them is instant; a test compares.
EMBEDDED: tuple[WorldEntry, ...] = (
    WorldEntry(
        name="icio-2022",
        title="World 2022 from the OECD ICIO, final demand by origin estimated",
        year=2022,
        economies=60,
        sectors=32,
        licence="data (c) OECD, free to use with attribution; package carrying them MIT",
        file="icio-2022.nc",
    ),
)


def list_worlds() -> tuple[WorldEntry, ...]:
    """The worlds that ship with autarky."""
    return EMBEDDED


def load_world(name_or_path: str | Path = DEFAULT) -> World:
    """Load an embedded world by name, or a file: `.nc` saved by autarky, or one that a source reads (`.npz`).

    The arrays of a world that was read cannot be written to (NumPy raises `ValueError`); copy them first.
    Raises `InputError` for an unknown name (listing the known ones) and `WorldError`, naming the file, for a
    file that is missing, damaged, foreign or violates the identities of its accounts.
    """
    text = str(name_or_path)
    for entry in EMBEDDED:
        if text.casefold() == entry.name:
            return World(_embedded(entry.file).data.copy())  # labels and attributes of the caller's own
    path = Path(name_or_path).expanduser()
    reader = _reader(path)
    if reader is not None:
        return reader(path)
    names = [e.name for e in EMBEDDED]
    if path.is_dir():
        raise InputError(f"{path} is a folder, not a world: name a file in it, or one of {', '.join(names)}")
    what = f"{path} is not a world file (.nc, .npz)" if path.exists() else f"unknown world {text!r}"
    raise InputError(
        f"{what}{did_you_mean(text, names)}; known: {', '.join(names)}, or the path of a .nc file saved by"
        " autarky"
    )


@cache
def _embedded(file: str) -> World:
    from autarky.world.reading import read_world

    with as_file(files("autarky.world").joinpath("data", file)) as path:
        return read_world(path)


def _reader(path: Path) -> Callable[[Path], World] | None:
    from autarky.world.reading import read_world

    suffix = path.suffix.casefold()
    if suffix == ".nc":
        return read_world
    from autarky.sources.registry import (
        world_readers,
    )

    return next((source.read for source in world_readers() if suffix in source.suffixes), None)
