"""Price discounts as support: the seller's state pays a part of the price, or stops doing so."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from autarky.acts.base import Context, number, to_jax
from autarky.acts.claims import Claim
from autarky.acts.quantities import percent
from autarky.acts.scope import BilateralAct
from autarky.formatting import show_share

if TYPE_CHECKING:
    from autarky.economy.shock import Shock


def _share(value: Any) -> float:
    return percent(value, low=0.0, high=0.99)


class ExportSubsidy(BilateralAct):
    """Gives a discount on the price the buyer pays the seller, at the expense of the origin's budget, or
    ends one.

    `discount` is new: ``1 + x' = (1 + x) (1 - discount)``. `withdraw` ends a discount that the base year's
    prices already contain (they are the prices paid, so it shows in no tax of the data): the price rises by
    ``1 / (1 - withdraw)``, ``1 + x' = (1 + x) / (1 - withdraw)``, and the origin's budget earns the
    difference. Withdrawing 40 % therefore makes the good 66.7 % dearer. Several discounts multiply.
    """

    summary: ClassVar[str] = "gives a price discount that the origin's budget pays, or withdraws one"
    title: ClassVar[str] = "Price discount"
    analysis: ClassVar[str] = "autarky.acts.support.analysis"
    example_also: ClassVar[tuple[str, ...]] = ("withdraw",)

    type: Literal["export_subsidy"] = "export_subsidy"
    discount: Annotated[float | str | None, *number(_share)] = Field(
        default=None,
        description="new discount on the price of the base year",
        examples=["40%"],
        json_schema_extra={"unit": "%"},
    )
    withdraw: Annotated[float | str | None, *number(_share)] = Field(
        default=None,
        description="discount, already in the prices of the base year, that ends",
        examples=["40%"],
        json_schema_extra={"unit": "%"},
    )

    @model_validator(mode="after")
    def _one(self) -> "ExportSubsidy":
        if (self.discount is None) == (self.withdraw is None):
            raise ValueError("give `discount` (a new one) or `withdraw` (one that ends), exactly one")
        return self

    @property
    def factor(self) -> float:
        """What the price is multiplied by."""
        return 1 - float(self.discount) if self.discount is not None else 1 / (1 - float(self.withdraw or 0))

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        tax = np.asarray(shock.export_tax)
        new = np.where(self.cells(context).mask, (1 + tax) * self.factor - 1, tax)
        return replace(shock, export_tax=to_jax(new))

    def claims(self, context: Context) -> tuple[Claim, ...]:
        return (Claim("export tax", "change", self.cells(context).mask, self.factor - 1),)

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        if facts.get("withdraw") is not None:
            return f"a discount of {show_share(facts['withdraw'])} that base-year prices contain ends"
        return f"a discount of {show_share(facts.get('discount'))} at the cost of the seller's budget"
