"""Import substitution: own goods in the place of foreign ones, dearer at first."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field, field_validator

from autarky.acts.base import Context, number
from autarky.acts.quantities import percent
from autarky.acts.technology.own_supply import MOST, OwnSupply, Supply


def _share(value: Any) -> float:
    return percent(
        value, low=0.0, low_open=True, high=MOST, below="nothing is replaced; leave the act out instead"
    )


def _dearer(value: Any) -> float:
    return percent(value, low=0.0, high=10.0, below="own goods cannot be cheaper: that is `productivity`")


def _learning(value: Any) -> float:
    return percent(value, low=0.0, high=0.5)


class ImportSubstitution(OwnSupply):
    """Own goods take the place of a `share` of what the economies buy abroad in `sectors`, by rule or by orders of
    the state, and are `dearer` than what they replace.

    The premium falls by `learning` with each doubling of experience, which is 1 + `years` since the start:
    ``dearer (1 - learning)^log2(1 + years)``. At unchanged unit costs buyers spend as planned and what they buy
    costs ``1 + share of imports x share x premium`` as much, which the own producers use up in resources: trade
    costs on own and foreign goods by a closed formula (`layers/technology/substitution.py`).
    """

    summary: ClassVar[str] = (
        "puts own goods in the place of imports, dearer at first, falling with experience"
    )
    title: ClassVar[str] = "Import substitution"
    roles: ClassVar[tuple[str, ...]] = ("economies", "origin")
    between: ClassVar[str] = "in {economies}"
    analysis: ClassVar[str] = "autarky.acts.technology.import_substitution_analysis"

    type: Literal["import_substitution"] = "import_substitution"
    share: Annotated[float | str, *number(_share)] = Field(
        description="of what is bought from the replaced suppliers, that own goods take",
        examples=["50%"],
        json_schema_extra={"unit": "%"},
    )
    dearer: Annotated[float | str, *number(_dearer)] = Field(
        description="cost of own goods at the start above what they replace",
        examples=["30%"],
        json_schema_extra={"unit": "%"},
    )
    learning: Annotated[float | str, *number(_learning)] = Field(
        default=0.1,
        description="fall of the premium with each doubling of experience (assumption, at the low end of the 10 to"
        " 30 % by which unit costs fall: Dutton & Thomas 1984)",
        examples=["10%"],
        json_schema_extra={"unit": "%"},
    )
    years: float = Field(
        default=0.0,
        description="since the start, at which the scenario stands",
        examples=[5],
        json_schema_extra={"unit": "years"},
        ge=0,
        le=100,
        allow_inf_nan=False,
    )

    @field_validator("years", mode="before")
    @classmethod
    def _number(cls, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"expected a number of years, got {value!r:.60}")
        return value

    @property
    def premium_now(self) -> float:
        """How much dearer own goods are after `years`."""
        from autarky.acts.technology.learning import wright_factor

        return float(self.dearer) * wright_factor(1 + self.years, float(self.learning))

    def replaced(self, supply: Supply) -> np.ndarray:
        return np.where(supply.chosen, float(self.share), 0.0)

    def premium(self, supply: Supply) -> np.ndarray:
        return np.where(supply.chosen, self.premium_now, 0.0)

    def facts(self, context: Context) -> dict[str, Any]:
        made = super().facts(context)
        moved = float(self.share) * made["base_trade"]
        return made | {
            "premium_now": self.premium_now,
            "replaced": moved,
            "premium_paid": moved * self.premium_now,
        }

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        from autarky.acts.technology.sentences import import_substitution

        return import_substitution(facts)
