"""EXIOBASE 3, industry by industry: 44 economies, 5 regions of the rest of the world, 163 industries, 1995-2022.

Layout: a zip a year (`IOT_2019_ixi.zip`) with tab-separated text, two heading lines and two label columns (region,
sector): `Z.txt` (or `A.txt`), `Y.txt` (seven final uses), `x.txt` (output), value added in `factor_inputs/F.txt` (from
3.9) or the first rows of `satellite/F.txt`, taxes on final uses in `F_Y.txt`. EUR million. Only these members are
read, straight into the arrays of the table; pymrio would read all extensions too. A folder of the files works as well.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from autarky.sources.base import About, Piece
from autarky.sources.io.tidy import Notes
from autarky.sources.mrio.layout import Layout, industry_names
from autarky.sources.mrio.source import MrioSource

if TYPE_CHECKING:
    from autarky.world.tables.table import InterCountryTable

# final use as printed -> label of EXIOBASE; exports are inside the table, so the seventh column is empty
USES = {
    "Final consumption expenditure by households": "F_HOUS",
    "Final consumption expenditure by non-profit organisations serving households (NPISH)": "F_NPSH",
    "Final consumption expenditure by government": "F_GOVE",
    "Gross fixed capital formation": "I_GFCF",
    "Changes in inventories": "I_CHIN",
    "Changes in valuables": "I_CHVA",
    "Exports: Total (fob)": "X_TOTA",
}
# rest of Asia and the Pacific, Latin America, Europe, Africa, the Middle East; WF is no ISO code here
REGIONS = {f"W{x}": f"WW{x}" for x in "ALEFM"} | {f"WW{x}": f"WW{x}" for x in "ALEFM"} | {"ROM": "ROU"}


def layout_of() -> Layout:
    return Layout(
        edition="EXIOBASE 3, industry by industry (ixi)",
        industries={name: code for code, name in industry_names("exiobase3").items()},
        uses=USES,
        rows={},
        columns={},
        unit="EUR million",
        rounding=0.001,
        inventories=("I_CHIN", "I_CHVA"),
        economies=REGIONS,
    )


def read_exiobase(path: Path, piece: Piece, notes: Notes) -> "InterCountryTable":
    """The table of one year, from the zip of the publisher or a folder with its files."""
    from autarky.sources.mrio.exiobase_parts import read_parts

    return read_parts(path, layout_of(), piece.years[0], notes, _names())


def _names() -> Mapping[str, str]:
    return industry_names("exiobase3")


SOURCE = MrioSource(
    about=About(
        name="exiobase",
        title="EXIOBASE 3 monetary input-output tables, industry by industry",
        group="inter-country tables",
        provider="EXIOBASE consortium",
        coverage="44 economies and 5 regions (WWA WWL WWE WWF WWM), 163 industries, 6 final uses, 1995-2022",
        unit="EUR million",
        licence="CC BY-SA 4.0 (up to version 3.8.2); later versions as Zenodo says",
        citation=(
            "Stadler et al. (2018), EXIOBASE 3: Developing a Time Series of Detailed Environmentally Extended"
            " Multi-Regional Input-Output Tables, Journal of Industrial Ecology 22: 502-515"
        ),
        url="https://doi.org/10.5281/zenodo.3583070",
        definitions=(
            "current prices; basic prices; years after 2011 are extrapolated by the publisher (nowcast); not converted"
            " to dollars; a table needs about 1 GB of memory to read"
        ),
    ),
    inventories=("I_CHIN", "I_CHVA"),
    names=partial(industry_names, "exiobase3"),
    read_table=read_exiobase,
)
