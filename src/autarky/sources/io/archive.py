"""Opening what was fetched: a plain file, a .gz, or a member of a .zip (also of a zip inside it, one level).

Contents are streamed. Refused, with a sentence that says what to do: archives whose names climb out of the folder
or are links, zip bombs (`limits`), encrypted or damaged members, files that are not what their name says, and the
kinds that are not read here (7z, rar, tar, ...).
"""

import contextlib
import gzip
import io
import re
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO, BinaryIO, cast

from autarky.errors import InputError, did_you_mean
from autarky.sources.io.limits import MOST_MEMBERS, Guarded, check_ratio, unpacking
from autarky.sources.io.magic import HEAD, broken_promise, describe, kind_of

ENCRYPTED = 0x1  # bit of the general purpose flags


@dataclass(frozen=True)
class Found:
    """A file in a zip: its name with `/` (and the name of the zip inside which it lies), its header, and the
    length of the zip."""

    name: str
    info: zipfile.ZipInfo
    archive_bytes: int


def found_in(archive: zipfile.ZipFile, where: str, size: int, prefix: str = "") -> tuple[Found, ...]:
    """The files in `archive` (of `size` bytes), without folders and what macOS adds.

    Raises `InputError` if any name climbs out of the folder or any member is a link: such an archive was made to
    do harm; and for zip bombs, as far as the headers tell.
    """
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise InputError(
            f"{where} is refused: it holds {len(infos):,} files, at most {MOST_MEMBERS:,} are read"
        )
    found = []
    for info in infos:
        name = _safe_name(info, where)
        if not info.is_dir() and name and not _is_clutter(name):
            found.append(Found(prefix + name, info, size))
    check_ratio(where, sum(f.info.file_size for f in found), size)
    return tuple(found)


def check_member(found: Found, where: str) -> None:
    """Raise `InputError` where the member cannot be opened."""
    if found.info.flag_bits & ENCRYPTED:
        raise InputError(f"{where} is encrypted; unpack it with its password and give the file inside")
    check_ratio(where, found.info.file_size, min(found.info.compress_size, found.archive_bytes))


def is_zip_name(name: str) -> bool:
    return name.casefold().endswith(".zip")


def _safe_name(info: zipfile.ZipInfo, where: str) -> str:
    name = info.orig_filename.replace("\\", "/")  # zips made on Windows
    kind = stat.S_IFMT(info.external_attr >> 16)
    # some programs store rights without a kind
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise InputError(f"{where} is refused: {name!r} in it is a link or a device, not a file")
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name) or "\x00" in name:
        raise InputError(f"{where} is refused: the name {name!r} in it leads out of the folder")
    return "/".join(p for p in parts if p not in ("", "."))


