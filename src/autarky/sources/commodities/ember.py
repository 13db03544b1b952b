"""Ember: yearly electricity generation, capacity, demand, trade and emissions."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autarky.sources.base import About, Only, Piece
from autarky.sources.io.names import economy, economy_of_code
from autarky.sources.io.rowwise import RowSource
from autarky.sources.io.sheets import Unique, csv_sheet
from autarky.sources.io.tidy import Column, Notes

ABOUT = About(
    name="ember",
    title="Yearly electricity data",
    group="commodities",
    provider="Ember",
    coverage="about 215 economies and groups of them, from 2000 (some fuels from 1990)",
    unit="TWh, GW, %, mtCO2, gCO2/kWh, MWh per head: see unit",
    licence="CC BY 4.0",
    citation="Ember, Yearly Electricity Data.",
    url="https://ember-energy.org/data/yearly-electricity-data/",
    definitions=(
        "Gross generation by fuel; demand is generation plus net imports. Ember fills recent years from monthly data"
        " and its own estimates and does not flag them, so there is no column status. A figure that is blank has no"
        " row. Subcategories overlap (Clean, Fossil, Wind and solar, single fuels): do not add them all."
    ),
)

COLUMNS = (
    Column("economy", "label", "", "ISO3; null for groups"),
    Column("name", "label", "", "economy or group as written"),
    Column("is_group", "bool", "", "a group of economies"),
    Column("year", "int16", "year", "calendar year"),
    Column(
        "category",
        "label",
        "",
        "Capacity, Electricity demand, generation, imports, or Power sector emissions",
    ),
    Column("subcategory", "label", "", "Fuel, Aggregate fuel, Total, Demand ..."),
    Column("variable", "label", "", "fuel or quantity"),
    Column("unit", "label", "", "unit of the figure"),
    Column("value", "float64", "see unit", "figure"),
)


def rows(path: Path, piece: Piece, only: Only, notes: Notes) -> Iterator[tuple[Any, ...]]:
    blank = 0
    with csv_sheet(path, "*yearly*long*.csv") as sheet:
        area, code = sheet.at("Area", "Entity"), sheet.at("ISO 3 code", "Country code", "Code")
        year, value = sheet.at("Year"), sheet.at("Value")
        labels = [sheet.at(n) for n in ("Category", "Subcategory", "Variable", "Unit")]
        unique = Unique(sheet)
        for line, row in sheet.rows:
            name, given = sheet.text(row, area), sheet.text(row, code)
            when = sheet.year(line, row, year)
            what = [sheet.text(row, c) for c in labels]
            unique.check(line, name, when, *what)
            number = sheet.number(line, row, value)
            if number is None:
                blank += 1
                continue
            iso = economy_of_code(given) or (economy(name) if given else None)
            yield iso, name, iso is None, when, *what, number
    if blank:
        notes.append(f"{blank} rows without a value are left out.")


SOURCE = RowSource(ABOUT, COLUMNS, rows)
