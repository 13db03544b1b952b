"""Cells of an Excel file (.xls, .xlsx), sheet by sheet, after checks that the file is whole."""

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from autarky.errors import AutarkyError, InputError
from autarky.files.decoding import DamagedError, decoding

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls files


def workbook(path: Path, only: Sequence[str] = ()) -> Iterator[tuple[str, list[list[Any]]]]:
    """Name and rows of each sheet (of `only`, where given); cells are text, numbers, dates, or "" where empty.

    Raises `InputError` for what is absent, damaged or no Excel file, `AutarkyError` without python-calamine.
    """
    try:
        from python_calamine import CalamineWorkbook
    except ImportError as e:
        raise AutarkyError(
            f"{path} is an Excel file: install the package that reads them with pip install 'autarky[data]'"
        ) from e
    if not path.is_file():
        raise InputError(f"there is no file {path}")
    _check_container(path)
    try:
        with decoding():
            book = CalamineWorkbook.from_path(str(path))
            for name in book.sheet_names:
                if not only or name in only:
                    yield name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except DamagedError as e:
        raise _damaged(path, str(e)) from e


def _check_container(path: Path) -> None:
    """`InputError` for a page of HTML, an unsafe or damaged zip, and an old Excel file that is cut short."""
    import zipfile

    from autarky.sources.io.limits import unpacking
    from autarky.sources.io.magic import HEAD, describe, kind_of
    from autarky.sources.io.zips import check_member, found_in

    with path.open("rb") as file:
        head = file.read(HEAD)
    size = path.stat().st_size
    if head.startswith(OLE):
        _check_ole(path, head, size)
    elif kind_of(head) in ("zip", "excel"):
        with unpacking(str(path)), zipfile.ZipFile(path) as archive:
            for found in found_in(archive, str(path), size):
                check_member(found, f"{found.name} in {path}")
    else:
        raise _damaged(path, f"it is {describe(head)}")


def _check_ole(path: Path, head: bytes, size: int) -> None:
    """The library that reads .xls panics, with a page of trace, where sectors that the header names are missing."""
    try:
        (shift,) = struct.unpack_from("<H", head, 30)
        tables, directory = struct.unpack_from("<II", head, 44)
        listed = struct.unpack_from("<109I", head, 76)
    except struct.error as e:
        raise _damaged(path, "its header is cut short") from e
    sectors = (size >> shift) - 1 if shift in (9, 12) else 0
    if size % 512 or directory >= sectors or any(s >= sectors for s in listed[: min(tables, 109)]):
        raise _damaged(path, "parts of it are missing")


def _damaged(path: Path, why: str) -> InputError:
    return InputError(f"{path} is damaged, cut short or no Excel file ({why}); fetch it again")
