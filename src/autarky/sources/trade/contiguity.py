"""Correlates of War: which states border one another, by land, river or sea."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from autarky.sources.base import About, Only, Piece
from autarky.sources.io.names import cow_state
from autarky.sources.io.rowwise import RowSource
from autarky.sources.io.sheets import Sheet, Unique, csv_sheet, frame_sheet, read_rda
from autarky.sources.io.tidy import Column, Notes

ABOUT = About(
    name="contiguity",
    title="Direct contiguity of states",
    group="politics",
    provider="Correlates of War Project",
    coverage="all states, 1816-2016",
    unit="kind of border",
    licence="free for research with citation",
    citation=(
        "Stinnett, D. M., J. Tir, P. Schafer, P. F. Diehl and C. Gochman (2002), The Correlates of War Project direct"
        " contiguity data, version 3, Conflict Management and Peace Science 19; version 3.2."
    ),
    url="https://correlatesofwar.org/data-sets/direct-contiguity/",
    definitions=(
        "A row is a spell of one kind of border between `economy_a` and `economy_b`; a pair has a row each way round,"
        " and several spells where the border changed. Distances at sea are in miles between shores. A pair without a"
        " row is neither neighbouring on land nor within 400 miles across water."
    ),
)

COLUMNS = (
    Column("economy_a", "label", "", "ISO3 of one state; null for states before ISO 3166"),
    Column("economy_b", "label", "", "ISO3 of the other"),
    Column("name_a", "label", "", "name of one state"),
    Column("name_b", "label", "", "name of the other"),
    Column("cow_a", "int16", "", "Correlates of War code of one state"),
    Column("cow_b", "int16", "", "Correlates of War code of the other"),
    Column("border", "label", "", "land, water to 12, 24, 150 or 400 miles"),
    Column("begin", "int16", "year", "first year of the spell"),
    Column("end", "int16", "year", "last year of the spell"),
)

BORDERS = {
    1: "land",
    2: "water to 12 miles",
    3: "water to 24 miles",
    4: "water to 150 miles",
    5: "water to 400 miles",
}


def rows(path: Path, piece: Piece, only: Only, notes: Notes) -> Iterator[tuple[Any, ...]]:
    if path.suffix.casefold() in (".rda", ".rdata"):
        yield from _rows(frame_sheet(path, read_rda(path, "cow_contdir")), notes)
    else:
        with csv_sheet(path, "contdir.csv") as sheet:
            yield from _rows(sheet, notes)


def _rows(sheet: Sheet, notes: Notes) -> Iterator[tuple[Any, ...]]:
    a, b = sheet.at("state1no", "ccode1"), sheet.at("state2no", "ccode2")
    kind = sheet.at("conttype")
    first, last = sheet.at("begin", "stdate"), sheet.at("end", "enddate")
    months = sheet.find("begin") is not None
    unique = Unique(sheet)
    without = 0
    for line, row in sheet.rows:
        pair = [sheet.whole(line, row, c) for c in (a, b)]
        begin, end = (_year(sheet, line, row, c, months) for c in (first, last))
        number = sheet.whole(line, row, kind)
        if number == 0:  # states that lost their border; says no more than no row
            without += 1
            continue
        if number not in BORDERS:
            raise sheet.wrong(line, kind, row[kind], "a kind of border (1 to 5)")
        if pair[0] is None or pair[1] is None or not all(2 <= (c or 0) <= 990 for c in pair):
            raise sheet.wrong(line, a, row[a], "a Correlates of War code (2 to 990)")
        unique.check(line, *pair, number, begin, end)
        (iso_a, name_a), (iso_b, name_b) = cow_state(pair[0], end), cow_state(pair[1], end)
        yield iso_a, iso_b, name_a, name_b, *pair, BORDERS[number], begin, end
    if without:
        notes.append(f"{without} spells without a border are left out.")


def _year(sheet: Sheet, line: int, row: Any, column: int, months: bool) -> int:
    """Year of a date: yyyymm in the publisher's CSV, days since 1970 in the R file."""
    value = sheet.whole(line, row, column)
    if value is None:
        raise sheet.wrong(line, column, row[column], "a date")
    if months and 1800_00 < value < 2100_00:
        return value // 100
    if not months and -62_091 <= value <= 47_481:  # 1800 to 2099
        return (date(1970, 1, 1) + timedelta(days=value)).year
    raise sheet.wrong(line, column, row[column], "a date (yyyymm)" if months else "a date (days since 1970)")


SOURCE = RowSource(ABOUT, COLUMNS, rows)
