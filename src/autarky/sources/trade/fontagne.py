"""Trade elasticities: by product (Fontagne, Guimbard and Orefice), and a table of published ones by sector."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autarky.errors import InputError
from autarky.sources.base import About, Only, Piece
from autarky.sources.io.rowwise import RowSource
from autarky.sources.io.sheets import Sheet, Unique, csv_sheet
from autarky.sources.io.tidy import Column, Notes

ABOUT = About(
    name="fontagne",
    title="Trade elasticities by product (ProTEE) and by sector",
    group="elasticities",
    provider="CEPII (Fontagne, Guimbard and Orefice); sectors: as collected in the data ahmadlp/tariffwar",
    coverage="5,050 products of HS 2007; 28 ICIO sectors in eight studies",
    unit="elasticity",
    licence="Etalab Open Licence 2.0 (ProTEE); published numbers with their papers (sectors)",
    citation=(
        "Fontagne, L., H. Guimbard and G. Orefice (2022), Tariff-based product-level trade elasticities, Journal of"
        " International Economics 137; sectors: also Caliendo and Parro (2015) and others, see study."
    ),
    url="http://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=35",
    definitions=(
        "`theta` is the trade elasticity, sigma - 1, positive. For products it is minus the published elasticity of"
        " imports to one plus the tariff, as its authors use it for the gains from trade; read as -sigma, theta would"
        " be one less. Products whose own estimate is not significant or has the wrong sign carry the mean of their"
        " heading (4 digits) and are marked own_estimate = false."
    ),
    by_hand="the table by sector: trade_elasticities.csv of the repository ahmadlp/tariffwar, with --from",
)

COLUMNS = (
    Column("classification", "label", "", "HS07 (6 digits) or ICIO"),
    Column("product", "string", "", "HS code; null for sectors"),
    Column("sector", "label", "", "ICIO sector; null for products"),
    Column("study", "label", "", "FGO ProTEE; or CP, FGO, BSY, GYY, LL, Shap, IS, U4 (sectors)"),
    Column("theta", "float64", "elasticity", "trade elasticity, sigma - 1; null where it is not above 0"),
    Column("published", "float64", "elasticity", "number as published, with its sign"),
    Column("own_estimate", "bool", "", "estimated for this product itself; null for sectors"),
    Column("status", "label", "", "estimated; absent where there is no theta"),
)


def rows(path: Path, piece: Piece, only: Only, notes: Notes) -> Iterator[tuple[Any, ...]]:
    with csv_sheet(path) as sheet:
        if sheet.find("sector") is not None:
            yield from _sectors(sheet)
        elif sheet.find("HS6") is not None:
            yield from _products(sheet, notes)
        else:
            sheet.at("HS6", "hs6")


def _products(sheet: Sheet, notes: Notes) -> Iterator[tuple[Any, ...]]:
    code, value = sheet.at("HS6"), sheet.at("sigma", "elasticity")
    zero, positive = sheet.at("zero"), sheet.at("positive")
    unique = Unique(sheet)
    without = 0
    for line, row in sheet.rows:
        number = sheet.whole(line, row, code)
        if number is None or not 10000 <= number <= 999999:
            raise sheet.wrong(line, code, row[code], "a code of 6 digits")
        product = f"{number:06d}"  # a spreadsheet takes the first zero away
        unique.check(line, product)
        marks = [sheet.number(line, row, c) for c in (zero, positive)]
        for at, mark in zip((zero, positive), marks, strict=True):
            if mark not in (0, 1):
                raise sheet.wrong(line, at, row[at], "0 or 1")
        published = sheet.number(line, row, value)
        theta = -published if published is not None and published < 0 else None
        without += theta is None
        status = "absent" if theta is None else "estimated"
        yield "HS07", product, None, "FGO ProTEE", theta, published, not any(marks), status
    if without:
        notes.append(f"{without} products have no elasticity below 0: their theta is absent.")


def _sectors(sheet: Sheet) -> Iterator[tuple[Any, ...]]:
    sector = sheet.at("sector")
    unique = Unique(sheet)
    studies = [(name, at) for at, name in enumerate(sheet.header) if at != sector and name]
    if not studies:
        raise InputError(f"{sheet.file}: no column of a study beside sector")
    for line, row in sheet.rows:
        name = sheet.text(row, sector)
        unique.check(line, name)
        for study, at in studies:
            value = sheet.number(line, row, at)
            if value is None:
                continue
            if value <= 0:
                raise sheet.wrong(line, at, row[at], "a trade elasticity above 0")
            yield "ICIO", None, name, study, value, value, None, "estimated"


SOURCE = RowSource(ABOUT, COLUMNS, rows)
