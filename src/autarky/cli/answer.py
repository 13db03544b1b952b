"""The headline of a run as plain values, for `--json`."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autarky.economy.result import Result
    from autarky.scenario.model import Scenario

# Per economy; fractions (0.01 = +1 %) unless `values`, which are in the currency of the world.
FRACTIONS = ("welfare", "real_gdp", "real_wage", "consumer_prices", "terms_of_trade")
VALUES = ("tariff_revenue", "export_tax_revenue", "rents")


def as_plain(scenario: "Scenario", results: "Sequence[Result]", folder: Path) -> dict[str, Any]:
    """Name, unit and, for each horizon, the record and the headline quantities of every economy."""
    return {
        "name": scenario.name,
        "title": scenario.title,
        "folder": str(folder),
        "unit": results[0].world.unit,
        "results": [
            {"horizon": r.record["horizon"]["label"], "economies": _economies(r), "record": r.record}
            for r in results
        ],
    }


def _economies(result: "Result") -> dict[str, dict[str, float | None]]:
    columns = {q: result[q].values for q in (*FRACTIONS, *VALUES)}
    return {
        code: {q: _number(float(column[n])) for q, column in columns.items()}
        for n, code in enumerate(result.world.economies)
    }


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
