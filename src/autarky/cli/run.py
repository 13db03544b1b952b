"""`autarky run`: from a scenario file to tables, a report and the full result."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autarky.cli.ending import INTERRUPTED
from autarky.cli.guard import guarded
from autarky.uncertainty import DRAWS, SEED

if TYPE_CHECKING:
    from autarky.runs import Options, Run
    from autarky.scenario.model import Scenario

Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Replace a field of the file, acts counted from 1: acts.1.leakage=0. May be repeated.",
    ),
]
Horizons = Annotated[
    list[str] | None,
    typer.Option(
        "--horizon",
        metavar="TIME",
        help="Time to adjust (3m, 1y, 10y) in place of the file's. May be repeated.",
    ),
]


@guarded
def run(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Scenario file (TOML).", show_default=False)],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Folder for the results (default: runs/NAME).", show_default=False
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, and nothing else, on standard output.")
    ] = False,
    horizon: Horizons = None,
    settings: Settings = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what the acts resolve to; solve and write nothing.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace DIR even if it holds something other than a run.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress and no tables; errors only.")
    ] = False,
    draws: Annotated[
        int,
        typer.Option(
            "--draws",
            min=0,
            max=100_000,
            help="Monte Carlo draws of uncertain parameters, for ranges; 0 skips them.",
        ),
    ] = DRAWS,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the draws.")] = SEED,
    budget: Annotated[
        bool,
        typer.Option(
            "--budget/--no-budget", help="After the draws, what each choice of the model changes (or not)."
        ),
    ] = True,
) -> None:
    """Solve a scenario, print the tables that matter and write a folder with report, tables and results."""
    from autarky.scenario import Scenario

    changes = list(settings or ())
    if horizon:
        changes.append(f"horizon={json.dumps(list(horizon))}")
    scenario = Scenario.from_file(file, changes)
    if dry_run:
        _show_resolved(scenario, as_json)
        return
    from autarky.runs import Options
    from autarky.runs.new_folder import check_target

    target = Path("runs") / scenario.name if out is None else out
    check_target(target, force=force)
    done = _run(scenario, Options(draws, seed, budget), target, force=force, silent=quiet or as_json)
    if as_json:
        from autarky.cli.answer import as_plain

        typer.echo(json.dumps(as_plain(done, target), indent=1, ensure_ascii=False, allow_nan=False))


def _run(scenario: "Scenario", options: "Options", target: Path, *, force: bool, silent: bool) -> "Run":
    """All stages of a run; each is told when it is done. An interrupt after the central answer leaves it complete."""
    from autarky.cli.console import RunProgress, notes
    from autarky.runs import Run

    reached = ""
    with RunProgress(len(scenario.horizons), quiet=silent) as progress:
        try:
            made = Run.prepare(scenario, options=options, progress=progress)
            for reached in made.stages(target, force=force):
                if reached == "prepared":
                    notes(made.resolved, quiet=silent)
                    continue
                progress.pause()
                if made.no_ranges and reached == "drawn":
                    typer.echo(f"note: no ranges: {made.no_ranges}", err=True)
                elif not silent:
                    _show(made, reached, target)
        except KeyboardInterrupt:
            if reached not in _LEFT:
                raise
            where, how = _LEFT[reached]
            typer.echo(
                f"autarky: interrupted during {where}; {target} holds the complete central answer, {how}. "
                "The same command goes on where it stopped.",
                err=True,
            )
            raise typer.Exit(INTERRUPTED) from None
    return made


# after which stage an interrupt leaves a whole run: what was being done, and what is there
_LEFT = {
    "written": ("the draws", "without ranges"),
    "drawn": ("the uncertainty budget", "with its ranges"),
}


def _show(made: "Run", reached: str, target: Path) -> None:
    from autarky.cli.console import show
    from autarky.report import budget_table, range_tables, summary

    if reached == "solved":
        show(summary(made.results))
    elif reached == "written":
        typer.echo(f"\nReport: {target / 'report.html'}")
    elif reached == "drawn":
        show(range_tables(made.results, made.draws))
    elif made.budget is not None:
        show(budget_table(made.results, made.draws, made.budget))


def _show_resolved(scenario: "Scenario", as_json: bool) -> None:
    from autarky.cli.console import resolved_table, show
    from autarky.scenario.prepare import Prepared

    prepared = Prepared(scenario.load_world(), scenario)
    resolved = prepared.resolved
    prepared.check()
    if as_json:
        acts = [act.as_dict() for act in resolved]
        typer.echo(json.dumps({"scenario": scenario.given(), "acts": acts}, indent=1, ensure_ascii=False))
        return
    show(resolved_table(scenario, resolved))
