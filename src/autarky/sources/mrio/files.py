"""Opening the one file that is meant: a table of a year, alone or in a bundle of years."""

import contextlib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import BinaryIO

from autarky.errors import InputError
from autarky.sources.io.archive import members, open_member


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
