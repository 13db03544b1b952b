"""WIOD, release of 2016: 43 economies and the rest of the world, 56 industries, 2000-2014.

Layout: workbooks `WIOT2014_Nov16_ROW.xlsb`, one sheet a year; above the numbers code (A01 ... U, CONS_h ... INVEN, GO),
name, economy and number of the column, the same at the left; below II_fob, TXSP, EXP_adj, PURR, PURNR, VA, IntTTM, GO.
The Stata files (`WIOT2014_October16_ROW.dta`) have one row a seller and columns vAUS1 ... vROW61 and TOT.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from autarky.errors import InputError
from autarky.sources.base import About, Piece
from autarky.sources.io.tidy import Notes
from autarky.sources.mrio.layout import Layout, industry_names, same
from autarky.sources.mrio.source import MrioSource, check_year

if TYPE_CHECKING:
    from autarky.world.tables.table import InterCountryTable

USES = ("CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN")
TEXTS = {"output at basic prices": "GO", "total output": "GO", "total intermediate consumption": "II_fob"}


def layout_of() -> Layout:
    return Layout(
        edition="WIOD 2016",
        industries=same(industry_names("wiod_2016")),
        uses=same(USES),
        rows={
            "II_fob": "total",
            "TXSP": "taxes",
            "EXP_adj": "adjustments",
            "PURR": "adjustments",
            "PURNR": "adjustments",
            "VA": "value added",
            "IntTTM": "taxes",
            "GO": "output",
        },
        columns={"GO": "output", "TOT": "output"},
        unit="USD million",
        rounding=0.001,
        inventories=("INVEN",),
        others={"WIOD 2013 (source wiod-2013)": frozenset(industry_names("wiod_2013"))},
    )


def read_wiod(path: Path, piece: Piece, notes: Notes) -> "InterCountryTable":
    """The table of one year: a workbook or a Stata file, alone or in the archive of all years."""
    from autarky.sources.mrio.assemble import assemble

    layout, year = layout_of(), piece.years[0]
    if path.suffix.casefold() == ".rdata":
        raise InputError(f"{path.name}: R files of WIOD are not read; take the Excel or the Stata files")
    if path.suffix.casefold() == ".dta" or "stata" in path.name.casefold():
        from autarky.sources.mrio.stata import read_stata

        block, years = read_stata(path, layout, (f"WIOT{year}_*_ROW.dta", f"*{year}*.dta"))
        check_year(block.file, year, *years, what="its column Year")
    else:
        from autarky.sources.mrio.excel import read_sheet

        patterns = (f"WIOT{year}_Nov16_ROW.xls*", f"WIOT{year}_*ROW.xls*", f"WIOT{year}*.xls*")
        block, titles = read_sheet(path, layout, patterns, (str(year),), TEXTS)
        check_year(block.file, year, *titles, what="the table in it")
        if any("previous" in t.casefold() for t in titles):
            raise InputError(f"{block.file} is in previous years' prices; take the table in current prices")
    notes.append(
        "International transport margins (IntTTM) are kept with taxes on products, outside basic prices."
    )
    return assemble(block, layout, year, notes, industry_names=industry_names("wiod_2016"))


SOURCE = MrioSource(
    about=About(
        name="wiod-2016",
        title="World Input-Output Database, release 2016",
        group="inter-country tables",
        provider="WIOD project, University of Groningen",
        coverage="43 economies and the rest of the world, 56 industries, 5 final uses, 2000-2014",
        unit="USD million",
        licence="CC BY 4.0",
        citation=(
            "Timmer, Dietzenbacher, Los, Stehrer, de Vries (2015), An Illustrated User Guide to the World Input-Output"
            " Database, Review of International Economics 23: 575-605"
        ),
        url="https://www.rug.nl/ggdc/valuechain/wiod/wiod-2016-release",
        definitions="current prices; basic prices (SNA 2008), ISIC Rev. 4; value added at basic prices",
    ),
    inventories=("INVEN",),
    names=partial(industry_names, "wiod_2016"),
    read_table=read_wiod,
)
