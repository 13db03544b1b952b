"""`run_study`: a study from its definition to a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autarky.errors import InputError
from autarky.studies import definition
from autarky.studies.checks import check_plan
from autarky.studies.count import Tell
from autarky.studies.definition import Study
from autarky.studies.engines import Engine, Threads
from autarky.studies.execution import run_plan
from autarky.studies.export import cube, read_study
from autarky.studies.manifest import find_study
from autarky.studies.plan import Plan
from autarky.studies.result_files import Parts
from autarky.studies.status import Status, status_of
from autarky.studies.store import Store

if TYPE_CHECKING:
    import pyarrow as pa
    import xarray as xr

    from autarky.world.accounts import World


@dataclass(frozen=True)
class Results:
    """Results of one study in a store."""

    parts: Parts
    manifest: dict[str, Any]  # what the study is: worlds, axes, definition

    def status(self) -> Status:
        """How far it is."""
        return status_of(self.parts, self.manifest)

    def table(self) -> "pa.Table":
        """All rows there are."""
        return read_study(self.parts)

    def cube(self) -> "xr.Dataset":
        """Welfare and real GDP with a dimension for each axis."""
        return cube(self.parts)


def run_study(
    study: "Study | str | Path",
    *,
    store: str | Path | None = None,
    engine: definition.Engine = "threads",
    scheduler: str | None = None,
    workers: int | None = None,
    worlds: "Mapping[str, World] | None" = None,
    retry_failed: bool = False,
    reuse: bool = True,
    force: bool = False,
    tell: Tell | None = None,
) -> "pa.Table":
    """Solve every case of a study that its store does not hold yet; all rows, in order of case and economy.

    - `study`: a `Study`, or the path of its TOML file
    - `store`: folder or fsspec address (s3://bucket/folder, memory://name); default: autarky's cache folder
    - `engine`: "threads" of this process, or "dask" with `workers` local processes or the cluster at `scheduler`
    - `worlds`: worlds by the name that the study calls them, in place of files
    - `retry_failed`: solve again what had no equilibrium (what a machine's failure lost is always tried again)
    - `reuse`: take cases that other studies in the store have solved
    - `tell` is called with the `Count` after every outcome

    Columns: key, case, world, horizon, years, draw, coordinates of the grid, economy, status, reason, welfare and
    real_gdp (fractions), residual, seconds. Raises `InputError` with file and line for what is wrong in the study, and
    `StoreError` where results cannot be kept; what is solved until then is safe.
    """
    made = Study.from_file(study) if isinstance(study, str | Path) else study
    plan = Plan(made, dict(worlds or {}))
    check_plan(plan)
    place = Store(store)
    run_plan(
        plan,
        place,
        make_engine(plan, engine, scheduler=scheduler, workers=workers),
        retry_failed=retry_failed,
        reuse=reuse,
        force=force,
        tell=tell,
    )
    return read_study(Parts(place, plan.name))


def open_study(study: "Study | str | Path", store: str | Path | None = None) -> Results:
    """Results of a study as far as it is solved: by its file, definition, or name (the latest of that name).

    Raises `InputError` where the store has none.
    """
    by_file = isinstance(study, Path) or (isinstance(study, str) and study.endswith(".toml"))
    parts, manifest = find_study(Store(store), Study.from_file(study) if by_file else study)  # type: ignore[arg-type]
    return Results(parts, manifest)


def make_engine(
    plan: Plan, engine: definition.Engine, *, scheduler: str | None = None, workers: int | None = None
) -> Engine:
    """The engine by name. Raises `InputError` where its packages are missing or the scheduler does not answer."""
    worlds = {p.fingerprint: p.world for p in plan.places.by_name.values()}
    if engine == "threads":
        if scheduler:
            raise InputError("--scheduler is for --engine dask")
        return Threads(worlds, plan.study.tolerance, plan.study.seed, workers)
    from autarky.studies.cluster import Cluster

    return Cluster(worlds, plan.study.tolerance, plan.study.seed, scheduler, workers)
