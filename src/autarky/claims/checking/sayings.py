"""Sayings: definitions, reasons and conflicts in the reader's language, from `vocabulary/sayings.toml`."""

import tomllib
from functools import cache
from importlib.resources import files

from autarky.claims.languages import state_words, vocabulary
from autarky.claims.model import Wording

_STATES = frozenset({"subject", "partner", "other"})  # parts that are codes of states
_NESTED = frozenset({"definition", "first"})  # parts that are keys of definitions
_JOINS = {"en": " and ", "ru": " и ", "zh": "和"}


@cache
def _table() -> dict[str, dict[str, str]]:
    text = files("autarky.claims").joinpath("vocabulary/sayings.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(wording: Wording, language: str) -> str:
    """Return a wording in `en`, `ru`, `zh`, `zh-Hans` or `zh-Hant`; the key itself where the table lacks it."""
    if not wording.key:
        return ""
    code = vocabulary(language).code
    entry = _table().get(wording.key)
    if entry is None:
        return wording.key
    parts = {name: _shown(name, text, code) for name, text in wording.parts if name not in _NESTED}
    for name, text in wording.parts:
        if name in _NESTED:
            inner = _table().get(text, {})
            parts[name] = inner.get(code, inner.get("en", text)).format_map(parts)
    text = entry.get(code, entry["en"]).format_map(parts)
    return _traditional(text) if language == "zh-Hant" else text


def _shown(name: str, text: str, code: str) -> str:
    if name in _STATES:
        return _JOINS[code].join(state_name(s, code) for s in text.split("+"))
    if name == "product" and code != "en":
        words = vocabulary(code)["products"].get(text, ())
        return next((w for w in words if "*" not in w), text)
    if name in ("measure", "kind"):
        entry = _table().get(f"{name}_{text}", {})
        return entry.get(code, entry.get("en", text.replace("_", " ")))
    return text


def state_name(code: str, language: str) -> str:
    """Return the name of a state or group in a language (`en`, `ru`, `zh`), the code where there is none."""
    import pycountry
    from babel import Locale

    country = pycountry.countries.get(alpha_3=code)
    if country is not None:
        return str(Locale(language).territories.get(country.alpha_2, code))
    names = state_words(language).get(code, ())
    return next((n for n in names if "*" not in n), code)


@cache
def _traditional_table() -> dict[int, str]:
    table = files("opencc").joinpath("dictionary/STCharacters.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if "\t" in line)
    return {ord(row[0]): row[1].split(" ")[0] for row in rows}


def _traditional(text: str) -> str:
    return text.translate(_traditional_table())
