"""The table of contents of a zip, checked before anything is opened."""

import re
import stat
import zipfile
from dataclasses import dataclass

from autarky.errors import InputError
from autarky.sources.io.limits import MOST_MEMBERS, check_ratio

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
