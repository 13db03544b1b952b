"""Votes in the General Assembly of the United Nations, one row per state and roll call."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from autarky.errors import InputError
from autarky.sources.base import About, Only, Piece
from autarky.sources.io.names import cow_state, economy, economy_of_code
from autarky.sources.io.rowwise import RowSource
from autarky.sources.io.sheets import Sheet, csv_sheet, frame_sheet, read_rda
from autarky.sources.io.tidy import Column, Notes

ABOUT = About(
    name="un-votes",
    title="Roll-call votes in the United Nations General Assembly",
    group="politics",
    provider="Voeten, Strezhnev and Bailey (Harvard Dataverse)",
    coverage="member states, roll calls since 1946; the R file ends in December 2019",
    unit="votes",
    licence="CC0 1.0 (Harvard Dataverse); the R package unvotes is MIT",
    citation=(
        "Voeten, E., A. Strezhnev and M. Bailey, United Nations General Assembly Voting Data, Harvard Dataverse,"
        " doi 10.7910/DVN/LEJUQZ; R package unvotes (Robinson and Goguen-Compagnoni)."
    ),
    url="https://doi.org/10.7910/DVN/LEJUQZ",
    definitions=(
        "`absent` is a member that did not vote; the R file leaves those out, so a missing row there is an absence or"
        " no membership. The Soviet Union votes as RUS. `issues` are the six of the publisher, which overlap; a roll"
        " call with none has an empty list, one that is not classified has null."
    ),
    by_hand="download UNVotes.csv from the Dataverse page (Access Dataset, original format), then give it with --from",
)

COLUMNS = (
    Column("rcid", "int32", "", "number of the roll call"),
    Column("economy", "label", "", "ISO3 of the member; null where it has none (Zanzibar)"),
    Column("name", "label", "", "member as written"),
    Column("vote", "label", "", "yes, no, abstain or absent"),
    Column("year", "int16", "year", "of the vote; null where the file does not say"),
    Column("session", "int16", "", "session of the General Assembly"),
    Column("resolution", "label", "", "document voted on"),
    Column("issues", "label", "", "di, me, hr, co, nu, ec, joined by commas"),
)

VOTES = {
    "1": "yes", "2": "abstain", "3": "no", "8": "absent", "9": None, "yes": "yes", "no": "no", "abstain": "abstain",
}  # fmt: skip
ISSUES = ("di", "me", "hr", "co", "nu", "ec")


@dataclass(frozen=True)
class _Call:
    """What is known of one roll call."""

    year: int | None = None
    session: int | None = None
    resolution: str | None = None
    issues: str | None = None


def rows(path: Path, piece: Piece, only: Only, notes: Notes) -> Iterator[tuple[Any, ...]]:
    from autarky.sources.io.archive import members, unpack

    if path.suffix.casefold() == ".zip" and any(m.name.endswith("/un_votes.rda") for m in members(path)):
        import tempfile

        with tempfile.TemporaryDirectory() as folder:  # the repository of the R package
            unpacked = unpack(path, Path(folder), "*/un_*.rda")
            yield from rows(next(p for p in unpacked if p.name == "un_votes.rda"), piece, only, notes)
    elif path.suffix.casefold() in (".rda", ".rdata"):
        calls = _calls_beside(path, notes)
        sheet = frame_sheet(path, read_rda(path, "un_votes"))
        yield from _rows(sheet, calls, notes)
    else:
        with csv_sheet(path, "*otes*.csv") as sheet:
            yield from _rows(sheet, None, notes)


def _rows(sheet: Sheet, calls: dict[int, _Call] | None, notes: Notes) -> Iterator[tuple[Any, ...]]:
    rcid, vote = sheet.at("rcid"), sheet.at("vote")
    name, cow = sheet.find("Countryname", "CountryName", "country"), sheet.find("ccode")
    code = sheet.find("Country", "iso3c") if name is not None else None
    if name is None and cow is None:
        sheet.at("Countryname", "country", "ccode")
    known = dict(calls or {})
    members: dict[tuple[str, ...], tuple[str | None, str]] = {}
    unresolved: set[str] = set()
    seen: set[tuple[int, str]] = set()
    for line, row in sheet.rows:
        number = sheet.whole(line, row, rcid)
        if number is None:
            raise sheet.wrong(line, rcid, row[rcid], "the number of a roll call")
        cast = sheet.text(row, vote).removesuffix(".0")
        if cast not in VOTES:
            raise sheet.wrong(line, vote, cast, "a vote (1 yes, 2 abstain, 3 no, 8 absent, 9 no member)")
        if VOTES[cast] is None:
            continue
        call = known.get(number)
        if call is None:  # once for each roll call: every row of the publisher's file repeats it
            call = known[number] = _Call() if calls is not None else _call(sheet, line, row)
        given = tuple(sheet.text(row, c) if c is not None else "" for c in (name, code, cow))
        if given not in members:
            members[given] = _member(given, call.year)
            if members[given][0] is None:
                unresolved.add(members[given][1])
        iso, written = members[given]
        key = (number, written)
        if key in seen:
            raise InputError(
                f"{sheet.file}, {sheet.line} {line}: {written} votes a second time in roll call {number}"
            )
        seen.add(key)
        yield number, iso, written, VOTES[cast], call.year, call.session, call.resolution, call.issues
    if unresolved:
        notes.append(f"Members without a code in ISO 3166: {', '.join(sorted(unresolved))}.")


def _member(given: tuple[str, ...], year: int | None) -> tuple[str | None, str]:
    name, code, cow = given
    if name:
        return economy(name) or economy_of_code(code), name
    return cow_state(int(float(cow)), year or 2000)


def _call(sheet: Sheet, line: int, row: Any) -> _Call:
    """The roll call as the publisher's CSV has it, in every row."""

    def cell(*names: str) -> str:
        at = sheet.find(*names)
        return "" if at is None else sheet.text(row, at)

    year, day, session = cell("year"), cell("date"), sheet.find("session")
    marks = {i: cell(i) for i in ISSUES if sheet.find(i) is not None}
    return _Call(
        int(float(year))
        if year.removesuffix(".0").isdigit()
        else int(day[:4])
        if day[:4].isdigit()
        else None,
        sheet.whole(line, row, session) if session is not None else None,
        cell("unres", "resid") or None,
        ",".join(i for i, m in marks.items() if m.removesuffix(".0") == "1") if marks else None,
    )


