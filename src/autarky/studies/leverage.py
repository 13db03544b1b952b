"""The leverage matrix: what every economy loses when its ties with every other one are cut.

A tie is cut by an embargo both ways on all sectors, at a leakage, the rent with the buyer (`acts.embargo`). One
equilibrium gives the loss of both sides and of every third country, so N economies need N (N - 1) / 2 solves.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from autarky.errors import InputError
from autarky.studies.cuts import Party, blocs, cut_between, party
from autarky.studies.settings import (
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

if TYPE_CHECKING:
    from autarky.world.accounts import World

BLOCS = ("EU27", "EAEU", "BRICS", "G7")


def leverage(
    world: "World",
    *,
    of: str | Iterable[str] | None = None,
    on: str | Iterable[str] | None = None,
    terms: Terms | None = None,
    run: Run | None = None,
    **more: Any,
) -> xr.Dataset:
    """The loss of every economy in `of` when its ties with each economy in `on` are cut (default: all, all).

    `of` and `on` take countries, regions and groups. `more` are fields of `Terms` (horizon, leakage,
    elasticities, deficits, tolerance) and of `Run` (shelf, keep, resume, workers, progress). Returns a dataset
    with dimensions (loser, partner) and, for third countries, economy:

    - `loss`: fraction of base expenditure that `loser` loses, as equivalent variation (0.01 = 1 %; negative: gain)
    - `partner_loss`: what `partner` loses by the same cut
    - `welfare`: change of welfare of every `economy` after the cut (the opposite sign of a loss)
    - `gdp_loss`: fraction of real GDP that `loser` loses
    - `residual`, `reason`: how exactly the cut was solved, and why not where it has no figures
    - `expenditure` [economy]: base final expenditure, in the unit of the world

    Raises `InputError` for unknown labels; single cuts that fail are rows with a reason, never an exception.
    """
    from autarky.world.groups import resolve_economies

    terms, run = settings(terms, run, more)
    losers = [Party.single(c) for c in (world.economies if of is None else resolve_economies(of, world))]
    partners = [Party.single(c) for c in (world.economies if on is None else resolve_economies(on, world))]
    return _matrix(world, losers, partners, terms, run)


def leverage_of_blocs(
    world: "World",
    names: Sequence[str] = BLOCS,
    *,
    terms: Terms | None = None,
    run: Run | None = None,
    **more: Any,
) -> xr.Dataset:
    """As `leverage`, for blocs: each cut from each other bloc and from each economy, and each economy from it.

    A bloc's loss is the sum of its members' equivalent variations over the sum of their expenditure. An economy
    inside a bloc is cut from the other members; of two blocs that overlap, common members keep all their ties
    (they count in the loss of both). Attribute `members` says who is in each bloc.
    """
    terms, run = settings(terms, run, more)
    parties = blocs(world, names)
    everyone = [*parties, *map(Party.single, world.economies)]
    data = _matrix(world, parties, everyone, terms, run)
    data.attrs["members"] = "; ".join(f"{p.name}: {', '.join(p.economies)}" for p in parties)
    return data


def leverage_between(
    world: "World",
    first: str,
    second: str,
    *,
    terms: Terms | None = None,
    run: Run | None = None,
    **more: Any,
) -> xr.Dataset:
    """As `leverage`, for the one tie of two economies or groups: all ties between them cut together."""
    terms, run = settings(terms, run, more)
    one, other = party(world, first), party(world, second)
    if cut_between(world, one, other) is None:
        raise InputError(f"{first} and {second} are the same economies: there is no tie to cut")
    data = _matrix(world, [one, other], [one, other], terms, run)
    groups = [p for p in (one, other) if p.economies != (p.name,)]
    if groups:
        data.attrs["members"] = "; ".join(f"{p.name}: {', '.join(p.economies)}" for p in groups)
    return data


def _matrix(
    world: "World", losers: Sequence[Party], partners: Sequence[Party], terms: Terms, run: Run
) -> xr.Dataset:
    pairs = {
        (i, j): cut
        for i, loser in enumerate(losers)
        for j, partner in enumerate(partners)
        if partner != loser and (cut := cut_between(world, loser, partner)) is not None
    }
    if not pairs:
        raise InputError("no tie to cut: the two lists name the same single economy")
    solved, record, base = solve_all(world, list(pairs.values()), terms, run)
    weights = base.array("final").sum(0)
    members = {p.name: inside(base, p) for p in (*losers, *partners)}
    shape = len(losers), len(partners)
    one = {name: np.full(shape, np.nan) for name in ("loss", "partner_loss", "gdp_loss", "residual")}
    welfare = np.full((*shape, len(base.economies)), np.nan)
    reason = np.full(shape, "", dtype=object)
    gdp = base.array("value_added").sum(1)
    for at, cut in pairs.items():
        answer = solved[cut.key]
        welfare[at], reason[at] = answer.welfare, answer.reason
        loser, partner = losers[at[0]].name, partners[at[1]].name
        one["loss"][at] = loss_of(answer.welfare, weights, members[loser])
        one["partner_loss"][at] = loss_of(answer.welfare, weights, members[partner])
        one["gdp_loss"][at] = loss_of(answer.real_gdp, gdp, members[loser])
        one["residual"][at] = answer.residual
    pair = ("loser", "partner")
    return xr.Dataset(
        {
            "loss": (pair, one["loss"], LOSS),
            "partner_loss": (
                pair,
                one["partner_loss"],
                LOSS | {"long_name": "what the partner loses by the same cut"},
            ),
            "gdp_loss": (
                pair,
                one["gdp_loss"],
                {"unit": "fraction", "long_name": "loss of real GDP of the loser"},
            ),
            "residual": (pair, one["residual"], {"unit": "1", "long_name": "largest residual, in logs"}),
            "reason": (pair, reason.astype(str), {"long_name": "why there is no solution; empty: solved"}),
            "welfare": ((*pair, "economy"), welfare, CHANGE),
            "expenditure": (
                "economy",
                weights,
                {"unit": base.unit, "long_name": "final expenditure of the base year"},
            ),
        },
        coords={
            "loser": [p.name for p in losers],
            "partner": [p.name for p in partners],
            "economy": list(base.economies),
            "economy_name": ("economy", list(base.economy_names.values())),
        },
        attrs=attributes(record) | {"unit": base.unit},
    )
