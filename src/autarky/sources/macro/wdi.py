"""World Bank: World Development Indicators, an indicator at a time through the API or all in one archive."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autarky.errors import InputError
from autarky.sources.base import About, Only, Piece
from autarky.sources.io.rowwise import RowSource
from autarky.sources.io.sheets import csv_sheet
from autarky.sources.io.tidy import Column, Notes
from autarky.sources.macro.worldbank import api_rows, is_json, wide_rows

ABOUT = About(
    name="wdi",
    title="World Development Indicators",
    group="macro",
    provider="World Bank",
    coverage="217 economies and 49 groups of them, about 1,500 indicators, from 1960",
    unit="that of the indicator, in its name",
    licence="CC BY 4.0",
    citation="World Bank, World Development Indicators.",
    url="https://datatopics.worldbank.org/world-development-indicators/",
    definitions=(
        "Each indicator has its own source and definition; its name ends in its unit. Groups (World, Euro area, income"
        " groups) are marked `is_group`, not to be added to economies. A figure that the Bank does not have has no row."
    ),
)

COLUMNS = (
    Column("economy", "label", "", "ISO3; the Bank's own code for groups and the Channel Islands (CHI)"),
    Column("name", "label", "", "economy or group as written"),
    Column("is_group", "bool", "", "a group of economies"),
    Column("indicator", "label", "", "code of the indicator"),
    Column("indicator_name", "label", "", "name of the indicator, with its unit"),
    Column("year", "int16", "year", "calendar year (fiscal for some)"),
    Column("value", "float64", "that of the indicator", "figure"),
    Column(
        "status", "label", "", "estimated where the API says so (estimates and forecasts); otherwise null"
    ),
)


def rows(path: Path, piece: Piece, only: Only, notes: Notes) -> Iterator[tuple[Any, ...]]:
    wanted = set(only.get("indicator", ()))
    groups: set[str] = set()

    def marked(found: Iterator[Any]) -> Iterator[tuple[Any, ...]]:
        for row in found:
            if row[2]:
                groups.add(row[1])
            yield row

    if is_json(path):
        for row in marked(api_rows(path)):
            if piece.key != "all" and row[3] != piece.key:
                raise InputError(f"{path} holds indicator {row[3]}, not {piece.key}; name --key {row[3]}")
            yield row
    else:
        with csv_sheet(path, "WDI[CD]*[VA].csv") as sheet:
            yield from marked(wide_rows(sheet, wanted))
    if groups:
        notes.append(f"{len(groups)} groups of economies (World among them) are marked is_group.")


SOURCE = RowSource(ABOUT, COLUMNS, rows)
