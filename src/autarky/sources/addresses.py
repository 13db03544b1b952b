"""The table of addresses of a source: `addresses/NAME.toml`, one place to correct when a publisher moves a file.

checked = "2026-11-22"            # when, and how (docs, by hand, by tools/check_addresses.py)

[[file]]
key = "{year}"                     # {year} is filled in; leave `years` out for a single file
years = ["1995-2022"]              # ranges and single years
file = "ICIO_{year}.zip"
urls = ["https://.../{year}.zip"]  # the publisher's first, then mirrors
megabytes = 60
patterns = ["*{year}*SML*"]        # names under which people hold the file
[file.sha256]
2022 = "..."                       # pinned, by key; others are recorded when fetched
"""

import tomllib
from importlib.resources import files
from typing import Any

from autarky.sources.base import Piece


def load_pieces(name: str) -> tuple[Piece, ...]:
    """The pieces of source `name`, from its table of addresses."""
    text = files("autarky.sources").joinpath("addresses", f"{name}.toml").read_text(encoding="utf-8")
    return pieces_of(tomllib.loads(text))


def pieces_of(table: dict[str, Any]) -> tuple[Piece, ...]:
    """The pieces that a table of addresses, as read from TOML, describes."""
    made: list[Piece] = []
    for entry in table["file"]:
        years = _years(entry.get("years", []))
        if any("{year}" in str(entry.get(k, "")) for k in ("key", "file", "urls")):
            made += [_piece(entry, (year,), year) for year in years]
        else:
            made.append(_piece(entry, years, None))
    return tuple(made)


def _piece(entry: dict[str, Any], years: tuple[int, ...], year: int | None) -> Piece:
    def filled(text: str) -> str:
        if year is None:
            return text
        return text.replace("{year}", str(year)).replace("{yy}", f"{year % 100:02d}")

    key = filled(entry["key"])
    return Piece(
        key=key,
        years=years,
        file=filled(entry["file"]),
        urls=tuple(filled(u) for u in entry.get("urls", [])),
        sha256=entry.get("sha256", {}).get(key, ""),
        megabytes=float(entry.get("megabytes", 0)),
        patterns=tuple(filled(p) for p in entry.get("patterns", [])),
        headers=entry.get("headers", {}),
    )


def _years(ranges: list[int | str]) -> tuple[int, ...]:
    years: list[int] = []
    for given in ranges:
        first, _, last = str(given).partition("-")
        years += range(int(first), int(last or first) + 1)
    return tuple(years)
