"""The second half of `autarky run`: draws of what is not known exactly, after the central answer is safe."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from autarky.cli.ending import INTERRUPTED

if TYPE_CHECKING:
    from rich.console import RenderableType

    from autarky.economy.result import Result
    from autarky.scenario.model import Scenario
    from autarky.uncertainty.budget import Budget
    from autarky.uncertainty.draws import Draws
    from autarky.world.accounts import World


@dataclass(frozen=True)
class Run:
    """A run whose central answer is solved, printed and written to `target`; `silent`: nothing but errors is said."""

    world: "World"
    scenario: "Scenario"
    results: "list[Result]"
    resolved: Sequence[dict[str, Any]]
    target: Path
    silent: bool

    def draw(self, draws: int, seed: int) -> "list[Draws]":
        """Solve the draws, put them into the folder and print what they say. Where they give no ranges, that is said,
        and the central answer stands alone."""
        from autarky.errors import AutarkyError

        try:
            drawn = self._drawn(draws, seed)
            self._write(drawn)
        except KeyboardInterrupt:
            self._interrupted("the draws", "without ranges")
        except AutarkyError as e:
            typer.echo(f"note: no ranges: {e}", err=True)
            return []
        from autarky.report import range_tables

        self._show(lambda: range_tables(self.results, drawn))
        return drawn

    def spend(self, drawn: "list[Draws]") -> "Budget":
        """The uncertainty budget at the first horizon: solved, written and printed."""
        from autarky.cli.console import bar
        from autarky.uncertainty.budget import budget

        try:
            with bar("model choices", quiet=self.silent) as tell:
                made = budget(self.world, self.scenario, self.results[0], self.scenario.horizons[0], tell)
            self._write(drawn, made)
        except KeyboardInterrupt:
            self._interrupted("the uncertainty budget", "with its ranges")
        from autarky.report import budget_table

        self._show(lambda: budget_table(self.results, drawn, made))
        return made

    def _drawn(self, draws: int, seed: int) -> "list[Draws]":
        from autarky.cli.console import bar
        from autarky.economy.backend import cache_folder
        from autarky.report.bands import watched
        from autarky.uncertainty.propagate import propagate

        horizons = len(self.scenario.horizons)
        what = "draws" if horizons == 1 else f"draws at {horizons} horizons"
        with bar(what, quiet=self.silent) as tell:
            return propagate(
                self.world,
                self.scenario,
                draws=draws,
                seed=seed,
                watch=watched(self.results),
                keep=cache_folder() / "draws",
                progress=tell,
            )

    def _write(self, drawn: "list[Draws]", made: "Budget | None" = None) -> None:
        from autarky.results import add_draws

        add_draws(self.target, self.results, self.scenario.to_toml(), list(self.resolved), drawn, made)

    def _show(self, content: "Callable[[], RenderableType]") -> None:
        if not self.silent:
            from autarky.cli.console import show

            show(content())

    def _interrupted(self, where: str, how: str) -> NoReturn:
        typer.echo(
            f"autarky: interrupted during {where}; {self.target} holds the complete central answer, {how}. "
            "The same command goes on where it stopped.",
            err=True,
        )
        raise typer.Exit(INTERRUPTED) from None
