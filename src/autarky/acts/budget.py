"""Money between states: what an amount is in a world, and what each pays or gets on balance."""

import numpy as np

from autarky.acts.base import Context
from autarky.acts.quantities import Amount, world_unit
from autarky.errors import InputError


def money_of(amount: Amount, economies: np.ndarray, context: Context) -> float:
    """`amount` as a share of world value added; a share of GDP is of the GDP of all `economies` [N] together."""
    if amount.share is not None:
        return amount.share * float((context.gdp * economies).sum())
    unit = world_unit(context.world.unit)
    if unit is None or unit[0] != amount.currency:
        raise InputError(
            f"{amount} is in {amount.currency}, but world {context.world.name} counts in {context.world.unit};"
            " convert it, or give a share of GDP"
        )
    return float(amount.value or 0) / unit[1] / context.unit


def net_receipts(size: float, paid: np.ndarray, used: np.ndarray, context: Context) -> np.ndarray:
    """What each economy gets on balance where `size` is paid and used by these shares [N]; sums to zero."""
    net: np.ndarray = size * (used - paid)
    if (poor := net < -0.5 * context.gdp).any():
        who = [c for c, p in zip(context.world.economies, poor, strict=True) if p]
        raise InputError(f"{', '.join(who)} would pay more than half its GDP")
    if (rich := net > context.gdp).any():
        who = [c for c, r in zip(context.world.economies, rich, strict=True) if r]
        raise InputError(f"{', '.join(who)} would receive more than its whole GDP")
    return net - net.sum() * used  # what rounding leaves goes to the users, so that budgets close exactly
