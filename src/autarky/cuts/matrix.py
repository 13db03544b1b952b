"""The leverage matrix: what every economy loses when its ties with every other one are cut.

A tie is cut by an embargo both ways on all sectors, at a leakage, the rent with the buyer (`acts.embargo`). One
equilibrium gives the loss of both sides and of every third country, so N economies need N (N - 1) / 2 solves.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from autarky.cuts.cut import Party, blocs, cut_between, opposed, party
from autarky.cuts.settings import CHANGE, LOSS, Run, Terms, attributes, inside, loss_of, settings, solve_all
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
    - `value`: the loss in the unit of the world
    - `residual`, `reason`: how exactly the cut was solved, and why not where it has no figures

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

    A loss is the sum of the equivalent variations of the economies on a side over the sum of their expenditure.
    An economy inside a bloc is cut from the other members; of two blocs that overlap, common members are on neither
    side and keep all their ties. Attribute `members` says who is in each bloc.
    """
    terms, run = settings(terms, run, more)
    parties = blocs(world, names)
    everyone = [*parties, *map(Party.single, world.economies)]
    return _matrix(world, parties, everyone, terms, run)


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
    if one.economies == other.economies:
        raise InputError(f"{first} and {second} are the same economies: there is no tie to cut")
    return _matrix(world, [one, other], [one, other], terms, run)


def _matrix(
    world: "World", losers: Sequence[Party], partners: Sequence[Party], terms: Terms, run: Run
) -> xr.Dataset:
    sides = {
        (i, j): pair
        for i, loser in enumerate(losers)
        for j, partner in enumerate(partners)
        if (pair := opposed(loser, partner)) is not None
    }
    if not sides:
        raise InputError("no tie to cut: both lists name the same single economy")
    cuts = {at: cut_between(world, *pair) for at, pair in sides.items()}
    solved, record, base = solve_all(world, list(cuts.values()), terms, run)
    weights, gdp = base.array("final").sum(0), base.array("value_added").sum(1)
    shape = len(losers), len(partners)
    one = {name: np.full(shape, np.nan) for name in ("loss", "partner_loss", "gdp_loss", "value", "residual")}
    welfare = np.full((*shape, len(base.economies)), np.nan)
    reason = np.full(shape, "", dtype=object)
    for at, pair in sides.items():
        answer = solved[cuts[at].key]
        mine, theirs = (inside(base, side) for side in pair)
        welfare[at], reason[at] = answer.welfare, answer.reason
        one["loss"][at] = loss_of(answer.welfare, weights, mine)
        one["value"][at] = one["loss"][at] * weights[mine].sum()
        one["partner_loss"][at] = loss_of(answer.welfare, weights, theirs)
        one["gdp_loss"][at] = loss_of(answer.real_gdp, gdp, mine)
        one["residual"][at] = answer.residual
    pair_of = ("loser", "partner")
    meaning: dict[str, dict[str, str]] = {
        "loss": LOSS,
        "partner_loss": LOSS | {"long_name": "what the partner loses by the same cut"},
        "gdp_loss": {"unit": "fraction", "long_name": "loss of real GDP of the loser"},
        "value": {"unit": base.unit, "long_name": "loss of the loser, equivalent variation"},
        "residual": {"unit": "1", "long_name": "largest residual of the solution, in logs"},
    }
    return xr.Dataset(
        {name: (pair_of, one[name], attrs) for name, attrs in meaning.items()}
        | {
            "reason": (pair_of, reason.astype(str), {"long_name": "why there is no solution; empty: solved"}),
            "welfare": ((*pair_of, "economy"), welfare, CHANGE),
        },
        coords={
            "loser": [p.name for p in losers],
            "partner": [p.name for p in partners],
            "economy": list(base.economies),
            "economy_name": ("economy", list(base.economy_names.values())),
        },
        attrs=attributes(record) | {"unit": base.unit, "members": _members([*losers, *partners])},
    )


def _members(parties: Sequence[Party]) -> str:
    """``EAEU: BLR, KAZ, RUS; ...`` for the parties of several economies; "" where there is none."""
    groups = {p.name: p for p in parties if p.economies != (p.name,)}
    return "; ".join(f"{name}: {', '.join(p.economies)}" for name, p in groups.items())
