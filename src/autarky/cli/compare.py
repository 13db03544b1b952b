"""`autarky compare`: two runs side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autarky.cli.guard import guarded

if TYPE_CHECKING:
    from autarky.economy.result import Result

_HELP = "Folder of a run, or a scenario file, which is then solved."


@guarded
def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help=_HELP, show_default=False)],
    b: Annotated[Path, typer.Argument(metavar="B", help=_HELP, show_default=False)],
) -> None:
    """Put two runs side by side, with their differences."""
    from autarky.cli.console import progress, show
    from autarky.report import comparison

    with progress("reading the runs", quiet=False) as step:
        step(f"reading {a}")
        first = _results(a)
        step(f"reading {b}")
        second = _results(b)
    show(comparison(first, second))


def _results(path: Path) -> "list[Result]":
    if path.is_file():
        from autarky.scenario import Scenario, solve_all

        scenario = Scenario.from_file(path)
        return solve_all(scenario.load_world(), scenario)
    from autarky.report import load_run

    return load_run(path)
