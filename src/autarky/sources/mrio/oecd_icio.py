"""OECD Inter-Country Input-Output tables, editions of 2025 and 2023, regular (SML) and extended (EXT) layout.

Layout (`ReadMe_ICIO_small.xlsx` and `ReadMe_ICIO_extended.xlsx` of the OECD): one csv a year in bundles of years; rows
and columns `ARG_A01`, final uses `ARG_HFCE`, a last column `OUT`; below the industries TLS, VA and OUT. The extended
tables print China and Mexico in two parts each, which are added up here; final uses of the two are whole there.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from autarky.sources.base import About, Piece
from autarky.sources.io.tidy import Notes
from autarky.sources.mrio.layout import Label, Layout, industry_names, same
from autarky.sources.mrio.source import MrioSource, check_year

if TYPE_CHECKING:
    from autarky.world.tables.table import InterCountryTable

USES = {u: u for u in ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR")} | {"DIRP": "DPABR"}
# CN1: China without, CN2: with processing exports; MX1: Mexico without, MX2: with global manufacturing
PARTS = {"CN1": "CHN", "CN2": "CHN", "MX1": "MEX", "MX2": "MEX"}
EDITIONS = ("2025", "2023")


def names_of(edition: str) -> Mapping[str, str]:
    """Industries of an edition, code -> name, in the order of its tables."""
    from autarky.world.sectors import INDUSTRIES

    return INDUSTRIES if edition == "2025" else industry_names("icio_2023")


def layout_of(edition: str, year: int) -> Layout:
    """The layout of the edition that was published in `edition`."""
    return Layout(
        edition=f"the {edition} edition of the OECD ICIO",
        industries=same(names_of(edition)),
        uses=USES,
        rows={"TLS": "taxes", "VA": "value added", "OUT": "output"},
        columns={"OUT": "output", "TOTAL": "total"},
        unit="USD million",
        rounding=0.001,
        inventories=("INVNT",),
        optional=("DPABR",),
        merged=PARTS,
        others={
            f"the {other} edition (key {other}-{year})": frozenset(names_of(other))
            for other in EDITIONS
            if other != edition
        },
    )


def read_icio(path: Path, piece: Piece, notes: Notes) -> "InterCountryTable":
    """The table of one year in a csv, or in a bundle of them."""
    from autarky.sources.mrio.assemble import assemble
    from autarky.sources.mrio.block import Block
    from autarky.sources.mrio.csv_layout import read_wide
    from autarky.sources.mrio.source import opened

    year = piece.years[0]
    layout = layout_of(piece.key.split("-")[0], year)
    with opened(path, f"{year}_SML.csv", f"{year}.csv", f"*_{year}.csv", f"*{year}*.csv") as (stream, file):
        check_year(file, year, file.rsplit("/", 1)[-1].replace("ICIO2023", "").replace("ICIO2025", ""))
        wide = read_wide(stream, file)
    notes += wide.notes
    block = Block(
        file=file,
        values=wide.values,
        rows=[_label(r[0], layout) for r in wide.labels],
        columns=[_label(c, layout) for c in wide.header[0]],
        lines=wide.lines,
    )
    table = assemble(block, layout, year, notes, industry_names=names_of(piece.key.split("-")[0]))
    parts = sorted({e for e, _ in block.rows if e in PARTS})
    if parts:
        wholes = " and ".join(sorted({PARTS[p] for p in parts}))
        notes.append(f"Extended layout: {', '.join(parts)} were added up to {wholes}.")
    return table


def _label(printed: str, layout: Layout) -> Label:
    """`ARG_C17_18` -> ("ARG", "C17_18"); TLS, VA and OUT belong to no economy."""
    if printed in layout.rows or printed in layout.columns:
        return "", printed
    economy, _, item = printed.partition("_")
    return economy, item


def _names() -> Mapping[str, str]:
    return {**names_of("2023"), **names_of("2025")}


SOURCE = MrioSource(
    about=About(
        name="oecd-icio",
        title="OECD Inter-Country Input-Output tables",
        group="inter-country tables",
        provider="OECD",
        coverage=(
            "2025 edition: 80 economies and the rest of the world, 50 industries, 1995-2022; 2023 edition: 76 and the"
            " rest, 45 industries, 1995-2020"
        ),
        unit="USD million",
        licence="OECD terms and conditions: free to use and share with attribution",
        citation="OECD (2025), OECD Inter-Country Input-Output Database, http://oe.cd/icio",
        url="https://www.oecd.org/en/data/datasets/inter-country-input-output-tables.html",
        definitions=(
            "current prices; flows at basic prices by national accounts (SNA 2008), ISIC Rev. 4; TLS: taxes less"
            " subsidies on products; DPABR: what residents buy abroad; keys with -ext- are the extended layout, which"
            " gives the same table"
        ),
    ),
    inventories=("INVNT",),
    names=_names,
    read_table=read_icio,
)
