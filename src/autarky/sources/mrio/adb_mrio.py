"""ADB Multiregional Input-Output tables: 62 or 72 economies and the rest of the world, 35 industries, from 2000.

Layout: a workbook a year, sheet `ADB MRIO 2022`; above the numbers name, economy and code (c1 ... c35, F1 ... F5),
the same at the left; below r60 total, r99 taxes, r61 to r63 adjustments, r64 value added, r65 or trs transport margins,
r69 output. Economies have the codes of the ADB (PRC, GER, SWI, TAP, ...).
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from autarky.sources.base import About, Piece
from autarky.sources.io.tidy import Notes
from autarky.sources.mrio.layout import Layout, industry_names, same
from autarky.sources.mrio.source import MrioSource, check_year

if TYPE_CHECKING:
    from autarky.world.tables.table import InterCountryTable

USES = ("F1", "F2", "F3", "F4", "F5")
TEXTS = {
    "total output": "r69",
    "output at basic prices": "r69",
    "total intermediate": "r60",
    "transport margin": "r65",
}
# codes of the ADB that are not ISO3
ECONOMIES = {
    "BAN": "BGD", "BHU": "BTN", "BRU": "BRN", "BUL": "BGR", "CAM": "KHM", "DEN": "DNK", "FIJ": "FJI", "GER": "DEU",
    "INO": "IDN", "IRE": "IRL", "MAL": "MYS", "MLD": "MDV", "MON": "MNG", "MYA": "MMR", "NEP": "NPL", "NET": "NLD",
    "PHI": "PHL", "POR": "PRT", "PRC": "CHN", "ROM": "ROU", "SIN": "SGP", "SPA": "ESP", "SRI": "LKA", "SWI": "CHE",
    "TAJ": "TJK", "TAP": "TWN", "UKG": "GBR", "VIE": "VNM", "SAM": "WSM", "SOL": "SLB", "VAN": "VUT", "TIM": "TLS",
}  # fmt: skip


def layout_of() -> Layout:
    return Layout(
        edition="the ADB MRIO",
        industries=same(industry_names("wiod_2013")),
        uses=same(USES),
        rows={
            "r60": "total",
            "r99": "taxes",
            "r61": "adjustments",
            "r62": "adjustments",
            "r63": "adjustments",
            "r64": "value added",
            "r65": "taxes",
            "trs": "taxes",
            "r69": "output",
        },
        columns={"r69": "output", "TOT": "output"},
        unit="USD million",
        rounding=0.1,
        inventories=("F5",),
        nowhere=frozenset(("", "TOT", "ToT", "Total")),
        economies=ECONOMIES,
        others={"WIOD 2016 (source wiod-2016)": frozenset(industry_names("wiod_2016"))},
    )


def read_adb(path: Path, piece: Piece, notes: Notes) -> "InterCountryTable":
    """The table of one year in a workbook."""
    from autarky.sources.mrio.assemble import assemble
    from autarky.sources.mrio.excel import read_sheet

    layout, year = layout_of(), piece.years[0]
    block, titles = read_sheet(
        path, layout, (f"*{year}*.xls*",), (f"ADB MRIO {year}", str(year), "ADB MRIO"), TEXTS
    )
    check_year(block.file, year, *titles, what="the table in it")
    notes.append("International transport margins are kept with taxes on products, outside basic prices.")
    return assemble(block, layout, year, notes, industry_names=industry_names("wiod_2013"))


SOURCE = MrioSource(
    about=About(
        name="adb-mrio",
        title="ADB Multiregional Input-Output tables",
        group="inter-country tables",
        provider="Asian Development Bank",
        coverage="62 economies (2000, 2007-2022) or 72 (2017-2022) and the rest of the world, 35 industries",
        unit="USD million",
        licence="ADB terms of use: free to use with attribution",
        citation="Asian Development Bank, Multiregional Input-Output Tables, https://kidb.adb.org/globalization",
        url="https://kidb.adb.org/globalization/current",
        definitions="current prices; basic prices, ISIC Rev. 3 as in WIOD 2013; value added at basic prices",
        by_hand="open the page, choose the tables in current prices and save the workbook of the year",
    ),
    inventories=("F5",),
    names=partial(industry_names, "wiod_2013"),
    read_table=read_adb,
)
