"""Tariffs: what the buyer's customs levy on the price at the border."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from autarky.acts.base import Context, number, to_jax
from autarky.acts.claims import Claim, name_cells
from autarky.acts.quantities import percent
from autarky.acts.scope import BilateralAct
from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.economy.shock import Shock


def _rate(value: Any) -> float:
    return percent(value, low=0.0, below="a tariff below zero: an import subsidy is not among the acts")


def _points(value: Any) -> float:
    return percent(value, unit="pp")


class Tariff(BilateralAct):
    """Sets the ad valorem tariff of `destination` on goods from `origin`, or adds percentage points to it.

    Levied on the price that the seller asks, export tax included; the revenue goes to the budget of the
    destination.
    """

    summary: ClassVar[str] = "sets or changes the tariff that the destination levies"
    example_also: ClassVar[tuple[str, ...]] = ("rate",)

    type: Literal["tariff"] = "tariff"
    rate: Annotated[float | str | None, *number(_rate)] = Field(
        default=None, description="the new tariff", examples=["25%", 0.1], json_schema_extra={"unit": "%"}
    )
    change: Annotated[float | str | None, *number(_points)] = Field(
        default=None,
        description="percentage points added to the tariff of the base year",
        examples=["5 pp", "-2.5 pp"],
        json_schema_extra={"unit": "pp"},
    )

    @model_validator(mode="after")
    def _one(self) -> "Tariff":
        if (self.rate is None) == (self.change is None):
            raise ValueError("give `rate` (the new tariff) or `change` (percentage points), exactly one")
        return self

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        mask, tariff = self.cells(context).mask, np.asarray(shock.tariff)
        if self.rate is not None:
            return replace(shock, tariff=to_jax(np.where(mask, float(self.rate), tariff)))
        tariff = np.where(mask, tariff + float(self.change or 0), tariff)
        below = mask & (tariff < -1e-12)
        if below.any():
            cells = name_cells(below, context.world.economies, context.world.sectors)
            with blame("change"):
                raise InputError(
                    f"the tariff would fall below zero at {cells}: in world {context.world.name} it is lower"
                    " than the cut there (a world may hold no tariffs at all); cut `trade_cost` instead"
                )
        return replace(shock, tariff=to_jax(np.maximum(tariff, 0.0)))

    def claims(self, context: Context) -> tuple[Claim, ...]:
        mask = self.cells(context).mask
        if self.rate is not None:
            return (Claim("tariff", "set", mask, float(self.rate)),)
        return (Claim("tariff", "change", mask, float(self.change or 0)),)
