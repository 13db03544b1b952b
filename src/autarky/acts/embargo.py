"""Embargoes and quotas: a ceiling on quantities, because a cost that is merely large is not a ban."""

import math
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from autarky.acts.base import Context, number
from autarky.acts.claims import Claim
from autarky.acts.quantities import percent
from autarky.acts.quota import Rent, add_ceiling
from autarky.acts.scope import BilateralAct

if TYPE_CHECKING:
    from autarky.economy.shock import Shock


def _leakage(value: Any) -> float:
    return percent(
        value,
        low=0.0,
        high=1.0,
        plain_below=math.inf,
        below="leakage below zero; 0 means that nothing gets through",
    )


class Embargo(BilateralAct):
    """Bans trade: the quantity that arrives falls to `leakage` times that of the base year, or less.

    What still gets through is dear: the price wedge that holds the quantity is found with the equilibrium.
    `rent` says who has the difference between what the last user pays and what the seller gets. Default
    "buyer": sellers under embargo sell at a discount, and those who bring the goods in resell them at the
    scarcity price (Babina et al. 2023 on Russian oil). "seller" fits a ban on one's own exports that is
    enforced through licences. "lost" uses the wedge up in goods on the way, as if evasion were a transport
    cost (Crozet & Hinz 2020 and most of the gravity literature); with little substitution that keeps the
    seller's sales high, because it must ship a multiple of what arrives. `leakage` 0 removes the flow and
    exists where sigma > 1 in the sector at the horizon.
    """

    summary: ClassVar[str] = "bans trade except for a leakage share of the quantity"
    example_also: ClassVar[tuple[str, ...]] = ("leakage",)

    type: Literal["embargo"] = "embargo"
    leakage: Annotated[float | str, *number(_leakage)] = Field(
        default=0.1,
        description="share of the base quantity that still arrives, 0 to 1",
        examples=["10%", 0],
        json_schema_extra={"unit": "share"},
    )
    rent: Rent = Field(
        default="buyer", description="who has the scarcity rent: buyer, seller or lost (on the way)"
    )

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        return add_ceiling(shock, self.cells(context).mask, float(self.leakage), self.rent)

    def claims(self, context: Context) -> tuple[Claim, ...]:
        return (Claim("quantity", "set", self.cells(context).mask, float(self.leakage), self.rent),)
