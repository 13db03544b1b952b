"""Amounts of money: in a world, on balance between states, and in sentences of an analysis."""

from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.base import Context
from autarky.acts.quantities import Amount, world_unit
from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.world.accounts import World


def converted(amount: Amount, world: "World", otherwise: str = "a share of GDP") -> float:
    """Money in the unit of `world`. Raises `InputError` for another currency; `otherwise`: what else to give."""
    unit = world_unit(world.unit)
    if unit is None or unit[0] != amount.currency:
        raise InputError(
            f"{amount} is in {amount.currency}, but world {world.name} counts in {world.unit}; convert it, or give"
            f" {otherwise}"
        )
    return float(amount.value or 0) / unit[1]


def in_unit(amount: Amount, field: str, world: "World", gdp: float = 0.0) -> float:
    """`amount` in the unit of `world`; a share is one of `gdp`. Raises `FieldError` for another currency."""
    if amount.share is not None:
        return amount.share * gdp
    with blame(field):
        return converted(amount, world, "a share")


def money_of(amount: Amount, economies: np.ndarray, context: Context) -> float:
    """`amount` as a share of world value added; a share of GDP is of the GDP of all `economies` [N] together."""
    if amount.share is not None:
        return amount.share * float((context.gdp * economies).sum())
    return converted(amount, context.world) / context.unit


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


def amount(value: float, unit: str) -> str:
    """``USD 1,234 million`` for 1234 in "USD million"; three digits at least."""
    currency, _, size = unit.partition(" ")
    figure = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{currency} {figure}{f' {size}' if size else ''}"
