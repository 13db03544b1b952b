"""One attempt to bring the part of a file to its end."""

import errno
import itertools
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from autarky.errors import AutarkyError
from autarky.sources.io.failure import AttemptError
from autarky.sources.io.http import answer_of, pieces_of, unpacked
from autarky.sources.io.magic import HEAD, broken_promise
from autarky.sources.io.part import Part, Version

if TYPE_CHECKING:
    import requests

Progress = Callable[[int, int | None], None]  # bytes so far, bytes in all if known
_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True)
class Limits:
    most_bytes: int | None  # of the file
    silence: float  # seconds without a byte


@dataclass(frozen=True)
class Whole:
    """The part is the whole file now."""

    url: str  # after redirects
    version: Version
    resumed: bool  # put together from more than one answer


def attempt(
    session: "requests.Session",
    part: Part,
    url: str,
    private: Mapping[str, str],
    limits: Limits,
    progress: Progress | None,
) -> Whole:
    """Fetch `url`, or what `part` still lacks of it. Raises `AttemptError`; `AutarkyError` where the disk is full."""
    version, size = part.version(), part.size
    on = version is not None and version.url == url and size > 0 and bool(version.validator)
    asking = {"Range": f"bytes={size}-", "If-Range": version.validator} if on and version else {}
    host = urlsplit(url).hostname or url
    with answer_of(session, url, asking, private, limits.silence) as answer:
        if answer.status_code == 416:
            return _beyond_the_end(answer, part, version if on else None)
        if answer.status_code == 206:
            if not on or version is None:
                raise AttemptError("the server sent a piece of the file, though the whole was asked for")
            _check_piece(answer, version, size)
            new = version
        else:
            size = 0
            new = _version_of(answer, url)
        _check_room(part, size, new.total, limits)
        pieces = pieces_of(answer, host)
        if _is_encoded(answer, part):
            pieces = unpacked(pieces, answer.headers["Content-Encoding"].strip().casefold())
        first, broken = _head_of(pieces) if size == 0 else (b"", None)
        if size == 0:
            wrong = broken_promise(part.target.name, first[:HEAD])
            if wrong:
                raise broken or AttemptError(f"the server sent {wrong} instead of {part.target.name}")
        # only now, so that what an earlier attempt brought is not given up for a page of HTML
        size = _store(part, new, size, itertools.chain([first], pieces), broken, limits, progress)
        if new.total is not None and size < new.total:
            raise AttemptError(f"the connection broke off after {size} of {new.total} bytes", again=True)
        return Whole(answer.url, new, resumed=answer.status_code == 206)


def _store(
    part: Part,
    version: Version,
    size: int,
    pieces: Iterator[bytes],
    broken: AttemptError | None,
    limits: Limits,
    progress: Progress | None,
) -> int:
    """Write `pieces` after the first `size` bytes of the part; returns its length. `broken` is raised after them."""
    try:
        with part.start(version) if size == 0 else part.go_on() as file:
            for piece in pieces:
                _write_all(file.fileno(), piece)
                size += len(piece)
                if progress is not None and piece:
                    progress(size, version.total)
                _check_size(size, version.total, limits)
                if broken is not None:
                    raise broken
    except OSError as e:
        if e.errno not in _FULL:
            raise
        raise AutarkyError(
            f"the disk is full: {part.target.parent} holds {_mb(size)} of {part.target.name}; make room and run"
            f" the same command, it goes on from there (or delete {part.path})"
        ) from e
    return size


def _head_of(pieces: Iterator[bytes]) -> tuple[bytes, AttemptError | None]:
    """The first pieces, enough to tell what comes, and why there are no more if the connection broke off."""
    first = b""
    try:
        for piece in pieces:
            first += piece
            if len(first) >= HEAD:
                break
    except AttemptError as e:
        return first, e
    return first, None


def _write_all(handle: int, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[os.write(handle, view) :]


def _is_encoded(answer: "requests.Response", part: Part) -> bool:
    """Whether the body is compressed on its way only (we asked for no compression).

    A server that calls a .gz file "content encoded with gzip" means the file itself.
    """
    return not _is_plain(answer) and part.target.suffix.casefold() not in (".gz", ".tgz")


def _version_of(answer: "requests.Response", url: str) -> Version:
    length = answer.headers.get("Content-Length", "").strip()
    if _is_plain(answer):
        return Version(
            url,
            etag=answer.headers.get("ETag", ""),
            last_modified=answer.headers.get("Last-Modified", ""),
            total=int(length) if length.isascii() and length.isdigit() else None,
        )
    return Version(url)  # lengths and ranges are of the compressed form: no way to go on


def _is_plain(answer: "requests.Response") -> bool:
    return answer.headers.get("Content-Encoding", "identity").strip().casefold() in ("", "identity", "none")


def _check_piece(answer: "requests.Response", version: Version, size: int) -> None:
    """The piece must begin where the part ends, and be of the same version."""
    match = _RANGE.fullmatch(answer.headers.get("Content-Range", "").strip())
    total = int(match[3]) if match and match[3] != "*" else None
    etag = answer.headers.get("ETag", "")
    if (
        not _is_plain(answer)
        or match is None
        or match[1] is None
        or int(match[1]) != size
        or (total is not None and version.total is not None and total != version.total)
        or (etag and version.etag and etag != version.etag)
    ):
        raise AttemptError("the server sent another piece than was asked for", again=True, spoilt=True)


def _beyond_the_end(answer: "requests.Response", part: Part, version: Version | None) -> Whole:
    """416: nothing comes after the part, because it is whole, or because the file has changed."""
    if version is None:
        raise AttemptError("the server answered 416, though the whole file was asked for")
    match = _RANGE.fullmatch(answer.headers.get("Content-Range", "").strip())
    said = int(match[3]) if match and match[3] != "*" else None
    if said == part.size and version.total in (None, said):
        return Whole(answer.url, version, resumed=True)
    raise AttemptError(
        "the file on the server is shorter than what was fetched of it: it has changed",
        again=True,
        spoilt=True,
    )


def _check_room(part: Part, size: int, total: int | None, limits: Limits) -> None:
    if total is None:
        return
    _check_size(total, total, limits)
    free = shutil.disk_usage(part.target.parent).free
    if total - size > free:
        raise AutarkyError(
            f"no room for {part.target.name}: {_mb(total - size)} more are needed, {part.target.parent} has"
            f" {_mb(free)} free"
        )


def _check_size(size: int, total: int | None, limits: Limits) -> None:
    if limits.most_bytes is not None and size > limits.most_bytes:
        raise AttemptError(
            f"the file is larger than the {_mb(limits.most_bytes)} expected at most ({_mb(size)} or more)",
            spoilt=True,
        )
    if total is not None and size > total:
        raise AttemptError(
            f"the server sent more than the {total} bytes it announced", again=True, spoilt=True
        )


def _mb(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 100_000 else f"{size:,} bytes"
