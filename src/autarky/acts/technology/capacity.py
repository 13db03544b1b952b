"""Own capacity: plants built over years, what they cost, and the own supply they give."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator, model_validator

from autarky.acts.base import Context, number, to_jax
from autarky.acts.money import in_unit
from autarky.acts.quantities import Amount, percent, read_amount
from autarky.acts.technology.own_supply import MOST, OwnSupply, Supply
from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.economy.shock import Shock

LARGEST_CLAIM = 0.5  # of value added: beyond it the plan is no plan


def _share(value: Any) -> float:
    return percent(value, low=0.0, low_open=True, high=MOST)


def _premium(value: Any) -> float:
    return percent(value, low=0.0, high=10.0, below="own output cannot be cheaper: that is `productivity`")


def _learning(value: Any) -> float:
    return percent(value, low=0.0, high=0.5)


def _rate(value: Any) -> float:
    return percent(value, low=0.0, high=0.5)


def _output(value: Any) -> Amount:
    amount = read_amount(value)
    if amount.share is not None:
        raise ValueError('a value of yearly output, such as "USD 300 million", not a share of GDP')
    return amount


@dataclass(frozen=True)
class Costs:
    """What a plan costs, in the unit of the world: `output` a year that own supply adds by sector [J], `investment`
    so far, `yearly`: its annuity; `premium`: what own output costs above what it replaces, a year."""

    output: np.ndarray
    investment: float
    yearly: float
    premium: float


class Capacity(OwnSupply):
    """Builds own capacity until own supply has the `share` of the economies' purchases, or has grown by `output`,
    in the year `by`; the scenario stands in `year`. A straight line leads from `start` to `by`.

    Buyers take the own product as they take the foreign one: at unchanged costs the shares of spending are those
    of the plan, and nothing is gained or lost but what the plan costs. The investment is `investment` per unit of
    yearly output at first and falls by `learning` with each doubling of installed output (Wright's law); its
    annuity over `life` years at `rate` takes factors away from everything else the economies make
    (``L_hat = 1 - annuity / value added``). What own output costs above foreign, `dearer`, falls likewise and is
    paid in factors of the sector.
    """

    summary: ClassVar[str] = "builds own capacity in a product by a year: investment, learning, own supply"
    title: ClassVar[str] = "Own capacity"
    roles: ClassVar[tuple[str, ...]] = ("economies",)
    between: ClassVar[str] = "in {economies}"
    analysis: ClassVar[str] = "autarky.acts.technology.capacity_analysis"
    example_also: ClassVar[tuple[str, ...]] = ("share", "start", "by")

    type: Literal["capacity"] = "capacity"
    share: Annotated[float | str | None, *number(_share)] = Field(
        default=None,
        description="own supply in the economies' purchases when the plan is complete, at the prices of what it"
        " replaces",
        examples=["40%"],
        json_schema_extra={"unit": "%"},
    )
    output: Annotated[
        Amount | str | None, BeforeValidator(lambda v: None if v is None else _output(v)),
        WithJsonSchema({"type": "string"}),
    ] = Field(
        default=None,
        description="or: yearly output at base-year prices that the plan adds",
        examples=["USD 300 million"],
        json_schema_extra={"unit": "money"},
    )  # fmt: skip
    start: int = Field(description="last year before the first plant", examples=[2025], ge=1900, le=2200)
    by: int = Field(description="year in which the plan is complete", examples=[2030], ge=1900, le=2200)
    year: int | None = Field(
        default=None,
        description="year the scenario stands in (default: `by`)",
        examples=[2028],
        ge=1900,
        le=2200,
    )
    investment: float = Field(
        default=1.5,
        description="capital per unit of yearly output of the first plants (assumption: capital is three times value"
        " added, value added half of output)",
        examples=[2.0],
        json_schema_extra={"unit": "USD per USD a year"},
        ge=0,
        le=100,
        allow_inf_nan=False,
    )
    learning: Annotated[float | str, *number(_learning)] = Field(
        default=0.2,
        description="fall of the unit cost with each doubling of experience (Dutton & Thomas 1984: most often about"
        " 20 %, 10 to 30 % usual; of manufacturing, mines learn less)",
        examples=["20%"],
        json_schema_extra={"unit": "%"},
    )
    experience: Literal["own", "world"] = Field(
        default="own", description="whose output doublings are counted from: the builders' or the world's"
    )
    dearer: Annotated[float | str, *number(_premium)] = Field(
        default=0.0,
        description="cost of the first own output above what it replaces; falls with learning",
        examples=["20%"],
        json_schema_extra={"unit": "%"},
    )
    rate: Annotated[float | str, *number(_rate)] = Field(
        default=0.05,
        description="interest of the annuity (assumption, between the 3 and 7 % of US OMB Circular A-4 of 2003)",
        examples=["5%"],
        json_schema_extra={"unit": "% a year"},
    )
    life: float = Field(
        default=20.0,
        description="years over which a plant is paid off (assumption)",
        examples=[20],
        json_schema_extra={"unit": "years"},
        ge=1,
        le=100,
        allow_inf_nan=False,
    )

    @field_validator("start", "by", "year", "investment", "life", mode="before")
    @classmethod
    def _numbers(cls, value: Any) -> Any:
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise ValueError(f"expected a number, got {value!r:.60}")
        return value

    @model_validator(mode="after")
    def _whole(self) -> "Capacity":
        if (self.share is None) == (self.output is None):
            raise ValueError("give `share` (of purchases) or `output` (a year), exactly one")
        if self.by <= self.start:
            raise ValueError(f"by {self.by}: a plan from {self.start} is complete in a later year")
        if self.year is not None and self.year < self.start:
            raise ValueError(f"year {self.year} lies before the start of the plan, {self.start}")
        return self

    @property
    def at(self) -> int:
        """The year the scenario stands in."""
        return self.by if self.year is None else self.year

    def replaced(self, supply: Supply) -> np.ndarray:
        from autarky.acts.technology.learning import ramp

        return self._when_complete(supply) * ramp(self.start, self.by, self.at)

    def _when_complete(self, supply: Supply) -> np.ndarray:
        """As `replaced`, with the whole plan in place."""
        total, mine, foreign = supply.bought
        if self.share is not None:
            wanted = np.maximum(float(self.share) * total - mine, 0.0)
        else:
            asked = in_unit(read_amount(self.output), "output", supply.world)
            wanted = asked * foreign / (foreign.sum() or 1.0)
        if (beyond := wanted > MOST * foreign).any():
            s = int(np.argmax(beyond))
            most = 100 * (mine[s] + MOST * foreign[s]) / total[s]
            with blame("output" if self.share is None else "share"):
                raise InputError(
                    f"more than there is to replace: these suppliers sell {supply.world.unit} {foreign[s]:,.0f} of"
                    f" {supply.world.sectors[s]} to the economies, so own supply can reach at most {most:.3g} %"
                )
        return np.where(foreign > 0, wanted / np.where(foreign > 0, foreign, 1.0), 0.0)

    def premium(self, supply: Supply) -> np.ndarray:
        from autarky.acts.technology.learning import wright_factor

        base, added = self._base(supply), self.added(supply)
        grown = 1 + np.where(base > 0, added / np.where(base > 0, base, 1.0), 0.0)
        return np.array([float(self.dearer) * wright_factor(g, float(self.learning)) for g in grown])

    def _base(self, supply: Supply) -> np.ndarray:
        """Output in the base year that experience is counted from, by sector [J]."""
        output = supply.world.array("output")
        base: np.ndarray = (output if self.experience == "world" else output[supply.own]).sum(0)
        return base

    def added(self, supply: Supply) -> np.ndarray:
        """Own supply that the plan has added by the year of the scenario, at buyers' base-year prices [J]."""
        added: np.ndarray = self.replaced(supply) * supply.bought[2]
        return added

    def costs(self, supply: Supply) -> Costs:
        """What the plan costs in the year of the scenario. Raises `FieldError` for a plan beyond all means."""
        from autarky.acts.technology.learning import annuity, investment

        added, base = self.added(supply), self._base(supply)
        spent = sum(
            investment(self.investment, b, b + q, float(self.learning))
            for q, b in zip(added, base, strict=True)
            if q > 0
        )
        yearly = spent * annuity(float(self.rate), self.life)
        made = float(supply.world.array("value_added")[supply.own].sum())
        if yearly > LARGEST_CLAIM * made:
            with blame("investment"):
                raise InputError(
                    f"the plan would take {100 * yearly / made:.3g} % of the value added of"
                    f" {', '.join(supply.builders.labels[:4])} a year, more than {100 * LARGEST_CLAIM:.0f} %"
                )
        return Costs(added, spent, yearly, float((self.premium(supply) * added).sum()))

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        supply = self.supply(context)
        made = float(supply.world.array("value_added")[supply.own].sum())
        left = np.where(supply.own, 1 - self.costs(supply).yearly / made, 1.0)
        moved = super().apply(shock, context)
        return replace(moved, endowment=to_jax(np.asarray(moved.endowment) * left))

    def facts(self, context: Context) -> dict[str, Any]:
        supply = self.supply(context)
        costs, made = self.costs(supply), super().facts(context)
        if not costs.output.any() and self.at > self.start:
            made["notes"].append("own supply is already there, so the plan builds nothing")
        return made | {
            "year": self.at,
            "output_added": float(costs.output.sum()),
            "investment_so_far": costs.investment,
            "annuity": costs.yearly,
            "premium_paid": costs.premium,
        }

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        from autarky.acts.technology.sentences import capacity

        return capacity(facts)
