"""The headline of a run as plain values, for `--json`."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autarky.acts.exhibits import EXHIBITS

if TYPE_CHECKING:
    from autarky.economy.result import Result
    from autarky.runs import Run
    from autarky.uncertainty.draws import Draws

# Per economy; fractions (0.01 = +1 %) unless `values`, which are in the currency of the world.
FRACTIONS = ("welfare", "real_gdp", "real_wage", "consumer_prices", "terms_of_trade")
VALUES = ("tariff_revenue", "export_tax_revenue", "rents")


def as_plain(run: "Run", folder: Path) -> dict[str, Any]:
    """Name, unit and, for each horizon, the record and the headline quantities of every economy; with draws the bands
    of all figures that the report shows, and what moves welfare; with a budget, that."""
    scenario, results, draws = run.scenario, run.results, run.draws
    made: dict[str, Any] = {
        "name": scenario.name,
        "title": scenario.title,
        "folder": str(folder),
        "unit": results[0].world.unit,
        "results": [
            {"horizon": r.record["horizon"]["label"], "economies": _economies(r), "record": r.record}
            for r in results
        ],
    }
    if EXHIBITS in results[0].record:
        made[EXHIBITS] = results[0].record[EXHIBITS]
        made["results"][0]["record"] = {k: v for k, v in results[0].record.items() if k != EXHIBITS}
    for entry, drawn in zip(made["results"], draws, strict=False):
        entry["bands"] = _bands(drawn)
    if run.budget is not None:
        made["budget"] = run.budget.as_plain()
    return made


def _bands(draws: "Draws") -> dict[str, Any]:
    from dataclasses import asdict

    import numpy as np

    from autarky.uncertainty.summary import LEVEL, band, bands, largest_loser, variance_shares

    found = bands(draws)
    rows = [
        asdict(row) | asdict(band(draws.kept[:, k]))
        for k, row in enumerate(draws.rows)
        if np.isfinite(draws.kept[:, k]).any()
    ]
    most = sorted(found, key=lambda c: -max(abs(found[c].low), abs(found[c].high)))[:10]
    return {
        "draws": len(draws.z),
        "without_equilibrium": len(draws.reasons),
        "seed": draws.seed,
        "level": LEVEL,
        "welfare": {c: asdict(b) for c, b in found.items()},
        "real_gdp": {c: asdict(b) for c, b in bands(draws, "real_gdp").items()},
        "rows": rows,
        "loses_most": largest_loser(draws),
        "moved_by": {c: variance_shares(draws, c) for c in most},
    }


def _economies(result: "Result") -> dict[str, dict[str, float | None]]:
    columns = {q: result[q].values for q in (*FRACTIONS, *VALUES)}
    return {
        code: {q: _number(float(column[n])) for q, column in columns.items()}
        for n, code in enumerate(result.world.economies)
    }


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
