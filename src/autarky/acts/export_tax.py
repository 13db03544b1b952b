"""Export taxes: what the seller's state levies on goods that leave."""

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

_BELOW = "an export tax of -100 % or less gives the goods away"


def _rate(value: Any) -> float:
    return percent(value, low=-1.0, low_open=True, below=_BELOW)


def _points(value: Any) -> float:
    return percent(value, unit="pp")


class ExportTax(BilateralAct):
    """Sets the ad valorem export tax of `origin`, or adds percentage points to it; negative rates are
    subsidies.

    Levied on the producer's price; the revenue goes to (a subsidy comes from) the budget of the origin. A
    price discount is easier to write as an `export_subsidy`.
    """

    summary: ClassVar[str] = "sets or changes the export tax that the origin levies"
    example_also: ClassVar[tuple[str, ...]] = ("rate",)

    type: Literal["export_tax"] = "export_tax"
    rate: Annotated[float | str | None, *number(_rate)] = Field(
        default=None,
        description="the new export tax; negative: subsidy",
        examples=["30%", -0.05],
        json_schema_extra={"unit": "%"},
    )
    change: Annotated[float | str | None, *number(_points)] = Field(
        default=None,
        description="percentage points added to the export tax of the base year",
        examples=["10 pp"],
        json_schema_extra={"unit": "pp"},
    )

    @model_validator(mode="after")
    def _one(self) -> "ExportTax":
        if (self.rate is None) == (self.change is None):
            raise ValueError("give `rate` (the new export tax) or `change` (percentage points), exactly one")
        return self

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        mask, tax = self.cells(context).mask, np.asarray(shock.export_tax)
        new = np.full_like(tax, float(self.rate)) if self.rate is not None else tax + float(self.change or 0)
        if (gone := mask & (new <= -1)).any():
            cells = name_cells(gone, context.world.economies, context.world.sectors)
            with blame("change"):
                raise InputError(f"{_BELOW}, as it would at {cells}")
        return replace(shock, export_tax=to_jax(np.where(mask, new, tax)))

    def claims(self, context: Context) -> tuple[Claim, ...]:
        mask = self.cells(context).mask
        if self.rate is not None:
            return (Claim("export tax", "set", mask, float(self.rate)),)
        return (Claim("export tax", "change", mask, float(self.change or 0)),)
