"""Reading bytes that may be damaged with a library: whatever it raises becomes an error of autarky.

What libraries raise cannot be listed. One changed byte of an archive names a compression method that does not exist
(`NotImplementedError`), a table of a billion rows (`MemoryError`), an index outside of the file (`KeyError`,
`RuntimeError`, a panic of Rust): all mean that the file is damaged. Blocks under `decoding` hold calls into the library
and nothing of our own.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from autarky.errors import AutarkyError, InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.lib.npyio import NpzFile

_LONGEST = 300  # characters of a library's message that are shown


class DamagedError(InputError):
    """Bytes that a library could not read. The message is why; the reader that catches it says which file."""


@contextmanager
def decoding() -> Iterator[None]:
    """Raise what a library raises in the block as `DamagedError`, with the library's error as its cause.

    Errors of autarky pass, as do Ctrl-C and the end of the process.
    """
    try:
        yield
    except AutarkyError:
        raise
    except BaseException as e:
        # a panic of a library in Rust is no Exception, and its class cannot be imported
        if not isinstance(e, Exception) and type(e).__name__ != "PanicException":
            raise
        raise DamagedError(_why(e)) from e


def decoded[T](items: Iterable[T]) -> Iterator[T]:
    """`items`, which a library reads as they are asked for, under `decoding`."""
    with decoding():
        yield from items


def read_arrays(path: Path, names: Sequence[str]) -> "dict[str, np.ndarray]":
    """The arrays `names` of a NumPy archive (.npz), without pickles; `DamagedError` where it is none or lacks one."""
    # opened here, because numpy leaves the file open when it turns out not to be a zip
    with decoding(), path.open("rb") as file, _archive(file) as opened:
        if missing := [n for n in names if n not in opened]:
            raise DamagedError(f"arrays missing: {', '.join(missing)}")
        return {n: opened[n] for n in names}


def _archive(file: "IO[bytes]") -> "NpzFile":
    import numpy as np

    found = np.load(file, allow_pickle=False)
    if isinstance(found, np.ndarray):
        raise DamagedError("a single array (.npy)")
    return found


def _why(error: BaseException) -> str:
    if isinstance(
        error, NotImplementedError
    ):  # Deflate64, which Windows makes of files over 2 GB, or nonsense
        return "it is compressed in a way that is not read here"
    if isinstance(error, MemoryError):
        return "it claims to be larger than the memory"
    if isinstance(error, OSError) and error.strerror:  # the disk; damaged contents have no number
        return error.strerror
    if not isinstance(error, Exception):
        return "its parts do not fit together"
    return str(error)[:_LONGEST] or type(error).__name__
