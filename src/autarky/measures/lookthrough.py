"""Look-through exposure: what reaches an economy, or leaves it, through the supply chains of others.

Face value is the direct tie; look-through counts every stage of the chain; hidden exposure is the difference.
Baldwin, Freeman & Theodorakopoulos (2023), "Hidden Exposure: Measuring US Supply Chain Reliance", Brookings Papers
on Economic Activity, Fall 2023. Inputs are bilateral by proportionality (see `leontief`).
"""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from autarky.measures.labels import economy_positions, measured, sector_positions, share_of
from autarky.measures.leontief import InputOutput
from autarky.world.accounts import World
from autarky.world.groups import economy

KINDS = ("face_value", "look_through", "hidden")


def input_reliance(
    world: World,
    of: str,
    sectors: Sequence[str] | None = None,
    inputs: Sequence[str] | None = None,
    table: InputOutput | None = None,
) -> xr.DataArray:
    """Foreign input reliance of `of` on every partner, per unit of its output (partner, kind).

    Face value: sum of A[i s, n k] Y[n k] / sum of Y[n k]; look-through: the same with L - I in place of A, so that
    inputs of inputs count at every stage (gross, as in the paper: a good that passes two stages counts twice);
    hidden: the difference. k runs over `sectors` (the users in `of`), s over `inputs` (what they use); default all.
    The paper's headline is manufacturing inputs of manufacturing. Unit: share of output. Needs: input-output table.
    """
    io = table or InputOutput(world)
    columns = io.rows(
        world.economies.index(economy(of, world)), sorted(set(sector_positions(world, sectors)))
    )
    supplying = sector_positions(world, inputs)
    output_of = np.zeros_like(io.Y)
    output_of[columns] = io.Y[columns]
    direct = io.direct(output_of)
    total = io.needed(output_of) - output_of
    output = np.array([io.Y[columns].sum()])
    both = np.stack([direct, total], 1).reshape(io.N, io.J, 2)[:, supplying].sum(1)
    return _kinds(world, "input reliance", share_of(both, output, [of], "output"))


def market_reliance(
    world: World,
    of: str,
    sectors: Sequence[str] | None = None,
    users: Sequence[str] | None = None,
    table: InputOutput | None = None,
) -> xr.DataArray:
    """Foreign market reliance of `of` on the industries of every partner, per unit of its output (partner, kind).

    The mirror of `input_reliance`: face value is sum of B[n s, i k] Y[n s] / sum of Y[n s], look-through the same
    with the Ghosh inverse G - I. s runs over `sectors` of `of`, k over the using sectors `users` of the partner.
    Sales to final users are no inputs and are left out. Unit: share of output. Needs: input-output table.
    """
    io = table or InputOutput(world)
    n = world.economies.index(economy(of, world))
    selling = sector_positions(world, sectors)
    rows = io.rows(n, selling)
    using = sector_positions(world, users)
    direct = np.concatenate([io.sold(n, i)[selling].sum(0) for i in range(io.N)])
    total = io.Y[rows] @ io.ghosh_rows(n)[selling]
    total[rows] -= io.Y[rows]
    output = np.array([io.Y[rows].sum()])
    both = np.stack([direct, total], 1).reshape(io.N, io.J, 2)[:, using].sum(1)
    return _kinds(world, "market reliance", share_of(both, output, [of], "output"))


def value_added_in_use(
    world: World,
    sectors: Sequence[str] | None = None,
    table: InputOutput | None = None,
    of: Sequence[str] | None = None,
) -> xr.DataArray:
    """Value added by origin in the final use of each economy, as a share of it (economy, partner).

    sum of v[i s] L[i s, j k] f[j k, n] over s, j and k, over the same for all i: what n's final use is made of,
    whoever sold it last. `sectors`: only the final use of these products; `of`: only these economies. Johnson &
    Noguera (2012), Journal of International Economics 86(2); Los, Timmer & de Vries (2015), Journal of Regional
    Science 55(1). Taxes on trade in the chain are no value added and are left out of both. Unit: share. Needs:
    input-output table.
    """
    io = table or InputOutput(world)
    products = sector_positions(world, sectors)
    users = list(range(io.N)) if of is None else economy_positions(world, of)
    kept = io.rows(list(range(io.N)), products)
    final = np.zeros((len(io.f), len(users)))
    final[kept] = io.f[np.ix_(kept, users)]
    made = io.by_economy(io.v[:, None] * io.needed(final))  # origin of value added, final user
    names = [world.economies[n] for n in users]
    shares = share_of(made.T, made.T.sum(1, keepdims=True), names, "final use")
    coords = {"economy": names, "partner": world.economies}
    return measured(world, "value added in final use", "share", ("economy", "partner"), coords, shares)


def _kinds(world: World, name: str, both: np.ndarray) -> xr.DataArray:
    values = np.concatenate([both, both[:, 1:] - both[:, :1]], 1)
    coords = {"partner": world.economies, "kind": KINDS}
    return measured(world, name, "share of output", ("partner", "kind"), coords, values)
