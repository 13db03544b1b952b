"""The ranges of a scenario's outcomes as one labelled dataset."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from autarky.uncertainty import DRAWS, SEED
from autarky.uncertainty.summary import HIGH, LOW

if TYPE_CHECKING:
    import xarray as xr

    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World

QUANTITIES = ("welfare", "real_gdp", "consumer_prices")


def ranges(
    world: "World",
    scenario: "Scenario",
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    keep: Path | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> "xr.Dataset":
    """The 5th, 50th and 95th percentiles of outcomes by economy over Monte Carlo draws of elasticities and estimated
    trade (docs/theory/uncertainty.md).

    Returns `welfare`, `real_gdp` and `consumer_prices` (horizon, economy, quantile), fractions; `losing` (horizon,
    economy), the share of the draws in which welfare falls; `solved` (horizon), how many draws have an equilibrium.
    `keep`: a folder in which draws are saved as they are solved, to be used again. Raises `InputError` for what is
    wrong in the scenario, `SolveError` where too few draws have an equilibrium.
    """
    import xarray as xr

    from autarky.uncertainty.propagate import propagate

    drawn = propagate(world, scenario, draws=draws, seed=seed, keep=keep, workers=workers, progress=progress)
    quantiles = [LOW, 0.5, HIGH]
    dims = ("horizon", "economy", "quantile")
    data: dict[str, tuple[tuple[str, ...], np.ndarray, dict[str, str]]] = {}
    for q in QUANTITIES:
        values = [np.nanquantile(getattr(d, q), quantiles, axis=0).T for d in drawn]
        data[q] = (dims, np.stack(values), {"unit": "fraction", "long_name": q.replace("_", " ")})
    losing = [(d.welfare[d.solved] < 0).mean(0) for d in drawn]
    data["losing"] = (
        dims[:2],
        np.stack(losing),
        {"unit": "share", "long_name": "draws with a loss of welfare"},
    )
    data["solved"] = (dims[:1], np.array([int(d.solved.sum()) for d in drawn]), {"unit": "draws"})
    coords = {
        "horizon": [d.years for d in drawn],
        "economy": list(world.economies),
        "quantile": quantiles,
        "economy_name": ("economy", list(world.economy_names.values())),
    }
    return xr.Dataset(
        data, coords, {"draws": draws, "seed": seed, "scenario": scenario.name, "world": world.name}
    )
