"""Outcomes as tidy rows: one per case and economy; one, with a reason, for a case without an answer."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky.economy.horizon import horizon_label
from autarky.studies.axes import FIXED, Axis
from autarky.studies.plan import Plan
from autarky.studies.solver import CaseOutcome

if TYPE_CHECKING:
    import pyarrow as pa

Kind = str  # of a column of coordinates: "number", "flag" or "text"
TEXT = ("key", "world", "horizon", "economy", "status", "reason")


def kinds(axes: Sequence[Axis]) -> dict[str, Kind]:
    """Columns of coordinates besides the fixed ones, and what they hold."""
    found = {}
    for axis in axes:
        for j, name in enumerate(axis.columns):
            if name not in FIXED:
                found[name] = _kind([p.coordinates[j] for p in axis.points])
    return found


def _kind(values: Sequence[Any]) -> Kind:
    if all(isinstance(v, bool) for v in values):
        return "flag"
    if all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
        return "number"
    return "text"


def schema(coordinates: Mapping[str, Kind]) -> "pa.Schema":
    """Columns of every table of a study. Changes are fractions (0.01 = +1 %), times in seconds by the clock."""
    import pyarrow as pa

    types = {"number": pa.float64(), "flag": pa.bool_(), "text": pa.string()}
    numbers = {"case": pa.int64(), "years": pa.float64(), "draw": pa.int32()}
    numbers |= dict.fromkeys(("welfare", "real_gdp", "residual", "seconds"), pa.float64())
    first, last = FIXED[: FIXED.index("economy")], FIXED[FIXED.index("economy") :]
    fields = [(n, pa.string() if n in TEXT else numbers[n]) for n in first]
    fields += [(name, types[kind]) for name, kind in coordinates.items()]
    fields += [(n, pa.string() if n in TEXT else numbers[n]) for n in last]
    return pa.schema(fields)


def table_of(plan: Plan, outcomes: Sequence[CaseOutcome], cases: Mapping[str, Sequence[int]]) -> "pa.Table":
    """Rows of `outcomes`; `cases` are the numbers of the cases that have each key."""
    import pyarrow as pa

    coordinates = kinds(plan.axes)
    described = _Columns(plan, coordinates)
    pieces: dict[str, list[Any]] = {name: [] for name in ("economy", "welfare", "real_gdp")}
    length: list[int] = []
    whole: list[dict[str, Any]] = []
    for outcome in outcomes:
        solved = outcome.state == "solved"
        for case in cases[outcome.key]:
            length.append(len(outcome.economies) if solved else 1)
            whole.append(described.row(case, outcome))
            pieces["economy"].append(np.array(outcome.economies if solved else [None], dtype=object))
            for name in ("welfare", "real_gdp"):
                pieces[name].append(getattr(outcome, name) if solved else np.array([np.nan]))
    times = np.array(length, dtype=np.int64)
    arrays = []
    wanted = schema(coordinates)
    for field in wanted:
        if field.name in pieces:
            values = np.concatenate(pieces[field.name]) if length else np.empty(0)
            arrays.append(pa.array(values, type=field.type, from_pandas=True))
        else:
            once = pa.array([row[field.name] for row in whole], type=field.type)
            arrays.append(once.take(pa.array(np.repeat(np.arange(len(whole)), times))))
    return pa.Table.from_arrays(arrays, schema=wanted)


class _Columns:
    """What the rows of one case have in common."""

    def __init__(self, plan: Plan, coordinates: Mapping[str, Kind]) -> None:
        self._plan, self._coordinates = plan, coordinates
        self._fixed = {"world": plan.study.base.get("world"), "horizon": plan.study.base.get("horizon", 1.0)}

    def row(self, case: int, outcome: CaseOutcome) -> dict[str, Any]:
        from autarky.worlds.library import DEFAULT

        at = dict(self._fixed)
        for axis, point in zip(self._plan.axes, self._plan.points(self._plan.positions(case)), strict=True):
            at |= dict(zip(axis.columns, point.coordinates, strict=True))
            at |= {key: value for key, value in point.settings if key in ("world", "horizon")}
        for name, kind in self._coordinates.items():
            value = at[name]
            at[name] = float(value) if kind == "number" else value if kind == "flag" else _text(value)
        horizon, years = _horizon(at["horizon"])
        about = {"key": outcome.key, "case": case, "status": outcome.state, "reason": outcome.reason or None}
        figures = {"residual": _number(outcome.residual), "seconds": _number(outcome.seconds)}
        named = {"world": at["world"] or DEFAULT, "horizon": horizon, "years": years, "draw": at.get("draw")}
        return at | about | figures | named


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else value


def _horizon(value: Any) -> tuple[str, float | None]:
    """Label and years; the text as it is where it is no horizon (the case has failed)."""
    from autarky.economy.horizon import parse_horizon
    from autarky.errors import InputError

    one = value[0] if isinstance(value, list) and len(value) == 1 else value
    try:
        years = parse_horizon(one)
    except (InputError, TypeError, OverflowError):
        return str(value), None
    return horizon_label(years), years


def packed(table: "pa.Table", about: bytes) -> bytes:
    """A Parquet file with checksums of its pages; `about` goes into its footer."""
    import io

    import pyarrow.parquet as pq

    kept = table.replace_schema_metadata({b"autarky.cases": about})
    held = io.BytesIO()
    texts = [f.name for f in table.schema if str(f.type) == "string"]
    pq.write_table(
        kept, held, compression="zstd", use_dictionary=texts, write_page_checksum=True, store_schema=True
    )
    return held.getvalue()


def outcomes_in(table: "pa.Table", wanted: Mapping[str, Any]) -> list[CaseOutcome]:
    """The outcomes of the keys in `wanted` that the rows hold, each once."""
    import pandas as pd

    columns = ["key", "case", "economy", "status", "reason", "welfare", "real_gdp", "residual", "seconds"]
    frame: pd.DataFrame = table.select(columns).to_pandas()
    found: dict[str, CaseOutcome] = {}
    for (key, _), rows in frame[frame["key"].isin(list(wanted))].groupby(["key", "case"], sort=False):
        first = rows.iloc[0]
        if str(key) in found:
            continue
        solved = first["status"] == "solved"
        found[str(key)] = CaseOutcome(
            str(key),
            first["status"],
            tuple(map(str, rows["economy"])) if solved else (),
            rows["welfare"].to_numpy(dtype=float),
            rows["real_gdp"].to_numpy(dtype=float),
            float(first["residual"]),
            float(first["seconds"]),
            "" if pd.isna(first["reason"]) else str(first["reason"]),
        )
    return list(found.values())
