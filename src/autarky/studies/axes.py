"""The axes of a study: what varies along each, as settings of the base scenario and as coordinates in tables."""

import itertools
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autarky.errors import InputError
from autarky.files.fields import FieldError
from autarky.files.fields import Path as FieldPath
from autarky.studies.definition import Pairs, Study

Economies = Callable[[str | Sequence[str]], Sequence[str]]
# columns that every table of a study has; coordinates of other axes get names of their own
FIXED = (
    "key", "case", "world", "horizon", "years", "draw", "economy", "status", "reason", "welfare", "real_gdp",
    "residual", "seconds",
)  # fmt: skip
MOST_POINTS = 1_000_000  # along one axis


@dataclass(frozen=True)
class Point:
    """One place on an axis: `settings` (dotted key, value), its coordinates, and where the study's file says it."""

    settings: tuple[tuple[str, Any], ...]
    coordinates: tuple[Any, ...]
    path: FieldPath


@dataclass(frozen=True)
class Axis:
    """`name` is that of the dimension in a cube; `columns` those of its coordinates."""

    name: str
    columns: tuple[str, ...]
    points: tuple[Point, ...]

    def __len__(self) -> int:
        return len(self.points)

    @property
    def numeric(self) -> bool:
        """Whether neighbours on the axis have solutions near one another: numbers, horizons, draws."""
        if self.name in ("horizon", "draw"):
            return True
        return all(_number(v) for p in self.points for _, v in p.settings)


def _number(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, int | float) or (
        isinstance(value, str) and re.match(r"[+-]?[\d.]", value) is not None
    )


def column(key: str) -> str:
    """``acts.1.leakage`` as the name of a column: ``acts_1_leakage``."""
    name = re.sub(r"[^A-Za-z0-9]+", "_", key).strip("_")
    return f"set_{name}" if name in FIXED and name not in ("world", "horizon") else name


def shown(value: Any) -> Any:
    """A coordinate as a table holds it: numbers, text and flags stay, the rest becomes JSON text."""
    plain = value is None or isinstance(value, bool | int | float | str)
    return value if plain else json.dumps(value, ensure_ascii=False, default=str)


def axes_of(study: Study, economies: Economies) -> list[Axis]:
    """All axes but horizons of the base scenario and draws, in the order of the file.

    `economies` says which economies labels mean in every world of the study. Raises `InputError` with file and line.
    """
    found = [_listed(key, values) for key, values in study.grid.items() if key != "pairs"]
    pairs = study.pairs
    if pairs is not None:
        try:
            found.append(_pair_axis(pairs, study, economies))
        except FieldError as e:
            raise study.wrong(e) from None
        except InputError as e:
            raise study.wrong(FieldError([(("grid", "pairs"), str(e))])) from None
    found += [_zipped(study, k) for k in range(len(study.zip))]
    if study.scenarios:
        found.append(_variants(study))
    _refuse_double(study, found)
    return found


def _listed(key: str, values: Sequence[Any]) -> Axis:
    points = tuple(Point(((key, v),), (shown(v),), ("grid", key, k)) for k, v in enumerate(values))
    return Axis(column(key), (column(key),), points)


def _zipped(study: Study, k: int) -> Axis:
    table = study.zip[k]
    lengths = {key: len(values) for key, values in table.items()}
    if not lengths:
        raise study.wrong(FieldError([(("zip", k), "is empty: give the lists that run side by side")]))
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{key} has {n}" for key, n in lengths.items())
        raise study.wrong(FieldError([(("zip", k), f"its lists differ in length: {told}")]))
    columns = tuple(map(column, table))
    points = tuple(
        Point(tuple(zip(table, row, strict=True)), tuple(map(shown, row)), ("zip", k))
        for row in zip(*table.values(), strict=True)
    )
    return Axis(columns[0] if len(columns) == 1 else f"zip_{k + 1}", columns, points)


def _variants(study: Study) -> Axis:
    points, labels = [], set()
    for k, table in enumerate(study.scenarios):
        label = table.get("label", f"scenario {k + 1}")
        if not isinstance(label, str) or label in labels:
            raise study.wrong(
                FieldError([(("scenarios", k, "label"), f"expected a text of its own, got {label!r:.60}")])
            )
        labels.add(label)
        settings = tuple((key, v) for key, v in table.items() if key != "label")
        points.append(Point(settings, (label,), ("scenarios", k)))
    return Axis("scenario", ("scenario",), tuple(points))


def _pair_axis(pairs: Pairs, study: Study, economies: Economies) -> Axis:
    first = economies(pairs.of)
    second = first if pairs.partners is None else economies(pairs.partners)
    ordered = pairs.ordered
    if ordered is None:
        acts = study.base.get("acts")
        ordered = not (
            isinstance(acts, list) and acts and isinstance(acts[0], dict) and acts[0].get("both_ways")
        )
    points, seen = [], set()
    for a, b in itertools.product(first, second):
        pair = (a, b) if ordered else tuple(sorted((a, b)))
        if a == b or pair in seen:
            continue
        seen.add(pair)
        points.append(Point(((pairs.fields[0], a), (pairs.fields[1], b)), (a, b), ("grid", "pairs")))
    if not points:
        raise InputError("there is no pair of two economies in it")
    return Axis("pair", (column(pairs.fields[0]), column(pairs.fields[1])), tuple(points))


def _refuse_double(study: Study, axes: Sequence[Axis]) -> None:
    seen: dict[str, FieldPath] = {}
    for axis in axes:
        if len(axis) > MOST_POINTS:
            raise study.wrong(
                FieldError([(axis.points[0].path[:2], f"has {len(axis):,} values; at most {MOST_POINTS:,}")])
            )
        for key in {key for point in axis.points for key, _ in point.settings}:
            if key in seen:
                where = study.source.where(seen[key]).rstrip(": ")
                raise study.wrong(FieldError([(axis.points[0].path, f"{key} varies already in {where}")]))
            seen[key] = axis.points[0].path
