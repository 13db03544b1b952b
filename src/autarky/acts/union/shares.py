"""Shares of a common budget, as the treaty writes them: who pays what part, who gets what part."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky.errors import InputError

if TYPE_CHECKING:
    from autarky.world.accounts import World

NEAR = 1e-6  # shares are written with a few digits: 33.333 % three times is no mistake of arithmetic


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
            shares[str(label)] = percent(share, low=0.0, high=1.0, plain_below=1.0 + NEAR)
        except ValueError as e:
            raise ValueError(f"{label}: {e}") from None
    total = math.fsum(shares.values())
    if abs(total - 1) > NEAR:
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
