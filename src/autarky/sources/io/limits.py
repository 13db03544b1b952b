"""How much may come out of an archive, and a reader that enforces it while bytes come out: headers lie."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from autarky.errors import InputError
from autarky.files.decoding import DamagedError, decoding

# Official tables reach ratios of about 10 (trade) to 60 (input-output tables that are mostly zeros). A bomb made of
# one byte reaches 1,000 with deflate. The largest file meant here, all years of BACI, has about 10 GB.
MOST_RATIO = 400
FREE_BYTES = 64 << 20  # below this nobody asks about the ratio: small files of zeros are honest
MOST_BYTES = 64 << 30
MOST_MEMBERS = 100_000


def check_ratio(where: str, unpacked: int, packed: int) -> None:
    """Raise `InputError` for a zip bomb: `unpacked` bytes out of `packed`."""
    if unpacked > MOST_BYTES or (unpacked > FREE_BYTES and unpacked > MOST_RATIO * max(packed, 1)):
        raise InputError(
            f"{where} is refused: {packed:,} bytes unpack to {unpacked:,} or more, as in a zip bomb (at most"
            f" {MOST_RATIO} to 1 beyond {FREE_BYTES >> 20} MB, and {MOST_BYTES >> 30} GB, are unpacked)"
        )


class Guarded(io.RawIOBase):
    """Reads `stream`, the unpacked bytes of `where`; refuses bombs, and says what is damaged in words.

    `packed()` is the number of compressed bytes that they may come from.
    """

    def __init__(self, stream: IO[bytes], where: str, packed: Callable[[], int] | None) -> None:
        super().__init__()
        self.name, self.mode = where, "rb"  # as any file has them; messages of others then name it too
        self._stream = stream
        self._where = where
        self._packed = packed
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        with unpacking(self._where):
            piece = self._stream.read(len(buffer))
        self._count += len(piece)
        if self._packed is not None:
            check_ratio(self._where, self._count, self._packed())
        buffer[: len(piece)] = piece
        return len(piece)


@contextmanager
def unpacking(where: str) -> Iterator[None]:
    """What a library raises in the block means that `where` cannot be unpacked: `InputError`, in words."""
    try:
        with decoding():
            yield
    except DamagedError as e:
        cause = e.__cause__
        if cause is None:  # whole, and something else than was expected
            raise InputError(f"{where}: {e}") from e
        if isinstance(cause, NotImplementedError):  # Deflate64, which Windows makes of files over 2 GB
            raise InputError(
                f"{where} is compressed in a way that is not read here; unpack it and give the file inside"
            ) from cause
        if (
            isinstance(cause, OSError) and cause.errno is not None
        ):  # the disk; damaged contents have no number
            raise InputError(f"{where} cannot be read ({e})") from cause
        raise InputError(f"{where} is damaged or cut short ({e}); fetch it again") from cause
