"""`autarky run`: from a scenario file to tables, a report and the full result."""

import json
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated, Any

import typer

from autarky.cli.guard import guarded
from autarky.uncertainty import DRAWS, SEED

if TYPE_CHECKING:
    from autarky.economy.result import Result
    from autarky.scenario.model import Scenario
    from autarky.uncertainty.budget import Budget
    from autarky.uncertainty.draws import Draws
    from autarky.world.accounts import World

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
        bool, typer.Option("--force", help="Replace DIR even if it holds other things than a run.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress and no tables; errors only.")
    ] = False,
    draws: Annotated[
        int,
        typer.Option(
            "--draws", min=0, max=100_000, help="Draws of what is not known exactly, for bands; 0: none."
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
    from autarky.cli.folder import check_target, new_folder

    target = Path("runs") / scenario.name if out is None else out
    check_target(target, force=force)
    world, results, resolved = _solve(scenario, quiet=quiet or as_json)
    if not (quiet or as_json):
        from autarky.cli.console import show
        from autarky.report import summary

        show(summary(results))
    from autarky.results import write_run

    with new_folder(target, force=force) as folder:
        write_run(folder, results, scenario.to_toml(), resolved)
    if not (quiet or as_json):
        typer.echo(f"\nReport: {target / 'report.html'}")
    drawn: list[Draws] = []
    made: Budget | None = None
    if draws:
        from autarky.cli.draws import Run

        solved = Run(world, scenario, results, resolved, target, silent=quiet or as_json)
        drawn = solved.draw(draws, seed)
        made = solved.spend(drawn) if budget and drawn else None
    if as_json:
        from autarky.cli.answer import as_plain

        told = as_plain(scenario, results, target, drawn)
        if made is not None:
            told["budget"] = made.as_plain()
        typer.echo(json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False))


def _solve(scenario: "Scenario", *, quiet: bool) -> "tuple[World, list[Result], list[dict[str, Any]]]":
    from autarky.charts.vega import warm_up
    from autarky.cli.console import progress

    # The renderer of charts loads while the model is solved; joined even on failure, as it runs native code.
    renderer = Thread(target=warm_up, daemon=True)
    renderer.start()
    try:
        with progress("loading the world", quiet=quiet) as step:
            return _solve_all(scenario, step, quiet=quiet)
    finally:
        renderer.join()


def _solve_all(
    scenario: "Scenario", step: "Callable[[str], None]", *, quiet: bool
) -> "tuple[World, list[Result], list[dict[str, Any]]]":
    from autarky.acts.analyses import analysed
    from autarky.cli.console import notes
    from autarky.economy.horizon import horizon_label
    from autarky.scenario import solve

    world = scenario.load_world()
    resolved = scenario.resolve(world)
    notes(resolved, quiet=quiet)
    step("preparing the solver")
    results = []
    for k, years in enumerate(scenario.horizons):
        step(f"solving after {horizon_label(years)} ({k + 1} of {len(scenario.horizons)})")
        results.append(solve(world, scenario, years))
    return world, analysed(world, scenario, results, step), resolved


def _show_resolved(scenario: "Scenario", as_json: bool) -> None:
    from autarky.cli.console import resolved_table, show

    resolved = scenario.resolve(scenario.load_world())
    if as_json:
        typer.echo(json.dumps({"scenario": scenario.given(), "acts": resolved}, indent=1, ensure_ascii=False))
        return
    show(resolved_table(scenario, resolved))
