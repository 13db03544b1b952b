"""Tables of text as offices publish them: which encoding, delimiter and decimal sign a file has."""

import codecs
import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from autarky.errors import InputError
from autarky.sources.io.magic import describe, kind_of

LOOKED_AT = 256 << 10  # bytes of the beginning
LINES = 200  # and lines of it, at most
DELIMITERS = (",", ";", "\t")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COMMA = re.compile(r"[-+]?\d+,\d+(?:[eE][-+]?\d+)?|[-+]?\d{1,3}(?:\.\d{3})+,\d+")
_POINT = re.compile(r"[-+]?\d*\.\d+(?:[eE][-+]?\d+)?")
_GROUPS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DOTS = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+,\d+")


@runtime_checkable
class Readable(Protocol):
    """A stream of bytes, as `open_member` gives it."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Dialect:
    """How a table of text is written. `bom`: length in bytes of the mark before the text, to be skipped."""

    encoding: str  # utf-8, utf-16-le, utf-16-be or latin-1
    delimiter: str
    decimal: str  # "." or ","
    thousands: str  # "", "." or ","
    bom: int
    header: tuple[str, ...]  # cells of the first line


def sniff(source: Path | bytes | Readable, name: str = "", *, latin1: bool = False) -> Dialect:
    """The dialect of a table of text: a path, its first bytes, or a stream (of which the beginning is then read;
    use `open_member` again for the table).

    Decimal commas are told from the cells; where no cell has a decimal sign, it is taken to be a point. Bytes that
    are no UTF-8 are an error unless `latin1`. `name`: of the file, for messages. Raises `InputError` for an empty
    file, another kind of file (a page of HTML, say), unknown bytes.
    """
    head, whole, name = _head(source, name)
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise InputError(f"{name} is empty")
    bom, encoding = next(((len(b), e) for b, e in _BOMS if head.startswith(b)), (0, "utf-8"))
    if not bom and kind_of(head) not in ("text", "json"):
        raise InputError(f"{name} is {describe(head)}, not a table of text; fetch it again")
    text, encoding = _decoded(head[bom:], encoding, name, whole=whole, latin1=latin1)
    lines = text.splitlines()
    # the last line is cut off, unless this is the whole file
    lines = [x for x in (lines if whole or len(lines) == 1 else lines[:-1]) if x.strip()][:LINES]
    delimiter = _delimiter(lines)
    rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter))
    decimal, thousands = _decimal([c.strip() for row in rows[1:] for c in row], delimiter)
    return Dialect(encoding, delimiter, decimal, thousands, bom, tuple(c.strip() for c in rows[0]))


def _head(source: Path | bytes | Readable, name: str) -> tuple[bytes, bool, str]:
    """The first bytes, whether they are all, and the name for messages."""
    if isinstance(source, bytes):
        return source[:LOOKED_AT], len(source) <= LOOKED_AT, name or "the text"
    if not isinstance(source, Path):
        head = source.read(LOOKED_AT)
        return head, len(head) < LOOKED_AT, name or str(getattr(source, "name", "the text"))
    try:
        with source.open("rb") as file:
            head = file.read(LOOKED_AT)
    except OSError as e:
        raise InputError(f"{source} cannot be read ({e.strerror or e})") from e
    return head, len(head) < LOOKED_AT, name or str(source)


def _decoded(head: bytes, encoding: str, name: str, *, whole: bool, latin1: bool) -> tuple[str, str]:
    # utf-16 of official files may end in half a character; that is the reader's business
    final = whole and encoding == "utf-8"
    try:
        return codecs.getincrementaldecoder(encoding)().decode(head, final), encoding
    except UnicodeDecodeError as e:
        if latin1 and encoding == "utf-8":
            return head.decode("latin-1"), "latin-1"
        line = head.count(b"\n", 0, e.start) + 1
        raise InputError(
            f"{name}, line {line}: byte {head[e.start]:#04x} is no text in {encoding.upper()}; save the file as UTF-8"
        ) from e


def _delimiter(lines: list[str]) -> str:
    """The one that gives most lines as many cells as the first line has, and then the most cells."""

    def score(delimiter: str) -> tuple[float, int]:
        counts = [len(row) for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)]
        if counts[0] < 2:
            return (0.0, 0)
        return (sum(c == counts[0] for c in counts) / len(counts), counts[0])

    return max(DELIMITERS, key=score)


def _decimal(cells: list[str], delimiter: str) -> tuple[str, str]:
    """Decimal sign and sign between thousands."""
    commas = sum(_COMMA.fullmatch(c) is not None for c in cells)
    points = sum(_POINT.fullmatch(c) is not None for c in cells)
    groups = [c for c in cells if _GROUPS.fullmatch(c)]
    # between commas, a quoted "1,234" is one of thousands if all cells with a comma look like it
    if any("." in g for g in groups) or (groups and delimiter == "," and len(groups) == commas):
        return ".", ","
    if commas <= points:
        return ".", ""
    return ",", "." if any(_DOTS.fullmatch(c) for c in cells) else ""
