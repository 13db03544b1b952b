"""Solving one part of a case: a scenario with its ranges and its budget, or a guarantee."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np

from autarky.case.outcome import NET, WELFARE, PartOutcome, Value
from autarky.case.sentences import NEAR
from autarky.guarantee.file import GuaranteeFile
from autarky.scenario.model import Scenario

if TYPE_CHECKING:
    from autarky.economy.result import Result
    from autarky.uncertainty.draws import Draws
    from autarky.world.accounts import World
    from autarky.worlds.model import Spec

Tell = Callable[[str], None]
WORLDS = "../../worlds"  # where built worlds lie, from the folder of a part


@dataclass(frozen=True)
class PartTask:
    """A part ready to be solved: its file as read, the world to build for it if any, and how to solve it."""

    name: str
    file: Scenario | GuaranteeFile
    build: "Spec | None"
    build_text: str
    focus: tuple[str, ...]
    draws: int
    seed: int

    def world(self, tell: Tell) -> "World":
        """The world of the part, built first where it has to be. Raises `AutarkyError` where it is not there."""
        if self.build is None:
            return self.file.load_world()
        from autarky.worlds.build import build

        tell(f"building the world {self.build.name}")
        return build(self.build, tell)[0]

    def key(self) -> str:
        """Changes with all that decides on the answer, except the code of one version."""
        from autarky import __version__

        given = {
            "autarky": __version__,
            "file": self.file.to_toml() if isinstance(self.file, Scenario) else self.file.model_dump_json(),
            "world": self.build_text or self.file.load_world().fingerprint,
            "focus": self.focus,
            "draws": self.draws,
            "seed": self.seed,
        }
        if isinstance(self.file, GuaranteeFile):  # threats may be scenario files of their own
            given["threats"] = [s.to_toml() for s in self.file.scenarios(relieved=True)]
        return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()

    def solve(self, tell: Tell) -> "Solved":
        """The answer. Raises `AutarkyError` where there is none."""
        return solve_part(self, tell)


@runtime_checkable
class Job(Protocol):
    """What answers a part: `key` changes with all that decides on the answer."""

    @property
    def name(self) -> str: ...

    def key(self) -> str: ...

    def solve(self, tell: Tell) -> "Solved": ...


@dataclass(frozen=True)
class Solved:
    """The answer of a part; `write` writes the folder of its own report, whole or not at all."""

    outcome: PartOutcome
    write: Callable[[Path], object]


def solve_part(task: PartTask, tell: Tell) -> Solved:
    """Solve a part. Raises `AutarkyError` where it has no answer."""
    if isinstance(task.file, GuaranteeFile):
        return _guarantee(task, task.file, tell)
    return _scenario(task, task.file, tell)


def _scenario(task: PartTask, scenario: Scenario, tell: Tell) -> Solved:
    from autarky.acts.exhibits import exhibits_of
    from autarky.acts.sentences import sentence
    from autarky.case.sensitivity import moves
    from autarky.report.answer import answer
    from autarky.report.assumptions import sources
    from autarky.runs import Options, Run

    built = task.world(tell) if task.build is not None else None
    options = Options(task.draws, task.seed)
    run = Run.prepare(scenario, world=built, options=options, progress=_Told(tell))
    results, drawn = run.analyse(), run.draw()
    world, resolved = run.world, run.resolved
    notes = [f"no ranges: {run.no_ranges}"] if run.no_ranges else []
    near = min(range(len(results)), key=lambda k: abs(np.log(scenario.horizons[k] / NEAR)))
    moved, turned, shifted = moves(
        world, run.prepared.scenario, results, near, groups(task.focus, world), tell
    )
    values = [
        replace(v, turned=turned.get(v.economy, ""), shifted=shifted.get(v.economy, ""))
        if v.years == scenario.horizons[near]
        else v
        for v in _values(task.focus, world, results, drawn)
    ]
    outcome = PartOutcome(
        title=scenario.title or scenario.name,
        answer=tuple(answer(results)),
        values=tuple(values),
        acts=tuple(sentence(a, world) for a in resolved),
        exhibits=tuple(exhibits_of(results)),
        moves=tuple(moved),
        notes=(*(f"act {a.number} ({a.type}), {n}" for a in resolved for n in a.notes), *notes),
        sources=tuple(sources(results[0])),
        draws=len(drawn[0].z) if drawn else 0,
        report=f"parts/{task.name}/report.html",
    )
    if task.build is None:
        return Solved(outcome, lambda folder: run.write(folder, force=True))
    file = f"{task.build.name}.nc"

    def write(folder: Path) -> None:
        (folder / WORLDS).mkdir(parents=True, exist_ok=True)
        run.world.save(folder / WORLDS / file)
        run.write(folder, force=True, world_file=folder / WORLDS / file)

    return Solved(outcome, write)


class _Told:
    """The progress of a run, told in one line."""

    def __init__(self, tell: Tell) -> None:
        self.step = tell

    def draws(self, done: int, total: int) -> None:
        self.step(f"draw {done} of {total}")

    def choices(self, done: int, total: int) -> None:
        self.step(f"choice {done} of {total}")


def groups(focus: Sequence[str], world: "World") -> list[tuple[str, str, np.ndarray]]:
    """(label, name, weights [N] that add up to 1) of every one in `focus` that the world has; of a group, the weights
    are shares of base-year expenditure."""
    from autarky.errors import InputError
    from autarky.world.groups import find_group, select_economies

    spent = world.array("final").sum(0)
    found = []
    for label in focus:
        try:
            inside = select_economies(label, world).labels
        except InputError:
            continue  # said once for the whole case
        at = np.isin(world.economies, inside)
        group = find_group(label)
        name = (
            world.economy_names[inside[0]]
            if len(inside) == 1
            else group[0].name.partition(",")[0]
            if group
            else label
        )
        found.append((label, name, np.where(at, spent, 0.0) / spent[at].sum()))
    return found


def _values(
    focus: Sequence[str], world: "World", results: "Sequence[Result]", drawn: "Sequence[Draws]"
) -> list[Value]:
    from autarky.formatting import horizon, horizon_years

    made = []
    for label, name, weights in groups(focus, world):
        for k, result in enumerate(results):
            years = horizon_years(result)
            central = float(result.welfare.values @ weights)
            spread = _spread(central, drawn[k].welfare @ weights) if drawn else {}
            made.append(Value(WELFARE, label, name, horizon(result), years or 0.0, central, **spread))
    return made


def _spread(central: float, values: np.ndarray) -> dict[str, Any]:
    from autarky.uncertainty.summary import band

    known = values[np.isfinite(values)]
    b = band(values)
    holds = float((np.sign(known) == np.sign(central)).mean())
    return {"low": b.low, "middle": b.median, "high": b.high, "holds": holds}


def _guarantee(task: PartTask, file: GuaranteeFile, tell: Tell) -> Solved:
    from autarky.economy.horizon import parse_horizon
    from autarky.guarantee.exhibits import answer, exhibits
    from autarky.guarantee.judge import judge
    from autarky.report.exhibits import exhibits_page

    judged = judge(file, tell, task.draws, task.seed)
    world, said, made = judged.world, answer(judged), exhibits(judged)
    years = parse_horizon(file.horizon)
    values = []
    if judged.burden is not None:
        net = float(judged.highest(file.risk_aversion)) - judged.burden
        name = world.economy_names[judged.economy]
        drawn = (
            judged.highest(file.risk_aversion, judged.drawn) - judged.burden if judged.drawn.size else None
        )
        spread = _spread(net, np.asarray(drawn)) if drawn is not None else {}
        values.append(Value(NET, judged.economy, name, _time(float(years)), float(years), net, **spread))
    title = file.title or f"A guarantee for {world.economy_names[judged.economy]}"
    outcome = PartOutcome(
        title=title,
        answer=(said,),
        values=tuple(values),
        exhibits=tuple(made),
        sources=(str(world.data.attrs.get("citation") or world.name),),
        draws=judged.drawn.shape[1] if judged.drawn.size else 0,
        report=f"parts/{task.name}/report.html",
    )

    def write(folder: Path) -> None:
        from autarky.files.writing import replacing
        from autarky.runs.new_folder import new_folder

        page = exhibits_page(
            world, made, title=title, setting=str(world.data.attrs.get("title", world.name)),
            answer=said, look_for=file.look_for,
        )  # fmt: skip
        with new_folder(folder, force=True) as empty, replacing(empty / "report.html") as temporary:
            temporary.write_text(page, encoding="utf-8", newline="\n")

    return Solved(outcome, write)


def _time(years: float) -> str:
    months = round(12 * years)
    if months % 12 and years < 2:
        return f"{months} month{'' if months == 1 else 's'}"
    return f"{years:g} year{'' if years == 1 else 's'}"
