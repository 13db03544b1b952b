"""The second half of `autarky run`: draws of what is not known exactly, after the central answer is safe."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from autarky.cli.ending import INTERRUPTED

if TYPE_CHECKING:
    from autarky.economy.result import Result
    from autarky.scenario.model import Scenario
    from autarky.uncertainty.draws import Draws
    from autarky.world.accounts import World


def draw(
    world: "World",
    scenario: "Scenario",
    results: "list[Result]",
    resolved: Sequence[dict[str, Any]],
    target: Path,
    draws: int,
    seed: int,
    *,
    quiet: bool,
    as_json: bool,
) -> "list[Draws]":
    """Solve the draws, put them into the run's folder and print what they say. Where they have no bands to give, that
    is said, and the central answer stands alone."""
    from autarky.errors import AutarkyError

    try:
        drawn = _solve(world, scenario, results, draws, seed, quiet=quiet or as_json)
        from autarky.report import add_draws

        add_draws(target, results, scenario.to_toml(), list(resolved), drawn)
    except KeyboardInterrupt:
        typer.echo(
            f"autarky: interrupted during the draws; {target} holds the complete central answer, without ranges. "
            "The same command goes on where it stopped.",
            err=True,
        )
        raise typer.Exit(INTERRUPTED) from None
    except AutarkyError as e:
        typer.echo(f"note: no ranges: {e}", err=True)
        return []
    if not (quiet or as_json):
        from autarky.cli.console import show
        from autarky.report import ranges

        show(ranges(results, drawn))
    return drawn


def _solve(
    world: "World", scenario: "Scenario", results: "list[Result]", draws: int, seed: int, *, quiet: bool
) -> "list[Draws]":
    from autarky.cli.console import bar
    from autarky.economy.backend import cache_folder
    from autarky.report.bands import watched
    from autarky.uncertainty.propagate import propagate

    with bar("draws", quiet=quiet) as tell:
        return propagate(
            world,
            scenario,
            draws=draws,
            seed=seed,
            watch=watched(results),
            keep=cache_folder() / "draws",
            progress=tell,
        )
