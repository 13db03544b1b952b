"""The words of a ledger in the reader's language: text, figures with their units, states, periods.

The texts stand in `templates/ledger.<code>.toml`, one file a language. Chinese in traditional characters is made of the
simplified text.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from autarky.errors import InputError
from autarky.formatting import HARD, MINUS
from autarky.report.templates import asset

_FILES = {"zh": "zh", "zh-Hans": "zh", "zh-Hant": "zh", "ru": "ru", "en": "en"}
READERS = tuple(_FILES)
_DIGITS = 4  # significant digits of a figure shown: a share to a hundredth of a per cent
_CLOSE = ("%", "K", "$")  # units that follow a figure without a blank, in Chinese all do


class Words:
    """The words of one language. `code` is that of the page (`lang`); `table` the file as read."""

    def __init__(self, code: str, table: Mapping[str, Any]) -> None:
        self.code = code
        self.table = table
        self.locale = _FILES[code]

    def __call__(self, section: str, key: str, **values: Any) -> str:
        """The text under `section` and `key`, with `values` put in; the key where the language lacks it."""
        text = str(self.table[section].get(key, key if section == "products" else key.replace("_", " ")))
        return text.format(**values) if values else text

    @property
    def page(self) -> Mapping[str, str]:
        """All texts of the page, for the template."""
        return self.table["page"]

    def quote(self, text: str) -> str:
        before, after = self.table["quotes"]
        return f"{before}{text}{after}"

    def join(self, parts: list[str]) -> str:
        return str(self.table["joint"]).join(p for p in parts if p)

    # -- figures ---------------------------------------------------------------------------------------------
    def number(self, value: float) -> str:
        """``12 300``, ``45.3``, in the language's signs."""
        if value == 0:
            return "0"
        places = max(0, _DIGITS - len(f"{abs(value):.0f}".lstrip("0")))
        text = f"{abs(value):,.{places}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        if text in ("0", ""):
            text = f"{abs(value):.2g}"
        signs = {",": self.table["thousands"].replace(" ", HARD), ".": self.table["comma"]}
        return (MINUS if value < 0 else "") + "".join(signs.get(c, c) for c in text)

    def amount(self, value: float, unit: str) -> str:
        """``4.5 billion USD``: a figure in base units with its unit."""
        if unit in ("year", "rank", "count") and value == int(value) and abs(value) < 10_000:
            return self._with(f"{int(value)}", unit)
        for size, name in self.table["scales"].items():
            if abs(value) >= float(size) and unit not in ("%", "pp", "bp", "year"):
                gap = "" if self.locale == "zh" else HARD
                return self._with(f"{self.number(value / float(size))}{gap}{name}", unit)
        return self._with(self.number(value), unit)

    def _with(self, number: str, unit: str) -> str:
        name = self.table["units"].get(unit, unit)
        gap = "" if self.locale == "zh" and not name.isascii() else HARD
        if name == "%":
            gap = "" if self.locale == "zh" else "\u202f"
        return f"{number}{gap}{name}" if name else number

    def span(self, low: float | None, high: float | None, unit: str) -> str:
        """A range, each end with its unit."""
        ends = [self.amount(v, unit) for v in (low, high) if v is not None]
        return " … ".join(ends)

    # -- states ----------------------------------------------------------------------------------------------
    def states(self, code: str | None) -> str:
        """The name of a state or group, or of several joined by ``+``."""
        return " + ".join(self._state(c) for c in code.split("+")) if code else ""

    def _state(self, code: str) -> str:
        if code in self.table["groups"]:
            return str(self.table["groups"][code])
        return _territories(self.code).get(code, code)


@cache
def _territories(code: str) -> dict[str, str]:
    import pycountry
    from babel import Locale

    names = Locale.parse(code.replace("-", "_")).territories
    return {c.alpha_3: names[c.alpha_2] for c in pycountry.countries if c.alpha_2 in names}


@cache
def words(code: str) -> Words:
    """The words of a language. Raises `InputError` for one that no ledger is written in."""
    if code not in _FILES:
        raise InputError(f"autarky writes no ledger in {code}; it writes {', '.join(READERS)}.")
    table = tomllib.loads(asset(f"ledger.{_FILES[code]}.toml"))
    return Words(code, _traditional(table) if code == "zh-Hant" else table)


def _traditional(table: Any) -> Any:
    """The same texts in traditional characters; keys stay as they are."""
    from opencc import OpenCC

    convert = OpenCC("s2tw").convert

    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: turned(v) for k, v in value.items()}
        if isinstance(value, list):
            return [turned(v) for v in value]
        return convert(value) if isinstance(value, str) else value

    return turned(table)
