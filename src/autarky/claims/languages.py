"""Vocabularies: what the words of a language mean. One file a language in `vocabulary/`, and the states in one table.

The files hold words, not rules. A word may end in `*` (any ending), hold `*` (one word) or `...` (a few words). Words
in small letters are found in capitals too; words with a capital only as they stand.
"""

import csv
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from autarky.errors import InputError

# what a user may ask for -> the file of its words
_FILES = {"zh": "zh", "zh-Hans": "zh", "zh-Hant": "zh", "ru": "ru", "en": "en"}
LANGUAGES = tuple(_FILES)
_HAN = re.compile(r"[㐀-鿿]")
_KANA = re.compile(r"[぀-ヿ]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_LETTER = re.compile(r"[^\W\d_]")
_FEWEST_FUNCTION_WORDS = (
    0.08  # English and Russian prose has 0.2 to 0.4 of the words listed, other languages under 0.05
)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words of one language; `table` is its file as read."""

    code: str
    spaced: bool
    table: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.table[key]

    def pattern(self, words: Iterable[str]) -> str:
        """Return a regular expression for any of the words, longest first."""
        ordered = sorted(set(words), key=lambda w: (-len(w), w))
        return (
            "(?:" + "|".join(word_pattern(w, spaced=self.spaced) for w in ordered) + ")"
            if ordered
            else r"(?!)"
        )

    def matcher(self, words: Iterable[str]) -> re.Pattern[str]:
        return re.compile(self.pattern(words))


def word_pattern(word: str, *, spaced: bool) -> str:
    """Return the regular expression of one entry of a vocabulary."""
    gap = r"(?:[^\s.,;:]+\s+){0,4}?" if spaced else r"[^。，,;；!！?？\n]{0,12}?"
    parts = []
    for part in word.split():
        if part == "...":
            parts.append(gap)
        elif part == "*":
            parts.append(r"\S+" if spaced else r".")
        elif part.endswith("*"):
            parts.append(re.escape(part[:-1]) + r"\w*")
        else:
            parts.append(re.escape(part).replace(r"\?", "?"))
    if spaced:
        body = ""
        for part in parts:
            body += part if not body or body.endswith(gap) else (r"\s+" + part)
        first, last = word[0], word[-1]
        body = (r"(?<!\w)" if first.isalnum() else "") + body + (r"(?!\w)" if last.isalnum() else "")
    else:
        body = "".join(parts)
        if word[0].isascii() and word[0].isalpha():
            body = r"(?<![A-Za-z])" + body + r"(?![A-Za-z])"
    return f"(?i:{body})" if word == word.lower() else f"(?:{body})"


@cache
def vocabulary(language: str) -> Vocabulary:
    """Return the words of a language; raises InputError where there are none."""
    if language not in _FILES:
        raise InputError(f"autarky reads no language {language}; it reads {', '.join(LANGUAGES)}.")
    code = _FILES[language]
    table = tomllib.loads(_file(f"{code}.toml"))
    return Vocabulary(code, bool(table["spaced"]), table)


@cache
def state_words(code: str) -> dict[str, tuple[str, ...]]:
    """Return for each state or group its names, adjectives and capitals in a language (`en`, `ru`, `zh`)."""
    rows = csv.DictReader(_file("states.csv").splitlines())
    found = {row["code"]: tuple(w for w in row[code].split("|") if w) for row in rows}
    for iso3, name in _other_states(code).items():
        found.setdefault(iso3, (name,))
    return found


def _other_states(code: str) -> dict[str, str]:
    """Names of the states that the table leaves out, from the Unicode locale data."""
    import pycountry
    from babel import Locale

    names = Locale(code).territories
    return {c.alpha_3: names[c.alpha_2] for c in pycountry.countries if c.alpha_2 in names}


def _file(name: str) -> str:
    return files("autarky.claims").joinpath("vocabulary").joinpath(name).read_text(encoding="utf-8")


def language_of(text: str, name: str) -> str:
    """Return `zh`, `ru` or `en`; raises InputError for a text in another language."""
    letters = max(len(_LETTER.findall(text)), 1)
    if len(_HAN.findall(text)) > 0.2 * letters and len(_KANA.findall(text)) < 0.05 * letters:
        return "zh"
    code = "ru" if len(_CYRILLIC.findall(text)) > 0.4 * letters else "en"
    script = _CYRILLIC if code == "ru" else _LATIN
    words = vocabulary(code)
    tokens = re.findall(r"[^\W\d_]+", text.lower())
    known = sum(t in set(words["function_words"]) for t in tokens) / max(len(tokens), 1)
    foreign = sum(c in words.table.get("foreign_letters", "") for c in text.lower()) / letters
    alien = len(script.findall(text)) < 0.5 * letters
    if alien or foreign > 0.005 or (len(tokens) > 30 and known < _FEWEST_FUNCTION_WORDS):
        raise InputError(
            f"{name} is in a language that autarky does not read; it reads Chinese, Russian and English."
        )
    return code
