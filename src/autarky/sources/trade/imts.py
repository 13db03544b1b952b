"""IMF International Merchandise Trade Statistics (once Direction of Trade): goods trade by partner.

Reads the SDMX-CSV answers of api.imf.org (versions 1 and 2 of the format), CSV of the older Direction of Trade
Statistics, and a table `exporter, importer, musd` (means of 2023 and 2024).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

from autarky.errors import InputError, did_you_mean
from autarky.sources.addresses import load_pieces
from autarky.sources.base import About, Only, Piece
from autarky.sources.figures import FigureReader, TieFigure, pair_rows, sums
from autarky.sources.io.names import WORLD, current, numbers_of_iso3
from autarky.sources.io.rowwise import batches, check_only, key_of
from autarky.sources.io.sheets import Sheet, Unique, csv_sheet
from autarky.sources.io.tidy import Column, Notes, Record

if TYPE_CHECKING:
    import pyarrow as pa

API = "https://api.imf.org/external/sdmx/2.1/data/IMF.STA,IMTS"
ACCEPT = "application/vnd.sdmx.data+csv;version=1.0.0"
# indicator -> flow, basis; the older names begin with T
INDICATORS = {"XG_FOB_USD": ("X", "FOB"), "MG_CIF_USD": ("M", "CIF"), "MG_FOB_USD": ("M", "FOB")}
IGNORED = ("TBG_USD", "TTBG_USD")  # balances follow from the rest
WORLDS = ("G001", "W00", "001")
COLUMNS = (
    Column("year", "int16", "", "calendar year; null in means of several years, see period"),
    Column("period", "label", "", "the year, or the years of which the figure is a mean"),
    Column("origin", "label", "", "ISO3 of the exporter"),
    Column("destination", "label", "", "ISO3 of the importer; WLD: all together"),
    Column("value", "float64", "USD million", "FOB in exports, CIF or FOB in imports (column basis)"),
    Column("reporter", "label", "", "ISO3 of the economy whose statistics these are"),
    Column("flow", "label", "", "X export, M import"),
    Column("basis", "label", "", "FOB or CIF"),
    Column(
        "status",
        "label",
        "",
        "reported, or estimated by the IMF from partners; null where the file does not say",
    ),
)
ABOUT = About(
    name="imts",
    title="IMF International Merchandise Trade Statistics",
    group="trade",
    provider="International Monetary Fund",
    coverage="about 210 economies and their partners, all goods together, from 1948; one question at a time",
    unit="USD million",
    licence="IMF terms of use: free for own, non-commercial use with attribution; not for redistribution in bulk",
    citation="International Monetary Fund, International Merchandise Trade Statistics (IMTS), https://data.imf.org",
    url="https://data.imf.org/en/datasets/IMF.STA:IMTS",
    definitions=(
        "Goods, exports FOB and imports CIF (or FOB) by partner, as the reporter's customs say; where a country does"
        " not report, the IMF estimates from its partners' reports, so exports of Belarus since 2022 are mirrored or"
        " estimated figures. Values of the answer are full dollars: its SCALE says how the IMF shows them and is not"
        " applied. Groups of countries are left out, but for the world."
    ),
)


def tie_figures(path: Path, record: Record, a: str, b: str) -> list[TieFigure]:
    """What each partner reports to the IMF, and what it estimates; a mean of years stands at its last."""
    columns = ["year", "period", "origin", "destination", "value", "reporter", "basis", "status"]
    frame = pair_rows(path, a, b, columns)
    by = ["origin", "destination", "period", "reporter", "basis", "status"]
    return [
        TieFigure(
            source=record.source, flow="goods", origin=str(o), destination=str(d), year=int(str(period)[-4:]),
            value=value, unit="USD million", share=None, share_of="", status=str(status),
            definition=f"{basis}, statistics of {reporter}" + (f", mean of {period}" if len(str(period)) > 4 else ""),
        )
        for (o, d, period, reporter, basis, status), value in sums(frame, by)
    ]  # fmt: skip


@dataclass(frozen=True)
class Imts:
    """See the module; satisfies `autarky.sources.io.rowwise.Queryable`."""

    about: About = ABOUT
    columns: tuple[Column, ...] = COLUMNS
    figures: ClassVar[FigureReader] = staticmethod(tie_figures)

    def pieces(self) -> tuple[Piece, ...]:
        return load_pieces("imts")

    def piece_for(self, year: int, only: Only) -> Piece:
        """The question for one year: `reporter`, or `origin` and `destination` (both reports), and as wished
        `flow`; all partners where no other is named."""
        check_only(only, COLUMNS, ABOUT.name)
        known = numbers_of_iso3()
        ends = [*only.get("origin", ()), *only.get("destination", ())]
        reporters = list(only.get("reporter", ())) or ends
        for code in (*reporters, *ends):
            if code not in known:
                raise InputError(f"unknown economy {code!r}{did_you_mean(code, known)}; give ISO3 codes")
        if not reporters:
            raise InputError("IMTS must be asked for someone: give reporter, or origin or destination")
        both = only.get("origin") and only.get("destination")
        partners = ["G001" if c == WORLD else c for c in ends] if both else []
        flows = list(only.get("flow", ())) or ["X", "M"]
        unknown = [f for f in flows if f not in ("X", "M")]
        if unknown:
            raise InputError(f"flow {unknown[0]!r}: give X (exports) or M (imports)")
        asked = [i for i, (flow, _) in INDICATORS.items() if flow in flows]
        path = ".".join("+".join(part) for part in (reporters, asked, partners, ["A"]))
        key = key_of(year, reporters, partners, flows)
        return Piece(
            key=key,
            years=(year,),
            file=f"imts-{key}.csv",
            urls=(f"{API}/{quote(path, safe='+.')}?startPeriod={year}&endPeriod={year}",),
            headers={"Accept": ACCEPT},
        )

    def read(self, path: Path, piece: Piece, only: Only, notes: Notes) -> "Iterator[pa.Table]":
        """Annual figures of the years of the piece."""
        check_only(only, COLUMNS, ABOUT.name)
        with csv_sheet(path, "*.csv") as sheet:
            plain = sheet.find("musd") is not None
            found = means(sheet) if plain else observations(sheet, piece.years, notes)
            yield from batches(found, COLUMNS, only)


def means(sheet: Sheet) -> Iterator[tuple[Any, ...]]:
    """Rows of `exporter, importer, musd`."""
    exporter, importer, value = sheet.at("exporter"), sheet.at("importer"), sheet.at("musd")
    unique = Unique(sheet)
    for line, row in sheet.rows:
        origin, destination = _economy(sheet, line, row, exporter), _economy(sheet, line, row, importer)
        amount = _amount(sheet, line, row, value)
        unique.check(line, origin, destination)
        if amount is not None:
            yield (None, "mean of 2023-2024", origin, destination, amount, origin, "X", "FOB", None)


def _economy(sheet: Sheet, line: int, row: Sequence[Any], column: int) -> str:
    code = _known(sheet.text(row, column))
    if code is None:
        raise sheet.wrong(line, column, row[column], "an ISO3 code")
    return code


def _amount(sheet: Sheet, line: int, row: Sequence[Any], column: int) -> float | None:
    amount = sheet.number(line, row, column)
    if amount is not None and amount < 0:
        raise sheet.wrong(line, column, row[column], "a flow of trade: it is negative")
    return amount


def observations(sheet: Sheet, years: Sequence[int], notes: Notes) -> Iterator[tuple[Any, ...]]:
    """Rows of an SDMX-CSV answer, or of the older Direction of Trade Statistics."""
    reporter = sheet.at("COUNTRY", "REF_AREA")
    partner = sheet.at("COUNTERPART_COUNTRY", "COUNTERPART_AREA")
    indicator, period, value = sheet.at("INDICATOR"), sheet.at("TIME_PERIOD"), sheet.at("OBS_VALUE")
    frequency, status = sheet.at("FREQUENCY", "FREQ"), sheet.find("STATUS", "OBS_STATUS")
    # The older answers were in units of 10^UNIT_MULT; those of api.imf.org are in dollars whatever SCALE says.
    power = sheet.find("UNIT_MULT") if sheet.find("REF_AREA") is not None else None
    unique = Unique(sheet)
    groups = absent = other_years = shorter = 0
    for line, row in sheet.rows:
        if sheet.text(row, frequency) != "A":
            shorter += 1
            continue
        name = sheet.text(row, indicator)
        if name in IGNORED:
            continue
        if name.removeprefix("T") not in INDICATORS:
            raise sheet.wrong(line, indicator, name, f"an indicator of IMTS ({', '.join(INDICATORS)})")
        flow, basis = INDICATORS[name.removeprefix("T")]
        year = sheet.year(line, row, period)
        if year not in years:
            other_years += 1
            continue
        one, other = _known(sheet.text(row, reporter)), _known(sheet.text(row, partner))
        if one is None or other is None:
            groups += 1
            continue
        unique.check(line, one, other, name, year)
        amount = _amount(sheet, line, row, value)
        if amount is None:
            absent += 1
            continue
        if power is not None:
            amount *= 10.0 ** (sheet.whole(line, row, power) or 0)
        origin, destination = (one, other) if flow == "X" else (other, one)
        said = "" if status is None else sheet.text(row, status)
        yield (
            year,
            str(year),
            origin,
            destination,
            amount / 1e6,
            one,
            flow,
            basis,
            "estimated" if said == "E" else "reported",
        )
    _say(notes, (groups, "rows of groups of countries"), (absent, "rows without a value"))
    _say(notes, (other_years, "rows of other years"), (shorter, "monthly or quarterly rows"))


def _say(notes: Notes, *counts: tuple[int, str]) -> None:
    notes += [f"{count} {what}; left out." for count, what in counts if count]


@cache
def _codes() -> Callable[[str], str | None]:
    import pycountry

    short = {str(c.alpha_2): str(c.alpha_3) for c in pycountry.countries} | {"XK": "XKX"}
    long = {*numbers_of_iso3(), "XKX"} - {"EUN"}
    renamed = dict.fromkeys(WORLDS, WORLD) | {"KOS": "XKX"}

    def known(code: str) -> str | None:
        code = renamed.get(code, current(short.get(code, code)))
        return code if code in long else None

    return known


def _known(code: str) -> str | None:
    """ISO3 of a code of the IMF, WLD for the world, None for a group of countries."""
    return _codes()(code)


SOURCE = Imts()
