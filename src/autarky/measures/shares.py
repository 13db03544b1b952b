"""Partner shares and concentration of trade: what face-value statistics say about dependence.

Flows are those of a world (goods and services, all uses), at border value: export tax included, tariff not.
"""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from autarky.errors import InputError, did_you_mean
from autarky.measures.labels import border_value, measured, sector_positions, share_of
from autarky.world.accounts import World

FLOWS = ("exports", "imports", "use")


def partner_share(world: World, flow: str = "exports", sectors: Sequence[str] | None = None) -> xr.DataArray:
    """Share of each partner in the exports, the imports or the whole use of each economy (economy, partner).

    exports: sum_s X[n,s,i] / sum_{i != n, s} X[n,s,i]; imports: sum_s X[i,s,n] / sum_{i != n, s} X[i,s,n], both at
    border value. use: what n pays for the goods of i, tariff included, over all that n uses, its own products
    included (then the partner n is the economy itself). Hirschman (1945), "National Power and the Structure of
    Foreign Trade". Unit: share, 0 to 1. Needs: bilateral trade. Raises `InputError` for an unknown flow and where
    an economy has none of the flow: a share of nothing is not zero.
    """
    check_flow(flow)
    chosen = sector_positions(world, sectors)
    value = border_value(world)
    if flow == "use":
        value = value * (1 + world.array("tariff"))
    bilateral = value[:, chosen].sum(1)  # origin, destination
    if flow != "use":
        np.fill_diagonal(bilateral, 0.0)
    table = bilateral if flow == "exports" else bilateral.T  # economy, partner
    shares = share_of(table, table.sum(1, keepdims=True), world.economies, flow)
    coords = {"economy": world.economies, "partner": world.economies}
    return measured(world, f"{flow} share", "share", ("economy", "partner"), coords, shares)


def concentration(
    world: World,
    flow: str = "imports",
    sectors: Sequence[str] | None = None,
    by_sector: bool = False,
) -> xr.DataArray:
    """Herfindahl-Hirschman index of the partners of each economy: sum_i share_i^2, from 1/(N-1) to 1 (economy).

    Hirschman (1945), Herfindahl (1950). `by_sector`: one index for each sector (economy, sector), NaN where the
    economy has none of the flow in it. Own use is left out for exports and imports. Unit: index, 0 to 1. Needs:
    bilateral trade.
    """
    check_flow(flow)
    if not by_sector:
        squares = (partner_share(world, flow, sectors).values ** 2).sum(1)
        return measured(world, f"HHI of {flow}", "index", ("economy",), {"economy": world.economies}, squares)
    chosen = sector_positions(world, sectors)
    value = border_value(world)[:, chosen]
    if flow == "use":
        value = value * (1 + world.array("tariff")[:, chosen])
    else:
        home = np.arange(len(world.economies))
        value[home, :, home] = 0.0
    table = value if flow == "exports" else value.transpose(2, 1, 0)  # economy, sector, partner
    total = table.sum(2)
    squares = (table**2).sum(2) / np.where(total > 0, total, np.nan) ** 2
    coords = {"economy": world.economies, "sector": [world.sectors[s] for s in chosen]}
    return measured(world, f"HHI of {flow}", "index", ("economy", "sector"), coords, squares)


def check_flow(flow: str) -> None:
    """Raise `InputError` unless `flow` is one of `FLOWS`."""
    if flow not in FLOWS:
        raise InputError(f"unknown flow {flow!r}{did_you_mean(flow, FLOWS)}; known: {', '.join(FLOWS)}")
