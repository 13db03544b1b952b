"""Trade costs: everything but taxes that makes goods dearer on their way (transport, borders, standards,
payments)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from autarky.acts.base import Context, number, to_jax
from autarky.acts.claims import Claim
from autarky.acts.quantities import percent
from autarky.acts.scope import BilateralAct
from autarky.formatting import show_share

if TYPE_CHECKING:
    from autarky.economy.shock import Shock


def _change(value: Any) -> float:
    return percent(
        value, low=-1.0, low_open=True, below="a cut of 100 % or more would make trade costs negative"
    )


class TradeCost(BilateralAct):
    """Changes the cost of moving goods: ``kappa_hat`` is multiplied by 1 + `change`.

    ``kappa_hat`` is part of the price paid (docs/theory/equilibrium.md, "Behaviour").

    The cost is iceberg: it uses up goods on the way and nobody earns it. The ad valorem equivalent is of the
    delivered price, so ``"+10%"`` makes the good 10 % dearer for the buyer at an unchanged price of the
    seller.
    """

    summary: ClassVar[str] = (
        "makes trade dearer or cheaper (transport, borders, standards), ad valorem equivalent"
    )
    title: ClassVar[str] = "Trade costs"

    type: Literal["trade_cost"] = "trade_cost"
    change: Annotated[float | str, *number(_change)] = Field(
        description="change of the delivered price, ad valorem equivalent; negative: a cut",
        examples=["+10%", -0.1],
        json_schema_extra={"unit": "%"},
    )

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        factor = np.where(self.cells(context).mask, 1 + float(self.change), 1.0)
        return replace(shock, trade_cost=to_jax(np.asarray(shock.trade_cost) * factor))

    def claims(self, context: Context) -> tuple[Claim, ...]:
        return (Claim("trade cost", "change", self.cells(context).mask, float(self.change)),)

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        return f"{show_share(facts.get('change'), plus=True)} of the delivered price"
