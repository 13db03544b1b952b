"""FAOSTAT: production, trade and use of fertilizers by nutrient and country."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autarky.sources.base import About, Only, Piece
from autarky.sources.io.names import economy, economy_of_m49
from autarky.sources.io.rowwise import RowSource
from autarky.sources.io.sheets import Sheet, Unique, csv_sheet, parquet_sheet
from autarky.sources.io.tidy import Column, Notes

ABOUT = About(
    name="fao-fertilizers",
    title="Fertilizers by nutrient (N, P2O5, K2O)",
    group="commodities",
    provider="Food and Agriculture Organization of the United Nations (FAOSTAT)",
    coverage="about 160 countries and groups of them, 1961 to two years ago; the shared file ends in 2021",
    unit="t of nutrient; use also in kg per hectare of cropland, kg per head, g per international dollar",
    licence="CC BY 4.0",
    citation="FAO, FAOSTAT: Fertilizers by Nutrient, domain RFN.",
    url="https://www.fao.org/faostat/en/#data/RFN",
    definitions=(
        "Totals of a country, not by partner, in weight of nutrient. Production of nutrients in fertilizers: where a"
        " country does not answer, FAO imputes it, so compare with world-mining (Belarus 2021: imputed 7.56 Mt of K2O,"
        " which is the production of 2020 there; World Mining Data has 7.75)."
    ),
)

COLUMNS = (
    Column(
        "economy", "label", "", "ISO3; null for groups of countries; states that are gone keep their old code"
    ),
    Column("area", "label", "", "area as written"),
    Column("is_group", "bool", "", "a group of countries, not to be added to countries"),
    Column("nutrient", "label", "", "N, P2O5 or K2O"),
    Column(
        "element", "label", "", "production, import, export, use, use per hectare, per head, or per value"
    ),
    Column("year", "int16", "year", "calendar year"),
    Column("value", "float64", "see unit", "quantity; null where the flag says that there is none"),
    Column("unit", "label", "", "t, kg/ha, kg/cap or g/Int$"),
    Column("status", "label", "", "reported, estimated, absent; null where the file has no flags"),
    Column(
        "flag",
        "label",
        "",
        "FAO's: A official, E estimated, I imputed, M missing, X other organisation",
    ),
)

NUTRIENTS = {"n (total)": "N", "p2o5 (total)": "P2O5", "k2o (total)": "K2O"}
ELEMENTS = {
    "production": "production",
    "import quantity": "import",
    "export quantity": "export",
    "agricultural use": "use",
    "use per area of cropland": "use per hectare",
    "use per capita": "use per head",
    "use per value of agricultural production": "use per value",
}
# FAO's flags: official figure, break in the series, other organisations', ...; what is not an answer is an estimate
STATUS = {
    "A": "reported", "": "reported", "B": "reported", "X": "reported", "P": "estimated", "E": "estimated",
    "F": "estimated", "I": "estimated", "Im": "estimated", "T": "estimated", "N": "absent", "M": "absent",
    "O": "absent", "L": "absent", "Q": "reported", "Fm": "estimated", "Fc": "estimated", "Z": "estimated",
    "Qm": "reported", "W": "reported", "R": "estimated", "*": "estimated", "V": "estimated",
}  # fmt: skip
GROUPS = frozenset({"Micronesia", "China"})  # names that are also, or look like, those of countries


def rows(path: Path, piece: Piece, only: Only, notes: Notes) -> Iterator[tuple[Any, ...]]:
    if path.suffix.casefold() == ".parquet":
        notes.append("The file has no flags: which figures are imputed is not known.")
        yield from _rows(parquet_sheet(path), notes)
    else:
        with csv_sheet(path, "*All_Data*(Normalized).csv") as sheet:
            yield from _rows(sheet, notes)


def _rows(sheet: Sheet, notes: Notes) -> Iterator[tuple[Any, ...]]:
    area, item, year = sheet.at("Area"), sheet.at("Item"), sheet.at("Year")
    element, unit, value = sheet.at("Element", "Measurement"), sheet.at("Unit"), sheet.at("Value")
    flag, m49 = sheet.find("Flag"), sheet.find("Area Code (M49)")
    unique = Unique(sheet)
    unknown: set[str] = set()
    blank = 0
    for line, row in sheet.rows:
        name = sheet.text(row, area)
        nutrient = NUTRIENTS.get(sheet.text(row, item).casefold().split(" ", 2)[-1])
        if nutrient is None:
            raise sheet.wrong(
                line, item, row[item], "a total of N, P2O5 or K2O; is it Fertilizers by Nutrient?"
            )
        said = " ".join(sheet.text(row, element).casefold().split())
        what = ELEMENTS.get(said, said)
        if not what:
            raise sheet.wrong(line, element, row[element], f"one of {', '.join(ELEMENTS)}")
        when = sheet.year(line, row, year)
        unique.check(line, name, nutrient, what, when)
        letter = sheet.text(row, flag) if flag is not None else None
        status = None if letter is None else STATUS.get(letter)
        if letter is not None and letter not in STATUS:
            unknown.add(letter)
        number = sheet.number(line, row, value)
        if number is None:
            if status != "absent":
                blank += 1
                continue
        elif number < 0:
            raise sheet.wrong(line, value, number, "a quantity (it is negative)")
        elif status == "absent":
            number = None if number == 0 else number  # a 0 that stands for "missing" is no figure
        iso = _economy(name, sheet.text(row, m49) if m49 is not None else None)
        yield iso, name, iso is None, nutrient, what, when, number, sheet.text(row, unit), status, letter
    if unknown:
        notes.append(f"Flags that are not known here, their status is null: {', '.join(sorted(unknown))}.")
    if blank:
        notes.append(f"{blank} rows without a value are left out.")


def _economy(area: str, m49: str | None) -> str | None:
    """By M49 number where the file has it: FAO's China (159) is a group with Taiwan, China, mainland (156) is CHN."""
    if m49 is not None:
        digits = m49.lstrip("'")
        return (economy_of_m49(int(digits)) if digits.isdigit() else None) or _former(area)
    return None if area == "Micronesia" else economy(area)


def _former(area: str) -> str | None:
    """States that are gone have M49 numbers that ISO 3166-1 no longer lists; groups have no code at all."""
    return None if area in GROUPS else economy(area)


SOURCE = RowSource(ABOUT, COLUMNS, rows)