def _calls_beside(path: Path, notes: Notes) -> dict[int, _Call]:
    """Roll calls from the R files that belong to the votes, where they lie in the same folder."""
    beside = path.with_name("un_roll_calls.rda")
    if not beside.exists():
        notes.append(
            "Year, session and resolution are absent: un_roll_calls.rda does not lie beside the votes."
        )
        return {}
    issues: dict[int, list[str]] = {}
    themes = path.with_name("un_roll_call_issues.rda")
    if themes.exists():
        frame = read_rda(themes, "un_roll_call_issues")
        for number, short in zip(frame["rcid"], frame["short_name"], strict=True):
            issues.setdefault(int(number), []).append(str(short))
    else:
        notes.append("Issues are absent: un_roll_call_issues.rda does not lie beside the votes.")
    calls: dict[int, _Call] = {}
    sheet = frame_sheet(beside, read_rda(beside, "un_roll_calls"))
    number_at, day_at, session_at, unres_at = (sheet.at(n) for n in ("rcid", "date", "session", "unres"))
    for line, row in sheet.rows:
        number = sheet.whole(line, row, number_at)
        days = sheet.whole(line, row, day_at)  # since 1 January 1970
        if number is not None:
            calls[number] = _Call(
                None if days is None else (date(1970, 1, 1) + timedelta(days=days)).year,
                sheet.whole(line, row, session_at),
                sheet.text(row, unres_at) or None,
                ",".join(issues.get(number, ())) if themes.exists() else None,
            )
    return calls


SOURCE = RowSource(ABOUT, COLUMNS, rows)
