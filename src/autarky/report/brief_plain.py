"""The brief of one economy for programs."""

from typing import Any

import numpy as np
import xarray as xr

from autarky.cuts.ties import Brief


def brief_plain(told: Brief) -> dict[str, Any]:
    """The brief as JSON-ready values (fractions)."""
    from autarky.cuts.history import plain

    def clean(value: Any) -> float | None:
        return float(value) if np.isfinite(value) else None

    def row(values: xr.DataArray, partner: Any) -> dict[str, float | None]:
        inner = values.sel(partner=partner)
        return {str(k): clean(v) for k, v in zip(inner[inner.dims[0]].values, inner.values, strict=True)}

    return {
        "of": told.of,
        "partners": [
            {"partner": str(p)}
            | row(told.table, p)
            | {
                "normalised": row(told.normalised, p),
                "hidden": row(told.hidden, p),
                "its loss": clean(told.everyone["partner_loss"].sel(partner=p)),
                "estimated": row(told.estimated, p),
            }
            for p in told.table["partner"].values
        ],
        "unsolved": told.unsolved,
        "tie": told.main,
        "sectors": {
            str(s): clean(told.sectors["loss"].values[0, j])
            for j, s in enumerate(told.sectors["sector"].values)
        },
        "dependents": {
            str(p): {str(v): clean(told.dependents[v].sel(partner=p)) for v in told.dependents.data_vars}
            for p in told.dependents["partner"].values
        },
        "years": None if told.history is None else plain(told.history),
        "record": {k: v.tolist() if hasattr(v, "tolist") else v for k, v in told.record.items()},
    }
