"""Tidy tables of a run, as CSV and Parquet, with a data package that documents every column."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autarky.economy.result import QUANTITIES, Result
from autarky.formatting import horizon_code, horizon_years

SMALLEST = 1e-4  # of the largest change: smaller ones are in the .nc file only


@dataclass(frozen=True)
class Table:
    """Columns (name -> values) with, for each, its type and meaning."""

    name: str
    title: str
    columns: dict[str, list[Any] | np.ndarray]
    meaning: dict[str, str]


def tables(results: Sequence[Result]) -> list[Table]:
    """All tables of a run; every table repeats the horizon."""
    return [_economies(results), _sectors(results), _prices(results), _trade(results), *_quotas(results)]


def _horizon(results: Sequence[Result], counts: Sequence[int]) -> dict[str, Any]:
    codes = np.repeat([horizon_code(r) for r in results], counts)
    years = np.repeat([np.nan if (y := horizon_years(r)) is None else y for r in results], counts)
    return {"horizon": codes, "horizon_years": years}


_HORIZON = {"horizon": "horizon of the run", "horizon_years": "the same in years; empty: not stated"}


def _meaning(world_unit: str, *names: str) -> dict[str, str]:
    return {
        n: f"{QUANTITIES[n][2]} ({world_unit if QUANTITIES[n][1] == 'value' else QUANTITIES[n][1]})"
        for n in names
    }


def _economies(results: Sequence[Result]) -> Table:
    world = results[0].world
    names = [n for n, (dims, _, _) in QUANTITIES.items() if dims == ("economy",)]
    N = len(world.economies)
    before = [r.world.data["final"].sum("sector").values for r in results]
    columns: dict[str, Any] = _horizon(results, [N] * len(results))
    columns |= {
        "economy": list(world.economies) * len(results),
        "economy_name": list(world.economy_names.values()) * len(results),
        "welfare_value": np.concatenate(
            [r.data["welfare"].values * b for r, b in zip(results, before, strict=True)]
        ),
        "expenditure_before": np.concatenate(before),
    }
    columns |= {n: np.concatenate([r.data[n].values for r in results]) for n in names}
    meaning = _HORIZON | {
        "economy": "code of the economy",
        "economy_name": "its name",
        "welfare_value": f"equivalent variation ({world.unit})",
        "expenditure_before": f"final expenditure before the acts ({world.unit})",
    }
    return Table(
        "economies", "Welfare and other outcomes by economy", columns, meaning | _meaning(world.unit, *names)
    )


def _sectors(results: Sequence[Result]) -> Table:
    world = results[0].world
    names = [n for n, (dims, _, _) in QUANTITIES.items() if dims == ("economy", "sector")]
    N, J = len(world.economies), len(world.sectors)
    columns: dict[str, Any] = _horizon(results, [N * J] * len(results))
    columns |= {
        "economy": np.tile(np.repeat(world.economies, J), len(results)),
        "sector": np.tile(world.sectors, N * len(results)),
        "sector_name": np.tile(list(world.sector_names.values()), N * len(results)),
        "output_before": np.concatenate([r.world.array("output").ravel() for r in results]),
    }
    columns |= {n: np.concatenate([r.data[n].values.ravel() for r in results]) for n in names}
    meaning = _HORIZON | {
        "economy": "code of the economy",
        "sector": "code of the sector",
        "sector_name": "its name",
        "output_before": f"gross output before the acts ({world.unit})",
    }
    return Table(
        "sectors",
        "Output, factors and costs by economy and sector",
        columns,
        meaning | _meaning(world.unit, *names),
    )


def _prices(results: Sequence[Result]) -> Table:
    world = results[0].world
    N, J = len(world.economies), len(world.sectors)
    bought = np.concatenate(
        [(r.world.array("inputs").sum(2) + r.world.array("final")).ravel() for r in results]
    )
    columns: dict[str, Any] = _horizon(results, [N * J] * len(results))
    columns |= {
        "economy": np.tile(world.economies, J * len(results)),
        "sector": np.tile(np.repeat(world.sectors, N), len(results)),
        "purchases_before": bought,
        "composite_price": np.concatenate([r.data["composite_price"].values.ravel() for r in results]),
    }
    meaning = _HORIZON | {
        "economy": "code of the buying economy",
        "sector": "code of the sector bought",
        "purchases_before": f"inputs and final expenditure before the acts ({world.unit})",
    }
    return Table(
        "prices", "Prices of composites by buyer", columns, meaning | _meaning(world.unit, "composite_price")
    )


def _trade(results: Sequence[Result]) -> Table:
    kept = []
    for r in results:
        before, after = r.world.array("trade"), r.data["trade"].values
        size = np.abs(after - before)
        kept.append((size > SMALLEST * size.max(initial=0.0)) & (size > 1e-9 * before))  # less is rounding
    meaning = {
        "trade_before": "sales before the acts",
        "trade": "sales after the acts",
        "change": "trade - trade_before",
    }
    unit = results[0].world.unit
    return _cells(
        results,
        kept,
        "trade",
        f"Trade flows that change by more than {SMALLEST:g} of the largest change, domestic sales included"
        " (the .nc file has all)",
        {
            "trade_before": [r.world.array("trade") for r in results],
            "trade": [r.data["trade"].values for r in results],
            "change": [r.data["trade"].values - r.world.array("trade") for r in results],
            "trade_volume": [r.data["trade_volume"].values for r in results],
            "tariff": [r.data["tariff"].values for r in results],
            "export_tax": [r.data["export_tax"].values for r in results],
        },
        {k: f"{v} ({unit})" for k, v in meaning.items()}
        | _meaning(unit, "trade_volume", "tariff", "export_tax"),
    )


def _quotas(results: Sequence[Result]) -> list[Table]:
    kept = [r.data["quota_wedge"].values > 1e-12 for r in results]
    if not any(k.any() for k in kept):
        return []
    unit = results[0].world.unit
    table = _cells(
        results,
        kept,
        "quotas",
        "Flows held down by a quota or embargo, with the price wedge that holds them",
        {
            "trade_before": [r.world.array("trade") for r in results],
            "trade": [r.data["trade"].values for r in results],
            "trade_volume": [r.data["trade_volume"].values for r in results],
            "quota_wedge": [r.data["quota_wedge"].values for r in results],
        },
        {"trade_before": f"sales before the acts ({unit})", "trade": f"sales after the acts ({unit})"}
        | _meaning(unit, "trade_volume", "quota_wedge"),
    )
    return [table]


def _cells(
    results: Sequence[Result],
    kept: Sequence[np.ndarray],
    name: str,
    title: str,
    values: dict[str, list[np.ndarray]],
    meaning: dict[str, str],
) -> Table:
    """A table of the kept (origin, sector, destination) cells."""
    world = results[0].world
    at = [np.nonzero(k) for k in kept]
    economies, sectors = np.array(world.economies), np.array(world.sectors)
    columns: dict[str, Any] = _horizon(results, [len(a[0]) for a in at])
    columns["origin"] = economies[np.concatenate([a[0] for a in at])]
    columns["sector"] = sectors[np.concatenate([a[1] for a in at])]
    columns["destination"] = economies[np.concatenate([a[2] for a in at])]
    for column, arrays in values.items():
        columns[column] = np.concatenate([v[a] for v, a in zip(arrays, at, strict=True)])
    labels = {
        "origin": "code of the seller",
        "sector": "code of the sector",
        "destination": "code of the buyer",
    }
    return Table(name, title, columns, _HORIZON | labels | meaning)


def write_tables(folder: Path, results: Sequence[Result]) -> None:
    """Write `<name>.csv`, `<name>.parquet` and `datapackage.json` (Frictionless) into `folder`."""
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    world = results[0].world
    resources = []
    for table in tables(results):
        arrays = {}
        for name, values in table.columns.items():
            column = pa.array(values, from_pandas=True)  # NaN becomes null, an empty cell
            arrays[name] = column.dictionary_encode() if pa.types.is_string(column.type) else column
        data = pa.table(arrays)
        data = data.replace_schema_metadata({"title": table.title})
        pa.parquet.write_table(data, folder / f"{table.name}.parquet", compression="zstd")
        plain = [
            pa.field(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type) for f in data.schema
        ]
        pa.csv.write_csv(data.cast(pa.schema(plain)), folder / f"{table.name}.csv")
        resources += [_resource(table, data.schema, kind) for kind in ("csv", "parquet")]
    package = {
        "name": "autarky-run",
        "title": f"Tables of {results[0].name}",
        "description": f"Changes against {world.name} ({world.year}); amounts in {world.unit}; fractions:"
        " 0.01 = +1 %.",
        "sources": [
            {"title": str(world.data.attrs.get("citation", world.data.attrs.get("source", world.name)))}
        ],
        "resources": resources,
    }
    text = json.dumps(package, indent=1, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def _resource(table: Table, schema: Any, kind: str) -> dict[str, Any]:
    fields = [
        {
            "name": name,
            "type": "number" if str(schema.field(name).type) == "double" else "string",
            "description": table.meaning[name],
        }
        for name in table.columns
    ]
    return {
        "name": f"{table.name}-{kind}",
        "path": f"{table.name}.{kind}",
        "format": kind,
        "title": table.title,
        "schema": {"fields": fields},
    }
