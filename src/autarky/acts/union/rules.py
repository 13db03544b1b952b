"""What members of a union agree on: a common tariff, shares of a common budget, free movement of workers."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky.acts.base import Context
from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.economy.shock import Shock
    from autarky.world.accounts import World


def common_tariff(
    tariff: np.ndarray, imports: np.ndarray, members: np.ndarray, rule: str | int
) -> np.ndarray:
    """Tariffs after the members have agreed on one, by third country and sector [N, J, N] (ad valorem rates).

    `tariff` and `imports` are indexed (origin, sector, destination), `members` is true for members [N]. The rule is
    "min", "mean" (weighted by the members' imports of that sector from that third country; where there are none, the
    plain mean) or the index of the member whose tariff all take. It is one rate for each third country and sector,
    so that preferences which world tariffs contain survive. Tariffs between members, and those of third countries,
    stay as they are.
    """
    mine = np.flatnonzero(members)
    rates, weights = tariff[:, :, mine], imports[:, :, mine]
    if rule == "min":
        common = rates.min(2)
    elif rule == "mean":
        total = weights.sum(2)
        weighted = (rates * weights).sum(2) / np.where(total > 0, total, 1.0)
        common = np.where(total > 0, weighted, rates.mean(2))
    elif isinstance(rule, int | np.integer) and members[rule]:
        common = tariff[:, :, rule]
    else:
        raise InputError(f"a common tariff is min, mean or that of a member, not {rule!r}")
    out = tariff.copy()
    outside = np.flatnonzero(~members)
    out[np.ix_(outside, np.arange(tariff.shape[1]), mine)] = common[outside][:, :, None]
    return out


ROUNDING = 1e-6  # shares are written with a few digits: 33.333 % three times is no mistake of arithmetic


def read_shares(value: Any) -> dict[str, float]:
    """``{RUS = "65%", BLR = 0.35}`` as fractions by label. Raises `ValueError` for what is no table of shares."""
    from autarky.acts.quantities import percent

    if not isinstance(value, Mapping) or not value:
        raise ValueError(
            f'expected shares by member such as {{ RUS = "65%", BLR = "35%" }}, got {value!r:.60}'
        )
    shares = {}
    for label, share in value.items():
        try:
            shares[str(label)] = percent(share, low=0.0, high=1.0, plain_below=1.0 + ROUNDING)
        except ValueError as e:
            raise ValueError(f"{label}: {e}") from None
    total = math.fsum(shares.values())
    if abs(total - 1) > ROUNDING:
        told = ", ".join(f"{label} {100 * share:g} %" for label, share in shares.items())
        raise ValueError(f"the shares add up to {100 * total:g} %, not to 100 % ({told})")
    return shares


def by_member(shares: Mapping[str, float], members: Sequence[str], world: "World") -> np.ndarray:
    """The shares on the economies of `world` [N]. Raises `InputError` for who is no member or is named twice."""
    from autarky.world.groups import economy

    out = np.zeros(len(world.economies))
    for label, share in shares.items():
        code = economy(label, world)
        if code not in members:
            raise InputError(f"{label} is no member of the union ({', '.join(members)})")
        at = world.economies.index(code)
        if out[at]:
            raise InputError(f"{code} is named twice")
        out[at] = share
    return out / out.sum()


MIGRATION_ELASTICITY = (
    1.5  # Tombe & Zhu (2019), American Economic Review 109(5), Chinese provinces; quoted from memory
)
MOST_ELASTIC = 1e6  # changes of real wages are then equal to a millionth: more says nothing
_EXAMPLE = "{ RUS = 144.7, BLR = 9.2 }"


def read_people(value: Any) -> dict[str, float]:
    """``{RUS = 144.7, BLR = 9.2}``, millions of people by member. Raises `ValueError`."""
    if not isinstance(value, Mapping):
        raise ValueError(
            f"expected millions of people by member such as {{ RUS = 144.7, BLR = 9.2 }}, got {value!r:.60}"
        )
    found = {}
    for label, people in value.items():
        number = isinstance(people, int | float) and not isinstance(people, bool)
        if not number or not 0 < people < 1e4:
            raise ValueError(
                f"{label}: expected millions of people, a number above 0 and below 10000, got {people!r:.60}"
            )
        found[str(label)] = float(people)
    return found


def read_elasticity(value: Any) -> float:
    """An elasticity above 0. Raises `ValueError`."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 0 < value <= MOST_ELASTIC:
        raise ValueError(
            f"expected a migration elasticity above 0 and up to {MOST_ELASTIC:g}, got {value!r:.60}"
        )
    return float(value)


def people_of(people: Mapping[str, float], members: Sequence[str], context: Context) -> np.ndarray:
    """Millions of people of each member [N], 0 elsewhere. Raises `FieldError` for who is missing or no member."""
    from autarky.world.groups import economy

    out = np.zeros(len(context.world.economies))
    with blame("population"):
        for label, millions in people.items():
            code = economy(label, context.world)
            if code not in members:
                raise InputError(f"{label} is no member of the union ({', '.join(members)})")
            out[context.world.economies.index(code)] = millions
        if missing := [c for c in members if not out[context.world.economies.index(c)]]:
            raise InputError(
                f"free movement needs the population of every member, and {', '.join(missing)} is missing; give"
                f" millions of people, population = {_EXAMPLE}"
            )
    return out


def moving(shock: "Shock", members: np.ndarray, people: np.ndarray, elasticity: float) -> "Shock":
    """`shock` with free movement between `members` [N] beside what it has. Raises `InputError` where a member moves
    freely in another union already."""
    from autarky.acts.base import to_jax
    from autarky.economy.shock import Movement

    N = len(members)
    if shock.movement is None:
        group, old, weight = np.zeros(N, dtype=int), np.zeros(N), np.ones(N)
    else:
        m = shock.movement
        group, old, weight = np.asarray(m.group), np.asarray(m.elasticity), np.asarray(m.population)
    if (group[members] > 0).any():
        raise InputError("a member moves freely in another union of this scenario already")
    return replace(
        shock,
        movement=Movement(
            group=to_jax(np.where(members, group.max() + 1, group)).astype(int),
            elasticity=to_jax(np.where(members, elasticity, old)),
            population=to_jax(np.where(members, people, weight)),
        ),
    )
