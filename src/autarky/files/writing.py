"""Writing a file so that it is whole or not there."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_unfinished: set[str] = set()  # files and folders being written; each change is one step, whatever the thread


def discard_unfinished() -> None:
    """Remove what is being written: for a process that ends without leaving the blocks in which it writes.

    It is taken away in one step first, so that another thread cannot put half of it into its place meanwhile.
    """
    for made in map(Path, tuple(_unfinished)):
        with contextlib.suppress(OSError):
            gone = made.rename(f"{made}_")
            if gone.is_dir():
                shutil.rmtree(gone, ignore_errors=True)
            else:
                gone.unlink()


@contextlib.contextmanager
def unfinished(made: Path) -> Iterator[None]:
    """`made` is being written, and goes where the process ends before the block does."""
    _unfinished.add(str(made))
    try:
        yield
    finally:
        _unfinished.discard(str(made))


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary file beside `path` that replaces it on success and is removed on failure."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    os.close(handle)
    try:
        with unfinished(Path(temporary)):
            yield Path(temporary)
            umask = os.umask(0)
            os.umask(umask)
            Path(temporary).chmod(0o666 & ~umask)  # mkstemp makes it private
            Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
