"""What `autarky data` prints."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.console import RenderableType

    from autarky.sources.base import Source
    from autarky.sources.compare import Comparison
    from autarky.sources.inventory import Verified

SQUEEZED = {"Source": 18, "Years": 9, "Size": 6, "Get": 7}
SHORT = 9  # what is shorter is never cut
WIDEST = 36  # characters of a cell of an answer to SQL


@contextmanager
def bar(*, quiet: bool) -> Iterator[Callable[[str, int, int | None], None] | None]:
    """A bar of bytes on standard error, where it is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    with Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn(),
        console=console, transient=True,
    ) as shown:  # fmt: skip
        task = shown.add_task("", total=None)
        yield lambda what, done, total: shown.update(task, description=what, completed=done, total=total)


def source_facts(source: "Source", *, full: bool = False) -> dict[str, Any]:
    """A source as JSON holds it."""
    from autarky.sources.inventory import records

    pieces = source.pieces()
    years = sorted({y for p in pieces for y in p.years})
    facts = asdict(source.about) | {
        "first_year": years[0] if years else None,
        "last_year": years[-1] if years else None,
        "megabytes": sum({p.file: p.megabytes for p in pieces}.values()) or None,
        "here": [r.key for r in records(source.about.name).values()],
    }
    if full:
        facts["columns"] = [asdict(c) for c in source.columns]
        facts["pieces"] = [asdict(p) | {"headers": sorted(p.headers)} for p in pieces]
        facts["records"] = [r.as_dict() for r in records(source.about.name).values()]
    return facts


def sources_table(sources: "Sequence[Source]") -> "RenderableType":
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from autarky.sources.io.folder import data_folder

    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(source.about.group, []).append(source)
    table = Table(show_edge=False, pad_edge=False)
    for column in ("Source", "What", "Years", "Size", "Licence", "Get", "Here"):
        widest = {"What": 32, "Licence": 10, "Here": 16}.get(column)
        # a fixed width, so that the columns that matter are not squeezed
        table.add_column(
            column, overflow="ellipsis", no_wrap=True, width=widest, min_width=SQUEEZED.get(column),
            justify="right" if column == "Size" else "left",
        )  # fmt: skip
    for k, (group, members) in enumerate(groups.items()):
        if k:
            table.add_row()
        table.add_row("", Text(group.capitalize(), style="bold"))
        for source in members:
            facts = source_facts(source)
            table.add_row(
                Text(source.about.name),
                Text(source.about.title),
                _years(facts["first_year"], facts["last_year"]),
                _size(facts["megabytes"]),
                Text(source.about.licence),
                _how(source),
                Text(_few(facts["here"]), style="green"),
            )
    return Group(
        table,
        Text(f"\nFetched data lie in {data_folder()}; autarky data info SOURCE has more, --json everything."),
    )


def _how(source: "Source") -> str:
    if any(p.urls for p in source.pieces()) or hasattr(source, "piece_for"):
        return "key" if source.about.key else "yes"
    return "by hand"


def _years(first: int | None, last: int | None) -> str:
    return "" if first is None else str(first) if first == last else f"{first}-{last}"


def _size(megabytes: float | None) -> str:
    if not megabytes:
        return ""
    return (
        f"{megabytes / 1000:.1f} GB"
        if megabytes >= 1000
        else f"{megabytes:,.0f} MB"
        if megabytes >= 1
        else "< 1 MB"
    )


def _few(keys: Sequence[str], most: int = 3) -> str:
    return ", ".join(keys[:most]) + (f" and {len(keys) - most} more" if len(keys) > most else "")


