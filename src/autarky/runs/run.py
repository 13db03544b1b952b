"""A run: a scenario prepared, solved, analysed, drawn, its budget made, and all of it written into one folder.

The command line, a case and Python take the same steps through `Run`, and hear of them through `Progress`.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, ClassVar, Literal

from autarky.display import Displayed
from autarky.errors import AutarkyError
from autarky.runs.progress import Progress, Silent
from autarky.scenario.model import Scenario
from autarky.scenario.prepare import Prepared, is_open
from autarky.scenario.solving import prepare
from autarky.uncertainty import DRAWS, SEED

if TYPE_CHECKING:
    from autarky.acts.resolved import Resolved
    from autarky.economy.result import Result
    from autarky.uncertainty.budget import Budget
    from autarky.uncertainty.draws import Draws
    from autarky.world.accounts import World

WORLD = "world.nc"  # in the folder of a run: the world, where no file and no name of it is known
Stage = Literal["prepared", "solved", "written", "drawn", "budgeted"]


@dataclass(frozen=True)
class Options:
    """What a run does after its central answer."""

    draws: int = DRAWS
    seed: int = SEED
    budget: bool = True

    @property
    def command(self) -> str:
        """The command that does the run again, in its folder. What ``--set`` and ``--horizon`` said is in the
        ``scenario.toml`` there."""
        drawn = f" --seed {self.seed}{'' if self.budget else ' --no-budget'}" if self.draws else ""
        return f"autarky run scenario.toml --draws {self.draws}{drawn}"


class Run(Displayed):
    """A scenario in a world, and what has come of it so far.

    `results`, `draws`: one of each horizon. `budget`: at the first horizon. `no_ranges`: why there are no draws though
    some were asked for. Each step takes those before it where they are missing, and none is taken twice.
    """

    view: ClassVar[str] = "autarky.report.result_view:run_view"

    def __init__(
        self,
        scenario: Scenario,
        prepared: Prepared,
        options: Options = Options(),
        *,
        progress: Progress | None = None,
        world_file: Path | None = None,
    ) -> None:
        self.scenario = scenario
        self.prepared = prepared
        self.options = options
        self.results: list[Result] = []
        self.draws: list[Draws] = []
        self.budget: Budget | None = None
        self.no_ranges = ""
        self._progress: Progress = Silent() if progress is None else progress
        self._world_file = world_file
        self._analysed = False
        self._written: Path | None = None

    @classmethod
    def prepare(
        cls,
        scenario: "Scenario | str | Path",
        *,
        world: "World | None" = None,
        options: Options = Options(),
        progress: Progress | None = None,
    ) -> "Run":
        """The world loaded (unless `world` is given), every act looked up in it, every rate that is left open found.

        Raises `InputError`, with file and line, for what is wrong in the scenario.
        """
        if not isinstance(scenario, Scenario):
            scenario = Scenario.from_file(scenario)
        tell = Silent() if progress is None else progress
        tell.step("loading the world")
        file = scenario.world_file() if world is None else None
        world = scenario.load_world() if world is None else world
        if any(is_open(act) for act in scenario.acts):
            tell.step("finding the best rate")
        prepared = prepare(world, scenario)
        assert prepared.resolved is not None  # what is wrong in the acts is said now
        return cls(scenario, prepared, options, progress=progress, world_file=file)

    def __repr__(self) -> str:
        steps = {
            "solved": bool(self.results), "analysed": self._analysed, "drawn": bool(self.draws),
            "with its budget": self.budget is not None,
        }  # fmt: skip
        done = ", ".join(step for step, taken in steps.items() if taken)
        return f"<Run of {self.scenario.name} in {self.world.name}: {done or 'prepared'}>"

    @property
    def world(self) -> "World":
        """The world before the acts."""
        return self.prepared.world

    @property
    def resolved(self) -> "tuple[Resolved, ...]":
        """What each act means in the world, with the rates that were found."""
        return self.prepared.resolved

    # -- the steps -------------------------------------------------------------------------------------------
    def solve(self) -> "list[Result]":
        """The equilibrium at every horizon. Raises `NoEquilibriumError` or `SolveError`, with file and horizon."""
        from autarky.economy.horizon import horizon_label

        horizons = self.scenario.horizons
        if not self.results:
            solved = []
            self._progress.step("preparing the solver")
            for k, years in enumerate(horizons):
                self._progress.step(f"solving after {horizon_label(years)} ({k + 1} of {len(horizons)})")
                solved.append(self.prepared.solve(years))
            self.results = solved
        return self.results

    def analyse(self) -> "list[Result]":
        """The results, the first with the exhibits of every analysis that the acts ask for. Raises `AutarkyError`."""
        from autarky.acts.analyses import analysed
        from autarky.scenario.for_analysis import ForAnalysis

        if not self._analysed:
            solved = self.solve()
            self.results = analysed(ForAnalysis(self.scenario, self.prepared, solved, self._progress.step))
            self._analysed = True
        return self.results

    def draw(self) -> "list[Draws]":
        """Monte Carlo draws; none, and `no_ranges`, where too few of them have an equilibrium.

        They are kept as they are solved: those of an earlier run are not solved again.
        """
        from autarky.economy.backend import cache_folder
        from autarky.report.bands import watched
        from autarky.uncertainty.propagate import propagate

        if self.draws or self.no_ranges or not self.options.draws:
            return self.draws
        results = self.analyse()
        try:
            self.draws = propagate(
                self.world,
                self.prepared.scenario,
                draws=self.options.draws,
                seed=self.options.seed,
                watch=watched(results),
                keep=cache_folder() / "draws",
                progress=self._progress.draws,
            )
        except AutarkyError as e:
            self.no_ranges = str(e)
        return self.draws

    def make_budget(self) -> "Budget":
        """The uncertainty budget at the first horizon: the answer with each choice of the model made otherwise."""
        from autarky.uncertainty.budget import budget

        if self.budget is None:
            years, results = self.scenario.horizons[0], self.analyse()
            choices = self._progress.choices
            self.budget = budget(self.world, self.prepared.scenario, results[0], years, choices)
        return self.budget

    def stages(self, out: Path | None = None, *, force: bool = False) -> Iterator[Stage]:
        """All steps, each named when it is done. With `out` the folder there is written with the central answer first,
        and again after the draws and after the budget: it holds a whole run from then on. `force`: see `write`.

        Raises `AutarkyError`; where only the ranges have no answer, `no_ranges` says so.
        """
        from autarky.runs.new_folder import check_target

        if out is not None:
            check_target(out, force=force)
        yield "prepared"
        self._solve_and_load_renderer(out is not None)
        yield "solved"
        if out is not None:
            self.write(out, force=force)
            yield "written"
        if not self.options.draws:
            return
        self.draw()
        if self.draws and out is not None:
            try:
                self.write(out)
            except AutarkyError as e:
                self.draws, self.no_ranges = [], str(e)
        yield "drawn"
        if self.draws and self.options.budget:
            self.make_budget()
            if out is not None:
                self.write(out)
            yield "budgeted"

    def _solve_and_load_renderer(self, written: bool) -> None:
        """The renderer of charts loads while the model is solved; joined even on failure, as it runs native code."""
        from autarky.charts.vega import warm_up

        renderer = Thread(target=warm_up, daemon=True)
        if written:
            renderer.start()
        try:
            self.analyse()
        finally:
            if written:
                renderer.join()

    # -- writing ---------------------------------------------------------------------------------------------
    def write(self, folder: str | Path, *, force: bool = False, world_file: Path | None = None) -> Path:
        """Write what there is into `folder`, whole or not at all; a folder that this run has written is brought up to
        date, file by file, and is a whole run at any moment. Returns the folder.

        `force`: replace a folder that holds other things than a run. `world_file`: where the world lies, for the
        scenario that is saved (default: the file it came from; a world that is in memory only is saved too). Raises
        `InputError` where the folder cannot be written, `AutarkyError` where another run has replaced this one there.
        """
        from autarky.report.page import page
        from autarky.results.folder import add_draws, write_run
        from autarky.runs.new_folder import new_folder

        folder, results = Path(folder).absolute(), self.analyse()
        file = self._world_file if world_file is None else world_file
        saved = self._saved(folder, file)

        def report() -> str:
            return page(results, saved, self.resolved, self.draws, self.budget, again=self.options.command)

        if folder == self._written:
            add_draws(folder, results, self.resolved, report, self.draws, self.budget)
            return folder
        with new_folder(folder, force=force) as made:
            if file is None and not self._named:
                self.world.save(made / WORLD)
            write_run(made, results, saved, self.resolved, report, self.draws, self.budget)
        self._written = folder
        return folder

    def _saved(self, folder: Path, world_file: Path | None) -> str:
        """The scenario as TOML for `folder`: its world is found from there, whatever the working folder; rates that
        were left to be found stay so, and what was found is said."""
        world = self.scenario.world if self._named else WORLD
        if world_file is not None:
            world = _relative(world_file, folder)
        scenario = self.scenario.model_copy(update={"world": world})
        found = [
            f"# act {k + 1}: the best rate found is {self.resolved[k]['rate']!r}\n"
            for k, act in enumerate(scenario.acts)
            if is_open(act)
        ]
        return "".join(found) + scenario.to_toml()

    @property
    def _named(self) -> bool:
        """Whether the scenario names its world by one of the names that autarky knows."""
        from autarky.worlds.library import list_worlds, load_world

        names = {entry.name for entry in list_worlds()}
        name = self.scenario.world.casefold()
        return name in names and load_world(name).fingerprint == self.world.fingerprint


def _relative(file: Path, folder: Path) -> str:
    """Where `file` lies, seen from `folder`; as it is on another drive."""
    try:
        return Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return file.resolve().as_posix()


def run(
    scenario: Scenario | str | Path,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    budget: bool = True,
    out: str | Path | None = None,
    world: "World | None" = None,
    progress: Progress | None = None,
) -> Run:
    """Solve a scenario, or the one in a file, at all its horizons, with its analyses, `draws` draws (0: none) and the
    uncertainty budget; write the folder `out` if one is named, as ``autarky run`` does.

    `world`: a world in memory, in place of the one that the scenario names. Raises `InputError` for what is wrong in
    the scenario (file and line), `NoEquilibriumError` and `SolveError` where there is no answer.
    """
    options = Options(draws, seed, budget)
    made = Run.prepare(scenario, world=world, options=options, progress=progress)
    for _ in made.stages(None if out is None else Path(out)):
        pass
    return made
