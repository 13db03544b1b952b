"""`autarky study`: many scenarios in one file, solved, resumed, watched and exported."""

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from autarky.cli.guard import guarded, say
from autarky.cli.study_options import JsonOption, QuietOption

if TYPE_CHECKING:
    from autarky.studies.definition import Study
    from autarky.studies.result_files import Parts
    from autarky.studies.store import Store

HELP = ("--help", "-h")
SAVING = 60.0  # seconds to finish the cases begun and save them, perhaps in a bucket far away


class RunByDefault(TyperGroup):
    """`autarky study FILE` is `autarky study run FILE`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in HELP:
            args = ["run", *args]
        return super().parse_args(ctx, args)


study = typer.Typer(
    cls=RunByDefault,
    no_args_is_help=True,
    help="Many scenarios: grids, lists and draws in one file, solved once, kept and resumed.",
)

File = Annotated[Path, typer.Argument(metavar="FILE", help="Study file (TOML).", show_default=False)]
Asked = Annotated[
    str, typer.Argument(metavar="FILE|NAME", help="Study file, or a study's name.", show_default=False)
]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        help="Folder or address (s3://bucket/folder) of the results (default: autarky's cache folder).",
        show_default=False,
    ),
]
EngineOption = Annotated[
    Literal["threads", "dask"], typer.Option("--engine", help="Threads of this machine, or dask workers.")
]
SchedulerOption = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="tcp://HOST:PORT",
        help="An existing dask cluster (implies --engine dask).",
        show_default=False,
    ),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers", min=1, help="Threads, or local processes (default: one per core).", show_default=False
    ),
]
DryOption = Annotated[
    bool, typer.Option("--dry-run", help="Show how many cases there are and the first few; solve nothing.")
]
RetryOption = Annotated[bool, typer.Option("--retry-failed", help="Solve again what had no equilibrium.")]
ReuseOption = Annotated[
    bool, typer.Option("--reuse/--no-reuse", help="Take cases that other studies in the store have solved.")
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Run even if another process seems to run the same study.")
]


@study.command()
@guarded
def run(
    file: File,
    store: StoreOption = None,
    engine: EngineOption = "threads",
    scheduler: SchedulerOption = None,
    workers: WorkersOption = None,
    dry_run: DryOption = False,
    retry_failed: RetryOption = False,
    reuse: ReuseOption = True,
    force: ForceOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Solve every case that is not solved yet. Ctrl-C stops and loses nothing; the same command goes on."""
    from autarky.cli.console import progress
    from autarky.cli.study_shown import dry, progress_of, told
    from autarky.studies.checks import check_plan
    from autarky.studies.definition import Study
    from autarky.studies.execution import run_plan
    from autarky.studies.plan import Plan
    from autarky.studies.running import make_engine
    from autarky.studies.store import Store

    made = Study.from_file(file)
    with progress("reading the study", quiet=quiet or as_json):
        plan = Plan(made)
        check_plan(plan)
    place = Store(store)
    if dry_run:
        dry(plan, place, as_json=as_json)
        return
    kind: Literal["threads", "dask"] = "dask" if scheduler else engine
    _stop_as_interrupt()
    with progress_of(plan.total, quiet=quiet or as_json) as tell:
        carried = make_engine(plan, kind, scheduler=scheduler, workers=workers)
        try:
            run_plan(plan, place, carried, retry_failed=retry_failed, reuse=reuse, force=force, tell=tell)
        except KeyboardInterrupt:
            if not quiet:
                say(f"stopped; what was solved is kept, and the same command goes on: autarky study {file}")
            raise
    parts, manifest = _found(place, made)
    told(parts, manifest, as_json=as_json, quiet=quiet)


@study.command()
@guarded
def resume(
    file: File,
    store: StoreOption = None,
    engine: EngineOption = "threads",
    scheduler: SchedulerOption = None,
    workers: WorkersOption = None,
    retry_failed: RetryOption = False,
    force: ForceOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Go on with a study that was begun: `run`, for one that the store knows."""
    from autarky.studies.definition import Study
    from autarky.studies.store import Store

    _found(Store(store), Study.from_file(file))
    run(
        file,
        store=store,
        engine=engine,
        scheduler=scheduler,
        workers=workers,
        retry_failed=retry_failed,
        force=force,
        as_json=as_json,
        quiet=quiet,
    )


@study.command()
@guarded
def status(study: Asked, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Say how far a study is: cases done, failed and left, how fast, when it ends, why cases failed."""
    from autarky.cli.study_shown import told
    from autarky.studies.store import Store

    parts, manifest = _found(Store(store), _asked(study))
    told(parts, manifest, as_json=as_json)


@study.command()
@guarded
def watch(
    study: Asked,
    store: StoreOption = None,
    every: Annotated[float, typer.Option("--every", min=0.2, help="Seconds between looks.")] = 2.0,
) -> None:
    """Show how far a study is until it ends. Ctrl-C stops watching, not the study."""
    from autarky.cli.study_shown import watched
    from autarky.studies.store import Store

    parts, manifest = _found(Store(store), _asked(study))
    watched(parts, manifest, every)


@study.command()
@guarded
def export(
    study: Asked,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Where to: .parquet, .csv, .csv.gz (rows), or .nc (a cube with a dimension per axis).",
            show_default=False,
        ),
    ],
    store: StoreOption = None,
) -> None:
    """Write all rows as one file, or a netCDF cube; also while the study runs."""
    from autarky.studies.export import check_format, write_export
    from autarky.studies.status import status_of
    from autarky.studies.store import Store

    check_format(out)
    parts, manifest = _found(Store(store), _asked(study))
    rows = write_export(parts, out)
    left = status_of(parts, manifest).left
    typer.echo(f"{out}: {rows:,} {'cells' if out.suffix == '.nc' else 'rows'}")
    if left:
        say(f"{left:,} of {manifest['cases']:,} cases are not solved yet and not in it")


@study.command("list")
@guarded
def list_studies(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """List the studies in the store."""
    from autarky.cli.study_shown import listed
    from autarky.studies.store import Store

    listed(Store(store), as_json=as_json)


def _asked(text: str) -> "Study | str":
    """A study file, or a name where there is no such file."""
    from autarky.studies.definition import Study

    return Study.from_file(text) if text.endswith(".toml") or Path(text).is_file() else text


def _found(store: "Store", asked: "Study | str") -> "tuple[Parts, dict[str, Any]]":
    from autarky.studies.manifest import find_study

    return find_study(store, asked)


def _stop_as_interrupt() -> None:
    """Batch systems end jobs with SIGTERM: it stops a study as Ctrl-C does, and what is solved is saved first."""
    from autarky.cli.interrupts import allow_cleaning_up, interrupt_on

    interrupt_on(signal.SIGTERM)
    allow_cleaning_up(SAVING)
