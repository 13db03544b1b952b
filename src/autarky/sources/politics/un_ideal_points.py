"""Ideal points of states, estimated from their votes in the United Nations General Assembly."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autarky.sources.base import About, Only, Piece
from autarky.sources.io.names import cow_state, economy
from autarky.sources.io.rowwise import RowSource
from autarky.sources.io.sheets import Unique, csv_sheet
from autarky.sources.io.tidy import Column, Notes

ABOUT = About(
    name="un-ideal-points",
    title="Ideal points from votes in the United Nations General Assembly",
    group="politics",
    provider="Bailey, Strezhnev and Voeten (Harvard Dataverse)",
    coverage="member states; the older file 1946-2012, the publisher's newest into the 2020s",
    unit="standard deviations, roughly; larger is nearer to the order led by the United States",
    licence="CC0 1.0 (Harvard Dataverse)",
    citation=(
        "Bailey, M. A., A. Strezhnev and E. Voeten (2017), Estimating dynamic state preferences from United Nations"
        " voting data, Journal of Conflict Resolution 61, 430-456; data: doi 10.7910/DVN/LEJUQZ."
    ),
    url="https://doi.org/10.7910/DVN/LEJUQZ",
    definitions=(
        "One dimension, comparable over years through resolutions that return. A session is given the year in which it"
        " opens (session 1: 1946). Countries are resolved by name: the file's three-letter codes are those of"
        " Correlates of War, where AUS is Austria and SWZ Switzerland."
    ),
    by_hand="download the ideal point estimates (csv) from the Dataverse page, then give the file with --from",
)

COLUMNS = (
    Column("economy", "label", "", "ISO3; null where the state has none"),
    Column("name", "label", "", "state as written"),
    Column("year", "int16", "year", "year in which the session opens"),
    Column("ideal_point", "float64", "standard deviations", "ideal point"),
    Column(
        "agrees_with_usa",
        "float64",
        "share",
        "share of votes cast as the United States did; null if not given",
    ),
    Column("agrees_with_rus", "float64", "share", "share of votes cast as Russia did; null if not given"),
)

# The file that ends in 2012 is in the order of Correlates of War codes and calls two states Nauru: its own rows, and
# those that stand where Kiribati (946) belongs, before Tuvalu (947).
KIRIBATI = "Nauru (in the place of Kiribati)"


def rows(path: Path, piece: Piece, only: Only, notes: Notes) -> Iterator[tuple[Any, ...]]:
    unresolved: set[str] = set()
    absent = 0
    with csv_sheet(path, "*deal*.csv") as sheet:
        point = sheet.at("idealpoint", "IdealPointAll", "IdealPoint")
        name, cow = sheet.find("CountryName", "Countryname"), sheet.find("ccode")
        year, session = sheet.find("Year"), sheet.find("session")
        if year is None and session is None:
            sheet.at("Year", "session")
        if name is None and cow is None:
            sheet.at("CountryName", "ccode")
        usa, russia = sheet.find("PctAgreeUS"), sheet.find("PctAgreeRUSSIA")
        unique = Unique(sheet)
        tuvalu = False
        for line, row in sheet.rows:
            if year is not None:
                when = sheet.year(line, row, year)
            else:
                at = session if session is not None else 0
                count = sheet.whole(line, row, at)
                if count is None or not 1 <= count <= 200:
                    raise sheet.wrong(line, at, row[at], "the number of a session")
                when = 1945 + count
            written = sheet.text(row, name) if name is not None else ""
            iso = economy(written) if written else None
            if iso is None and cow is not None and (code := sheet.whole(line, row, cow)) is not None:
                iso, named = cow_state(code, when)
                written = written or named
            tuvalu = tuvalu or written == "Tuvalu"
            if written == "Nauru" and cow is None and not tuvalu:
                iso, written = None, KIRIBATI
            unique.check(line, written, when)
            if iso is None:
                unresolved.add(written)
            value = sheet.number(line, row, point)
            if value is None:
                absent += 1
                continue
            shares = (sheet.number(line, row, c) if c is not None else None for c in (usa, russia))
            yield iso, written, when, value, *shares
    if absent:
        notes.append(f"{absent} rows without an ideal point are left out.")
    if unresolved:
        notes.append(f"States without a code in ISO 3166: {', '.join(sorted(unresolved))}.")


SOURCE = RowSource(ABOUT, COLUMNS, rows)
