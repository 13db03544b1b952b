"""The part of a file that has been fetched so far, and what is needed to go on from there.

Beside `target` lie `.NAME.part` (the bytes) and `.NAME.part.json` (of which address and which version they are).
`.NAME.lock` is held while one process fetches; the system lets go of it when that process dies, so that it is
never stale.
"""

import contextlib
import errno
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from autarky.files.writing import replacing

LOOK_AGAIN = 0.5  # seconds between looks at a lock that another process holds


@dataclass(frozen=True)
class Version:
    """Which version of a file the part is of. `total`: its length in bytes, None where the server says none."""

    url: str  # as asked for, before redirects
    etag: str = ""
    last_modified: str = ""
    total: int | None = None

    @property
    def validator(self) -> str:
        """For `If-Range`: a strong ETag, else the date of the last change; empty: cannot go on safely."""
        if self.etag and not self.etag.startswith("W/"):
            return self.etag
        return self.last_modified


class Part:
    """The part file of `target`; used by one process at a time (`locked`)."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(f".{target.name}.part")
        self.notes = target.with_name(f".{target.name}.part.json")

    @property
    def size(self) -> int:
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def version(self) -> Version | None:
        """What the part is of; None where that is not known, so that it must start again."""
        try:
            known = Version(**json.loads(self.notes.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        texts = (known.url, known.etag, known.last_modified)
        good = all(isinstance(x, str) for x in texts) and isinstance(known.total, int | None)
        return known if good else None

    def start(self, version: Version) -> IO[bytes]:
        """An empty part of `version`, open for writing."""
        self.notes.unlink(missing_ok=True)  # old notes beside new bytes would be a lie
        file = self.path.open("wb", buffering=0)
        with replacing(self.notes) as temporary:
            temporary.write_text(json.dumps(asdict(version)), encoding="utf-8")
        return file

    def go_on(self) -> IO[bytes]:
        return self.path.open("ab", buffering=0)

    def drop(self) -> None:
        self.notes.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)

    def finish(self) -> None:
        """Make the part the target."""
        with self.path.open("rb") as file:
            os.fsync(file.fileno())
        self.path.replace(self.target)
        self.notes.unlink(missing_ok=True)


class Lock:
    """Held by the one process that fetches; `answer` is what the former holder left, if it had to be waited for."""

    def __init__(self, file: IO[bytes], answer: str) -> None:
        self._file = file
        self.answer = answer

    def leave(self, answer: str) -> None:
        """Leave `answer` for those who wait."""
        self._file.seek(0)
        self._file.truncate()
        self._file.write(answer.encode())


@contextlib.contextmanager
def locked(target: Path, wait: Callable[[float], None]) -> Iterator[Lock]:
    """Hold the lock of `target`, after any other process has let go of it.

    Where the file system knows no locks, nothing is held: two processes then must not fetch the same file.
    """
    path = target.with_name(f".{target.name}.lock")
    while True:
        file = path.open("a+b", buffering=0)
        waited = False
        try:
            while not _try_lock(file):
                waited = True
                wait(LOOK_AGAIN)
            file.seek(0)
            # what lies there though nobody held it is of an earlier time
            answer = file.read().decode("utf-8", "replace") if waited else ""
            if not answer and not _is_at(file, path):  # its holder failed and took the name away: a new round
                file.close()
                continue
            lock = Lock(file, answer)
            try:
                yield lock
            finally:
                if _is_at(file, path):
                    with contextlib.suppress(OSError):  # Windows keeps the name of an open file
                        path.unlink()
            return
        finally:
            file.close()  # lets go of the lock


def _is_at(file: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _try_lock(file: IO[bytes]) -> bool:
    """Whether the lock is ours now (or the file system has none)."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(1 << 30)  # a byte beyond the text, which others may so read
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as e:
        if e.errno in (errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK):
            return False
        if e.errno in (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS):
            return True
        raise
    return True
