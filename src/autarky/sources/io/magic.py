"""What the first bytes of a file say it is, whatever its name says."""

import re
from typing import Literal

HEAD = 4096  # bytes that are enough to tell

Kind = Literal[
    "empty", "zip", "excel", "gzip", "7z", "rar", "bzip2", "xz", "zstandard", "old excel", "pdf", "hdf5",
    "netcdf3", "parquet", "html", "json", "xml", "text", "binary",
]  # fmt: skip

NAMES: dict[Kind, str] = {
    "empty": "an empty file",
    "zip": "a zip archive",
    "excel": "an Excel file (or another office document)",
    "gzip": "a gzip file",
    "7z": "a 7z archive",
    "rar": "a rar archive",
    "bzip2": "a bzip2 file",
    "xz": "an xz file",
    "zstandard": "a zstandard file",
    "old excel": "an old Excel file (.xls)",
    "pdf": "a PDF",
    "hdf5": "a HDF5 or NetCDF file",
    "netcdf3": "a NetCDF file",
    "parquet": "a Parquet file",
    "html": "an HTML page",
    "json": "JSON text",
    "xml": "XML text",
    "text": "plain text",
    "binary": "a binary file of unknown kind",
}

_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstandard"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old excel"),
    (b"%PDF-", "pdf"),
    (b"\x89HDF\r\n\x1a\n", "hdf5"),
    (b"CDF\x01", "netcdf3"),
    (b"CDF\x02", "netcdf3"),
    (b"PAR1", "parquet"),
)

# kinds that a suffix promises; a suffix that is not here promises nothing
PROMISES: dict[str, frozenset[Kind]] = {
    ".zip": frozenset({"zip", "excel"}),
    ".gz": frozenset({"gzip"}),
    ".tgz": frozenset({"gzip"}),
    ".7z": frozenset({"7z"}),
    ".xlsx": frozenset({"excel", "zip"}),
    ".xls": frozenset({"old excel"}),
    ".pdf": frozenset({"pdf"}),
    ".parquet": frozenset({"parquet"}),
    ".csv": frozenset({"text"}),  # an answer in JSON or XML under this name is a message of an error
    ".tsv": frozenset({"text"}),
    ".txt": frozenset({"text", "json", "xml"}),
    ".json": frozenset({"json"}),
    ".xml": frozenset({"xml"}),
    ".html": frozenset({"html"}),
    ".htm": frozenset({"html"}),
}

_PREAMBLE = re.compile(rb"(?:\s|<!--.*?-->|<\?xml[^>]*>)*", re.DOTALL)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|script|meta)\b", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def kind_of(head: bytes) -> Kind:
    """The kind of the file that begins with `head` (up to `HEAD` bytes of it)."""
    if not head:
        return "empty"
    for start, kind in _STARTS:
        if head.startswith(start):
            # an office document is a zip whose first members have well-known names
            office = kind == "zip" and any(n in head[:300] for n in (b"[Content_Types].xml", b"_rels/.rels"))
            return "excel" if office else kind
    if head.startswith(_UTF16):
        return "text"
    body = head.removeprefix(_BOM)
    beginning = body[_match_end(body) :]
    if _HTML.match(beginning):
        return "html"
    if b"\x00" in head:
        return "binary"
    if body.lstrip().startswith((b"<?xml", b"<")):
        return "xml"
    return "json" if body.lstrip()[:1] in (b"{", b"[") else "text"


def _match_end(body: bytes) -> int:
    match = _PREAMBLE.match(body)
    return match.end() if match else 0


def describe(head: bytes) -> str:
    """What the file that begins with `head` is, in words; a page of HTML with its title."""
    kind = kind_of(head)
    match = _TITLE.search(head) if kind == "html" else None
    title = " ".join(match[1].decode("utf-8", "replace").split())[:80] if match else ""
    return f"{NAMES[kind]} titled “{title}”" if title else NAMES[kind]


def broken_promise(name: str, head: bytes) -> str:
    """What the file is where it is not what the suffix of `name` says; an empty string where it is.

    A suffix that is not known promises only that the file is not empty and no page of HTML.
    """
    suffix = f".{name.rsplit('.', 1)[-1].casefold()}" if "." in name else ""
    kind = kind_of(head)
    promised = PROMISES.get(suffix)
    wrong = kind in ("empty", "html") if promised is None else kind not in promised
    return describe(head) if wrong else ""
