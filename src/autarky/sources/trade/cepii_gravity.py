"""CEPII Gravity: ties, distances, sizes and trade flows of pairs of countries by year, 1948-2021.

`Gravity_V202211.csv` (4.7 million rows, 87 columns) in `Gravity_csv_V202211.zip`; the columns below are read, and
only the wanted rows are turned into figures.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, ClassVar

from autarky.errors import InputError
from autarky.sources.addresses import load_pieces
from autarky.sources.base import About, Only, Piece
from autarky.sources.figures import FigureReader, TieFigure, pair_rows, sums
from autarky.sources.io.archive import open_member
from autarky.sources.io.blocks import Block, blocks, layout_of, numbers, require
from autarky.sources.io.rowwise import check_only
from autarky.sources.io.text import Dialect
from autarky.sources.io.tidy import Column, Notes, Record

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

FIRST, LAST = 1948, 2100
IDS = ("country_id_o", "country_id_d")
EXISTS = ("country_exists_o", "country_exists_d")
ENDS = {"origin": "iso3_o", "destination": "iso3_d"}
TIES = (
    Column("contig", "bool", "", "common border"),
    Column("comlang_off", "bool", "", "common official or primary language"),
    Column("comlang_ethno", "bool", "", "a language is spoken by at least 9 % in both"),
    Column("comcol", "bool", "", "common colonizer after 1945"),
    Column("col45", "bool", "", "colonial tie after 1945"),
    Column("col_dep_ever", "bool", "", "ever in a colonial or dependency relation"),
    Column("sibling_ever", "bool", "", "ever dependent on the same hegemon"),
    Column("wto_o", "bool", "", "origin is a member of the WTO"),
    Column("wto_d", "bool", "", "destination is a member of the WTO"),
    Column("eu_o", "bool", "", "origin is a member of the EU"),
    Column("eu_d", "bool", "", "destination is a member of the EU"),
    Column("fta_wto", "bool", "", "regional trade agreement in force, notified to the WTO"),
)
FIGURES = (
    Column("dist", "float64", "km", "between the most populated cities"),
    Column("distcap", "float64", "km", "between the capitals"),
    Column(
        "distw_harmonic", "float64", "km", "weighted by population, harmonic mean; the one CEPII recommends"
    ),
    Column("distw_arithmetic", "float64", "km", "weighted by population, arithmetic mean"),
    Column("comrelig", "float64", "", "proximity of religions, 0 to 1"),
    Column("diplo_disagreement", "float64", "", "distance of ideal points in votes of the UN"),
    Column("scaled_sci_2021", "float64", "", "Facebook social connectedness, 2021, scaled"),
    Column("pop_o", "float64", "thousand", "population of the origin"),
    Column("pop_d", "float64", "thousand", "population of the destination"),
    Column("gdp_o", "float64", "thousand USD", "GDP of the origin, current prices"),
    Column("gdp_d", "float64", "thousand USD", "GDP of the destination, current prices"),
    Column("tradeflow_comtrade_o", "float64", "thousand USD", "Comtrade, as the origin reports"),
    Column("tradeflow_comtrade_d", "float64", "thousand USD", "Comtrade, as the destination reports"),
    Column("tradeflow_baci", "float64", "thousand USD", "BACI, both reports reconciled, from 1996"),
    Column("tradeflow_imf_o", "float64", "thousand USD", "IMF, as the origin reports"),
    Column("tradeflow_imf_d", "float64", "thousand USD", "IMF, as the destination reports"),
)
COLUMNS = (
    Column("year", "int16", "", "calendar year"),
    Column("origin", "label", "", "ISO3"),
    Column("destination", "label", "", "ISO3"),
    *TIES,
    *FIGURES,
)
READ = ("year", *IDS, *ENDS.values(), *EXISTS, *(c.name for c in (*TIES, *FIGURES)))
ABOUT = About(
    name="cepii-gravity",
    title="CEPII Gravity database",
    group="trade",
    provider="CEPII",
    coverage="252 countries, past ones included, all pairs, 1948-2021 (release V202211)",
    unit="km; thousand USD; thousand persons; yes or no",
    licence="Etalab Open Licence 2.0",
    citation=(
        "Conte, M., Cotterlaz, P. and Mayer, T. (2022), The CEPII Gravity Database, CEPII Working Paper 2022-05."
    ),
    url="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=8",
    definitions=(
        "One row per ordered pair and year in which both countries existed; rows of countries that did not exist are"
        " left out (CEPII carries them, and two rows for states that split or merged). A blank is absent, not zero:"
        " trade flows above all. Flows of Comtrade and the IMF are exports FOB where the origin reports and imports CIF"
        " where the destination does. Ties of the former Soviet Union: BLR-RUS is col_dep_ever, not sibling_ever,"
        " because Russia counts as the hegemon. Agreements are those notified to the WTO."
    ),
)


FLOWS = {
    "tradeflow_comtrade_o": "Comtrade, as the seller reports",
    "tradeflow_comtrade_d": "Comtrade, as the buyer reports",
    "tradeflow_imf_o": "IMF, as the seller reports",
    "tradeflow_imf_d": "IMF, as the buyer reports",
}


def tie_figures(path: Path, record: Record, a: str, b: str) -> list[TieFigure]:
    """The flows that CEPII's gravity data carry from elsewhere (BACI is a source of its own)."""
    frame = pair_rows(path, a, b, ["year", "origin", "destination", *FLOWS])
    found = []
    for column, definition in FLOWS.items():
        named = frame.rename(columns={column: "value"})
        for (o, d, y), value in sums(named, ["origin", "destination", "year"]):
            found.append(
                TieFigure(
                    source=record.source, flow="goods", origin=str(o), destination=str(d), year=int(y),
                    value=value / 1e3, unit="USD million", share=None, share_of="", status="reported",
                    definition=definition,
                )
            )  # fmt: skip
    return found


