"""A study read with care before hours of solving: every entry of every axis makes sense in some combination."""

from collections.abc import Iterator
from contextlib import suppress

from autarky.errors import InputError
from autarky.files.fields import FieldError, show_path
from autarky.files.fields import Path as FieldPath
from autarky.files.source import put
from autarky.studies.axes import Axis, Point
from autarky.studies.plan import Plan, Positions

MOST_CHECKED = 200  # entries of one axis; pairs come from labels that are known to be right


def check_plan(plan: Plan) -> None:
    """Raise `InputError`, one line for each wrong entry of the study's file."""
    wrong: list[tuple[FieldPath, str]] = []
    for axis_number, axis in enumerate(plan.axes):
        most = 1 if axis.name in ("pair", "draw") else MOST_CHECKED
        for k in range(min(len(axis), most)):
            found = _fault(plan, axis_number, k)
            if found is not None:
                wrong += _located(plan, axis, axis.points[k], found)
    if not plan.axes:
        found = _fails(plan, ())
        wrong += [] if found is None else _in_base(found)
    if wrong:
        raise plan.study.wrong(FieldError(list(dict.fromkeys(wrong))))


def _fault(plan: Plan, axis: int, entry: int) -> InputError | None:
    """Why an entry fails in each combination tried, None where one works."""
    first: InputError | None = None
    for at in _combinations(plan, axis, entry):
        found = _fails(plan, at)
        if found is None:
            return None
        first = first or found
    return first


def _combinations(plan: Plan, axis: int, entry: int) -> Iterator[Positions]:
    """StudyWorlds with the entry: other axes at their first, last, middle and second entries."""
    tried = set()
    for choose in (lambda n: 0, lambda n: n - 1, lambda n: n // 2, lambda n: min(1, n - 1)):
        at = tuple(entry if k == axis else choose(n) for k, n in enumerate(plan.shape))
        if at not in tried:
            tried.add(at)
            yield at


def _fails(plan: Plan, at: Positions) -> InputError | None:
    try:
        fields = plan.fields(at)
        place, scenario = plan.place(fields), plan.scenario(fields)
        scenario.resolve(place.world)
        plan.reactions.of(place, scenario)
    except InputError as e:
        return e
    return None


def _located(plan: Plan, axis: Axis, point: Point, found: InputError) -> list[tuple[FieldPath, str]]:
    """Where the study's file is at fault: the entry, or the base scenario where the fault is not the entry's."""
    if not isinstance(found, FieldError):
        return [(point.path, str(found))]
    mine = _set_by(plan, point)
    others = [p for a in plan.axes if a is not axis for p in _set_by(plan, a.points[0])]
    told: list[tuple[FieldPath, str]] = []
    for path, message in found.errors:
        own = next((p for p in mine if path[: len(p)] == p), None)
        if path[: len(point.path)] == point.path:
            told.append((path, message))
        elif own is not None:
            told.append(((*point.path, *path[len(own) :]), message))
        elif any(path[: len(p)] == p for p in others):
            continue  # told at the entry of that axis
        elif any(p[: len(path)] == path for p in mine):
            told.append((point.path, f"{show_path(path)}{message}"))
        else:
            told += _in_base(FieldError([(path, message)]))
    return told


def _set_by(plan: Plan, point: Point) -> list[FieldPath]:
    """Paths of the scenario's fields that an entry sets."""
    found = []
    for key, value in point.settings:
        with suppress(InputError):
            found.append(put(plan.study.base, key, value))
    return found


def _in_base(found: InputError) -> list[tuple[FieldPath, str]]:
    errors = found.errors if isinstance(found, FieldError) else [((), str(found))]
    return [(("scenario", *path), message) for path, message in errors]
