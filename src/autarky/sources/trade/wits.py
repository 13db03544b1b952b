"""WITS / UNCTAD TRAINS: tariffs by importer, partner and product of the Harmonized System.

Reads what WITS gives: the csv of a query (`DataJobID-….csv`), the csv files of a bulk download (`AVEMFN`, `AVEPref`),
and the XML answer of its interface for programs (SDMX).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.etree import ElementTree

from autarky.errors import InputError, did_you_mean
from autarky.sources.addresses import load_pieces
from autarky.sources.base import About, Only, Piece
from autarky.sources.io.archive import open_member
from autarky.sources.io.names import WORLD, iso3_of_number, numbers_of_iso3
from autarky.sources.io.rowwise import batches, check_only, key_of
from autarky.sources.io.sheets import Sheet, csv_sheet
from autarky.sources.io.tidy import Column, Notes

if TYPE_CHECKING:
    import pyarrow as pa

HEADER = (
    "REPORTER",
    "PARTNER",
    "PRODUCTCODE",
    "TIME_PERIOD",
    "OBS_VALUE",
    "MIN_RATE",
    "MAX_RATE",
    "TOTALNOOFLINES",
    "NBR_NA_LINES",
    "TARIFFTYPE",
    "NOMENCODE",
)


def answer_sheet(stream: BinaryIO, name: str) -> Sheet:
    """The observations in an answer; `InputError`, while its rows are read, where it is cut short or an error.

    Lines are counted in observations: XML has no lines that mean anything.
    """
    return Sheet(name, HEADER, _rows(stream, name), line="observation")


def _rows(stream: BinaryIO, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    count = 0
    series: dict[str, str] = {}
    try:
        for event, element in ElementTree.iterparse(stream, events=("start", "end")):
            tag = element.tag.rsplit("}", 1)[-1]
            if event == "start" and tag == "Series":
                series = {k.upper(): v for k, v in element.attrib.items()}
            elif event == "end" and tag == "Obs":
                count += 1
                cells = series | {k.upper(): v for k, v in element.attrib.items()}
                yield count, [cells.get(column, "") for column in HEADER]
            elif event == "end" and tag in ("ErrorMessage", "Error") and not count:
                said = " ".join("".join(element.itertext()).split())
                raise InputError(f"{name}: WITS answered {said[:200]!r}")
            if event == "end":
                element.clear()
    except ElementTree.ParseError as e:
        raise InputError(f"{name} is not the XML that WITS gives, or is cut short ({e}); ask again") from e
    if not count:
        raise InputError(f"{name} holds no observation: WITS has no tariffs for this question")


API = "https://wits.worldbank.org/API/V1/SDMX/V21/datasource/TRN"
DUTIES = {
    "AHS": "effectively applied",
    "MFN": "most favoured nation",
    "PRF": "preferential",
    "BND": "bound in the WTO",
}
SPELLINGS = {"PREF": "PRF", "PREFERENTIAL": "PRF", "EFFECTIVELY APPLIED": "AHS", "BOUND": "BND"}
# our name -> names of the column in the csv of a query, in a bulk file, in the SDMX answer
FIELDS = {
    "year": ("Tariff Year", "Year", "TIME_PERIOD"),
    "destination": ("Reporter", "Reporter_ISO_N", "REPORTER"),
    "origin": ("Partner", "PARTNER"),
    "product": ("Product", "ProductCode", "PRODUCTCODE"),
    "rate": ("Simple Average", "SimpleAverage", "OBS_VALUE"),
    "minimum": ("Minimum Rate", "Min_Rate", "MIN_RATE"),
    "maximum": ("Maximum Rate", "Max_Rate", "MAX_RATE"),
    "lines": ("Nbr of Total Lines", "TotalNoOfLines", "TOTALNOOFLINES"),
    "specific": ("Nbr of NA Lines", "Nbr_NA_Lines", "NBR_NA_LINES"),
    "duty_type": ("DutyType", "Duty Type", "TARIFFTYPE"),
    "nomenclature": ("Native Nomen", "NomenCode", "NOMENCODE"),
}
NEEDED = ("year", "destination", "origin", "product", "rate")
COLUMNS = (
    Column("year", "int16", "", "year of the tariff schedule"),
    Column(
        "origin", "label", "", "ISO3; WLD: whoever has no preference; G: and a code: a group of beneficiaries"
    ),
    Column("destination", "label", "", "ISO3 of the importer; EUN: the European Union, for all its members"),
    Column("product", "label", "", "HS code, six digits in most files"),
    Column("rate", "float64", "1", "ad valorem, simple mean over tariff lines; 0.05 is 5 %"),
    Column("minimum", "float64", "1", "lowest rate of a line"),
    Column("maximum", "float64", "1", "highest rate of a line"),
    Column("lines", "int32", "", "national tariff lines in the product"),
    Column("duty_type", "label", "", "AHS effectively applied, MFN, PRF preferential, BND bound"),
    Column("nomenclature", "label", "", "HS edition of the schedule (H5: 2017)"),
    Column(
        "status", "label", "", "estimated where a line is not ad valorem and its equivalent is, else reported"
    ),
)
ABOUT = About(
    name="wits",
    title="WITS / UNCTAD TRAINS tariffs",
    group="tariffs",
    provider="World Bank and UNCTAD",
    coverage="about 190 importers, HS6 products, from 1988; years in which the importer notified only",
    unit="ad valorem rate (0.05 = 5 %)",
    licence="WITS terms of use: free with attribution; bulk redistribution needs consent",
    citation="World Bank, World Integrated Trade Solution (WITS), UNCTAD TRAINS, https://wits.worldbank.org",
    url="https://wits.worldbank.org",
    definitions=(
        "Simple means over the tariff lines of an HS6 product; WITS writes percent, here a share. Ad valorem"
        " equivalents of specific duties are estimates and marked. A year that an importer did not notify has no rows:"
        " the tariff was not zero, take the nearest year or Teti's database, which fills gaps. Rates of EU members"
        " stand under EUN. Preferences stand under the beneficiary or a group of them, whose code is kept as given"
        " (G:...), and say nothing of rules of origin."
    ),
    by_hand=(
        "log in at wits.worldbank.org, Advanced Query, Tariff and Trade Analysis (or Bulk download), and download the"
        " csv"
    ),
)


@dataclass(frozen=True)
class Wits:
    """See the module; satisfies `autarky.sources.io.rowwise.Queryable`."""

    about: About = ABOUT
    columns: tuple[Column, ...] = COLUMNS

    def pieces(self) -> tuple[Piece, ...]:
        return load_pieces("wits")

    def piece_for(self, year: int, only: Only) -> Piece:
        """The question for one year: `destination` (the importer), and as wished `origin` (WLD, so MFN, where
        none is named) and `product` (all where none is named)."""
        check_only(only, COLUMNS, ABOUT.name)
        importers, origins = list(only.get("destination", ())), list(only.get("origin", ())) or [WORLD]
        products = list(only.get("product", ()))
        if not importers:
            raise InputError("WITS must be asked for an importer: give destination")
        short = [p for p in products if len(p) != 6]
        if short:
            raise InputError(f"product {short[0]!r}: WITS answers for codes of six digits")
        parts = ([_number(c) for c in importers], [_number(c) for c in origins], products or ["all"])
        reporter, partner, product = (";".join(p) for p in parts)
        key = key_of(year, importers, origins, products)
        return Piece(
            key=key,
            years=(year,),
            file=f"wits-{key}.xml",
            urls=(
                f"{API}/reporter/{reporter}/partner/{partner}/product/{product}/year/{year}/datatype/aveestimated",
            ),
        )

    def read(self, path: Path, piece: Piece, only: Only, notes: Notes) -> "Iterator[pa.Table]":
        """Rows of the years of the piece."""
        check_only(only, COLUMNS, ABOUT.name)
        if path.suffix.lower() == ".xml":
            with open_member(path, "*.xml") as stream:
                yield from batches(rows(answer_sheet(stream, path.name), path, piece, notes), COLUMNS, only)
        else:
            with csv_sheet(path, "*.csv") as sheet:
                yield from batches(rows(sheet, path, piece, notes), COLUMNS, only)


def _number(code: str) -> str:
    """The number of an importer or partner; WITS uses those of ISO 3166, not those of Comtrade (840, not 842)."""
    import pycountry

    known = {str(c.alpha_3): str(c.numeric) for c in pycountry.countries} | {WORLD: "000", "EUN": "918"}
    if code not in known:
        raise InputError(f"unknown economy {code!r}{did_you_mean(code, known)}; give ISO3 codes")
    return known[code]


def rows(sheet: Sheet, path: Path, piece: Piece, notes: Notes) -> Iterator[tuple[Any, ...]]:
    """Tidy rows in the order of `COLUMNS`."""
    at = {ours: sheet.find(*names) for ours, names in FIELDS.items()}
    for ours in NEEDED:
        sheet.at(*FIELDS[ours])  # says what is missing
    duty_of_file = duty_by_name(path.name) if at["duty_type"] is None else None
    seen: dict[tuple[Any, ...], int] = {}
    absent = groups = 0
    for line, row in sheet.rows:

        def number(name: str, line: int = line, row: Any = row) -> float | None:
            column = at[name]
            value = None if column is None else sheet.number(line, row, column)
            if value is not None and value < 0 and column is not None:
                raise sheet.wrong(line, column, row[column], "a rate or a count: it is negative")
            return value

        def text(name: str, row: Any = row) -> str:
            column = at[name]
            return "" if column is None else sheet.text(row, column)

        year = sheet.year(line, row, sheet.at(*FIELDS["year"]))
        if year not in piece.years:
            raise InputError(
                f"{sheet.file}, {sheet.line} {line}: tariff year {year}, but {_years(piece)} was asked for"
            )
        origin, destination = _area(sheet, line, row, "origin"), _area(sheet, line, row, "destination")
        duty = duty_of_file or _duty(text("duty_type"), sheet, line)
        product = text("product")
        if not product.isdigit() or len(product) > 6:
            raise InputError(
                f"{sheet.file}, {sheet.line} {line}: {product!r} is not a product code of the HS"
            )
        product = product.zfill(len(product) + len(product) % 2)  # a lost zero: 10121 is 010121
        key = (year, destination, origin, product, duty, text("nomenclature"))
        if seen.setdefault(key, line) != line:
            raise InputError(
                f"{sheet.file}, {sheet.line} {line}: {destination}, {origin}, {product}, {duty} was already in"
                f" {sheet.line} {seen[key]}; the file is damaged, or two years or editions were put together"
            )
        rate = number("rate")
        if rate is None:
            absent += 1
            continue
        groups += origin.startswith("G:")
        least, most, lines, specific = (number(n) for n in ("minimum", "maximum", "lines", "specific"))
        yield (
            year,
            origin,
            destination,
            product,
            rate / 100.0,
            None if least is None else least / 100.0,
            None if most is None else most / 100.0,
            None if lines is None else int(lines),
            duty,
            text("nomenclature"),
            "estimated" if specific else "reported",
        )
    if absent:
        notes.append(f"{absent} rows without a rate; left out.")
    if groups:
        notes.append(
            f"{groups} rows are preferences of groups of beneficiaries, with WITS' code of the group."
        )


def duty_by_name(name: str) -> str:
    """Bulk files say it in their name or folder only; `InputError` where this one does not."""
    folded = name.lower()
    for word, duty in (("mfn", "MFN"), ("pref", "PRF"), ("prf", "PRF"), ("bnd", "BND"), ("ahs", "AHS")):
        if word in folded:
            return duty
    raise InputError(
        f"{name} has no column DutyType, and its name does not say which duties it holds: give it a name with MFN or"
        " Pref, as its folder in the bulk download has"
    )


def _duty(text: str, sheet: Sheet, line: int) -> str:
    duty = SPELLINGS.get(text.upper(), text.upper())
    if duty not in DUTIES:
        raise InputError(
            f"{sheet.file}, {sheet.line} {line}: duty type {text!r} is none of {', '.join(DUTIES)}"
        )
    return duty


def _area(sheet: Sheet, line: int, row: Any, name: str) -> str:
    """ISO3, WLD, or ``G:`` and the code of a group of beneficiaries."""
    column = sheet.at(*FIELDS[name])
    code = sheet.text(row, column)
    if not code:
        raise sheet.wrong(line, column, code, "a country or group")
    found = iso3_of_number(code) if code.isdigit() else None
    if found is None and len(code) == 3 and code in numbers_of_iso3():
        found = code
    if found is None and name == "destination":
        raise sheet.wrong(line, column, code, "the number or ISO3 of a country")
    return found or f"G:{code}"


def _years(piece: Piece) -> str:
    first, last = min(piece.years), max(piece.years)
    return str(first) if first == last else f"{first}-{last}"


SOURCE = Wits()
