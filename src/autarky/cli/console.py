"""What the commands print: tables on standard output, progress and remarks on standard error."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import RenderableType

    from autarky.scenario.model import Scenario

WIDTH_OF_FILES = 110  # columns where standard output is no terminal


def show(content: "RenderableType") -> None:
    """Print on standard output, in colour only on a terminal."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH_OF_FILES)
    console.print(content)


@contextmanager
def progress(first: str, *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """A line on standard error that says what is being done; the value changes it."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    if quiet or not console.is_terminal:
        yield lambda text: None
        return
    with console.status(first) as status:
        yield lambda text: status.update(text)


@contextmanager
def bar(what: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar with the time left, on a terminal's standard error; the value takes what is done and what there is."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False)
    if quiet or not console.is_terminal:
        yield lambda done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


class RunProgress:
    """`runs.Progress` on a terminal's standard error: a line for steps, a bar for draws and choices."""

    def __init__(self, horizons: int, *, quiet: bool) -> None:
        self._quiet = quiet
        self._drawing = "draws" if horizons == 1 else f"draws at {horizons} horizons"
        self._shown, self._stack = "", ExitStack()
        self._tell: Callable[..., None] = lambda *_: None

    def __enter__(self) -> "RunProgress":
        return self

    def __exit__(self, *_: object) -> None:
        self.pause()

    def pause(self) -> None:
        """Take away what is shown, so that something else can be printed; the next call shows it again."""
        self._shown = ""
        self._stack.close()

    def step(self, text: str) -> None:
        self._show("step", lambda: progress(text, quiet=self._quiet))
        self._tell(text)

    def draws(self, done: int, total: int) -> None:
        self._show("draws", lambda: bar(self._drawing, quiet=self._quiet))
        self._tell(done, total)

    def choices(self, done: int, total: int) -> None:
        self._show("choices", lambda: bar("model choices", quiet=self._quiet))
        self._tell(done, total)

    def _show(self, what: str, begin: "Callable[[], AbstractContextManager[Callable[..., None]]]") -> None:
        if self._shown != what:
            self.pause()
            self._tell = self._stack.enter_context(begin())
            self._shown = what


def notes(resolved: Sequence[dict[str, Any]], *, quiet: bool = False) -> None:
    """Remarks on what the acts resolve to, on standard error."""
    if not quiet:
        for act in resolved:
            for note in act["notes"]:
                typer.echo(f"note: act {act['act']} ({act['type']}), {note}", err=True)


def resolved_table(scenario: "Scenario", resolved: Sequence[dict[str, Any]]) -> "RenderableType":
    """What each act means in the world: who, what, how much trade."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from autarky.economy.horizon import horizon_label

    horizons = ", ".join(horizon_label(h) for h in scenario.horizons)
    head = (
        f"{scenario.title or scenario.name}: {scenario.world}, after {horizons}, {scenario.deficits} deficits"
    )
    table = Table(show_edge=False, pad_edge=False)
    for column in ("Act", "Who", "Sectors", "Terms"):
        table.add_column(column, overflow="fold")
    table.add_column("Touches", justify="right")
    for act in resolved:
        kind = act["type"] + (f" ({act['label']})" if act.get("label") else "")
        asked = getattr(scenario.acts[act["act"] - 1], "sectors", ())
        sectors = "all" if tuple(asked) == ("all",) else _few(act.get("sectors", []))
        cells = (f"{act['act']} {kind}", _who(act), sectors, _terms(act), _touched(act))
        table.add_row(*map(Text, cells))
    remarks = [Text(f"note: act {a['act']}, {n}") for a in resolved for n in a["notes"]]
    return Group(Text(head, style="bold"), Text(""), table, *remarks)


_ELSEWHERE = {
    "act", "type", "label", "origin", "destination", "economies", "sectors", "both_ways", "cells", "unit",
    "notes", "base_trade", "base_output", "base_value_added", "moved", "members", "cost_cut", "basis",
    "sellers", "links", "pairs", "flows", "dearer_by", "cut", "gap",
}  # fmt: skip


def _few(labels: Sequence[str], most: int = 6) -> str:
    more = f" and {len(labels) - most} more" if len(labels) > most + 1 else ""
    return ", ".join(labels[:most] if more else labels) + more


def _who(act: dict[str, Any]) -> str:
    if "economies" in act:
        return _few(act["economies"])
    if "members" in act:
        return _few(act["members"])
    arrow = "↔" if act.get("both_ways") else "→"
    return f"{_few(act['origin'])} {arrow} {_few(act['destination'])}"


def _terms(act: dict[str, Any]) -> str:
    return ", ".join(
        f"{k} {v:g}" if isinstance(v, float) else f"{k} {v}" for k, v in act.items() if k not in _ELSEWHERE
    )


def _touched(act: dict[str, Any]) -> str:
    for key, what in (
        ("base_trade", "trade"),
        ("base_output", "output"),
        ("base_value_added", "value added"),
    ):
        if key in act:
            return f"{act['unit']} {act[key]:,.0f} of {what}"
    return f"{act['unit']} {act['moved']:,.0f} moved"
