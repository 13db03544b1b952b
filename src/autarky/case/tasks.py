"""The parts of a case made ready: every file read and every label looked up before the first is solved."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from autarky.case.kinds import ArticleFile, KindFile
from autarky.case.outcome import PartOutcome
from autarky.case.press import ArticleJob
from autarky.case.run import Job, PartTask, groups
from autarky.case.series import SeriesJob
from autarky.case.spec import Case, CasePart
from autarky.case.ties import TiesJob
from autarky.errors import AutarkyError
from autarky.files.fields import FieldError, blame
from autarky.guarantee.file import GuaranteeFile
from autarky.scenario.model import Scenario

if TYPE_CHECKING:
    from autarky.world.accounts import World


@dataclass(frozen=True)
class Work:
    """What there is to do: one task for each part, None where a part has no file; `names` of the economies in focus."""

    parts: Sequence[CasePart]
    tasks: Sequence[Job | None]
    names: dict[str, str]

    def record(self, outcomes: Sequence[PartOutcome]) -> list[dict[str, Any]]:
        """Parts and outcomes, JSON-ready."""
        return [p.model_dump() | o.as_plain() for p, o in zip(self.parts, outcomes, strict=True)]


def prepare(case: Case, draws: int, seed: int) -> Work:
    """Read all that the case names. Raises `InputError` with file and line for what is wrong in any of it."""
    tasks: list[Job | None] = []
    for k, part in enumerate(case.parts):
        read, spec = case.read(k), case.spec(k)
        if read is None:
            tasks.append(None)
            continue
        if spec is not None and not isinstance(read, Scenario):
            what = (
                "a guarantee names its world itself"
                if isinstance(read, GuaranteeFile)
                else "no scenario answers it"
            )
            told = f"{what}; leave this out"
            raise case.explained(FieldError([(("parts", k, "world"), told)]))
        if isinstance(read, ArticleFile):
            tasks.append(ArticleJob(part.name, read.path, case.path(part.data) if part.data else None))
            continue
        if isinstance(read, KindFile):
            folder = case.path(part.file).parent
            job = SeriesJob(part.name, read, read.series, folder) if read.series is not None else None
            tasks.append(job or TiesJob(part.name, read, folder))
            continue
        text = case.path(part.world).read_text(encoding="utf-8") if spec is not None else ""
        tasks.append(PartTask(part.name, read, spec, text, tuple(case.focus), draws, seed))
    return Work(case.parts, tasks, _names(case, tasks))


def _names(case: Case, tasks: Sequence[Job | None]) -> dict[str, str]:
    """Names of the economies in focus, in the first world that is there. Raises `InputError` for unknown labels."""
    from autarky.world.groups import select_economies

    world = _first_world(tasks)
    if world is None:
        return {}
    try:
        for k, label in enumerate(case.focus):
            with blame("focus", k):
                select_economies(label, world)
    except FieldError as e:
        raise case.explained(e) from None
    return {label: name for label, name, _ in groups(case.focus, world)}


def _first_world(tasks: Sequence[Job | None]) -> "World | None":
    """The first world that is there before anything is built; where no part is answered, the default one."""
    from autarky.worlds.library import load_world

    for task in tasks:
        if not isinstance(task, PartTask) or task.build is not None:
            continue
        with contextlib.suppress(AutarkyError):  # said where the part is told
            return task.file.load_world()
    return load_world() if not any(isinstance(t, PartTask) for t in tasks) else None
