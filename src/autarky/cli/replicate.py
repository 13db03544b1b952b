"""`autarky replicate`: published results computed again, published beside obtained."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autarky.cli.guard import guarded

if TYPE_CHECKING:
    from rich.console import RenderableType

    from autarky.replications import Replication, Report


@guarded
def replicate(
    names: Annotated[
        list[str] | None, typer.Argument(help="Replications to run; none lists them.", show_default=False)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Run all replications.")] = False,
    data: Annotated[
        Path | None,
        typer.Option(help="Folder with the published data; default: ../shared", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compute published results again: published, obtained, difference. Exit code 1 where one is off."""
    from autarky.cli.console import progress, show
    from autarky.errors import InputError
    from autarky.replications import replication, replications

    if names and every:
        raise InputError("replicate: either --all or names, not both")
    if not names and not every:
        _list(list(replications().values()), as_json=as_json)
        return
    chosen = list(replications().values()) if every else [replication(n) for n in names or ()]
    for one in chosen:
        one.locate(data)  # all data must be there before the first minute is spent
    reports = []
    for one in chosen:
        with progress(f"{one.name} ...", quiet=as_json):
            reports.append(one.run(data))
        if not as_json:
            show(report_table(reports[-1]))
    if as_json:
        typer.echo(json.dumps([r.as_dict() for r in reports], indent=1, ensure_ascii=False))
    elif len(reports) > 1:
        show(_summary(reports))
    if not all(r.holds for r in reports):
        raise typer.Exit(1)


def _list(known: Sequence["Replication"], *, as_json: bool) -> None:
    from rich.table import Table

    from autarky.cli.console import show

    if as_json:
        facts = [
            {
                "name": r.name,
                "title": r.title,
                "asks": r.asks,
                "citation": r.citation,
                "data": list(r.folders),
            }
            for r in known
        ]
        typer.echo(json.dumps(facts, indent=1, ensure_ascii=False))
        return
    table = Table(show_edge=False, pad_edge=False)
    for column in ("Name", "What", "Data"):
        table.add_column(column, overflow="fold")
    for r in known:
        table.add_row(r.name, r.title, ", ".join(r.folders) or "none needed")
    show(table)


def report_table(report: "Report") -> "RenderableType":
    """Published, obtained, difference and tolerance of every figure; what failed stands out."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False)
    table.add_column("Figure", overflow="fold")
    table.add_column("Against", overflow="fold")
    for column in ("Published", "Obtained", "Difference", "Allowed"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("")
    for row in report.rows:
        unit = f" {row.unit}" if row.unit else ""
        table.add_row(
            Text(row.quantity),
            Text(row.against),
            _figure(row.published, row.digits) + unit,
            _figure(row.obtained, row.digits if row.digits < 0 else row.digits + 2) + unit,
            f"{row.difference:+.1e}",
            f"{row.tolerance:.1e}",
            Text("holds") if row.holds else Text("OFF", style="bold red"),
        )
    facts = ", ".join(f"{k} {v}" for k, v in report.facts)
    tail = f"{report.seconds:.1f} s" + (f"; {facts}" if facts else "")
    notes = [Text(f"note: {n}") for n in report.notes]
    return Group(
        Text(f"{report.name}: {report.title}", style="bold"),
        Text(""),
        table,
        Text(""),
        Text(tail),
        *notes,
        Text(""),
    )


def _figure(value: float, digits: int) -> str:
    return f"{value:.1e}" if digits < 0 else f"{value:.{digits}f}"


def _summary(reports: Sequence["Report"]) -> "RenderableType":
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False)
    table.add_column("Replication")
    for column in ("Figures", "Within tolerance", "Seconds"):
        table.add_column(column, justify="right")
    for r in reports:
        good = sum(row.holds for row in r.rows)
        style = "" if r.holds else "bold red"
        table.add_row(Text(r.name, style=style), str(len(r.rows)), str(good), f"{r.seconds:.1f}")
    return table
