"""The worlds a study speaks of, each read once, and the economies that labels mean in all of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from autarky.errors import InputError
from autarky.files.fields import FieldError
from autarky.files.fields import Path as FieldPath
from autarky.studies.definition import Study
from autarky.studies.keys import Place

if TYPE_CHECKING:
    from autarky.world.accounts import World


class StudyWorlds:
    """Worlds by the name the study gives them. Raises `InputError` with file and line for those that cannot be read."""

    def __init__(self, study: Study, given: "dict[str, World] | None" = None) -> None:
        self._study = study
        self._given = given or {}
        self.by_name: dict[str, Place] = {}
        for name, path in _named(study):
            self.get(name, path)

    def get(self, name: Any, path: FieldPath) -> Place:
        from autarky.worlds.library import load_world

        if not isinstance(name, str):
            raise self._study.wrong(
                FieldError([(path, f"expected the name or path of a world, got {name!r:.60}")])
            )
        if name not in self.by_name:
            beside = self._study.beside(name)
            try:
                world = self._given.get(name) or load_world(beside if beside.is_file() else name)
            except InputError as e:
                raise self._study.wrong(FieldError([(path, str(e))])) from None
            self.by_name[name] = Place(name, world.fingerprint, world)
        return self.by_name[name]

    def economies(self, labels: str | Sequence[str]) -> tuple[str, ...]:
        """Each economy that `labels` mean ("all": every one), in the order of the first world.

        Raises `InputError` for unknown labels, and where a world of the study lacks one of the economies.
        """
        from autarky.world.groups import resolve_economies

        first, *others = (p.world for p in self.by_name.values())
        everything = labels == "all" or list(labels) == ["all"]
        found = first.economies if everything else resolve_economies(labels, first)
        if everything:
            return tuple(c for c in found if all(c in w.economies for w in others))
        for world in others:
            missing = [c for c in found if c not in world.economies]
            if missing:
                raise InputError(f"world {world.name} has no {', '.join(missing[:5])}")
        return tuple(found)


def _named(study: Study) -> list[tuple[Any, FieldPath]]:
    """Worlds that the study names, and where."""
    from autarky.worlds.library import DEFAULT

    named: list[tuple[Any, FieldPath]] = [
        *((w, ("grid", "world", k)) for k, w in enumerate(study.grid.get("world", ()))),
        *((w, ("zip", k, "world")) for k, z in enumerate(study.zip) for w in z.get("world", ())),
        *((s["world"], ("scenarios", k, "world")) for k, s in enumerate(study.scenarios) if "world" in s),
    ]
    in_every_case = "world" in study.grid or any("world" in z for z in study.zip)
    if not in_every_case:
        where: FieldPath = ("scenario",) if isinstance(study.scenario, str) else ("scenario", "world")
        named.insert(0, (study.base.get("world", DEFAULT), where))
    return named
