"""What `autarky study` prints: progress on standard error, status and plans on standard output."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

import typer

from autarky.cli.console import show

if TYPE_CHECKING:
    from rich.console import RenderableType

    from autarky.studies.count import Count, Tell
    from autarky.studies.plan import Plan
    from autarky.studies.result_files import Parts
    from autarky.studies.status import Status
    from autarky.studies.store import Store

FIRST = 5  # cases that a dry run shows
EVERY = 30.0  # seconds between lines where standard error is no terminal


def duration(seconds: float | None) -> str:
    """``3 min``, ``2 h 10 min``; rounded as an estimate deserves."""
    if seconds is None:
        return "?"
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours < 48 else f"{hours / 24:.1f} days"


@contextmanager
def progress_of(total: int, *, quiet: bool) -> "Iterator[Tell]":
    """A bar with the time left on a terminal, a line now and then elsewhere; notes as they come."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True, highlight=False)
    told = 0

    def notes(count: "Count") -> None:
        nonlocal told
        for note in count.notes[told:]:
            console.print(f"note: {note}", markup=False)
        told = len(count.notes)

    if quiet:
        yield lambda count: None
    elif console.is_terminal:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[more]}"),
        )
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("cases", total=total, more="")

            def tell(count: "Count") -> None:
                bar.update(task, completed=count.done, more=_pace(count))
                notes(count)

            yield tell
    else:
        last = time.monotonic()

        def line(count: "Count") -> None:
            nonlocal last
            notes(count)
            if time.monotonic() - last >= EVERY:
                last = time.monotonic()
                console.print(f"{count.done:,} of {count.total:,} cases{_pace(count)}", markup=False)

        yield line


def _pace(count: "Count") -> str:
    faults = f", {count.failed + count.lost:,} without an answer" if count.failed + count.lost else ""
    if not count.rate:
        return faults
    return f"{faults}, {count.rate:.3g} per second, {duration(count.seconds_left)} left"


def dry(plan: "Plan", store: "Store", *, as_json: bool) -> None:
    """How many cases, along which axes, and the first few."""
    from rich.table import Table
    from rich.text import Text

    first = [_case(plan, k) for k in islice(range(plan.total), FIRST)]
    if as_json:
        axes = [{"name": a.name, "columns": list(a.columns), "length": len(a)} for a in plan.axes]
        told = {"name": plan.study.name, "folder": store.where(plan.name), "cases": plan.total, "axes": axes}
        typer.echo(json.dumps(told | {"first": first}, indent=1, ensure_ascii=False))
        return
    typer.echo(f"{plan.study.title or plan.study.name}: {plan.total:,} cases")
    for axis in plan.axes:
        fields = "" if axis.columns == (axis.name,) else f" ({', '.join(axis.columns)})"
        typer.echo(f"  {len(axis):>9,}  {axis.name}{fields}")
    typer.echo(f"Results: {store.where(plan.name)}\n")
    if first:
        table = Table(show_edge=False, pad_edge=False)
        for column in first[0]:
            table.add_column(column, overflow="fold")
        for row in first:
            table.add_row(*(Text("" if v is None else str(v)) for v in row.values()))
        show(table)


def _case(plan: "Plan", case: int) -> dict[str, Any]:
    at = plan.positions(case)
    row: dict[str, Any] = {"case": case}
    for axis, point in zip(plan.axes, plan.points(at), strict=True):
        row |= dict(zip(axis.columns, point.coordinates, strict=True))
    return row


def told(parts: "Parts", manifest: dict[str, Any], *, as_json: bool = False, quiet: bool = False) -> None:
    """The state of a study."""
    from autarky.studies.status import status_of

    found = status_of(parts, manifest)
    if as_json:
        typer.echo(json.dumps(found.plain(), indent=1, ensure_ascii=False))
    elif not quiet:
        show(status_lines(found))


def status_lines(found: "Status") -> "RenderableType":
    """One line on how far it is, one on speed, then failures and damage."""
    from rich.text import Text

    lines = [
        f"{found.title or found.name}: {found.state}",
        f"{found.solved:,} solved, {found.failed:,} without an equilibrium, {found.lost:,} lost, {found.left:,} left of"
        f" {found.total:,} cases",
    ]
    if found.rate:
        left = duration(found.seconds_left)
        lines.append(f"{found.rate:.3g} cases per second with {found.engine}, {left} left")
    if found.solving_seconds:
        lines.append(f"All cases together took {duration(found.solving_seconds)}.")
    lines += [f"{n:,} such as case {e.case}: {e.reason}" for n, e in found.reasons]
    lines += [f"Damaged and put aside, solved again by the next run: {name}" for name in found.damaged]
    lines += [f"note: {note}" for note in found.notes if "damaged" not in note]
    lines.append(f"Rows: {found.where}/parts/*.parquet")
    return Text("\n".join(lines))


def watched(parts: "Parts", manifest: dict[str, Any], every: float) -> None:
    """The state of a study, again and again until nobody runs it."""
    from rich.console import Console
    from rich.live import Live

    from autarky.studies.status import status_of

    found = status_of(parts, manifest)
    console = Console(highlight=False)
    if not console.is_terminal:
        while found.state == "running":
            typer.echo(
                f"{found.total - found.left:,} of {found.total:,}, {duration(found.seconds_left)} left"
            )
            time.sleep(every)
            found = status_of(parts, manifest)
        show(status_lines(found))
        return
    with Live(status_lines(found), console=console, auto_refresh=False) as live:
        while found.state == "running":
            time.sleep(every)
            found = status_of(parts, manifest)
            live.update(status_lines(found), refresh=True)


def listed(store: "Store", *, as_json: bool) -> None:
    """Name, cases and when they were begun, of all studies in a store."""
    from rich.table import Table

    from autarky.studies.result_files import MANIFEST

    found = [m | {"folder": n} for n in store.names() if (m := store.read_json(n, MANIFEST)) is not None]
    if as_json:
        kept = ("name", "title", "folder", "cases", "made", "autarky")
        typer.echo(json.dumps([{k: m.get(k) for k in kept} for m in found], indent=1, ensure_ascii=False))
        return
    table = Table(show_edge=False, pad_edge=False)
    for column in ("Name", "Title", "Cases", "Begun", "Folder"):
        table.add_column(column, overflow="fold")
    for m in found:
        table.add_row(str(m["name"]), str(m.get("title")), f"{m['cases']:,}", str(m.get("made")), m["folder"])
    show(table)
