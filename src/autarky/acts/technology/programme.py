"""Productivity programmes: an industrial park, modernised plants, common standards in a part of a sector."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator

from autarky.acts.base import Act, Context, Labels, MaybeLabels, number, select, to_jax
from autarky.acts.domestic import ECONOMIES, economies_of, note_of
from autarky.acts.money import in_unit
from autarky.acts.quantities import Amount, percent, read_amount
from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.economy.shock import Shock
    from autarky.world.labels import Selection

LARGEST_CLAIM = 0.5  # of value added


def _coverage(value: Any) -> float:
    return percent(value, low=0.0, low_open=True, high=1.0)


def _gain(value: Any) -> float:
    return percent(
        value, low=0.0, low_open=True, high=10.0, below="a loss is `productivity` with a negative change"
    )


class Programme(Act):
    """Raises the productivity of the plants that make `coverage` of the output of sectors by `gain`.

    From the same inputs the sector then makes ``A_hat = 1 + coverage x gain x part`` as much, where `part` grows in
    a straight line from 0 to 1 over the `ramp` and the scenario stands `years` after the start (default: when the
    ramp is complete). The cost takes factors away from everything else the economies make (``L_hat = 1 - cost /
    value added``); what a `payer` abroad pays comes to them as a transfer.
    """

    summary: ClassVar[str] = "modernises a part of a sector's plants over years, at a cost"
    title: ClassVar[str] = "Productivity programme"
    roles: ClassVar[tuple[str, ...]] = ("economies", "payer")
    between: ClassVar[str] = "in {economies}"
    analysis: ClassVar[str] = "autarky.acts.technology.programme_analysis"
    example_also: ClassVar[tuple[str, ...]] = ("cost",)

    type: Literal["programme"] = "programme"
    economies: Labels = Field(description=ECONOMIES, examples=["BLR"])
    sectors: Labels = Field(
        description='sectors: codes, names or groups; "-C21" leaves out', examples=["machinery"]
    )
    coverage: Annotated[float | str, *number(_coverage)] = Field(
        description="share of the sectors' output made in the plants covered",
        examples=["25%"],
        json_schema_extra={"unit": "%"},
    )
    gain: Annotated[float | str, *number(_gain)] = Field(
        description="more output from the same inputs in these plants",
        examples=["30%"],
        json_schema_extra={"unit": "%"},
    )
    ramp: float = Field(
        default=0.0, description="years from the start until all plants are covered", examples=[5],
        json_schema_extra={"unit": "years"}, ge=0, le=100, allow_inf_nan=False,
    )  # fmt: skip
    years: float | None = Field(
        default=None, description="since the start, at which the scenario stands (default: the whole ramp)",
        examples=[3], json_schema_extra={"unit": "years"}, ge=0, le=100, allow_inf_nan=False,
    )  # fmt: skip
    cost: Annotated[
        Amount | str | None, BeforeValidator(lambda v: None if v is None else read_amount(v)),
        WithJsonSchema({"type": "string"}),
    ] = Field(
        default=None,
        description="money per year, or a share of the economies' base-year GDP",
        examples=["USD 200 million", "0.5% of GDP"],
        json_schema_extra={"unit": "money or % of GDP"},
    )  # fmt: skip
    payer: MaybeLabels = Field(
        default=None, description="who pays instead, written like `economies`", examples=["CHN"]
    )

    @field_validator("ramp", "years", mode="before")
    @classmethod
    def _number(cls, value: Any) -> Any:
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise ValueError(f"expected a number of years, got {value!r:.60}")
        return value

    @property
    def part(self) -> float:
        """Share of the plants that is covered when the scenario stands."""
        from autarky.acts.technology.learning import ramp

        return 1.0 if self.years is None or self.ramp == 0 else ramp(0.0, self.ramp, self.years)

    @property
    def factor(self) -> float:
        """What the productivity of the sectors is multiplied by."""
        return 1 + float(self.coverage) * float(self.gain) * self.part

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        economies, sectors = self._select(context)
        own = _mask(economies, context.world.economies)
        grown = np.where(np.outer(own, _mask(sectors, context.world.sectors)), self.factor, 1.0)
        made = np.where(own, context.world.array("value_added").sum(1), 0.0)
        share = self._cost(context) / made.sum()
        received = self._cost(context) * self._received(context, own) / context.unit
        return replace(
            shock,
            productivity=to_jax(np.asarray(shock.productivity) * grown),
            endowment=to_jax(np.asarray(shock.endowment) * np.where(own, 1 - share, 1.0)),
            transfer=to_jax(np.asarray(shock.transfer) + received),
        )

    def facts(self, context: Context) -> dict[str, Any]:
        economies, sectors = self._select(context)
        mask = np.outer(_mask(economies, context.world.economies), _mask(sectors, context.world.sectors))
        output = float(context.world.array("output")[mask].sum())
        return (
            self.given()
            | {
                "economies": list(economies.labels),
                "sectors": list(sectors.labels),
                "base_output": output,
                "productivity_gain": self.factor - 1,
                "yearly_cost": self._cost(context),
                "unit": context.world.unit,
                "notes": note_of("economies", economies) + note_of("sectors", sectors),
            }
            | ({"payer": list(self._payer(context).labels)} if self.payer else {})
        )

    def _select(self, context: Context) -> "tuple[Selection, Selection]":
        from autarky.world.sectors import select_sectors

        economies = economies_of(self.economies, context)
        return economies, select("sectors", self.sectors, context.world, select_sectors)

    def _payer(self, context: Context) -> "Selection":
        from autarky.world.groups import select_economies

        return select("payer", self.payer or (), context.world, select_economies)

    def _cost(self, context: Context) -> float:
        """Cost a year in the unit of the world."""
        if self.cost is None:
            return 0.0
        own = _mask(economies_of(self.economies, context), context.world.economies)
        cost = in_unit(
            read_amount(self.cost), "cost", context.world, float(context.gdp[own].sum()) * context.unit
        )
        made = float(context.world.array("value_added")[own].sum())
        if cost > LARGEST_CLAIM * made:
            with blame("cost"):
                raise InputError(
                    f"{self.cost} a year is {100 * cost / made:.3g} % of the economies' value added, more than"
                    f" {100 * LARGEST_CLAIM:.0f} %"
                )
        return cost

    def _received(self, context: Context, own: np.ndarray) -> np.ndarray:
        """Who receives (above 0) and pays (below 0) the cost, as shares of it [N]."""
        if not self.payer:
            return np.zeros(len(own))
        payer = _mask(self._payer(context), context.world.economies)
        if self.cost is None or (payer & own).any():
            with blame("payer"):
                raise InputError(
                    "there is no `cost` to pay"
                    if self.cost is None
                    else "the payers are the economies themselves"
                )
        gdp = context.gdp
        received: np.ndarray = own * gdp / gdp[own].sum() - payer * gdp / gdp[payer].sum()
        return received

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        from autarky.acts.technology.sentences import programme

        return programme(facts)


def _mask(chosen: "Selection", labels: tuple[str, ...]) -> np.ndarray:
    return np.array([c in chosen.labels for c in labels])