@dataclass(frozen=True)
class CepiiGravity:
    """See the module; satisfies `autarky.sources.base.Source`."""

    about: About = ABOUT
    columns: tuple[Column, ...] = COLUMNS
    figures: ClassVar[FigureReader] = staticmethod(tie_figures)

    def pieces(self) -> tuple[Piece, ...]:
        return load_pieces("cepii_gravity")

    def read(self, path: Path, piece: Piece, only: Only, notes: Notes) -> "Iterator[pa.Table]":
        """Rows of the years of the piece; the zip, or the csv in it."""
        check_only(only, COLUMNS, ABOUT.name)

        def opening() -> "AbstractContextManager[IO[bytes]]":
            return open_member(path, "*Gravity_V*.csv")

        layout = layout_of(opening, path.name)
        require(layout, READ, path.name, "the CEPII Gravity database, release V202211")
        years = {str(y) for y in piece.years} & {str(y) for y in only.get("year", piece.years)}
        wanted = {name: set(only[name]) for name in ENDS if only.get(name)}
        yield from rows_of(blocks(opening, layout, READ, path.name), layout, years, wanted, path.name, notes)


def rows_of(
    read: Iterator[Block],
    layout: Dialect,
    years: set[str],
    wanted: dict[str, set[str]],
    where: str,
    notes: Notes,
) -> "Iterator[pa.Table]":
    """Tidy rows of blocks with the columns `READ`."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    keys: list[np.ndarray] = []
    codes: dict[str, int] = {}
    gone = 0
    for block in read:
        mask = pc.is_in(block.column("year"), value_set=pa.array(sorted(years), pa.string()))
        for name, economies in wanted.items():
            found = pc.is_in(block.column(ENDS[name]), value_set=pa.array(sorted(economies)))
            mask = pc.and_(mask, found)
        existing = pc.and_(*(pc.equal(block.column(name), "1") for name in EXISTS))
        gone += pc.sum(pc.and_not(mask, existing)).as_py() or 0
        at = pc.indices_nonzero(pc.and_(mask, existing)).to_numpy()
        if not at.size:
            _check_years(block, where)
            continue
        rows, lines = block.rows.take(pa.array(at)), block.first_line + at
        keys.append(_keys(rows, codes))
        made: dict[str, pa.Array] = {"year": rows.column("year").cast(pa.int16())}
        for name, given in ENDS.items():
            made[name] = _codes(rows.column(given), given, lines, where)
        for column in TIES:
            made[column.name] = _yes_or_no(rows.column(column.name), column.name, lines, where, layout)
        for column in FIGURES:
            # ideal points differ by 0 or more; everything else here is a size
            made[column.name] = numbers(rows.column(column.name), column.name, lines, where, layout, least=0)
        yield pa.table(made)
    if keys and np.unique(every := np.concatenate(keys)).size < every.size:
        raise InputError(f"{where} holds a pair of countries twice in one year; the file is damaged")
    if gone:
        notes.append(f"{gone} rows of countries that did not exist in their year; left out.")


def _check_years(block: Block, where: str) -> None:
    """`InputError` for years that are none, looked for in blocks without a wanted row only: it costs nothing else."""
    import pyarrow.compute as pc

    for cell in pc.unique(block.column("year")).to_pylist():
        if not (cell.isdigit() and FIRST <= int(cell) <= LAST):
            k = pc.index(block.column("year"), cell).as_py()
            raise InputError(f"{where}, line {block.first_line + k}, column year: {cell!r} is not a year")


def _codes(column: "pa.Array", name: str, lines: "np.ndarray", where: str) -> "pa.Array":
    import pyarrow.compute as pc

    good = pc.match_substring_regex(column, "^[A-Z]{3}$")
    if not pc.all(good).as_py():
        k = pc.index(good, False).as_py()
        raise InputError(
            f"{where}, line {lines[k]}, column {name}: {column[k].as_py()!r} is not an ISO3 code"
        )
    return column.dictionary_encode()


def _yes_or_no(column: "pa.Array", name: str, lines: "np.ndarray", where: str, layout: Dialect) -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    found = numbers(column, name, lines, where, layout)
    good = pc.fill_null(pc.is_in(found, value_set=pa.array([0.0, 1.0])), True)
    good = pc.or_(good, found.is_null())
    if not pc.all(good).as_py():
        k = pc.index(good, False).as_py()
        raise InputError(f"{where}, line {lines[k]}, column {name}: {column[k].as_py()!r} is not 0 or 1")
    return found.cast(pa.bool_())


def _keys(rows: "pa.RecordBatch", codes: dict[str, int]) -> "np.ndarray":
    """One integer per year and pair of CEPII's own country codes (DEU.1 is not DEU.2). `codes` grows."""
    import numpy as np

    made = rows.column("year").cast("int64").to_numpy()
    for name in IDS:
        coded = rows.column(name).dictionary_encode()
        numbered = [codes.setdefault(code, len(codes)) for code in coded.dictionary.to_pylist()]
        made = made * 10_000 + np.asarray(numbered, dtype=np.int64)[coded.indices.to_numpy()]
    return made


SOURCE = CepiiGravity()
