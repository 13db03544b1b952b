"""The parts of a case made ready: every file read and every label looked up before the first is solved."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from autarky.case.outcome import Outcome
from autarky.case.run import Task, groups
from autarky.case.spec import Case, Part
from autarky.errors import AutarkyError
from autarky.files.fields import FieldError, blame
from autarky.guarantee.file import GuaranteeFile

if TYPE_CHECKING:
    from autarky.world.accounts import World


@dataclass(frozen=True)
class Work:
    """What there is to do: one task for each part, None where a part has no file; `names` of the economies in focus."""

    parts: Sequence[Part]
    tasks: Sequence[Task | None]
    names: dict[str, str]

    def record(self, outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
        """Parts and outcomes, JSON-ready."""
        return [p.model_dump() | o.as_plain() for p, o in zip(self.parts, outcomes, strict=True)]


def prepare(case: Case, draws: int, seed: int) -> Work:
    """Read all that the case names. Raises `InputError` with file and line for what is wrong in any of it."""
    tasks: list[Task | None] = []
    for k, part in enumerate(case.parts):
        read, spec = case.read(k), case.spec(k)
        if read is None:
            tasks.append(None)
            continue
        if spec is not None and isinstance(read, GuaranteeFile):
            told = "a guarantee names its world itself; leave this out"
            raise case.explained(FieldError([(("parts", k, "world"), told)]))
        text = case.path(part.world).read_text(encoding="utf-8") if spec is not None else ""
        tasks.append(Task(part.name, read, spec, text, tuple(case.focus), draws, seed))
    return Work(case.parts, tasks, _names(case, tasks))


def _names(case: Case, tasks: Sequence[Task | None]) -> dict[str, str]:
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


def _first_world(tasks: Sequence[Task | None]) -> "World | None":
    """The first world that is there before anything is built; where no part is answered, the default one."""
    from autarky.worlds.library import load_world

    for task in tasks:
        if task is None or task.build is not None:
            continue
        with contextlib.suppress(AutarkyError):  # said where the part is told
            return task.file.load_world()
    return load_world() if not any(tasks) else None
