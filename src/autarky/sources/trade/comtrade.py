"""UN Comtrade: what each country's customs report, through the public preview or with a key.

The answer is a JSON page: `{"elapsedTime", "count", "data": [...], "error"}`. The preview gives 500 records and one
year at most and does not say that it cut; so an answer of that length is refused.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from autarky.errors import InputError
from autarky.sources.base import About, Only, Piece
from autarky.sources.figures import FigureReader, TieFigure, pair_rows, sums
from autarky.sources.io.archive import open_member
from autarky.sources.io.names import WORLD, iso3_of_number, numbers_of_iso3
from autarky.sources.io.rowwise import batches, check_only, key_of
from autarky.sources.io.tidy import Column, Notes, Record

if TYPE_CHECKING:
    import pyarrow as pa

PREVIEW = "https://comtradeapi.un.org/public/v1/preview/C/A/HS"
FULL = "https://comtradeapi.un.org/data/v1/get/C/A/HS"
KEY = "COMTRADE_API_KEY"
PREVIEW_LIMIT = 500
LIMITS = (PREVIEW_LIMIT, 100_000, 250_000)  # records: preview; with a key, formerly and now
FLOWS = {"X": "export", "M": "import", "RX": "re-export", "RM": "re-import", "DX": "domestic export"}
OUTWARD = ("X", "RX", "DX")
NEEDED = ("refYear", "reporterCode", "partnerCode", "flowCode", "cmdCode", "primaryValue")
COLUMNS = (
    Column("year", "int16", "", "calendar year"),
    Column("origin", "label", "", "ISO3 of the economy the goods leave"),
    Column("destination", "label", "", "ISO3 of the economy the goods enter; WLD: all together"),
    Column("product", "label", "", "HS code of 2, 4 or 6 digits, or TOTAL"),
    Column("value", "float64", "USD", "FOB in exports, CIF in imports (column basis)"),
    Column("quantity", "float64", "tonnes", "net weight; null where there is none"),
    Column("reporter", "label", "", "ISO3 of the economy whose customs report"),
    Column("partner", "label", "", "ISO3 of the other one; M and a number: an area that is no country"),
    Column("flow", "label", "", "X export, M import, RX re-export, RM re-import, DX domestic export"),
    Column("basis", "label", "", "FOB or CIF"),
    Column("classification", "label", "", "HS edition of the answer (H6: 2022)"),
    Column("status", "label", "", "reported, or estimated by the UN"),
    Column("quantity_status", "label", "", "reported, estimated or absent"),
)
ABOUT = About(
    name="comtrade",
    title="UN Comtrade, goods trade as reported",
    group="trade",
    provider="United Nations Statistics Division",
    coverage="about 200 reporters, HS products, from 1988; one question at a time",
    unit="USD, tonnes",
    licence="UN Comtrade policy on use and re-dissemination: free for own use; ask before passing bulk data on",
    citation="United Nations Statistics Division, UN Comtrade Database, https://comtradeplus.un.org",
    url="https://comtradeplus.un.org",
    definitions=(
        "Each row is what the reporter's customs say: exports FOB by last known destination, imports CIF by origin."
        " The two reports of one flow differ; nothing is reconciled or mirrored here. For a country that does not"
        " report (Belarus since 2022), ask its partners (reporter = partners, flow = M, partner = BLR) and call that"
        " mirrored. Figures that the UN adds up from reported detail count as reported; 'estimated' are the rest."
        " Weights have a status of their own: many are estimated by the UN. A weight of 0 in the answer is absent."
    ),
    key=KEY,
)


def tie_figures(path: Path, record: Record, a: str, b: str) -> list[TieFigure]:
    """What each of the two customs reports; totals where they were asked, else the products asked."""
    frame = pair_rows(
        path,
        a,
        b,
        ["year", "origin", "destination", "product", "value", "reporter", "flow", "basis", "status"],
    )
    frame = frame[frame["flow"].isin(["X", "M"])]
    total = frame[frame["product"] == "TOTAL"]
    asked = ", ".join(record.only.get("product", ()))
    name, part = (
        ("goods", total) if not total.empty else (f"goods, HS {asked} only" if asked else "goods", frame)
    )
    by = ["origin", "destination", "year", "reporter", "basis", "status"]
    return [
        TieFigure(
            source=record.source, flow=name, origin=str(o), destination=str(d), year=int(y), value=value / 1e6,
            unit="USD million", share=None, share_of="", status=str(status),
            definition=f"{basis}, customs of {reporter}",
        )
        for (o, d, y, reporter, basis, status), value in sums(part, by)
    ]  # fmt: skip


@dataclass(frozen=True)
class Comtrade:
    """See the module; satisfies `autarky.sources.io.rowwise.Queryable`."""

    about: About = ABOUT
    columns: tuple[Column, ...] = COLUMNS
    figures: ClassVar[FigureReader] = staticmethod(tie_figures)

    def pieces(self) -> tuple[Piece, ...]:
        """Nothing can be fetched whole; see `piece_for`."""
        return ()

    def piece_for(self, year: int, only: Only) -> Piece:
        """The question for one year: `reporter` or `origin` or `destination`, and as wished `partner`, `flow`
        and `product` (default TOTAL). With both `origin` and `destination`, both reports of the flow are asked for."""
        check_only(only, COLUMNS, ABOUT.name, others=("TOTAL",))
        reporters, partners = list(only.get("reporter", ())), list(only.get("partner", ()))
        flows = list(only.get("flow", ()))
        ends = [*only.get("origin", ()), *only.get("destination", ())]
        if not reporters and not ends:
            raise InputError("UN Comtrade must be asked for someone: give reporter, or origin or destination")
        if not reporters and only.get("origin") and only.get("destination"):
            reporters, partners = ends, partners or ends
        elif not reporters:
            reporters = ends
        unknown = [f for f in flows if f not in FLOWS]
        if unknown:
            raise InputError(f"flow {unknown[0]!r}: give one of {', '.join(FLOWS)}")
        products = list(only.get("product", ())) or ["TOTAL"]
        asked = {
            "reporterCode": ",".join(number_of(c, year) for c in reporters),
            "period": str(year),
            "cmdCode": ",".join(products),
            "flowCode": ",".join(flows or ("X", "M")),
            "partner2Code": "0",
            "customsCode": "C00",
            "motCode": "0",
        }
        if partners:
            asked["partnerCode"] = ",".join(number_of(c, year) for c in partners)
        keyed = bool(os.environ.get(KEY))
        asked |= {"maxRecords": str(LIMITS[-1] if keyed else PREVIEW_LIMIT), "includeDesc": "true"}
        key = key_of(year, reporters, partners, products, flows)
        return Piece(
            key=key,
            years=(year,),
            file=f"comtrade-{key}.json",
            urls=(f"{FULL if keyed else PREVIEW}?{urlencode(asked, safe=',')}",),
            patterns=("*comtrade*.json",),
            headers={"Ocp-Apim-Subscription-Key": f"${KEY}"} if keyed else {},
        )

    def read(self, path: Path, piece: Piece, only: Only, notes: Notes) -> "Iterator[pa.Table]":
        """Rows of an answer, those without a breakdown by second partner, customs procedure or transport."""
        check_only(only, COLUMNS, ABOUT.name, others=("TOTAL",))
        records = page(path, piece)
        yield from batches(rows(records, path.name, piece.years, notes), COLUMNS, only)


def number_of(code: str, year: int) -> str:
    """The number that UN Comtrade uses for an ISO3 code in a year; `InputError` for an unknown code."""
    past = {("BEL", 1998): 58, ("DEU", 1990): 280, ("SDN", 2011): 736, ("ETH", 1992): 230}
    for (economy, last), number in past.items():
        if code == economy and year <= last:
            return str(number)
    numbers = numbers_of_iso3().get(code)
    if not numbers:
        from autarky.errors import did_you_mean

        raise InputError(f"unknown economy {code!r}{did_you_mean(code, numbers_of_iso3())}; give ISO3 codes")
    return str(numbers[0])


def page(path: Path, piece: Piece) -> list[Any]:
    """The records of an answer; `InputError` for an error message, and for an answer that was cut."""
    with open_member(path, "*.json") as stream:
        content = stream.read()
    try:
        answer = json.loads(content)
    except ValueError as e:
        raise InputError(
            f"{path.name} is not an answer of UN Comtrade, or is cut short ({e}); ask again"
        ) from e
    if not isinstance(answer, dict) or not isinstance(answer.get("data"), list):
        said = answer.get("message") or answer.get("error") if isinstance(answer, dict) else None
        raise InputError(
            f"{path.name}: UN Comtrade answered {said!r}" if said else f"{path.name}: no list 'data'"
        )
    if answer.get("error"):
        raise InputError(f"{path.name}: UN Comtrade answered {answer['error']!r}")
    records = answer["data"]
    if answer.get("count", len(records)) != len(records):
        raise InputError(f"{path.name} holds {len(records)} records but says {answer['count']}; ask again")
    with_key = any(u.startswith(FULL) for u in piece.urls)
    if len(records) in (LIMITS[1:] if with_key else LIMITS):
        raise InputError(
            f"{path.name} holds {len(records)} records, the most that UN Comtrade gives at once, so it is cut:"
            f" ask for fewer products, partners or flows at a time{'' if with_key else f', or set {KEY}'}"
        )
    return list(records)


def rows(records: list[Any], file: str, years: tuple[int, ...], notes: Notes) -> Iterator[tuple[Any, ...]]:
    """Tidy rows in the order of `COLUMNS`."""
    seen: dict[tuple[Any, ...], int] = {}
    split = converted = empty = 0
    for k, record in enumerate(records, start=1):
        place = f"{file}, record {k}"
        if not isinstance(record, dict):
            raise InputError(f"{place} is not an object")
        missing = [n for n in NEEDED if n not in record]
        if missing:
            raise InputError(f"{place}: no {missing[0]!r}; not an answer of UN Comtrade's version 1")
        if is_breakdown(record):
            split += 1
            continue
        year, flow, product = record["refYear"], record["flowCode"], str(record["cmdCode"])
        if year not in years:
            raise InputError(f"{place}: year {year!r} where {', '.join(map(str, years))} was expected")
        if flow not in FLOWS:
            raise InputError(f"{place}: unknown flowCode {flow!r}; expected {', '.join(FLOWS)}")
        value = figure(record, "primaryValue", place)
        if value is None:
            empty += 1
            continue
        reporter = area(record, "reporter", place)
        partner = area(record, "partner", place)
        first = seen.setdefault((reporter, partner, flow, product), k)
        if first != k:
            raise InputError(
                f"{place} repeats record {first} ({reporter}, {partner}, {flow}, {product}); the file is damaged"
            )
        converted += record.get("isOriginalClassification") is False
        outward = flow in OUTWARD
        weight = figure(record, "netWgt", place) or None  # 0 is how the answer writes that there is none
        yield (
            year,
            reporter if outward else partner,
            partner if outward else reporter,
            product,
            value,
            None if weight is None else weight / 1000.0,
            reporter,
            partner,
            flow,
            "FOB" if outward else "CIF",
            str(record.get("classificationCode") or ""),
            "reported" if record.get("isReported", True) or record.get("isAggregate") else "estimated",
            quantity_status(record, weight),
        )
    if split:
        notes.append(
            f"{split} records split a total by second partner, customs procedure or transport; left out."
        )
    if converted:
        notes.append(f"{converted} figures were converted from another edition of the HS by the UN.")
    if empty:
        notes.append(f"{empty} records have no value; left out.")


def is_breakdown(record: Mapping[str, Any]) -> bool:
    """Whether a record is a part of another: adding both would count it twice."""
    totals = {"partner2Code": (0, None), "customsCode": ("C00", None), "motCode": (0, None)}
    return any(record.get(name) not in total for name, total in totals.items())


def figure(record: Mapping[str, Any], name: str, place: str) -> float | None:
    value = record.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"{place}, {name}: {value!r} is not a number")
    if not 0 <= value < float("inf"):
        raise InputError(f"{place}, {name}: {value!r} is not a possible figure")
    return float(value)


def area(record: Mapping[str, Any], side: str, place: str) -> str:
    """ISO3 of reporter or partner; WLD; ``M899`` for an area that is no country."""
    number = record[f"{side}Code"]
    if isinstance(number, bool) or not isinstance(number, int):
        raise InputError(f"{place}, {side}Code: {number!r} is not a number")
    if number == 0:
        return WORLD
    return iso3_of_number(number) or f"M{number:03d}"


def quantity_status(record: Mapping[str, Any], weight: float | None) -> str:
    """The legacy flag is about weights, not values: 0 none estimated, 2 quantity, 4 net weight, 6 both."""
    if weight is None:
        return "absent"
    estimated = record.get("isNetWgtEstimated") or record.get("legacyEstimationFlag") in (4, 6)
    return "estimated" if estimated else "reported"


SOURCE = Comtrade()
