"""CIA World Factbook: trade partners, commodities, totals and reserves of every economy, from its JSON edition."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

from autarky.errors import InputError
from autarky.sources.base import About, Only, Piece
from autarky.sources.figures import TieFigure
from autarky.sources.io.names import economy
from autarky.sources.io.rowwise import RowSource
from autarky.sources.io.tidy import Column, Notes, Record

# section, entry -> what it is
ENTRIES = {
    ("Petroleum", "crude oil estimated reserves"): "crude oil",
    ("Natural gas", "proven reserves"): "natural gas",
    ("Coal", "proven reserves"): "coal",
}
# as written -> unit of the table
UNITS = {"barrels": "million barrels", "cubic meters": "million m3", "metric tons": "million t"}
_SCALES = {"trillion": 1e6, "billion": 1e3, "million": 1.0, "thousand": 1e-3, "": 1e-6}
_QUANTITY = re.compile(
    r"([\d,]+(?:\.\d+)?)\s*(trillion|billion|million|thousand|)\s*(barrels|cubic meters|metric tons)"
    r"\s*\((\d{4})( est\.)?\)"
)


def reserves(section: dict[str, Any], file: str) -> Iterator[tuple[Any, ...]]:
    """Rows of the tidy table (from `flow` on) of one economy. Raises `InputError` for what is no quantity."""
    for (group, heading), what in ENTRIES.items():
        text = str(((section.get(group) or {}).get(heading) or {}).get("text", "")).strip()
        if not text or text == "NA":
            continue
        found = _QUANTITY.search(text)
        if found is None:
            raise InputError(
                f"{file}, {group}, {heading}: {text!r} is no quantity; expected '80 billion barrels (2021 est.)'"
            )
        value = float(found[1].replace(",", "")) * _SCALES[found[2]]
        status = "estimated" if found[5] else "reported"
        yield None, "reserves", what, None, None, int(found[4]), value, UNITS[found[3]], status, ""


ABOUT = About(
    name="factbook",
    title="World Factbook: trade partners, commodities, exports and imports, reserves of energy",
    group="trade",
    provider="Central Intelligence Agency; JSON edition by the repository factbook/factbook.json",
    coverage="235 economies, mostly 2023-24; the Factbook ended in February 2026",
    unit="% of exports or imports; USD million for totals; million barrels, m3 or t for reserves",
    licence="public domain",
    citation="Central Intelligence Agency (2026), The World Factbook; factbook/factbook.json.",
    url="https://github.com/factbook/factbook.json",
    definitions=(
        "Partners: the five largest, as rounded shares of goods trade; totals: goods and services. Shares rest on what"
        " is published, also by partners. Where a column `caution` is filled, read it first: Belarus has published no"
        " trade by partner since 2022, so its shares leave out Russia, which takes most of its exports. Reserves are of"
        " crude oil, natural gas and coal; an economy without a row has none named, which is not zero."
    ),
)

COLUMNS = (
    Column("economy", "label", "", "ISO3; null where the name has no code"),
    Column("name", "label", "", "economy as written"),
    Column("flow", "label", "", "export or import; null for reserves"),
    Column("kind", "label", "", "partner, commodity, total or reserves"),
    Column("label", "label", "", "partner, commodity or fuel as written; empty for totals"),
    Column(
        "partner",
        "label",
        "",
        "ISO3 of the partner; null for commodities, totals, reserves and names without a code",
    ),
    Column("rank", "int16", "", "place in the list, the largest first; null for totals"),
    Column("year", "int16", "year", "year that the Factbook gives"),
    Column(
        "value",
        "float64",
        "see unit",
        "share, total or reserves; null where the Factbook gives only an order",
    ),
    Column("unit", "label", "", "% or USD million; million barrels, million m3, million t"),
    Column(
        "status",
        "label",
        "",
        "estimated where the Factbook says est., absent where there is no figure, or null",
    ),
    Column(
        "caution", "string", "", "why the figure may mislead, and what the Factbook notes; empty otherwise"
    ),
)

NAMELESS = {"ee": "European Union"}  # profiles without a name of the country
FLOWS = {"Exports": "export", "Imports": "import"}
SCALES = {"trillion": 1e6, "billion": 1e3, "million": 1.0, "thousand": 1e-3, "": 1e-6}
# A note that every country has says nothing about this one.
_USUAL = re.compile(r"top five (?:export|import) (?:partners|commodities) based on [a-z ]+(?:; )?")
_YEAR = re.compile(r"\s*\((?:FY)?(\d{4})(?:/\d\d)?( est\.)?\)\s*$")
_SHARE = re.compile(r"\s*<?\s*(\d+(?:\.\d+)?)%")
_TOTAL = re.compile(
    r"\$\s*(-?[\d,]+(?:\.\d+)?)\s*(trillion|billion|million|thousand|)\s*\((\d{4})( est\.)?\)"
)

BELARUS = (
    "Russia is missing: Belarus has published no trade by partner since 2022 and shares are of what its other partners"
    " report. Compare with imts or an inter-country table (autarky data compare BLR RUS)."
)


def rows(path: Path, piece: Piece, only: Only, notes: Notes) -> Iterator[tuple[Any, ...]]:
    wanted = set(only.get("economy", ()))
    read = unresolved = 0
    with _folder(path) as folder:
        for file in sorted(folder.rglob("*.json")):
            profile = _profile(file)
            name = profile_name(profile) or NAMELESS.get(file.stem, "")
            if not name:
                continue
            read += 1
            code = economy(name)
            unresolved += code is None
            if wanted and code not in wanted:
                continue
            for row in _of_economy(profile.get("Economy") or {}, code, file.name):
                yield code, name, *row
            for row in reserves(profile.get("Energy") or {}, file.name):
                yield code, name, *row
    if not read:
        raise InputError(f"{path}: no country profile (REGION/CODE.json) in it; is it factbook.json?")
    notes.append(f"{read} profiles read; {unresolved} of them are of areas without an ISO3 code.")
    notes.append(f"Belarus: {BELARUS}")


@contextmanager
def _folder(path: Path) -> Iterator[Path]:
    """The folder of profiles: `path` itself, or what is in the archive of the repository."""
    if path.is_dir():
        yield path
        return
    import tempfile

    from autarky.sources.io.archive import unpack

    with tempfile.TemporaryDirectory() as folder:
        unpack(path, Path(folder), "*/*.json")
        yield Path(folder)


def _profile(file: Path) -> dict[str, Any]:
    try:
        profile = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, OSError) as e:
        raise InputError(f"{file}: damaged or cut short ({e}); fetch it again") from e
    return profile if isinstance(profile, dict) else {}


def profile_name(profile: dict[str, Any]) -> str:
    """Short name; the long one where there is no short one (`none`)."""
    names = (profile.get("Government") or {}).get("Country name") or {}
    for form in ("conventional short form", "conventional long form"):
        text = unescape(str((names.get(form) or {}).get("text", ""))).strip()
        if text and text != "none":
            return text
    return ""


def _of_economy(section: dict[str, Any], code: str | None, file: str) -> Iterator[tuple[Any, ...]]:
    for heading, flow in FLOWS.items():
        yield from _partners(section.get(f"{heading} - partners") or {}, flow, code, file)
        yield from _commodities(section.get(f"{heading} - commodities") or {}, flow)
        yield from _totals(section.get(heading) or {}, flow, file)


def _dated(entry: dict[str, Any]) -> tuple[str, int | None, bool]:
    """Text without its year, the year, whether it is an estimate."""
    text = unescape(re.sub(r"<[^>]*>", "", str(entry.get("text", "")))).replace("\xa0", " ").strip()
    found = _YEAR.search(text)
    return (text[: found.start()].strip(), int(found[1]), bool(found[2])) if found else (text, None, False)


def _note(entry: dict[str, Any]) -> str:
    text = unescape(re.sub(r"<[^>]*>", "", str(entry.get("note", "")))).strip().removeprefix("note:").strip()
    return _USUAL.sub("", text)


def _partners(entry: dict[str, Any], flow: str, code: str | None, file: str) -> Iterator[tuple[Any, ...]]:
    text, year, estimated = _dated(entry)
    found: list[tuple[str, float | None]] = []
    at = 0
    for match in _SHARE.finditer(text):
        found.append((text[at : match.start()].strip(" ,;"), float(match[1])))
        at = match.end()
    rest = text[at:].strip(" ,;")
    if rest and not found:
        found = [(n.strip(), None) for n in rest.split(",")]
    elif rest:
        raise InputError(
            f"{file}: {flow} partners end in {rest!r}, which is no share; expected 'China 33%, ...'"
        )
    partners = [(name, economy(name.removeprefix("almost entirely ")), share) for name, share in found]
    caution = _note(entry)
    if code == "BLR" and year is not None and year >= 2022 and all(p != "RUS" for _, p, _ in partners):
        caution = f"{BELARUS} {caution}".strip()
    for rank, (name, partner, share) in enumerate(partners, start=1):
        status = "absent" if share is None else "estimated" if estimated else None
        yield flow, "partner", name, partner, rank, year, share, "%", status, caution


def _commodities(entry: dict[str, Any], flow: str) -> Iterator[tuple[Any, ...]]:
    text, year, _ = _dated(entry)
    for rank, name in enumerate(filter(None, (n.strip() for n in re.split("[,;]", text))), start=1):
        yield flow, "commodity", name, None, rank, year, None, "%", "absent", _note(entry)


def _totals(entry: dict[str, Any], flow: str, file: str) -> Iterator[tuple[Any, ...]]:
    for heading, cell in entry.items():
        if not isinstance(cell, dict) or not cell.get("text") or cell["text"] == "NA":
            continue
        found = _TOTAL.search(cell["text"])
        if found is None:
            raise InputError(
                f"{file}, {heading}: {cell['text']!r} is no total; expected '$46.3 billion (2023 est.)'"
            )
        value = float(found[1].replace(",", "")) * SCALES[found[2]]
        status = "estimated" if found[4] else "reported"
        yield flow, "total", "", None, None, int(found[3]), value, "USD million", status, ""


def tie_figures(path: Path, record: Record, a: str, b: str) -> list[TieFigure]:
    """Shares of partners that the Factbook lists; where it says that one is missing, that."""
    from autarky.sources.io.tidy import read_tidy

    wanted: dict[str, Sequence[Any]] = {"economy": [a, b], "kind": ["partner"]}
    columns = ["economy", "flow", "partner", "year", "value", "caution", "kind"]
    frame = read_tidy(path, columns, wanted).to_pandas()
    found = []
    for (code, flow), rows in frame.groupby(["economy", "flow"], observed=True):
        teller, partner = str(code), b if str(code) == a else a
        own = rows[rows["partner"] == partner]
        cautions = [str(c) for c in rows["caution"].dropna().unique() if str(c)]
        if own.empty and not cautions:
            continue  # only the largest partners are listed
        share = None if own.empty else float(own["value"].iloc[0])
        origin, destination = (teller, partner) if flow == "export" else (partner, teller)
        found.append(
            TieFigure(
                source=record.source, flow="goods", origin=origin, destination=destination,
                year=int(rows["year"].iloc[0]), value=None, unit="", share=share, share_of=f"{flow}s of {teller}",
                status="absent" if share is None else "not stated",
                definition=". ".join(["rounded shares of the largest partners, sources not given", *cautions]),
            )
        )  # fmt: skip
    return found


SOURCE = RowSource(ABOUT, COLUMNS, rows, tie_figures)
