"""The folded form of a text: what the rules look at, each character with the stretch of the text it stands for.

Traditional characters become simplified ones, wide forms plain ones, `貿(mào)易` becomes 贸易 (a character followed
by its pronunciation in brackets, a damage of copied pages), ligatures become letters; invisible characters go.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

# a character, then its pinyin in brackets: at least one vowel carries a tone
_GLOSSED = re.compile(
    r"([㐀-鿿])\((?=[^)]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ])[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹ]{1,7}\)"
)
_WIDE = {
    0xFF01 + k: chr(0x21 + k) for k in range(94) if chr(0x21 + k).isalnum() or chr(0x21 + k) in "%+-.$/~&"
}
_PLAIN: dict[str, str] = {
    **{chr(k): v for k, v in _WIDE.items()},
    **dict.fromkeys("\u00a0\u202f\u2009\u2007\u2008\u200a\u2002\u2003\u2004\u2005\u2006\u3000\t", " "),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\r", ""),
    **dict.fromkeys("‐‑−﹣", "-"),
    **dict.fromkeys("’‘ʼ`´", "'"),
    **{"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "﹪": "%", "٪": "%", "…": "…"},
    **{"ё": "е", "Ё": "Е", "㎞": "km", "㎢": "km2", "㎥": "m3", "²": "2", "³": "3", "〇": "零"},
    **{"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3"},
}


class Piece(NamedTuple):
    """Characters of the folded form and the stretch of the text they stand for."""

    folded: str
    start: int
    end: int


@cache
def _simplified() -> dict[str, str]:
    """Traditional character -> the simplified one."""
    from importlib.resources import files

    table = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if "\t" in line)
    return {row[0]: row[1].split(" ")[0] for row in rows if row[0] != row[1].split(" ")[0]}


def traditional_share(text: str) -> float:
    """Share of the characters that differ between both scripts which are traditional (0.5 where none differs)."""
    table = _simplified()
    old = sum(c in table for c in text)
    new = sum(c in _new_forms() for c in text)
    return old / (old + new) if old + new else 0.0


@cache
def _new_forms() -> frozenset[str]:
    table = _simplified()
    return frozenset(table.values()) - frozenset(table)


def fold(text: str, start: int = 0, end: int | None = None, *, chinese: bool = True) -> list[Piece]:
    """Return the folded pieces of `text[start:end]`."""
    end = len(text) if end is None else end
    table = _simplified() if chinese else {}
    pieces: list[Piece] = []
    at = start
    glossed = _GLOSSED.finditer(text, start, end) if chinese else iter(())
    for match in glossed:
        pieces += _plain(text, at, match.start(), table)
        pieces.append(Piece(table.get(match[1], match[1]), match.start(), match.end()))
        at = match.end()
    return pieces + _plain(text, at, end, table)


def _plain(text: str, start: int, end: int, table: dict[str, str]) -> list[Piece]:
    pieces = []
    for k in range(start, end):
        c = text[k]
        c = _PLAIN.get(c, c) if ord(c) > 127 or c in "\t\r`" else c
        if c:
            pieces.append(Piece(table.get(c, c) if len(c) == 1 else c, k, k + 1))
    return pieces


def joined(pieces: Iterable[Piece]) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """Return the folded text, and where each of its characters begins and ends in the text."""
    folded, starts, ends = [], [], []
    for piece in pieces:
        folded.append(piece.folded)
        starts += [piece.start] * len(piece.folded)
        ends += [piece.end] * len(piece.folded)
    return "".join(folded), tuple(starts), tuple(ends)
