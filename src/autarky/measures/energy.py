"""Energy as a tie: whose coal, oil, gas, fuels and power an economy runs on, by value."""

import numpy as np
import xarray as xr

from autarky.errors import InputError
from autarky.measures.answer import Answer, Ask, Row
from autarky.measures.labels import border_value, estimated_share, measured, one_economy, share_of
from autarky.measures.political import ENERGY
from autarky.measures.world_answers import named, partners_to_show, source_of
from autarky.world.accounts import World


def energy_sectors(world: World) -> list[int]:
    """Positions of the sectors that hold nothing but energy. Raises `InputError` where a world has none."""
    found = [s for s, c in enumerate(world.sectors) if set(world.industries[c]) <= ENERGY]
    if not found:
        raise InputError(
            f"World {world.name!r} has no sector of energy alone (coal, oil and gas, fuels, power); take a world with"
            " finer sectors, such as icio-2022."
        )
    return found


def energy_share(world: World, *, of_use: bool = False) -> xr.DataArray:
    """Share of a partner in the energy imports of an economy, or in all energy that it uses (economy, partner).

    sum_s X[i,s,n] / sum_{i != n, s} X[i,s,n] over the sectors s of energy, at border value; `of_use`: over all i, n
    itself included, where the partner n is the economy itself. By value, so dear energy weighs more; Eurostat's energy
    imports dependency (nrg_ind_id) is net imports over gross available energy in terajoules. Unit: share, 0 to 1.
    Needs: bilateral trade. Raises `InputError` where the world has no sector of energy alone, and where an economy has
    none of the flow: a share of nothing is not zero.
    """
    flows = border_value(world)[:, energy_sectors(world)].sum(1)  # origin, destination
    if not of_use:
        np.fill_diagonal(flows, 0.0)
    what = "use of energy" if of_use else "imports of energy"
    shares = share_of(flows.T, flows.sum(0)[:, None], world.economies, what)
    coords = {"economy": world.economies, "partner": world.economies}
    return measured(world, f"share of {what}", "share", ("economy", "partner"), coords, shares)


def energy_answer(ask: Ask) -> Answer:
    """Partners by their share of the energy imports, beside that of all energy used."""
    world = ask.load()
    of = one_economy(world, str(ask.of))
    n = world.economies.index(of)
    imports, use = (energy_share(world, of_use=u).sel(economy=of).values for u in (False, True))
    flows = np.zeros(world.array("trade").shape)
    chosen = energy_sectors(world)
    flows[:, chosen, n] = border_value(world)[:, chosen, n]
    flows[n] = 0.0
    rows: list[Row] = [
        {
            **named(world, label),
            "share": float(imports[at].sum()),
            "share_of_use": float(use[at].sum()),
            "value": float(flows[at].sum()),
        }
        for label, at in partners_to_show(world, ask, of, imports)
    ]
    notes = []
    if estimated := estimated_share(world, flows):
        notes.append(f"{100 * estimated:.0f} % of these imports by value is estimated, not reported")
    columns = {"partner": "", "name": "", "share": "share", "share_of_use": "share", "value": world.unit}
    title = f"Share of the energy imports of {world.economy_names[of]} by partner"
    return Answer(title, columns, rows, world.year, source_of(world), notes)
