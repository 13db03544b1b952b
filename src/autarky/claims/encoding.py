"""Bytes to text: UTF-8, UTF-16, GBK, Big5, Windows-1251 and their like, recognised or refused."""

import re

from autarky.errors import InputError

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAID = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_HEAD = 4096  # where a page says its encoding
_PROBE = 100_000  # bytes of which the encoding is judged
# gb18030 holds GBK and GB2312; the order decides between equals
_CANDIDATES = ("gb18030", "big5", "cp1251", "koi8_r", "cp1252")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
# the most frequent characters of each language: a wrong reading of bytes hits few of them
_COMMON = frozenset(
    "的是在了不有一人大中国为和年到对经济贸易出口美元億亿俄羅斯罗說说明資资關关東东與与這这個个國為對經濟貿億"
    "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэ етаоинсшрдлум,.，。、0123456789%"
)


def decode(data: bytes, name: str) -> str:
    """Return the text of `data`; raises InputError for what is no text or in no encoding known here.

    A byte order mark stays in the text, so that offsets are those of a plain decoding.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(_strict(data, "utf-8" if encoding == "utf-8" else encoding, name), name)
    if (wide := _wide(data[:400])) and (text := _try(data, wide)) is not None:
        return _checked(text, name)
    if (text := _try(data, "utf-8")) is not None:
        return _checked(text, name)
    said = _SAID.search(data[:_HEAD])
    if said and (text := _try(data, _known(said[1].decode("ascii")))) is not None:
        return _checked(text, name)
    readings = [
        (_familiar(text[:_PROBE]), -k, text)
        for k, encoding in enumerate(_CANDIDATES)
        if (text := _try(data, encoding)) is not None and not _CONTROLS.search(text)
    ]
    best = max(readings, default=(0.0, 0, ""))
    if best[0] < 0.3:  # of the right reading more than half is familiar, of a wrong one next to nothing
        raise InputError(f"{name} is not text in an encoding known here; save it as UTF-8.")
    return best[2]


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: of each pair of bytes one is nearly always 0 (Latin) or 4 (Cyrillic)."""
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = head[first::2]
        if len(high) > 3 and sum(b in (0, 4) for b in high) > 0.8 * len(high):
            return encoding
    return None


def _strict(data: bytes, encoding: str, name: str) -> str:
    text = _try(data, encoding)
    if text is None:
        raise InputError(
            f"{name} begins as {encoding.upper()} but has bytes that are none; save it as UTF-8."
        )
    return text


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _known(label: str) -> str:
    """The name under which Python holds an encoding; pages say gb2312 and mean its superset."""
    return "gb18030" if label.lower() in ("gb2312", "gbk", "gb_2312-80") else label


def _familiar(text: str) -> float:
    """Share of the characters beyond ASCII letters that are common in Chinese or Russian (or Latin with accents)."""
    seen = [c for c in text if ord(c) > 127]
    if not seen:
        return 1.0
    common = sum(c.casefold() in _COMMON or c in "éèüöäñçáíóúß–—’‘“”€£\xa0" for c in seen) / len(seen)
    # Cyrillic in lower case with one capital in a while is text; a wrong table gives capitals everywhere
    capitals = sum("А" <= c <= "Я" for c in seen) / len(seen)
    chinese = sum("一" <= c <= "鿿" or c in "，。、：；“”《》（）" for c in seen) / len(seen)
    return common - capitals + (0.5 if chinese > 0.9 and common > 0.08 else 0.0)


def _checked(text: str, name: str) -> str:
    if "\x00" in text or len(_CONTROLS.findall(text[:_PROBE])) > 0.01 * len(text[:_PROBE]):
        raise InputError(f"{name} is a binary file, not an article; give text, HTML, Markdown or PDF.")
    return text
