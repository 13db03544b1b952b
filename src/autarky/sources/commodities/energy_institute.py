"""Energy Institute: Statistical Review of World Energy, all its tables in one long file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autarky.sources.base import About, Only, Piece
from autarky.sources.io.names import economy, economy_of_code
from autarky.sources.io.rowwise import RowSource
from autarky.sources.io.sheets import Unique, csv_sheet
from autarky.sources.io.tidy import Column, Notes

ABOUT = About(
    name="energy-institute",
    title="Statistical Review of World Energy",
    group="commodities",
    provider="Energy Institute",
    coverage="about 100 economies and rests of regions, 1965 to last year",
    unit="exajoules, million tonnes, billion m3, thousand barrels a day, TWh: see unit",
    licence=(
        "(c) Energy Institute; may be quoted and used with the source given, not sold or handed on as a data set: each"
        " user fetches it (terms on the home page; read from memory)"
    ),
    citation="Energy Institute, Statistical Review of World Energy, with the year of the edition.",
    url="https://www.energyinst.org/statistical-review/resources-and-data-downloads",
    definitions=(
        "Variables carry their unit as ending (oilprod_kbd, gascons_bcm, primary_ej). Economies that the Review does"
        " not name are in rests ('Other CIS'), so a missing economy is not zero. Totals of regions and OPEC are marked"
        " is_group. The Review has no flags: estimates are not told from reports."
    ),
    by_hand=(
        "download 'Consolidated dataset - narrow format (CSV)' from the home page in a browser, then give it with"
        " --from"
    ),
)

COLUMNS = (
    Column("economy", "label", "", "ISO3; null for groups and rests of regions"),
    Column("name", "label", "", "economy or group as written"),
    Column("is_group", "bool", "", "a total or a rest of a region"),
    Column("year", "int16", "year", "calendar year"),
    Column("variable", "label", "", "the Review's name of the variable"),
    Column("unit", "label", "", "unit that the name ends in; null where it says none"),
    Column("value", "float64", "see unit", "figure"),
)

UNITS = {
    "ej": "EJ", "pj": "PJ", "gj": "GJ", "twh": "TWh", "bcm": "billion m3", "bcfd": "billion cubic feet a day",
    "kbd": "thousand barrels a day", "mt": "million t", "kt": "thousand t", "mtoe": "million t of oil equivalent",
    "mtco2": "million t of CO2", "mw": "MW", "gw": "GW", "bbl": "thousand million barrels", "tcm": "trillion m3",
}  # fmt: skip


def rows(path: Path, piece: Piece, only: Only, notes: Notes) -> Iterator[tuple[Any, ...]]:
    wanted = set(only.get("variable", ()))
    blank = 0
    with csv_sheet(path, "*arrow*.csv") as sheet:
        country, code = sheet.at("Country"), sheet.at("ISO3166_alpha3")
        year, variable, value = sheet.at("Year"), sheet.at("Var"), sheet.at("Value")
        unique = Unique(sheet)
        for line, row in sheet.rows:
            name, what = sheet.text(row, country), sheet.text(row, variable)
            if wanted and what not in wanted:
                continue
            when = sheet.year(line, row, year)
            unique.check(line, name, when, what)
            number = sheet.number(line, row, value)
            if number is None:
                blank += 1
                continue
            rest = name.startswith(("Total ", "Other "))
            iso = None if rest else economy_of_code(sheet.text(row, code)) or economy(name)
            yield iso, name, iso is None, when, what, UNITS.get(what.rsplit("_", 1)[-1].casefold()), number
    if blank:
        notes.append(f"{blank} rows without a value are left out.")


SOURCE = RowSource(ABOUT, COLUMNS, rows)
