"""CEPII GeoDist: distances and ties between pairs of countries, constant over time.

Reads `dist_cepii.xls` (as CEPII gives it, also inside its zip), and `dist_cepii.csv`.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autarky.errors import InputError
from autarky.sources.addresses import load_pieces
from autarky.sources.base import About, Only, Piece
from autarky.sources.io.archive import open_member, unpack
from autarky.sources.io.names import current
from autarky.sources.io.rowwise import check_only, kept
from autarky.sources.io.sheets import Sheet, csv_sheet, excel_sheets
from autarky.sources.io.tidy import Column, Notes

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from autarky.sources.io.numbers import Where

ENDS = ("iso_o", "iso_d")
ABSENT = ("", ".", "NA")
TIES = ("contig", "comlang_off", "comlang_ethno", "colony", "comcol", "curcol", "col45", "smctry")
DISTANCES = ("dist", "distcap", "distw", "distwces")
COLUMNS = (
    Column("origin", "label", "", "ISO3"),
    Column("destination", "label", "", "ISO3; pairs of an economy with itself hold distances inside it"),
    Column("contig", "bool", "", "common border"),
    Column("comlang_off", "bool", "", "common official or primary language"),
    Column("comlang_ethno", "bool", "", "a language is spoken by at least 9 % in both"),
    Column("colony", "bool", "", "one was ever a colony of the other"),
    Column("comcol", "bool", "", "common colonizer after 1945"),
    Column("curcol", "bool", "", "one is a colony of the other now"),
    Column("col45", "bool", "", "colonial tie after 1945"),
    Column("smctry", "bool", "", "were or are the same country"),
    Column("dist", "float64", "km", "between the most populated cities"),
    Column("distcap", "float64", "km", "between the capitals"),
    Column("distw", "float64", "km", "weighted by population, theta = 1 (arithmetic); null for some"),
    Column("distwces", "float64", "km", "weighted by population, theta = -1 (harmonic, as gravity has it)"),
)
ABOUT = About(
    name="geodist",
    title="CEPII GeoDist, distances and ties between countries",
    group="trade",
    provider="CEPII",
    coverage="224 economies, 50,176 ordered pairs, constant over time",
    unit="km; yes or no",
    licence="Etalab Open Licence 2.0",
    citation=(
        "Mayer, T. and Zignago, S. (2011), Notes on CEPII's distances measures: the GeoDist database, CEPII Working"
        " Paper 2011-25."
    ),
    url="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=6",
    definitions=(
        "Great-circle distances. Weighted distances use the populations of the largest cities of both countries;"
        " they are null where CEPII has no cities (2,215 pairs), which is not zero. Old codes are renamed: ROM ROU,"
        " ZAR COD, TMP TLS, PAL PSE; ANT and YUG stay, they have no single successor. No South Sudan, no Kosovo."
    ),
)


@dataclass(frozen=True)
class GeoDist:
    """See the module; satisfies `autarky.sources.base.Source`."""

    about: About = ABOUT
    columns: tuple[Column, ...] = COLUMNS

    def pieces(self) -> tuple[Piece, ...]:
        return load_pieces("geodist")

    def read(self, path: Path, piece: Piece, only: Only, notes: Notes) -> "Iterator[pa.Table]":
        """All pairs at once: 50,000 rows."""
        check_only(only, COLUMNS, ABOUT.name)
        with _sheet(path) as sheet:
            wanted = kept(_table(sheet), only)
        if wanted.num_rows:
            yield wanted


def _table(sheet: Sheet) -> "pa.Table":
    import numpy as np
    import pyarrow as pa

    from autarky.sources.io.numbers import Where, number_column

    at = {name: sheet.at(name) for name in (*ENDS, *TIES, *DISTANCES)}
    numbered = list(sheet.rows)
    lines = [line for line, _ in numbered]

    def text(name: str) -> list[str]:
        return [str(row[at[name]]).strip() for _, row in numbered]

    def place(name: str) -> "Where":
        return Where(sheet.file, name, lines=lines)

    made: dict[str, Any] = {}
    for name, column in zip(ENDS, ("origin", "destination"), strict=True):
        codes = [current(code) for code in text(name)]
        wrong = next((k for k, code in enumerate(codes) if len(code) != 3 or not code.isalpha()), None)
        if wrong is not None:
            raise InputError(f"{place(name).at(wrong)}: {codes[wrong]!r} is not a three-letter code")
        made[column] = pa.array(codes, pa.string()).dictionary_encode()
    _check_pairs(made["origin"], made["destination"], place("iso_o"))
    for name in TIES:
        values = number_column(text(name), place(name), decimal=sheet.decimal, blank=ABSENT).values
        _refuse(~np.isnan(values) & (values != 0) & (values != 1), values, place(name), "is not 0 or 1")
        made[name] = pa.array(values, from_pandas=True).cast(pa.bool_())
    for name in DISTANCES:
        values = number_column(text(name), place(name), decimal=sheet.decimal, blank=ABSENT).values
        _refuse(values <= 0, values, place(name), "is no distance: it is not positive")
        made[name] = pa.array(values, from_pandas=True)
    return pa.table(made)


def _check_pairs(origin: "pa.Array", destination: "pa.Array", place: "Where") -> None:
    pairs = list(zip(origin.to_pylist(), destination.to_pylist(), strict=True))
    if len(set(pairs)) < len(pairs):
        first: dict[tuple[str, str], int] = {}
        for k, pair in enumerate(pairs):
            if first.setdefault(pair, k) != k:
                raise InputError(
                    f"{place.at(k)}: {pair[0]}, {pair[1]} was already in {place.at(first[pair])}"
                )


def _refuse(wrong: "np.ndarray", values: "np.ndarray", place: "Where", why: str) -> None:
    if wrong.any():
        k = int(wrong.argmax())
        raise InputError(f"{place.at(k)}: {values[k]:g} {why}")


@contextmanager
def _sheet(path: Path) -> Iterator[Sheet]:
    """The table, from whichever file CEPII's folder or the user has."""
    if path.suffix.lower() in (".csv", ".gz", ".txt"):
        with csv_sheet(path) as sheet:
            yield sheet
        return
    with tempfile.TemporaryDirectory() as folder:
        if path.suffix.lower() == ".zip":
            inside = unpack(path, Path(folder), "*dist_cepii.*")
            if len(inside) != 1:
                raise InputError(f"{path} holds {len(inside)} files dist_cepii.*, one was expected")
            book = inside[0]
        else:
            book = path
            with open_member(path):
                pass  # says what the file is, where it is a page of HTML
        (_, sheet), *_ = excel_sheets(book, skip_to="iso_o")
        yield sheet


SOURCE = GeoDist()
