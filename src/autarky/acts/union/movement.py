"""Free movement of workers between the members of a union: who they are, and how readily they move."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky.acts.base import Context
from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.economy.shock import Shock

DEFAULT = 1.5  # Tombe & Zhu (2019), American Economic Review 109(5), Chinese provinces; quoted from memory
MOST = 1e6  # changes of real wages are then equal to a millionth: more says nothing
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
    if not number or not 0 < value <= MOST:
        raise ValueError(f"expected a migration elasticity above 0 and up to {MOST:g}, got {value!r:.60}")
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
