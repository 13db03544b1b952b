"""Extraction: how much of an economy's value added hangs on a partner, if nothing is replaced, or if all is.

Hypothetical extraction (Paelinck, de Caevel & Degueldre 1965; Miller & Lahr 2001) takes a partner out of the table and
lets nothing replace it. Global extraction (Dietzenbacher, van Burken & Kondo 2019, "Hypothetical extractions from a
global perspective", Economic Systems Research 31(4)) lets the other suppliers of the world step in, so that what the
partner sold is still made, elsewhere. Quantities only: no prices move, so neither is a loss of welfare.
"""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from autarky.errors import InputError
from autarky.measures.labels import economy_positions, measured
from autarky.measures.leontief import InputOutput
from autarky.world.accounts import World


def hypothetical_extraction(
    world: World,
    partner: str | Sequence[str],
    scope: str = "tie",
    table: InputOutput | None = None,
    of: Sequence[str] | None = None,
) -> xr.DataArray:
    """Value added that each economy loses when `partner` (an economy or a group) is extracted (economy, side).

    backward: the partner buys nothing any more, Leontief: sum of v (L f - L* f*), where its column of A and its final
    purchases are gone. forward: the partner supplies nothing any more, Ghosh: output, and value added in proportion,
    that rests on its inputs, sum of V (G - G*) with its rows of B gone. `scope` "tie" cuts only the flows between the
    economy and the partner (partial extraction, Dietzenbacher & Lahr 2013), "economy" takes the partner out of
    everybody's table. Own entries of the partner are NaN. `of`: only these economies lose
    (the others are NaN). Unit: share of the economy's value added. Needs:
    input-output table.
    """
    if scope not in ("tie", "economy"):
        raise InputError(f"unknown scope {scope!r}; expected tie or economy")
    io = table or InputOutput(world)
    inside = economy_positions(world, partner)
    others = [n for n in range(io.N) if n not in inside]
    if not others:
        raise InputError("the partner is the whole world: nobody is left to lose")
    if of is not None:
        asked = economy_positions(world, of)
        others = [n for n in others if n in asked] if scope == "tie" else others
    loss = np.full((io.N, 2), np.nan)
    if scope == "economy":
        loss[others] = _whole(io, io.rows(inside), inside, others)
    else:
        for n in others:
            loss[n] = _tie(io, n, inside)
    coords = {"economy": world.economies, "side": ("backward", "forward")}
    return measured(world, "extraction", "share of value added", ("economy", "side"), coords, loss)


def _whole(io: InputOutput, out: np.ndarray, inside: list[int], others: list[int]) -> np.ndarray:
    """The inverse of a matrix without some rows and columns follows from the whole inverse, so one inverse serves
    every extraction: L*_RR = L_RR - L_RO L_OO^-1 L_OR."""
    rest = io.rows(others)
    final = io.f[:, [n for n in range(io.N) if n not in inside]].sum(1)[rest]
    core = np.linalg.inv(io.L[np.ix_(out, out)])
    left = io.L[np.ix_(rest, rest)] @ final - io.L[np.ix_(rest, out)] @ (
        core @ (io.L[np.ix_(out, rest)] @ final)
    )
    backward = io.v[rest] * (io.Y[rest] - left)
    # Ghosh: output that the primary inputs of the others still carry, V counting taxes on inputs as primary
    primary = (io.Y - io.Z.sum(0))[rest]
    core_g = np.linalg.inv(io.G[np.ix_(out, out)])
    kept = primary @ io.G[np.ix_(rest, rest)] - (
        (primary @ io.G[np.ix_(rest, out)]) @ core_g @ io.G[np.ix_(out, rest)]
    )
    forward = io.v[rest] * (io.Y[rest] - kept)
    total = io.V[rest].reshape(-1, io.J).sum(1)
    return np.stack([backward.reshape(-1, io.J).sum(1), forward.reshape(-1, io.J).sum(1)], 1) / total[:, None]


def _tie(io: InputOutput, n: int, inside: list[int]) -> np.ndarray:
    """Cutting a block changes few rows, so the inverse follows by the Woodbury identity:
    (I - A + E_r A_rc E_c')^-1 = L - L E_r A_rc (I + L_cr A_rc)^-1 E_c' L."""
    own, out = io.rows(n), io.rows(inside)
    # backward: the partner buys nothing from `own`
    bought = np.hstack([io.sold(n, i) for i in inside]) / np.where(io.Y[out] > 0, io.Y[out], 1.0)
    L = io.inverse_columns(n)  # its own columns
    gone = io.f[np.ix_(own, inside)].sum(1)
    core = np.eye(len(out)) + L[out] @ bought
    made = io.Y - L @ gone  # of L (f - gone), L f being output itself
    left = made[own] - L[own] @ (bought @ np.linalg.solve(core, made[out]))
    backward = (io.v[own] * (io.Y[own] - left)).sum()
    # forward: the partner supplies nothing to `own`; primary inputs of all stay
    supply = np.vstack([io.sold(i, n) for i in inside]) / np.where(io.Y[out] > 0, io.Y[out], 1.0)[:, None]
    # output of the partner before the cut is its own Ghosh row total: primary' G = Y
    G = io.ghosh_rows(n)
    core_g = np.eye(len(out)) + supply @ G[:, out]
    kept = io.Y[own] - np.linalg.solve(core_g.T, io.Y[out]) @ supply @ G[:, own]
    forward = (io.v[own] * (io.Y[own] - kept)).sum()
    return np.array([backward, forward]) / io.V[own].sum()


def global_extraction(world: World, partner: str | Sequence[str]) -> xr.DataArray:
    """Value added that each economy gains when `partner` exports nothing and all others replace it (economy).

    Every buyer of product s in n, n outside the partner, moves what it bought from the partner to its other suppliers,
    home included, in proportion to their shares, or, where it has none, in proportion to what they sell in the world;
    technology per unit of output and final demand stay, and the partner still supplies itself. Gain: v (L* f* - L f),
    negative where an economy lived on selling to the industries of the partner. The paper extracts one industry or
    country at a time; that substitution is proportional to base shares is our reading of it. Unit: share of the
    economy's value added. Needs: input-output table.
    """
    io = InputOutput(world)
    inside = economy_positions(world, partner)
    if len(inside) == io.N:
        raise InputError("the partner is the whole world: nobody is left to replace it")
    A = io.A.reshape(io.N, io.J, -1).copy()
    f = io.f.reshape(io.N, io.J, io.N).copy()
    exports = world.array("trade").sum(2)
    exports[inside] = 0.0
    world_mix = exports / np.where(exports.sum(0) > 0, exports.sum(0), 1.0)  # who can supply s at all
    abroad = [n for n in range(io.N) if n not in inside]
    for flows in (A.reshape(io.N, io.J, io.N, io.J), f.reshape(io.N, io.J, io.N, 1)):
        bought = flows[:, :, abroad]
        gone = bought[inside].sum(0)
        bought[inside] = 0.0
        left = bought.sum(0)
        mix = np.where(left > 0, bought / np.where(left > 0, left, 1.0), world_mix[:, :, None, None])
        flows[:, :, abroad] = bought + mix * gone
    system = np.eye(io.N * io.J) - A.reshape(io.N * io.J, -1)
    made = np.linalg.solve(system, f.reshape(io.N * io.J, io.N).sum(1))
    gain = io.by_economy(io.v * (made - io.Y)) / io.by_economy(io.V)
    return measured(
        world, "global extraction", "share of value added", ("economy",), {"economy": world.economies}, gain
    )
