"""The cases of a study: every combination of its axes, neighbours one after the other."""

import copy
import hashlib
import itertools
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky import __version__
from autarky.errors import InputError
from autarky.files.fields import FieldError
from autarky.files.source import put
from autarky.studies.axes import Axis, Point, axes_of
from autarky.studies.definition import Study
from autarky.studies.keys import Behaved, Place, case_key, content_of
from autarky.studies.reactions import Reactions
from autarky.studies.study_worlds import StudyWorlds

if TYPE_CHECKING:
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World

Positions = tuple[int, ...]  # on each axis, in the order of `Plan.axes`


@dataclass(frozen=True)
class Task:
    """One case, complete in itself: what a worker is sent. Where `reason` is given it has already failed."""

    key: str
    case: int
    fingerprint: str
    fields: dict[str, Any]  # of its scenario
    years: float
    reaction: Behaved | None
    variant: int  # version of the world's estimated cells
    family: int  # cases of one family have solutions near one another
    reason: str = ""


class Plan:
    """A study with its worlds: how many cases, which, and what each is. Raises `InputError` with file and line."""

    def __init__(self, study: Study, worlds: "dict[str, World] | None" = None) -> None:
        self.study = study
        self.places = StudyWorlds(study, worlds)
        self._base = study.base
        self.axes = axes_of(study, self.places.economies) + self._own_axes()
        self.reactions = Reactions(study.draws, study.seed)

    @property
    def shape(self) -> Positions:
        return tuple(map(len, self.axes))

    @property
    def total(self) -> int:
        return math.prod(self.shape)

    @cached_property
    def name(self) -> str:
        """Of the folder in a store: the study's name and eight digits that change when any of its cases does."""
        worlds = [p.fingerprint for p in self.places.by_name.values()]
        text = json.dumps([self.study.digest, worlds, __version__])
        return f"{self.study.name}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"

    # -- cases -----------------------------------------------------------------------------------------------
    def positions(self, case: int) -> Positions:
        """Where `case` (counted from 0, the last axis of the file running fastest) lies on each axis."""
        return tuple(map(int, np.unravel_index(case, self.shape))) if self.axes else ()

    def points(self, at: Positions) -> list[Point]:
        return [axis.points[k] for axis, k in zip(self.axes, at, strict=True)]

    def fields(self, at: Positions) -> dict[str, Any]:
        """Fields of the scenario at a place of the grid. Raises `FieldError` where a setting leads nowhere."""
        fields = copy.deepcopy(self._base)
        for point in self.points(at):
            for key, value in point.settings:
                try:
                    put(fields, key, copy.deepcopy(value))
                except InputError as e:
                    raise FieldError([(point.path, str(e))]) from None
        if isinstance(fields.get("elasticities"), str):
            fields["elasticities"] = {"source": fields["elasticities"]}
        return fields

    def scenario(self, fields: dict[str, Any]) -> "Scenario":
        """The scenario of one case. Raises `FieldError`."""
        from autarky.scenario.model import Scenario

        scenario = Scenario(**fields)
        if len(scenario.horizons) > 1:
            raise FieldError([(("horizon",), "one case has one horizon; give the list in [grid]")])
        return scenario

    def place(self, fields: dict[str, Any]) -> Place:
        from autarky.worlds.library import DEFAULT

        return self.places.get(fields.get("world", DEFAULT), ("scenario", "world"))

    def tasks(self) -> Iterator[Task]:
        """Every case once, in the order of solving: draws and numbers run fastest, worlds and labels slowest."""
        draws = self.axes and self.axes[-1].name == "draw"
        outer = self.axes[:-1] if draws else self.axes
        order = sorted(range(len(outer)), key=lambda k: (outer[k].name != "world", outer[k].numeric))
        slow = [k for k in order if not outer[k].numeric]
        family = -1
        last: Positions | None = None
        for chosen in itertools.product(*(range(len(outer[k])) for k in order)):
            at = [0] * len(outer)
            for axis, position in zip(order, chosen, strict=True):
                at[axis] = position
            here = tuple(at[k] for k in slow)
            if here != last:
                family, last = family + 1, here
            yield from self._tasks_at(tuple(at), bool(draws), family)

    def _tasks_at(self, at: Positions, draws: bool, family: int) -> Iterator[Task]:
        """The tasks of one scenario: one, or one for each draw."""
        number = int(np.ravel_multi_index(at, self.shape[: len(at)])) if at else 0
        count = self.study.draws + 1 if draws else 1
        fields = self.fields((*at, 0) if draws else at)
        place = self.place(fields)
        try:
            scenario = self.scenario(fields)
            content = content_of(place, scenario)
            reactions = self.reactions.of(place, scenario)
        except InputError as e:
            text = json.dumps([place.fingerprint, fields, __version__], sort_keys=True, default=str)
            key = hashlib.sha256(text.encode()).hexdigest()[:32]
            for d in range(count):
                yield Task(
                    key, number * count + d, place.fingerprint, fields, math.nan, None, 0, family, str(e)
                )
            return
        for d in reactions.order:
            reaction, variant = reactions.draw(d)
            version = (variant, self.study.seed) if variant else None
            key = case_key(content, reaction, self.study.tolerance, version)
            yield Task(
                key,
                number * count + d,
                place.fingerprint,
                fields,
                scenario.horizons[0],
                reaction,
                variant,
                family,
            )

    def _own_axes(self) -> list[Axis]:
        """Axes that are not in the grid: several horizons of the base scenario, and draws."""
        found = []
        horizons = self._base.get("horizon")
        if isinstance(horizons, list) and "horizon" not in self.study.grid:
            points = tuple(
                Point((("horizon", h),), (h,), ("scenario", "horizon", k)) for k, h in enumerate(horizons)
            )
            if points:
                found.append(Axis("horizon", ("horizon",), points))
        if self.study.draws:
            made = tuple(Point((), (d,), ("draws",)) for d in range(self.study.draws + 1))
            found.append(Axis("draw", ("draw",), made))
        return found
