"""Bandwidth and dependence: how much binds two economies, and which of them needs it more.

In the sense of the Formal Bilateral Influence Capacity index (FBIC): Moyer, Sweijs, Burrows & van Manen (2018), "Power
and Influence in a Globalized World", Atlantic Council; Moyer, Meisel, Matthews, Bohl & Burrows (2021), Pardee Center.
The index also covers embassies, organisations, arms and aid; from a world comes trade alone, and other ties enter as
tables that the caller has (alliances, agreement in votes), each a channel of its own.
"""

from collections.abc import Mapping
from typing import Literal

import numpy as np
import xarray as xr

from autarky.errors import InputError
from autarky.measures.labels import border_value, measured, share_of
from autarky.world.accounts import World

PARTS = ("bandwidth", "dependence", "influence")


def influence_capacity(
    world: World,
    ties: Mapping[str, xr.DataArray] | None = None,
    *,
    unknown: Literal["refuse", "leave out"] = "refuse",
) -> xr.DataArray:
    """What each economy could use to influence each other (influencer, economy, part).

    bandwidth: trade both ways over that of the pair with most, averaged with the `ties` (each (economy, partner), from
    0 to 1, for example 1 for allies); dependence: the mean of trade with the influencer over all trade of the economy
    and over its value added, at most 1; influence = bandwidth x dependence, asymmetric as the dependence is. Equal
    weights and the scaling are ours, so levels are not those of the published FBIC. Unit: index 0 to 1; NaN to itself.
    Needs: bilateral trade. Raises `InputError` for a tie with a missing value, as unknown is not absent; with
    ``unknown="leave out"`` such a pair is judged by its other channels.
    """
    value = border_value(world).sum(1)
    both = value + value.T
    np.fill_diagonal(both, 0.0)
    channels = [both / both.max()]
    for name, tie in (ties or {}).items():
        channels.append(_aligned(world, name, tie, unknown))
    bandwidth = np.nanmean(channels, axis=0)
    total = share_of(both, both.sum(0)[None], world.economies, "trade")
    income = share_of(both, world.array("value_added").sum(1)[None], world.economies, "value added")
    dependence = (total + np.minimum(income, 1.0)) / 2  # influencer, economy
    parts = np.stack([bandwidth, dependence, bandwidth * dependence], 2)
    parts[np.arange(len(both)), np.arange(len(both))] = np.nan
    coords = {"influencer": world.economies, "economy": world.economies, "part": PARTS}
    return measured(world, "influence capacity", "index", ("influencer", "economy", "part"), coords, parts)


def _aligned(world: World, name: str, tie: xr.DataArray, unknown: str) -> np.ndarray:
    if set(tie.dims) != {"economy", "partner"}:
        raise InputError(f"tie {name!r} has dimensions {tie.dims}, expected economy and partner")
    labels = list(world.economies)
    values = tie.reindex(economy=labels, partner=labels).transpose("partner", "economy").values.astype(float)
    np.fill_diagonal(values, 0.0)
    if unknown == "refuse" and np.isnan(values).any():
        i, n = np.argwhere(np.isnan(values))[0]
        raise InputError(
            f"tie {name!r} says nothing of {labels[i]} and {labels[n]}; unknown is not absent: fill it or use a world"
            " of the economies it covers"
        )
    if np.nanmin(values) < 0 or np.nanmax(values) > 1:
        raise InputError(f"tie {name!r} must lie between 0 and 1")
    return values
