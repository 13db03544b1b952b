"""FIGARO, the EU inter-country input-output tables of Eurostat, industry by industry: 64 industries, from 2010.

Layout: csv a year, either a matrix (`matrix_eu-ic-io_ind-by-ind_25ed_2022.csv`: rows and columns `AT_A01`, final uses
`AT_P3_S14`, below `W2_D21X31` taxes on products, `W2_OP_RES` and `W2_OP_NRES` direct purchases, `W2_D1`, `W2_D29X39`,
`W2_B2A3G` value added) or flat (`flatfile_eu-ic-io_...csv`: columns refArea, rowIi, counterpartArea, colIi, obsValue).
There are no totals: output is what is sold. EUR million.
"""

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from autarky.errors import InputError
from autarky.sources.base import About, Piece
from autarky.sources.io.tidy import Notes
from autarky.sources.mrio.layout import Label, Layout, industry_names, same
from autarky.sources.mrio.source import MrioSource, check_year

if TYPE_CHECKING:
    from autarky.world.tables.table import InterCountryTable

USES = ("P3_S13", "P3_S14", "P3_S15", "P51G", "P5M")
FLAT = ("refArea", "rowIi", "counterpartArea", "colIi", "obsValue")


def layout_of() -> Layout:
    industries = industry_names("figaro")
    return Layout(
        edition="FIGARO, industry by industry",
        industries=same(industries),
        uses=same(USES),
        rows={
            "D21X31": "taxes",
            "OP_RES": "adjustments",
            "OP_NRES": "adjustments",
            "D1": "value added",
            "D29X39": "value added",
            "B2A3G": "value added",
        },
        columns={},
        unit="EUR million",
        rounding=0.01,
        inventories=("P5M",),
        nowhere=frozenset(("W2", "DOM")),
        economies={"FIGW1": "ROW", "WRL_REST": "ROW"},
        others={"the product-by-product table": frozenset(f"CPA_{code}" for code in industries)},
    )


def read_figaro(path: Path, piece: Piece, notes: Notes) -> "InterCountryTable":
    """The table of one year, from a matrix or a flat file."""
    from autarky.sources.mrio.assemble import assemble
    from autarky.sources.mrio.block import Block
    from autarky.sources.mrio.csv_layout import read_wide
    from autarky.sources.mrio.flat import is_flat, read_flat
    from autarky.sources.mrio.source import opened

    layout, year = layout_of(), piece.years[0]
    with opened(path, f"*ind-by-ind*_{year}.csv", f"*{year}*.csv") as (stream, file):
        check_year(file, year, file.rsplit("/", 1)[-1])
        _check_edition(file, piece)
        head = stream.readline()
        if is_flat(head, FLAT):
            block = read_flat(stream, file, head, FLAT, notes)
        else:
            wide = read_wide(stream, file, first=head)
            notes += wide.notes
            rows = [_label(r[0]) for r in wide.labels]
            block = Block(file, wide.values, rows, [_label(c) for c in wide.header[0]], wide.lines)
    return assemble(block, layout, year, notes, industry_names=industry_names("figaro"))


def _check_edition(file: str, piece: Piece) -> None:
    """Names end in `_25ed_2022.csv`: edition 2025."""
    edition = piece.key.split("-")[0]
    told = re.search(r"_(\d\d)ed_", file)
    if told and f"20{told[1]}" != edition:
        raise InputError(
            f"{file} is of edition 20{told[1]}, expected {edition}; use key 20{told[1]}-{piece.years[0]}"
        )


def _label(printed: str) -> Label:
    economy, _, item = printed.partition("_")
    return economy, item


SOURCE = MrioSource(
    about=About(
        name="figaro",
        title="FIGARO: EU inter-country input-output tables",
        group="inter-country tables",
        provider="Eurostat and the Joint Research Centre",
        coverage="45 to 49 economies and the rest of the world, 64 industries, 5 final uses, 2010-2023",
        unit="EUR million",
        licence="CC BY 4.0 (Eurostat: free to use with attribution)",
        citation="Eurostat (2025), FIGARO tables, EU inter-country supply, use and input-output tables, edition 2025",
        url="https://ec.europa.eu/eurostat/web/esa-supply-use-input-tables/database",
        definitions="current prices; basic prices (ESA 2010), NACE Rev. 2; in euros, not converted",
    ),
    inventories=("P5M",),
    names=partial(industry_names, "figaro"),
    read_table=read_figaro,
)
