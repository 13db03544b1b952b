"""Amounts of money in the unit of a world."""

from typing import TYPE_CHECKING

from autarky.acts.quantities import Amount, world_unit
from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.world.accounts import World


def in_unit(amount: Amount, field: str, world: "World", gdp: float = 0.0) -> float:
    """`amount` in the unit of `world`; a share is one of `gdp`. Raises `FieldError` for another currency."""
    if amount.share is not None:
        return amount.share * gdp
    unit = world_unit(world.unit)
    if unit is None or unit[0] != amount.currency:
        with blame(field):
            raise InputError(
                f"{amount} is in {amount.currency}, but world {world.name} counts in {world.unit}; convert it, or"
                " give a share"
            )
    return float(amount.value or 0) / unit[1]
