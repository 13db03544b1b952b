"""What the commands print: tables on standard output, progress and remarks on standard error."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import RenderableType

    from autarky.acts.resolved import Resolved
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


def notes(resolved: "Sequence[Resolved]", *, quiet: bool = False) -> None:
    """Remarks on what the acts resolve to, on standard error."""
    if not quiet:
        for act in resolved:
            for note in act.notes:
                typer.echo(f"note: act {act.number} ({act.type}), {note}", err=True)


def resolved_table(scenario: "Scenario", resolved: "Sequence[Resolved]") -> "RenderableType":
    """What each act means in the world: who, what, how much trade."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from autarky.acts.sentences import NO_ACTS
    from autarky.economy.horizon import horizon_label

    horizons = ", ".join(horizon_label(h) for h in scenario.horizons)
    head = (
        f"{scenario.title or scenario.name}: {scenario.world}, after {horizons}, {scenario.deficits} deficits"
    )
    if not scenario.acts:
        return Group(Text(head, style="bold"), Text(NO_ACTS))
    table = Table(show_edge=False, pad_edge=False)
    for column in ("Act", "Who", "Sectors", "Terms"):
        table.add_column(column, overflow="fold")
    table.add_column("Touches", justify="right")
    for act in resolved:
        kind = act.type + (f" ({act.label})" if act.label else "")
        asked = getattr(scenario.acts[act.number - 1], "sectors", ())
        sectors = "all" if tuple(asked) == ("all",) else _few(act.sectors)
        row = (f"{act.number} {kind}", _who(act), sectors, _terms(act), _touched(act))
        table.add_row(*map(Text, row))
    remarks = [Text(f"note: act {a.number}, {n}") for a in resolved for n in a.notes]
    return Group(Text(head, style="bold"), Text(""), table, *remarks)


MOST_LISTED = 4  # entries of a list that a cell of the table shows


def _few(labels: Sequence[str], most: int = 6) -> str:
    more = f" and {len(labels) - most} more" if len(labels) > most + 1 else ""
    return ", ".join(labels[:most] if more else labels) + more


def _who(act: "Resolved") -> str:
    seller, buyer = act.economies("origin"), act.economies("destination")
    if seller and buyer:
        arrow = "↔" if act.facts.get("both_ways") else "→"
        return f"{_few(seller)} {arrow} {_few(buyer)}"
    return "; ".join(_few(party.economies) for party in act.parties)


def _terms(act: "Resolved") -> str:
    """Single figures and short lists; tables are in the report."""
    shown = []
    for term in act.terms:
        if term.name == "both_ways" or isinstance(term.value, dict):
            continue
        if isinstance(term.value, list | tuple):
            if len(term.value) > MOST_LISTED or any(isinstance(v, dict | list | tuple) for v in term.value):
                continue
            shown.append(f"{term.name} {', '.join(map(str, term.value))}".strip())
        else:
            value = f"{term.value:g}" if isinstance(term.value, float) else str(term.value)
            shown.append(f"{term.name} {value}")
    return ", ".join(shown)


def _touched(act: "Resolved") -> str:
    if act.base is not None:
        return f"{act.base.unit} {act.base.value:,.0f} of {act.base.of}"
    moved = act.facts.get("moved")
    return f"{act.facts.get('unit', '')} {moved:,.0f} moved" if isinstance(moved, int | float) else ""
