"""Frozen reserves: money that a state owns abroad and no longer has, as a yearly transfer."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from autarky.acts.base import Act, Context, Labels, number, select
from autarky.acts.quantities import Amount, percent, read_amount
from autarky.acts.transfer import Transfer
from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.economy.shock import Shock


def _rate(value: Any) -> float:
    return percent(value, low=0.0, high=0.5, below="an interest rate below zero")


class ReservesFreeze(Act):
    """Freezes reserves of `origin` that lie with `destination`, and moves what that costs a year.

    With `lost = "interest"` (the default) the owner loses what the reserves earn, and the custodians keep it, as they
    do while assets are immobilised: amount times `rate`. With `lost = "principal"` the reserves are gone for good; the
    loss is spread as a level annuity over `years` years at `rate`. Custodians share by their GDP. That the owner can
    no longer defend its currency or pay for imports in a crisis is not counted.
    """

    summary: ClassVar[str] = (
        "freezes reserves abroad: the owner loses the interest, or the principal as an annuity"
    )
    title: ClassVar[str] = "Frozen reserves"
    between: ClassVar[str] = "of {origin} in {destination}"

    type: Literal["reserves_freeze"] = "reserves_freeze"
    origin: Labels = Field(description='owners of the reserves; "-HUN" leaves out', examples=["RUS"])
    destination: Labels = Field(
        description="custodians, where the reserves lie, written like `origin`", examples=["EU27"]
    )
    amount: Annotated[Amount | str, BeforeValidator(read_amount), WithJsonSchema({"type": "string"})] = Field(
        description="reserves frozen (a stock), in money or as a share of the owner's base-year GDP",
        examples=["USD 300 billion", "10% of GDP"],
        json_schema_extra={"unit": "money or % of GDP"},
    )
    rate: Annotated[float | str, *number(_rate)] = Field(
        default=0.03,
        description="interest a year (3 %: an assumption, near the yield of large issuers' bonds in 2022-24)",
        examples=["4%"],
        json_schema_extra={"unit": "%"},
    )
    lost: Literal["interest", "principal"] = Field(
        default="interest", description="what the owner loses: the interest, or the reserves themselves"
    )
    years: int = Field(
        default=10,
        ge=1,
        le=100,
        description='years over which a lost principal is spread (only with lost = "principal")',
        examples=[20],
        json_schema_extra={"unit": "years"},
    )

    def _transfer(self) -> Transfer:
        from autarky.acts.payments.reserves import yearly_loss

        stock = read_amount(self.amount)
        part = yearly_loss(float(self.rate), float(self.years) if self.lost == "principal" else None)
        if part == 0:
            with blame("rate"):
                raise InputError(
                    'without interest the freeze costs nothing; name a rate, or lost = "principal"'
                )
        loss = Amount(
            share=None if stock.share is None else part * stock.share,
            value=None if stock.value is None else part * stock.value,
            currency=stock.currency,
        )
        return Transfer(origin=self.origin, destination=self.destination, amount=loss)

    def _check_sides(self, context: Context) -> None:
        from autarky.world.groups import select_economies

        owners, custodians = (
            select(field, getattr(self, field), context.world, select_economies).labels
            for field in ("origin", "destination")
        )
        if both := [c for c in owners if c in custodians]:
            with blame("destination"):
                raise InputError(
                    f"{', '.join(both)} stands on both sides: reserves at home cannot be frozen abroad"
                )

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        self._check_sides(context)
        return self._transfer().apply(shock, context)

    def facts(self, context: Context) -> dict[str, Any]:
        from autarky.acts.payments.reserves import yearly_loss

        self._check_sides(context)
        moved = self._transfer().facts(context)
        part = yearly_loss(float(self.rate), float(self.years) if self.lost == "principal" else None)
        return (
            self.given()
            | {"frozen": moved["moved"] / part}
            | {k: moved[k] for k in ("origin", "destination", "moved", "unit", "notes")}
        )

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        from autarky.acts.payments.sentences import freeze

        return freeze(facts)
