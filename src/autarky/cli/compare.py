"""`autarky compare`: two runs side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autarky.cli.guard import guarded

if TYPE_CHECKING:
    from autarky.economy.result import Result
    from autarky.uncertainty.draws import Draws

_HELP = "Folder of a run, or a scenario file, which is then solved."


@guarded
def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help=_HELP, show_default=False)],
    b: Annotated[Path, typer.Argument(metavar="B", help=_HELP, show_default=False)],
) -> None:
    """Put two runs side by side, with their differences; where both have the same draws, with the ranges of these."""
    from autarky.cli.console import progress, show
    from autarky.report import comparison

    with progress("reading the runs", quiet=False) as step:
        step(f"reading {a}")
        first, drawn_a = _run(a)
        step(f"reading {b}")
        second, drawn_b = _run(b)
    show(comparison(first, second, drawn_a, drawn_b))


def _run(path: Path) -> "tuple[list[Result], list[Draws]]":
    if path.is_file():
        from autarky.scenario import Scenario, solve_all

        scenario = Scenario.from_file(path)
        return solve_all(scenario.load_world(), scenario), []
    from autarky.results import load_draws, load_run

    return load_run(path), load_draws(path)
