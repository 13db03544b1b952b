"""What the databases of the World Bank share: the answer of its API, and its tables with a column per year."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autarky.errors import InputError
from autarky.sources.io.names import economy_of_code
from autarky.sources.io.sheets import Sheet, Unique

ECONOMIES = {
    "CHI": "CHI",
    "XKX": "XKX",
    "KSV": "XKX",
}  # no ISO 3166 codes, yet no groups: Channel Islands, Kosovo
# `obs_status` of the API
STATUS = {"E": "estimated", "F": "estimated", "M": "absent", "": None}

# code, name, is a group, indicator, its name, year, value, status
Row = tuple[str, str, bool, str, str, int, float, str | None]


def is_json(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{")


def api_rows(path: Path) -> Iterator[Row]:
    """The figures in an answer of the API: one page, a list of pages, or a page per line.

    Raises `InputError` for what is no such answer, for the API's own complaint, and where pages are missing.
    """
    pages = _pages(path)
    seen: dict[int, int] = {}
    expected = 1
    keys: set[tuple[str, str, str]] = set()
    for header, entries in pages:
        number, expected = _count(path, header, "page"), _count(path, header, "pages")
        if number in seen:
            raise InputError(f"{path}: page {number} is there twice")
        seen[number] = len(entries)
        for entry in entries:
            row, key = _entry(path, entry)
            if key in keys:
                raise InputError(f"{path}: {', '.join(key)} is there twice")
            keys.add(key)
            if row is not None:
                yield row
    missing = [str(n) for n in range(1, expected + 1) if n not in seen]
    if missing:
        raise InputError(
            f"{path}: page {', '.join(missing)} of {expected} is missing; ask for all with per_page=20000, or put the"
            " pages into one file, one a line"
        )
    total = pages[0][0].get("total")
    if isinstance(total, int) and total != sum(seen.values()):
        raise InputError(
            f"{path}: {sum(seen.values())} figures where the answer promises {total}; fetch it again"
        )


def _pages(path: Path) -> list[tuple[dict[str, Any], list[Any]]]:
    from autarky.sources.io.archive import open_member

    with open_member(path) as stream:
        text = stream.read().decode("utf-8-sig", "replace").strip()
    try:
        try:
            found = json.loads(text)
        except json.JSONDecodeError:
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError as e:
        raise InputError(f"{path} is damaged or cut short ({e}); fetch it again") from e
    pages = found if found and all(isinstance(p, list) for p in found) else [found]
    for page in pages:
        complaint = page[0].get("message") if page and isinstance(page[0], dict) else None
        if complaint:
            said = "; ".join(str(m.get("value", m)) for m in complaint)
            raise InputError(f"{path}: the World Bank answered: {said}")
        if not (isinstance(page, list) and len(page) == 2 and isinstance(page[0], dict)):
            raise InputError(
                f"{path} is no answer of the World Bank's API ([{{page, pages ...}}, [figures]])"
            )
    return [(p[0], p[1] or []) for p in pages]


def _count(path: Path, header: dict[str, Any], name: str) -> int:
    try:
        return int(header[name])
    except (KeyError, TypeError, ValueError):
        raise InputError(
            f"{path}: the answer does not say its {name}; is it of the World Bank's API?"
        ) from None


def _entry(path: Path, entry: dict[str, Any]) -> tuple[Row | None, tuple[str, str, str]]:
    """A figure and its key; None for one that is absent."""
    try:
        code = entry["countryiso3code"] or entry["country"]["id"]
        name, when = entry["country"]["value"], str(entry["date"])
        indicator, title = entry["indicator"]["id"], entry["indicator"]["value"]
        value = entry["value"]
    except (KeyError, TypeError) as e:
        raise InputError(
            f"{path}: {str(entry)[:80]} is no figure of the World Bank's API ({e} is missing)"
        ) from e
    key = (indicator, code, when)
    if value is None:
        return None, key
    if not (len(when) == 4 and when.isdigit()) or not _is_number(value):
        raise InputError(f"{path}: {indicator} of {name}, {when}: {value!r} is not a number for a year")
    iso, group = coded(code)
    return (
        iso,
        name,
        group,
        indicator,
        title,
        int(when),
        float(value),
        STATUS.get(entry.get("obs_status") or ""),
    ), key


def _is_number(value: object) -> bool:
    """JSON may hold NaN, text and whole numbers too long for a float."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < sys.float_info.max


def coded(code: str) -> tuple[str, bool]:
    """Code as published or as ISO3 is today, and whether it is a group of economies."""
    iso = ECONOMIES.get(code) or economy_of_code(code)
    return iso or code, iso is None


def wide_rows(sheet: Sheet, indicators: set[str]) -> Iterator[Row]:
    """The figures of a bulk file (Country Name, Country Code, Indicator Name, Indicator Code, years)."""
    name, code = sheet.at("Country Name"), sheet.at("Country Code")
    title, indicator = sheet.at("Indicator Name"), sheet.at("Indicator Code")
    if not sheet.years:
        raise InputError(f"{sheet.file}: no column is a year; is it a table of the World Bank?")
    unique = Unique(sheet)
    for line, row in sheet.rows:
        what = sheet.text(row, indicator)
        if indicators and what not in indicators:
            continue
        given = sheet.text(row, code)
        unique.check(line, given, what)
        iso, group = coded(given)
        head = (iso, sheet.text(row, name), group, what, sheet.text(row, title))
        for year, at in sheet.years.items():
            if row[at] and (value := sheet.number(line, row, at)) is not None:
                yield (*head, year, value, None)