def _is_clutter(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    return name.startswith("__MACOSX/") or last.startswith("._") or last in (".DS_Store", "Thumbs.db")


BUFFER = 1 << 20
IN_MEMORY = 32 << 20  # an inner zip up to this size is kept in memory, a larger one in a temporary file
SHOWN = 8  # names in a message


@dataclass(frozen=True)
class Member:
    """A file that can be opened. `name`: with `/`; of a zip inside, `inner.zip/name`. `bytes`: None if unknown."""

    name: str
    bytes: int | None


def members(path: Path) -> tuple[Member, ...]:
    """The files in the archive `path`, as they are in it; a file that is no archive has one member, itself.

    `bytes` is what the archive says, which may be a lie. Zips inside are listed, not opened. Raises `InputError`
    as `open_member`.
    """
    kind = _checked_kind(path)
    if kind == "gzip":
        return (Member(_gzip_name(path), None),)
    if kind != "zip":
        return (Member(path.name, path.stat().st_size),)
    with _zip(path, str(path)) as archive:
        return tuple(Member(f.name, f.info.file_size) for f in found_in(archive, str(path), _size(path)))


@contextlib.contextmanager
def open_member(path: Path, pattern: str = "*") -> Iterator[BinaryIO]:
    """The one member of `path` whose name, with or without its folder, fits `pattern` (fnmatch; case is ignored).

    A file that is no archive is opened itself, whatever the pattern. Where nothing in a zip fits, the zips inside
    it are looked through (one level). The stream is buffered and, inside archives, cannot seek.

    Raises `InputError` naming the file: absent, empty, another kind than its name says, an archive of a kind that
    is not read, unsafe, encrypted; none or several members that fit. A checksum that is wrong, an end that is
    missing and a zip bomb raise it from the stream, while reading.
    """
    kind = _checked_kind(path)
    with contextlib.ExitStack() as stack:
        if kind == "gzip":
            packed = stack.enter_context(path.open("rb"))
            unpacked = stack.enter_context(gzip.GzipFile(fileobj=packed, mode="rb"))
            yield _buffered(stack, Guarded(cast(IO[bytes], unpacked), str(path), packed.tell))
        elif kind != "zip":
            yield stack.enter_context(path.open("rb", buffering=BUFFER))
        else:
            archive = stack.enter_context(_zip(path, str(path)))
            yield _one_of(stack, archive, path, pattern)


def unpack(path: Path, folder: Path, pattern: str = "*") -> tuple[Path, ...]:
    """Unpack the members of the zip `path` that fit `pattern` (see `open_member`) into `folder`, made if absent.

    All are unpacked beside their place first, and put there when the last one is whole. Returns where they lie.
    Raises `InputError` as `open_member`, and where none fits.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted: list[str] = []
    with tempfile.TemporaryDirectory(dir=folder, prefix=".unpack-") as beside:
        total = 0
        for name, opened in _all_of(path, pattern):
            if name in wanted:
                raise InputError(f"{path} holds {name} twice; unpack it by hand and give the file")
            there = Path(beside, *name.split("/"))
            there.parent.mkdir(parents=True, exist_ok=True)
            with opened as source, there.open("wb") as sink:
                shutil.copyfileobj(source, sink, BUFFER)
            total += there.stat().st_size
            check_ratio(str(path), total, _size(path))
            wanted.append(name)
        for name in wanted:
            to = folder.joinpath(*name.split("/"))
            to.parent.mkdir(parents=True, exist_ok=True)
            Path(beside, *name.split("/")).replace(to)
    return tuple(folder.joinpath(*name.split("/")) for name in wanted)


def _all_of(path: Path, pattern: str) -> Iterator[tuple[str, contextlib.AbstractContextManager[BinaryIO]]]:
    if _checked_kind(path) != "zip":
        name = _gzip_name(path) if kind_of(_head(path)) == "gzip" else path.name
        yield name, open_member(path)
        return
    with _zip(path, str(path)) as archive:
        found = found_in(archive, str(path), _size(path))
        fitting = [f for f in found if _fits(f.name, pattern)]
        if not fitting:
            raise _none(path, pattern, [f.name for f in found])
        for f in fitting:
            yield f.name, _opened(archive, f, path)


@contextlib.contextmanager
def _opened(archive: zipfile.ZipFile, found: Found, path: Path) -> Iterator[BinaryIO]:
    with contextlib.ExitStack() as stack:
        yield _member(stack, archive, found, path)


def _one_of(stack: contextlib.ExitStack, archive: zipfile.ZipFile, path: Path, pattern: str) -> BinaryIO:
    """The one member that fits, looked for in `archive` and then in the zips inside it."""
    found = found_in(archive, str(path), _size(path))
    fitting = [f for f in found if _fits(f.name, pattern) and not is_zip_name(f.name)]
    if not fitting and is_zip_name(pattern):  # somebody wants the inner zip as it is
        fitting = [f for f in found if _fits(f.name, pattern)]
    names = [f.name for f in found]
    inside: list[tuple[zipfile.ZipFile, Found]] = [(archive, f) for f in fitting]
    if not fitting:
        for outer in (f for f in found if is_zip_name(f.name)):
            inner, within = _inner(stack, archive, outer, path)
            names += [f.name for f in within]
            inside += [(inner, f) for f in within if _fits(f.name, pattern) and not is_zip_name(f.name)]
    if not inside:
        raise _none(path, pattern, names)
    if len(inside) > 1:
        several = _list([f.name for _, f in inside])
        raise InputError(
            f"{path} holds {len(inside)} files that fit {pattern!r}, one was expected: {several}"
        )
    return _member(stack, *inside[0], path)


def _member(stack: contextlib.ExitStack, archive: zipfile.ZipFile, found: Found, path: Path) -> BinaryIO:
    where = f"{found.name} in {path}"
    check_member(found, where)
    with unpacking(where):
        opened = stack.enter_context(archive.open(found.info))
    # the header may claim any compressed length, but not more than the archive has
    packed = min(found.info.compress_size, found.archive_bytes)
    return _buffered(stack, Guarded(opened, where, lambda: packed))


def _inner(
    stack: contextlib.ExitStack, archive: zipfile.ZipFile, outer: Found, path: Path
) -> tuple[zipfile.ZipFile, tuple[Found, ...]]:
    """The zip `outer` inside `archive`, copied out because its end must be read first."""
    copy = stack.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115, the stack closes it
    with _opened(archive, outer, path) as source:
        shutil.copyfileobj(source, copy, BUFFER)
    size = copy.tell()
    where = f"{outer.name} in {path}"
    inner = stack.enter_context(_zip(cast(IO[bytes], copy), where))
    return inner, found_in(inner, where, size, prefix=f"{outer.name}/")


@contextlib.contextmanager
def _zip(file: Path | IO[bytes], where: str) -> Iterator[zipfile.ZipFile]:
    with unpacking(where):
        archive = zipfile.ZipFile(file)
    with archive:
        yield archive


def _buffered(stack: contextlib.ExitStack, raw: io.RawIOBase) -> BinaryIO:
    return stack.enter_context(io.BufferedReader(raw, BUFFER))


def _checked_kind(path: Path) -> str:
    """`zip`, `gzip` or `plain`; `InputError` for what cannot be opened."""
    if not path.exists():
        raise InputError(f"there is no file {path}")
    if path.is_dir():
        raise InputError(f"{path} is a folder; a file is expected")
    try:
        head = _head(path)
    except OSError as e:
        raise InputError(f"{path} cannot be read ({e.strerror or e})") from e
    wrong = broken_promise(path.name, head)
    if wrong:
        remedy = (
            "fetch it again"
            if kind_of(head) in ("empty", "html", "json", "xml")
            else "give it the right name"
        )
        raise InputError(f"{path} is {wrong}, not what its name says; {remedy}")
    kind = kind_of(head)
    if kind in ("7z", "rar", "bzip2", "xz", "zstandard") or _is_tar(path, head):
        what = "a tar archive" if _is_tar(path, head) else describe(head)
        raise InputError(f"{path} is {what}, which autarky does not open; unpack it and give the file inside")
    return {"zip": "zip", "gzip": "gzip"}.get(kind, "plain")


def _is_tar(path: Path, head: bytes) -> bool:
    name = path.name.casefold()
    return name.endswith((".tar.gz", ".tgz")) or head[257:262] == b"ustar"


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _size(path: Path) -> int:
    return path.stat().st_size


def _gzip_name(path: Path) -> str:
    return path.stem if path.suffix.casefold() == ".gz" else path.name


def _fits(name: str, pattern: str) -> bool:
    name, pattern = name.casefold(), pattern.casefold()
    return fnmatchcase(name, pattern) or fnmatchcase(name.rsplit("/", 1)[-1], pattern)


def _none(path: Path, pattern: str, names: list[str]) -> InputError:
    if not names:
        return InputError(f"{path} holds no files")
    near = did_you_mean(pattern, names)
    return InputError(f"{path} holds no file that fits {pattern!r}{near}; it holds {_list(names)}")


def _list(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
