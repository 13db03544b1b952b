"""Ceilings on quantities: where several meet, the tightest holds and keeps its rent rule."""

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from autarky.economy.shock import Shock

Rent = Literal["buyer", "seller", "lost"]


def add_ceiling(shock: "Shock", mask: np.ndarray, limit: float, rent: Rent) -> "Shock":
    """`shock` with the quantity in `mask` held at `limit` (relative to the base) or below."""
    from autarky.economy.backend import prepare

    prepare()
    import jax.numpy as jnp

    from autarky.economy.shock import Quota

    if shock.quota is None:
        old, buyer, seller = np.full(mask.shape, np.inf), np.zeros(mask.shape), np.zeros(mask.shape)
    else:
        q = shock.quota
        old, buyer, seller = np.asarray(q.limit), np.asarray(q.to_buyer), np.asarray(q.to_seller)
    tighter = mask & (limit < old)
    return replace(
        shock,
        quota=Quota(
            limit=jnp.asarray(np.where(tighter, limit, old)),
            to_buyer=jnp.asarray(np.where(tighter, float(rent == "buyer"), buyer)),
            to_seller=jnp.asarray(np.where(tighter, float(rent == "seller"), seller)),
        ),
    )
