"""Global Sanctions Data Base: who sanctioned whom, from when to when, how, what for and with what success."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from autarky.errors import InputError
from autarky.sources.base import About, Only, Piece
from autarky.sources.io.names import economy, split_names
from autarky.sources.io.rowwise import RowSource
from autarky.sources.io.sheets import Sheet, csv_sheet
from autarky.sources.io.tidy import Column, Notes
from autarky.world.labels import fold

ABOUT = About(
    name="gsdb",
    title="Global Sanctions Data Base, release 4",
    group="politics",
    provider="Drexel University, Hochschule Konstanz, WIFO, Kiel Institute",
    coverage="1,547 cases, 1949-2023, all states and senders",
    unit="cases",
    licence="free for research with citation; redistribution not settled, so fetched by each user",
    citation=(
        "Yalcin, E., G. Felbermayr, H. Kariem, A. Kirilakha, O. Kwon, C. Syropoulos and Y. V. Yotov (2025),"
        " The Global Sanctions Data Base, release 4; Felbermayr, G., A. Kirilakha, C. Syropoulos, E. Yalcin and"
        " Y. V. Yotov (2020), The Global Sanctions Data Base, European Economic Review 129."
    ),
    url="https://www.globalsanctionsdatabase.com",
    definitions=(
        "A case is one sender or group of senders, one target or group of targets and one set of measures. Rows are"
        " all pairs of a case. A sender that acts as an organisation (EU, UN) is not resolved into its members; states"
        " that joined it are rows of their own. Cases under way have the last year of the release as their end."
    ),
    by_hand="ask for the data on the home page (a form, answered by mail), then give the case file with --from",
)

COLUMNS = (
    Column("case", "int32", "", "number of the case in the release"),
    Column("target", "label", "", "ISO3 of the sanctioned state; its name where it has no code"),
    Column("target_name", "label", "", "sanctioned state as written"),
    Column("target_kind", "label", "", "economy, organisation or name (what could not be resolved)"),
    Column("sender", "label", "", "ISO3 of the sanctioning state, label of the organisation, or name"),
    Column("sender_name", "label", "", "sanctioning state or organisation as written"),
    Column("sender_kind", "label", "", "economy, organisation or name (what could not be resolved)"),
    Column("begin", "int16", "year", "first year"),
    Column("end", "int16", "year", "last year; of the release where the case is under way"),
    Column("ongoing", "bool", "", "under way at the end of the release, with at least one of its objectives"),
    Column("trade", "bool", "", "trade sanction"),
    Column("exports", "label", "", "exports to the target: complete, partial, or empty"),
    Column("imports", "label", "", "imports from the target: complete, partial, or empty"),
    Column("arms", "bool", "", "arms embargo"),
    Column("military", "bool", "", "military assistance stopped"),
    Column("financial", "bool", "", "financial sanction, asset freezes included"),
    Column("travel", "bool", "", "travel ban"),
    Column("other", "bool", "", "other sanction"),
    Column("objective", "label", "", "objectives, joined by commas"),
    Column("success", "label", "", "success of each objective, in the same order, joined by commas"),
)

FLAGS = ("arms", "military", "financial", "travel", "other")
ORGANISATIONS = frozenset(
    fold(name)
    for name in (
        "African Union", "ASEAN", "CARICOM", "ChinCom", "CIS", "CoCom", "Comecon", "Commonwealth", "CSCE", "ECOWAS",
        "EEC", "EEU", "EU", "G7", "G8", "GCC", "League of Arab States", "MERCOSUR", "NAFTA", "NATO", "OAPEC", "OAS",
        "OIC", "OPEC", "Organisation of African Unity", "Organization of American States",
        "Organization of Eastern Carribean States", "OSCE", "Pacific Islands Forum", "SADC", "UN", "UNASUR",
    )
)  # fmt: skip


def rows(path: Path, piece: Piece, only: Only, notes: Notes) -> Iterator[tuple[Any, ...]]:
    unresolved: set[str] = set()
    with csv_sheet(path) as sheet:
        at = {
            n: sheet.at(n)
            for n in ("case_id", "sanctioned_state", "sanctioning_state", "begin", "end", "trade")
        }
        at |= {n: sheet.at(n) for n in (*FLAGS, "descr_trade", "objective", "success")}
        seen: dict[int, int] = {}
        for line, row in sheet.rows:
            case = sheet.whole(line, row, at["case_id"])
            if case is None:
                raise sheet.wrong(line, at["case_id"], "", "the number of a case")
            if case in seen:
                raise InputError(f"{sheet.file}, line {line}: case {case} was already in line {seen[case]}")
            seen[case] = line
            begin, end = sheet.year(line, row, at["begin"]), sheet.year(line, row, at["end"])
            if end < begin:
                raise InputError(
                    f"{sheet.file}, line {line}: case {case} ends in {end}, before it begins in {begin}"
                )
            success = sheet.text(row, at["success"])
            exports, imports = _trade(sheet, line, row, at["descr_trade"])
            flags = [_flag(sheet, line, row, at[n]) for n in FLAGS]
            trade = _flag(sheet, line, row, at["trade"])
            objective = sheet.text(row, at["objective"])
            targets = [_who(n, unresolved) for n in split_names(sheet.text(row, at["sanctioned_state"]))]
            senders = [_who(n, unresolved) for n in split_names(sheet.text(row, at["sanctioning_state"]))]
            if not targets or not senders:
                raise InputError(f"{sheet.file}, line {line}: case {case} has no target or no sender")
            for target in targets:
                for sender in senders:
                    yield (
                        case, *target, *sender, begin, end, "ongoing" in success.split(","),
                        trade, exports, imports, *flags, objective, success,
                    )  # fmt: skip
    if unresolved:
        names = "; ".join(sorted(unresolved))
        notes.append(f"Names kept as written, since no economy or organisation was found: {names}.")


def _who(name: str, unresolved: set[str]) -> tuple[str, str, str]:
    """Label, name as written, kind."""
    if fold(name) in ORGANISATIONS:
        return name, name, "organisation"
    code = economy(name)
    if code is None:
        unresolved.add(name)
        return name, name, "name"
    return code, name, "economy"


def _flag(sheet: Sheet, line: int, row: Sequence[Any], column: int) -> bool:
    value = sheet.number(line, row, column)
    if value not in (0, 1):
        raise sheet.wrong(line, column, row[column], "0 or 1")
    return value == 1


def _trade(sheet: Sheet, line: int, row: Sequence[Any], column: int) -> tuple[str, str]:
    """Extent of the sanction on exports and imports, from `exp_part,imp_compl`."""
    extents = {"exp": "", "imp": ""}
    for part in filter(None, (p.strip() for p in sheet.text(row, column).split(","))):
        flow, _, extent = part.partition("_")
        if flow not in extents or extent not in ("part", "compl"):
            raise sheet.wrong(line, column, part, "exp_part, exp_compl, imp_part or imp_compl")
        extents[flow] = {"part": "partial", "compl": "complete"}[extent]
    return extents["exp"], extents["imp"]


SOURCE = RowSource(ABOUT, COLUMNS, rows)
