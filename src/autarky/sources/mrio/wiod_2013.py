"""WIOD, release of 2013: 40 economies and the rest of the world, 35 industries, 1995-2011.

Layout: a workbook a year (`wiot11_row_sep12.xlsx`), sheet WIOT_2011; above the numbers code, name, economy and
number (c1 ... c35, final uses c37, c38, c39, c41, c42) of the column, the same at the left; below r60 total, r99 taxes,
r61 to r63 adjustments, r64 value added, r65 transport margins, r69 output. Tables repackaged as .npz (`inter`, `final`,
`output`, `countries`, `industries`) are read as well.
"""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from autarky.sources.base import About, Piece
from autarky.sources.io.tidy import Notes
from autarky.sources.mrio.layout import Layout, industry_names, same
from autarky.sources.mrio.source import MrioSource, check_year

if TYPE_CHECKING:
    from autarky.world.tables.table import InterCountryTable

USES = ("CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN")
NUMBERED = dict(zip(("c37", "c38", "c39", "c41", "c42"), USES, strict=True))
TEXTS = {"total output": "GO", "output at basic prices": "GO", "total intermediate": "r60"}


def layout_of() -> Layout:
    return Layout(
        edition="WIOD 2013",
        industries=same(industry_names("wiod_2013")),
        uses={**same(USES), **NUMBERED},
        rows={
            "r60": "total",
            "r99": "taxes",
            "r61": "adjustments",
            "r62": "adjustments",
            "r63": "adjustments",
            "r64": "value added",
            "r65": "taxes",
            "r69": "output",
            "GO": "output",
        },
        columns={"GO": "output"},
        unit="USD million",
        rounding=1.0,
        inventories=("INVEN",),
        economies={"ROM": "ROU"},
        others={"WIOD 2016 (source wiod-2016)": frozenset(industry_names("wiod_2016"))},
    )


def read_wiod(path: Path, piece: Piece, notes: Notes) -> "InterCountryTable":
    """The table of one year in a workbook, alone or in an archive, or repackaged as .npz."""
    from autarky.sources.mrio.assemble import assemble

    layout, year = layout_of(), piece.years[0]
    if path.suffix.casefold() == ".npz":
        from autarky.sources.mrio.icio_npz import read_npz

        check_year(path.name, year, path.stem)
        block = read_npz(path, USES)
        layout = replace(layout, rows={})  # it has output only
    else:
        from autarky.sources.mrio.excel import read_sheet

        yy = f"{year % 100:02d}"
        block, titles = read_sheet(
            path, layout, (f"wiot{yy}_row*.xlsx", f"wiot{yy}*.xlsx"), (f"WIOT_{year}", "WIOT"), TEXTS
        )
        check_year(block.file, year, *titles, what="the table in it")
        notes.append(
            "International transport margins (r65) are kept with taxes on products, outside basic prices."
        )
    return assemble(block, layout, year, notes, industry_names=industry_names("wiod_2013"))


SOURCE = MrioSource(
    about=About(
        name="wiod-2013",
        title="World Input-Output Database, release 2013",
        group="inter-country tables",
        provider="WIOD project, University of Groningen",
        coverage="40 economies and the rest of the world, 35 industries, 5 final uses, 1995-2011",
        unit="USD million",
        licence="CC BY 4.0",
        citation=(
            "Timmer, Dietzenbacher, Los, Stehrer, de Vries (2015), An Illustrated User Guide to the World Input-Output"
            " Database, Review of International Economics 23: 575-605"
        ),
        url="https://www.rug.nl/ggdc/valuechain/wiod/wiod-2013-release",
        definitions="current prices; basic prices (SNA 1993), ISIC Rev. 3; value added at basic prices",
        by_hand="open the page, choose World Input-Output Tables, save the workbook of the year (wiot11_row_...xlsx)",
    ),
    inventories=("INVEN",),
    names=partial(industry_names, "wiod_2013"),
    read_table=read_wiod,
)
