"""Boz et al.: in which currencies a country invoices its exports and imports, by year."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autarky.sources.base import About, Only, Piece
from autarky.sources.io.names import economy, economy_of_code
from autarky.sources.io.rowwise import RowSource
from autarky.sources.io.sheets import Unique, csv_sheet, excel_sheets
from autarky.sources.io.tidy import Column, Notes

ABOUT = About(
    name="invoicing",
    title="Patterns of invoicing currency in global trade",
    group="trade",
    provider="Boz, Casas, Georgiadis, Gopinath, Le Mezo, Mehl and Nguyen (IMF, ECB)",
    coverage="105 countries with export data, 1990-2019, with gaps; Belarus 2015-2019, Russia 2008-2019, no China",
    unit="% of the value of exports or imports",
    licence="CC BY 4.0 (Mendeley Data)",
    citation=(
        "Boz, E., C. Casas, G. Georgiadis, G. Gopinath, H. Le Mezo, A. Mehl and T. Nguyen (2022), Patterns of invoicing"
        " currency in global trade: New evidence, Journal of International Economics 136. Data: Mendeley Data,"
        " doi 10.17632/6z6w78968m."
    ),
    url="https://data.mendeley.com/datasets/6z6w78968m",
    definitions=(
        "Shares by currency of invoicing (of settlement for some countries, see the paper). `home` is the country's own"
        " currency, not counted again where that is USD or EUR; `unclassified` is what the source could not assign, and"
        " is not spread over the others. `other_excl_usd_eur` is a second reading of the same trade (all but USD and"
        " EUR), not a part beside `home` and `other`. A blank is absent, not zero."
    ),
    by_hand="download all_countries_update.xls from the Mendeley page in a browser, then give it with --from",
)

COLUMNS = (
    Column("economy", "label", "", "ISO3 of the country"),
    Column("name", "label", "", "country as written"),
    Column("year", "int16", "year", "calendar year"),
    Column("flow", "label", "", "export or import"),
    Column("currency", "label", "", "USD, EUR, home, other, unclassified or other_excl_usd_eur"),
    Column("share", "float64", "%", "share of the value of the flow"),
)

CURRENCIES = {
    "USD": "USD", "EUR": "EUR", "Home": "home", "Other": "other", "Unclassified": "unclassified",
    "Other_Excl_USDEUR": "other_excl_usd_eur",
}  # fmt: skip
MOST = 100.5  # %: shares are rounded, and a few are sums of rounded ones


def rows(path: Path, piece: Piece, only: Only, notes: Notes) -> Iterator[tuple[Any, ...]]:
    if path.suffix.casefold() == ".csv":
        with csv_sheet(path) as sheet:
            yield from _rows(sheet, notes)
    else:
        for _, sheet in excel_sheets(path, skip_to="ISO3C"):
            yield from _rows(sheet, notes)


def _rows(sheet: Any, notes: Notes) -> Iterator[tuple[Any, ...]]:
    country, code, year = sheet.at("country"), sheet.at("ISO3C"), sheet.at("year")
    shares = [
        (flow.casefold(), label, sheet.at(f"{currency}{flow}"))
        for flow in ("Export", "Import")
        for currency, label in CURRENCIES.items()
    ]
    unique = Unique(sheet)
    blank = beyond = 0
    for line, row in sheet.rows:
        name, iso = sheet.text(row, country), economy_of_code(sheet.text(row, code))
        when = sheet.year(line, row, year)
        iso = iso or economy(name)
        unique.check(line, iso or name, when)
        for flow, currency, at in shares:
            share = sheet.number(line, row, at)
            if share is None:
                blank += 1
                continue
            if not -0.5 <= share <= MOST:
                beyond += 1
            yield iso, name, when, flow, currency, share
    if blank:
        notes.append(f"{blank} cells are blank: absent, not zero.")
    if beyond:
        notes.append(f"{beyond} shares lie outside 0 to 100 %, as published.")


SOURCE = RowSource(ABOUT, COLUMNS, rows)
