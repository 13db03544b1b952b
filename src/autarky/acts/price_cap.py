"""Price caps: the buyers' states limit what their buyers may pay the seller."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from autarky.acts.base import Context, number, to_jax
from autarky.acts.claims import Claim
from autarky.acts.quantities import percent
from autarky.acts.scope import BilateralAct
from autarky.economy.ceiling import add_ceiling
from autarky.formatting import show_share

if TYPE_CHECKING:
    from autarky.economy.shock import Shock


def _cap(value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and value > 5:
        raise ValueError(
            f"{value:g} is no ratio: a cap is relative to the base-year price, 0.8 for 60 USD against 75"
        )
    return percent(
        value, low=0.0, low_open=True, high=5.0, plain_below=5.01, below="a price cap must be above zero"
    )


def _discount(value: Any) -> float:
    return percent(value, low=0.0, high=0.99)


def _quantity(value: Any) -> float | str:
    if value == "none":
        return "none"
    if value == 0 and not isinstance(value, bool):
        raise ValueError("a ceiling of 0 is an embargo with leakage 0")
    return percent(value, low=0.0, low_open=True, high=10.0, plain_below=10.01)


class PriceCap(BilateralAct):
    """Caps what the seller gets per unit at `cap` times the price of the base year (numeraire: world value
    added).

    Where the cap binds, producers of the origin still receive their cost and the origin's budget covers the
    gap, as an export subsidy would: the loss is the state's, as with oil taxed at the well. It binds only
    where the price would be higher. At a lower price buyers want more than before; `quantity` holds what
    arrives at that multiple of the base quantity, and the rent (the good is worth more than it costs) stays
    with the buyer. "none" lets quantity grow.
    """

    summary: ClassVar[str] = "limits the price that the buyer pays the seller; the rent stays with the buyer"
    title: ClassVar[str] = "Price cap"
    example_also: ClassVar[tuple[str, ...]] = ("cap",)

    type: Literal["price_cap"] = "price_cap"
    cap: Annotated[float | str | None, *number(_cap)] = Field(
        default=None,
        description="highest price, relative to that of the base year",
        examples=[0.79, "79%"],
        json_schema_extra={"unit": "ratio"},
    )
    discount: Annotated[float | str | None, *number(_discount)] = Field(
        default=None,
        description="the same as a discount: cap = 1 - discount",
        examples=["21%"],
        json_schema_extra={"unit": "%"},
    )
    quantity: Annotated[float | str, *number(_quantity)] = Field(
        default=1.0,
        description='ceiling on the quantity bought, relative to the base year, or "none"',
        examples=[1.0, "none"],
        json_schema_extra={"unit": "ratio"},
    )

    @model_validator(mode="after")
    def _one(self) -> "PriceCap":
        if (self.cap is None) == (self.discount is None):
            raise ValueError("give `cap` (a ratio of the base price) or `discount`, exactly one")
        return self

    @property
    def ratio(self) -> float:
        """The cap relative to the base price."""
        return float(self.cap) if self.cap is not None else 1 - float(self.discount or 0)

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        mask = self.cells(context).mask
        old = np.full(mask.shape, np.inf) if shock.price_cap is None else np.asarray(shock.price_cap)
        shock = replace(shock, price_cap=to_jax(np.where(mask, np.minimum(old, self.ratio), old)))
        return shock if self.quantity == "none" else add_ceiling(shock, mask, float(self.quantity), "buyer")

    def claims(self, context: Context) -> tuple[Claim, ...]:
        mask = self.cells(context).mask
        cap = Claim("price cap", "set", mask, self.ratio)
        if self.quantity == "none":
            return (cap,)
        return cap, Claim("quantity", "set", mask, float(self.quantity), "buyer")

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        if facts.get("cap") is not None:
            cap = f"at {show_share(facts['cap'])} of the base-year price"
        else:
            cap = f"{show_share(facts.get('discount'))} below the base-year price"
        quantity = facts.get("quantity")
        return (
            cap
            if quantity == "none"
            else f"{cap}, quantity at most {show_share(quantity)} of the base year's"
        )
