"""ATOP: obligations of military alliances between pairs of states, by year."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autarky.sources.base import About, Only, Piece
from autarky.sources.io.names import cow_state
from autarky.sources.io.rowwise import RowSource
from autarky.sources.io.sheets import Sheet, Unique, csv_sheet, frame_sheet, read_rda
from autarky.sources.io.tidy import Column, Notes

ABOUT = About(
    name="atop",
    title="Alliance Treaty Obligations and Provisions, directed dyad-years",
    group="politics",
    provider="Leeds, Ritter, Mitchell and Long (Rice University)",
    coverage="all pairs of allied states, 1815-2018",
    unit="obligations",
    licence="free for research with citation",
    citation=(
        "Leeds, B. A., J. M. Ritter, S. McLaughlin Mitchell and A. G. Long (2002), Alliance Treaty Obligations and"
        " Provisions, 1815-1944, International Interactions 28, 237-260; version 5.1. Reading of the R file: the"
        " package peacesciencer (Miller 2022)."
    ),
    url="http://www.atopdata.org",
    definitions=(
        "A row says what `economy_a` owes `economy_b` in that year under all their alliances together (which may be"
        " nothing, where only the ally promised something); pairs without an alliance have no row. States are those"
        " of Correlates of War: 365 is the Soviet Union and Russia in one (RUS), 260 and 255 are DEU, 345 is Serbia,"
        " Yugoslavia (YUG 1918-2002) and Serbia and Montenegro (SCG 2003-2005)."
    ),
)

_OBLIGATIONS = ("defense", "offense", "neutrality", "nonaggression", "consultation")
COLUMNS = (
    Column(
        "economy_a", "label", "", "ISO3 of the state that has the obligation; null for states before ISO 3166"
    ),
    Column("economy_b", "label", "", "ISO3 of its ally"),
    Column("name_a", "label", "", "name of the state"),
    Column("name_b", "label", "", "name of its ally"),
    Column("cow_a", "int16", "", "Correlates of War code of the state"),
    Column("cow_b", "int16", "", "Correlates of War code of its ally"),
    Column("year", "int16", "year", "calendar year"),
    Column("defense", "bool", "", "to defend the ally that is attacked"),
    Column("offense", "bool", "", "to join the ally that attacks"),
    Column("neutrality", "bool", "", "to stay neutral"),
    Column("nonaggression", "bool", "", "not to use force against one another"),
    Column("consultation", "bool", "", "to consult in a crisis"),
)

# names in the publisher's CSV, in older files, and in the R file of peacesciencer
_NAMES = {
    "cow_a": ("stateA", "ccode1"),
    "cow_b": ("stateB", "ccode2"),
    "year": ("year",),
    "defense": ("defense", "atop_defense"),
    "offense": ("offense", "atop_offense"),
    "neutrality": ("neutral", "atop_neutral"),
    "nonaggression": ("nonagg", "atop_nonagg"),
    "consultation": ("consul", "atop_consul"),
}


def rows(path: Path, piece: Piece, only: Only, notes: Notes) -> Iterator[tuple[Any, ...]]:
    if path.suffix.casefold() in (".rda", ".rdata"):
        yield from _rows(frame_sheet(path, read_rda(path, "atop_alliance")), notes)
    else:
        with csv_sheet(path, "atop*ddyr.csv") as sheet:
            yield from _rows(sheet, notes)


def _rows(sheet: Sheet, notes: Notes) -> Iterator[tuple[Any, ...]]:
    at = {name: sheet.at(*names) for name, names in _NAMES.items()}
    allied = sheet.find("atopally")
    unique = Unique(sheet)
    nameless: set[str] = set()
    without = 0
    for line, row in sheet.rows:
        pair = []
        year = sheet.year(line, row, at["year"])
        for which in ("cow_a", "cow_b"):
            code = sheet.whole(line, row, at[which])
            if code is None or not 2 <= code <= 990:
                raise sheet.wrong(line, at[which], row[at[which]], "a Correlates of War code (2 to 990)")
            pair.append(code)
        unique.check(line, *pair, year)
        (iso_a, name_a), (iso_b, name_b) = (cow_state(c, year) for c in pair)
        nameless |= {n for i, n in ((iso_a, name_a), (iso_b, name_b)) if i is None}
        owed = [_obligation(sheet, line, row, at[n]) for n in _OBLIGATIONS]
        if allied is not None and sheet.number(line, row, allied) == 0:
            without += 1
            continue
        yield iso_a, iso_b, name_a, name_b, *pair, year, *owed
    if nameless:
        notes.append(f"States without a code in ISO 3166: {', '.join(sorted(nameless))}.")
    if without:
        notes.append(f"{without} rows of pairs that are not allied are left out.")


def _obligation(sheet: Sheet, line: int, row: Any, column: int) -> bool | None:
    value = sheet.number(line, row, column)
    if value is None or value < 0:  # negative: missing, in the publisher's code
        return None
    if value not in (0, 1):
        raise sheet.wrong(line, column, row[column], "0 or 1")
    return value == 1


SOURCE = RowSource(ABOUT, COLUMNS, rows)
