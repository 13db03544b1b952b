"""One tie by sector: which sectors carry the dependence of two economies on one another."""

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from autarky.cuts.cut import cut_between, opposed, party
from autarky.cuts.settings import (
    CHANGE,
    LOSS,
    Run,
    Terms,
    attributes,
    inside,
    loss_of,
    settings,
    solve_all,
)
from autarky.errors import InputError

if TYPE_CHECKING:
    from autarky.world.accounts import World


def by_sector(
    world: "World",
    first: str,
    second: str,
    *,
    terms: Terms | None = None,
    run: Run | None = None,
    **more: Any,
) -> xr.Dataset:
    """The tie of two economies (or groups) cut in one sector at a time, and in all at once.

    Dimensions (sector, economy): `welfare` as in `leverage`; `loss` [side, sector]; `together` [side], the loss
    when all sectors are cut at once, which is not the sum; `trade` [direction, sector] of the base year.
    """
    terms, run = settings(terms, run, more)
    sides = opposed(party(world, first), party(world, second))
    if sides is None:
        raise InputError(f"{first} and {second} are the same economies: there is no tie to cut")
    cut = cut_between(world, *sides)
    singles = [cut_between(world, *sides, (s,)) for s in world.sectors]
    solved, record, base = solve_all(world, [cut, *singles], terms, run)
    answers = [solved[c.key] for c in singles]
    welfare = np.stack([a.welfare for a in answers])
    weights, trade = base.array("final").sum(0), base.array("trade")
    members = [inside(base, p) for p in sides]
    flows = [trade[a][:, :, b].sum((0, 2)) for a, b in (members, members[::-1])]
    names = [s.name for s in sides]
    data = xr.Dataset(
        {
            "welfare": (("sector", "economy"), welfare, CHANGE),
            "loss": (("side", "sector"), np.stack([loss_of(welfare, weights, m) for m in members]), LOSS),
            "together": (
                "side",
                np.array([float(loss_of(solved[cut.key].welfare, weights, m)) for m in members]),
                LOSS,
            ),
            "trade": (
                ("side", "sector"),
                np.stack(flows),
                {"unit": base.unit, "long_name": "sales of the side to the other in the base year"},
            ),
            "reason": ("sector", np.array([a.reason for a in answers], dtype=str)),
        },
        coords={"side": names, "sector": list(base.sectors), "economy": list(base.economies)},
        attrs=attributes(record),
    )
    return data.assign_coords(sector_name=("sector", list(base.sector_names.values())))
