"""Putting ad valorem tariffs on a world whose source has none."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from autarky.errors import WorldError
from autarky.world.accounts import VARIABLES, World


@dataclass(frozen=True)
class TariffNotes:
    """How far the rates cover imports, and what was taken as free of duty."""

    covered: float  # share of imports with a rate
    revenue: float  # in the unit of the world
    absent: tuple[tuple[str, float], ...]  # largest pairs without a rate: label, imports


def with_tariffs(world: World, rates: np.ndarray) -> tuple[World, TariffNotes]:
    """The world with ad valorem `rates` (N, J, N), NaN where there is none (taken as 0 and reported).

    Trade stays at basic prices; what buyers pay rises by the tariff, for every user of a composite in the same
    proportion; output stays, so that value added falls by the tariffs on inputs (published tables have them in
    it, as taxes on products); deficits follow. Raises `WorldError` naming a column that could not pay.
    """
    trade = world.array("trade")
    imports = trade.copy()
    for n in range(len(world.economies)):
        imports[n, :, n] = 0.0
    known = np.isfinite(rates)
    t = np.where(known, rates, 0.0)
    for n in range(len(world.economies)):
        t[n, :, n] = 0.0
    if (t <= -1).any():
        i, s, n = (int(k) for k in np.argwhere(t <= -1)[0])
        raise WorldError(
            f"tariff of {world.economies[n]} on {world.sectors[s]} from {world.economies[i]} is {t[i, s, n]:g};"
            " a rate is a share, 0.05 for 5 %"
        )
    paid = (trade * (1 + t)).sum(0)
    before = trade.sum(0)
    dearer = np.divide(paid, before, out=np.ones_like(paid), where=before > 0)  # (J, N)
    inputs = world.array("inputs") * dearer[:, :, None]
    value_added = trade.sum(2) - inputs.sum(0)
    if float(value_added.min(initial=0)) < -1e-9 * float(trade.max(initial=0)):
        n, k = (int(x) for x in np.unravel_index(int(np.argmin(value_added)), value_added.shape))
        raise WorldError(
            f"with these tariffs the inputs of {world.economies[n]} {world.sectors[k]} cost"
            f" {-value_added[n, k]:,.4g} more than its output; check the rates, or aggregate the sector"
        )
    attrs: Mapping[str, object] = world.data.attrs
    estimated = None
    if "trade_estimated" in world.data:
        estimated = world.data["trade_estimated"].transpose(*VARIABLES["trade"][0]).values
    new = World.from_arrays(
        economies=world.economies,
        sectors=world.sectors,
        trade=trade,
        tariff=t,
        export_tax=world.array("export_tax"),
        inputs=inputs,
        final=world.array("final") * dearer,
        value_added=np.maximum(value_added, 0.0),
        economy_names=world.economy_names,
        sector_names=world.sector_names,
        members=world.members,
        industries=world.industries,
        trade_estimated=estimated,
        attrs=attrs,
    )
    without = np.where(known, 0.0, imports).sum(1)  # (origin, destination)
    worst = np.argsort(-without, axis=None, kind="stable")[:5]
    pairs = []
    for flat in worst:
        i, n = (int(x) for x in np.unravel_index(int(flat), without.shape))
        if without[i, n] > 0:
            pairs.append((f"{world.economies[i]} -> {world.economies[n]}", float(without[i, n])))
    total = float(imports.sum()) or 1.0
    return new, TariffNotes(1 - float(without.sum()) / total, float((t * trade).sum()), tuple(pairs))
