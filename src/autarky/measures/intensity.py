"""Trade intensity: is a tie closer than the size of the partner alone would make it?"""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from autarky.measures.answer import Answer, Ask, Row
from autarky.measures.labels import border_value, measured, one_economy, sector_positions, share_of
from autarky.measures.world_answers import named, partners_to_show, source_of
from autarky.world.accounts import World


def trade_intensity(world: World, sectors: Sequence[str] | None = None) -> xr.DataArray:
    """Share of a partner in the exports of an economy, over its share in the exports of all others (economy, partner).

    (X[n,i] / sum_{j != n} X[n,j]) / (sum_{k != n} X[k,i] / sum_{k != n, j != k} X[k,j]), at border value, own sales
    left out. 1: as much as its size explains; from 0 up. Mikic & Gilbert (2007), "Trade Statistics in Policymaking",
    UNESCAP, with the economy's own exports taken out of the world's. Unit: ratio. Needs: bilateral trade. The entries
    of an economy with itself, and with partners to which nobody else exports, are NaN. Raises `InputError` where an
    economy, or all others together, export nothing: a share of nothing is not zero.
    """
    flows = border_value(world)[:, sector_positions(world, sectors)].sum(1)  # economy, partner
    np.fill_diagonal(flows, 0.0)
    others = flows.sum(0) - flows
    own_share = share_of(flows, flows.sum(1, keepdims=True), world.economies, "exports")
    their_share = share_of(others, others.sum(1, keepdims=True), world.economies, "exports of others")
    np.fill_diagonal(their_share, 0.0)
    intensity = own_share / np.where(their_share > 0, their_share, np.nan)
    coords = {"economy": world.economies, "partner": world.economies}
    return measured(world, "trade intensity", "ratio", ("economy", "partner"), coords, intensity)


def intensity_answer(ask: Ask) -> Answer:
    """Partners by their share of the exports, with the intensity; a group has that of its sums."""
    world = ask.load()
    of = one_economy(world, str(ask.of))
    n = world.economies.index(of)
    flows = border_value(world)[:, sector_positions(world, ask.sector)].sum(1)
    np.fill_diagonal(flows, 0.0)
    rest = np.delete(flows, n, axis=0)
    own, others = (share_of(f, f.sum(keepdims=True), [of], "exports") for f in (flows[n], rest.sum(0)))
    rows: list[Row] = []
    for label, at in partners_to_show(world, ask, of, flows[n]):
        theirs = float(others[at].sum())
        rows.append(
            {
                **named(world, label),
                "intensity": float(own[at].sum()) / theirs if theirs > 0 else None,
                "share": float(own[at].sum()),
                "share_of_others": theirs,
            }
        )
    columns = {"partner": "", "name": "", "intensity": "ratio", "share": "share", "share_of_others": "share"}
    title = f"Trade intensity of the exports of {world.economy_names[of]} (1: as for all other exporters)"
    return Answer(title, columns, rows, world.year, source_of(world))
