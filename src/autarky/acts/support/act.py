"""Support between states: grants, credit on easy terms and debt relief, as what they are worth a year."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from autarky.acts.base import Act, Context, Labels, number, select, to_jax
from autarky.acts.money import money_of, net_receipts
from autarky.acts.quantities import Amount, percent, read_amount, show_percent
from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.economy.shock import Shock
    from autarky.world.labels import Selection


def _rate(value: Any) -> float:
    return percent(value, low=0.0, high=1.0, below="an interest rate below zero")


def _years(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        raise ValueError(f"expected a number of years from 0 to 100, got {value!r:.60}")
    return float(value)


_YEARS = (BeforeValidator(_years), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100}))


class Support(Act):
    """Gives support from the budgets of `origin` to those of `destination`, or withdraws what the base year contains.

    A ``grant`` moves `amount` every year. ``credit`` is a loan of `amount` at `rate`, worth its grant element (IMF and
    OECD-DAC: the share of the face value that is never paid back in present value at `market_rate`); lent once it is
    spread over its maturity as an annuity, lent every year it counts in full each year. ``debt relief`` forgives
    `amount` of debt that was due at `rate` until `maturity`: worth the present value of the payments that fall away,
    as an annuity. Cheap energy is an `export_subsidy`: its price moves what is bought.
    """

    summary: ClassVar[str] = (
        "gives or withdraws grants, cheap credit or debt relief, at what they are worth a year"
    )
    title: ClassVar[str] = "Support"
    between: ClassVar[str] = "from {origin} to {destination}"
    analysis: ClassVar[str] = "autarky.acts.support.analysis"
    example_also: ClassVar[tuple[str, ...]] = ("rate", "market_rate", "maturity", "grace")

    type: Literal["support"] = "support"
    origin: Labels = Field(
        description='who gives: countries, regions or groups ("EU27"); "-HUN" leaves out', examples=["RUS"]
    )
    destination: Labels = Field(description="who receives, written like `origin`", examples=["BLR"])
    form: Literal["grant", "credit", "debt relief"] = Field(
        description="grant, credit or debt relief", examples=["credit", "grant"]
    )
    amount: Annotated[Amount | str, BeforeValidator(read_amount), WithJsonSchema({"type": "string"})] = Field(
        description="grant: a year; credit and debt relief: face value. Money, or a share of the GDP of the receivers",
        examples=["USD 4.7 billion", "2% of GDP"],
        json_schema_extra={"unit": "money or % of GDP"},
    )
    change: Literal["give", "withdraw"] = Field(
        default="give",
        description="give: new support; withdraw: support that the base year contains ends",
        examples=["withdraw"],
    )
    rate: Annotated[float | str, *number(_rate)] = Field(
        default=0.0,
        description="interest a year of the loan",
        examples=["3.3%"],
        json_schema_extra={"unit": "%"},
    )
    market_rate: Annotated[float | str, *number(_rate)] = Field(
        default=0.05,
        description="interest a year that the receiver would pay others (default: the IMF's unified discount rate)",
        examples=["9%"],
        json_schema_extra={"unit": "%"},
    )
    maturity: Annotated[float, *_YEARS] = Field(
        default=10.0,
        description="until the last repayment",
        examples=[17.0],
        json_schema_extra={"unit": "years"},
    )
    grace: Annotated[float, *_YEARS] = Field(
        default=0.0,
        description="years before repayment begins; only interest is paid",
        examples=[2.0],
        json_schema_extra={"unit": "years"},
    )
    payments: Literal[1, 2, 4, 12] = Field(
        default=2, description="payments a year", examples=[1], json_schema_extra={"unit": "1/year"}
    )
    lent: Literal["once", "every year"] = Field(
        default="once",
        description="credit: one loan, or a new one of that size every year",
        examples=["every year"],
    )

    @model_validator(mode="after")
    def _terms(self) -> "Support":
        if self.form == "grant":
            return self
        if round(self.payments * self.maturity) <= round(self.payments * self.grace):
            raise ValueError(
                f"a loan with {self.grace:g} years of grace matures later than after {self.maturity:g} years: give a"
                " `maturity` beyond `grace`"
            )
        if self.form == "credit" and self.grant_element <= 0:
            raise ValueError(
                f"a loan at {show_percent(float(self.rate))} is no cheaper than the market"
                f" ({show_percent(float(self.market_rate))}), so that it supports nobody; give a lower `rate` or the"
                " `market_rate` that the receiver would pay"
            )
        return self

    @property
    def grant_element(self) -> float:
        """Share of the face value that is a gift: 1 for grants, of a loan by the formula; of debt relief what the
        forgiven payments were worth."""
        from autarky.acts.support.credit import grant_element

        if self.form == "grant":
            return 1.0
        loan = grant_element(
            float(self.rate), float(self.market_rate), self.maturity, self.grace, self.payments
        )
        return loan if self.form == "credit" else 1 - loan

    @property
    def yearly(self) -> float:
        """What the support is worth a year, as a share of `amount`."""
        from autarky.acts.support.credit import annuity

        if self.form == "grant" or (self.form == "credit" and self.lent == "every year"):
            return self.grant_element
        return self.grant_element * annuity(float(self.market_rate), self.maturity)

    def sides(self, context: Context) -> "tuple[Selection, Selection]":
        """Givers and receivers. Raises `FieldError` for unknown labels and where one is both."""
        from autarky.world.groups import select_economies

        world = context.world
        givers, receivers = (
            select(name, labels, world, select_economies)
            for name, labels in (("origin", self.origin), ("destination", self.destination))
        )
        if both := set(givers.labels) & set(receivers.labels):
            with blame("destination"):
                raise InputError(f"{', '.join(sorted(both))} would support itself; leave it out on one side")
        return givers, receivers

    def worth(self, context: Context) -> float:
        """What moves from givers to receivers a year, as a share of world value added; given, not withdrawn."""
        _, receivers = self.sides(context)
        with blame("amount"):
            face = money_of(read_amount(self.amount), _inside(receivers, context), context)
        return face * self.yearly

    def received(self, context: Context) -> np.ndarray:
        """What each economy receives, as a share of world value added [N]; sums to zero."""
        givers, receivers = (_inside(side, context) * context.gdp for side in self.sides(context))
        paid, used = givers / givers.sum(), receivers / receivers.sum()
        if self.change == "withdraw":
            paid, used = used, paid
        worth = self.worth(context)
        with blame("amount"):
            return net_receipts(worth, paid, used, context)

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        return replace(shock, transfer=to_jax(np.asarray(shock.transfer) + self.received(context)))

    def facts(self, context: Context) -> dict[str, Any]:
        givers, receivers = self.sides(context)
        worth = self.worth(context)
        share = {
            name: worth / float((context.gdp * _inside(side, context)).sum())
            for name, side in (("share_of_giver_gdp", givers), ("share_of_receiver_gdp", receivers))
        }
        notes = [
            f"{n}: {s.remainder()}" for n, s in (("origin", givers), ("destination", receivers)) if s.dropped
        ]
        if self.form != "grant":
            notes.append(
                f"{'grant element' if self.form == 'credit' else 'present value of what falls away'}:"
                f" {100 * self.grant_element:.1f} % of the face value, at a market rate of"
                f" {show_percent(float(self.market_rate))}"
            )
        return (
            self.given()
            | {"origin": list(givers.labels), "destination": list(receivers.labels)}
            | {
                "grant_element": self.grant_element,
                "yearly": worth * context.unit,
                "moved": worth * context.unit,
            }
            | share
            | {"unit": context.world.unit, "notes": notes}
        )

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        from autarky.acts.support.sentences import support

        return support(facts)


def _inside(side: "Selection", context: Context) -> np.ndarray:
    return np.array([c in side.labels for c in context.world.economies], dtype=float)