def source_page(source: "Source") -> "RenderableType":
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from autarky.sources.get import in_short
    from autarky.sources.inventory import records

    about = source.about
    facts = Table(show_header=False, show_edge=False, pad_edge=False, box=None)
    facts.add_column(style="bold")
    facts.add_column(overflow="fold")
    rows = {
        "Title": about.title, "Provider": about.provider, "Coverage": about.coverage, "Unit": about.unit,
        "Definitions": about.definitions, "Licence": about.licence, "Citation": about.citation, "Home": about.url,
        "Key": f"environment variable {about.key}" if about.key else "none needed",
        "By hand": about.by_hand, "Parts": in_short(source.pieces()),
    }  # fmt: skip
    for name, value in rows.items():
        if value:
            facts.add_row(name, Text(value))
    columns = Table(show_edge=False, pad_edge=False)
    for name in ("Column", "Kind", "Unit", "Meaning"):
        columns.add_column(name, overflow="fold")
    for c in source.columns:
        columns.add_row(Text(c.name), c.kind, Text(c.unit), Text(c.meaning))
    parts: list[Any] = [facts, Text(""), columns]
    found = records(about.name)
    if found:
        here = Table(show_edge=False, pad_edge=False)
        for name in ("Here", "Rows", "Fetched", "File", "SHA-256"):
            here.add_column(name, overflow="fold")
        for path, r in found.items():
            key = r.key + "".join(f" [{k}={','.join(v)}]" for k, v in r.only.items())
            here.add_row(
                Text(key), f"{r.rows:,}", r.retrieved[:10] or "by hand", Text(str(path)), r.sha256[:12]
            )
        parts += [Text(""), here]
    return Group(*parts)


def verified_table(found: "Sequence[Verified]") -> "RenderableType":
    from rich.table import Table
    from rich.text import Text

    if not found:
        return Text("nothing is here yet: autarky data get SOURCE")
    table = Table(show_edge=False, pad_edge=False)
    for column in ("Source", "Key", "File", "", ""):
        table.add_column(column, overflow="fold")
    for f in found:
        style = "red" if f.verdict == "changed" else "green"
        table.add_row(
            Text(f.source), Text(f.key), Text(f.file.name), Text(f.verdict, style=style), Text(f.detail)
        )
    return table


def rows_table(found: "pa.Table", limit: int) -> "RenderableType":
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False)
    rows = [[_cell(v) for v in row.values()] for row in found.slice(0, max(limit, 0)).to_pylist()]
    for k, (name, kind) in enumerate(zip(found.schema.names, found.schema.types, strict=True)):
        text = str(kind)
        number = any(x in text for x in ("int", "float", "double", "decimal")) and "dictionary" not in text
        table.add_column(
            Text(name), justify="right" if number else "left", overflow="ellipsis", no_wrap=True, max_width=WIDEST,
            min_width=min(SHORT, max([len(name), *(len(row[k]) for row in rows)])),
        )  # fmt: skip
    for row in rows:
        table.add_row(*map(Text, row))
    more = found.num_rows - max(limit, 0)
    return Group(table, Text(f"... and {more:,} rows more (--limit, --csv)")) if more > 0 else table


def _cell(value: Any) -> str:
    if value is None:
        return "-"  # absent is not zero
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    return str(value)


def figures_table(found: "Comparison") -> "RenderableType":
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from autarky.world.labels import country_name

    a, b = country_name(found.a), country_name(found.b)
    parts: list[Any] = [Text(f"{a} and {b}: what each source says", style="bold"), Text("")]
    table = Table(show_edge=False, pad_edge=False)
    for column in ("Flow", "Year", "Value", "Share", "Source", "Status", "Note"):
        table.add_column(column, overflow="fold", justify="right" if column == "Value" else "left")
    definitions = list(dict.fromkeys(f.definition for f in found.figures))
    before = None
    for f in found.figures:
        tie = (f.origin, f.destination)
        if tie != before:
            if before is not None:
                table.add_row()
            table.add_row(Text(f"{country_name(f.origin)} → {country_name(f.destination)}", style="bold"))
            before = tie
        absent = "absent" if f.share is None else ""
        value = absent if f.value is None else _money(f.value, f.unit)
        share = "" if f.share is None else f"{f.share:.1f} % of {f.share_of}"
        note = f"[{definitions.index(f.definition) + 1}]"
        table.add_row(*map(Text, (f.flow, str(f.year), value, share, f.source, f.status, note)))
    parts.append(table if found.figures else Text("no source here has data on this tie"))
    if definitions:
        parts.append(Text(""))
    parts += [Text(f"[{k + 1}] {text}") for k, text in enumerate(definitions)]
    if found.silent:
        parts.append(
            Text(f"\nHere, but without data on this tie: {', '.join(found.silent)}. Missing is not zero.")
        )
    if found.not_here:
        parts.append(Text(f"Not here (autarky data get ...): {', '.join(found.not_here)}"))
    return Group(*parts)


def _money(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit.removeprefix('USD ') if unit.startswith('USD ') else unit}".replace(
        "million", "m USD"
    )
