"""Commodity power: a bloc of exporters sets one export tax on what it sells to outsiders."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field, PrivateAttr, WithJsonSchema

from autarky.acts.base import Act, Context, Labels, number, select, to_jax
from autarky.acts.claims import Claim
from autarky.acts.quantities import percent
from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.economy.result import Result
    from autarky.economy.shock import Shock
    from autarky.world.labels import Selection


def _rate(value: Any) -> float | str:
    if value == "best":
        return "best"
    if isinstance(value, str) and not any(c.isdigit() for c in value):
        raise ValueError(f'expected an export tax such as "30%", or "best", got {value!r:.40}')
    return percent(
        value, low=-1.0, low_open=True, below="an export tax of -100 % or less gives the goods away"
    )


def _most(value: Any) -> float:
    return percent(value, low=0.0, low_open=True, high=100.0, plain_below=100.0)


def _at(value: Any) -> float:
    from autarky.economy.horizon import parse_horizon

    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"expected a time such as 1y, got {value!r:.40}")
    try:
        return parse_horizon(value if isinstance(value, str) else float(value))
    except InputError as e:
        raise ValueError(str(e)) from None
    except OverflowError:
        raise ValueError("a time to adjust is at most 100 years") from None


class Cartel(Act):
    """Sets one export tax on what `members` sell of `sectors` to `outsiders`; trade between members stays free.

    The revenue goes to the budget of each member. `rate = "best"` looks for the tax that serves the members best
    together, all others keeping what they do: the largest sum of their equivalent variations (`aim = "welfare"`) or
    of their export tax revenues (`"revenue"`) at the horizon `at`, up to `most`. The rate found then holds at
    every horizon of the scenario, so that its results show how commodity power erodes. Where demand hardly falls, no
    rate below `most` is best, and the results say so: what limits a cartel there is not in the model.
    """

    summary: ClassVar[str] = (
        "a bloc of exporters taxes its sales of a product to outsiders, at a rate given or the best"
    )
    title: ClassVar[str] = "Cartel"
    roles: ClassVar[tuple[str, ...]] = ("members",)
    between: ClassVar[str] = "of {members}"
    analysis: ClassVar[str] = "autarky.acts.cartel.analysis"
    example_also: ClassVar[tuple[str, ...]] = ("rate",)

    type: Literal["cartel"] = "cartel"
    members: Labels = Field(
        description='the bloc: countries (ISO2, ISO3, name) or groups ("OPEC"); "-SAU" leaves out',
        examples=[["RUS", "SAU"], ["RUS", "BLR"]],
    )
    sectors: Labels = Field(
        description="what it sells: a product zoomed into, or sectors: codes, names or groups",
        examples=["oil and gas", "C20.potash"],
    )
    outsiders: Labels = Field(
        default=("world",),
        description="buyers that are taxed, written like `members`; members are left out",
        examples=[["world", "-CHN"]],
    )
    rate: Annotated[float | str, *number(_rate)] = Field(
        default="best",
        description='the export tax, on the producer\'s price, or "best" for the best response',
        examples=["30%", "best"],
        json_schema_extra={"unit": "%"},
    )
    aim: Literal["welfare", "revenue"] = Field(
        default="welfare", description="what the best rate serves: joint welfare, or joint export tax revenue"
    )
    at: Annotated[
        float | str, BeforeValidator(_at), WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}]})
    ] = Field(
        default=1.0,
        description="time to adjust for which the best rate is set",
        examples=["1y"],
        json_schema_extra={"unit": "years"},
    )
    most: Annotated[float | str, *number(_most)] = Field(
        default=3.0, description="highest rate looked at", examples=["300%"], json_schema_extra={"unit": "%"}
    )

    _at_bound: bool | None = PrivateAttr(default=None)  # of a best rate that was found: whether it is `most`

    def bloc(self, context: Context) -> "Selection":
        """The members in this world. Raises `FieldError`."""
        from autarky.world.groups import select_economies

        return select("members", self.members, context.world, select_economies)

    def buyers(self, context: Context) -> tuple[str, ...]:
        """The outsiders in this world, members left out. Raises `FieldError`."""
        from autarky.world.groups import select_economies

        chosen = select("outsiders", self.outsiders, context.world, select_economies).labels
        inside = set(self.bloc(context).labels)
        left = tuple(c for c in chosen if c not in inside)
        if not left:
            with blame("outsiders"):
                raise InputError("all of them are members of the bloc: nobody is left to sell to")
        return left

    def product(self, context: Context) -> "Selection":
        """The sectors in this world. Raises `FieldError`."""
        from autarky.world.sectors import select_sectors

        return select("sectors", self.sectors, context.world, select_sectors)

    def mask(self, context: Context) -> np.ndarray:
        """Flows that are taxed [origin, sector, destination]."""
        world = context.world
        seller, buyer, sold = (
            np.array([c in set(chosen) for c in labels])
            for chosen, labels in (
                (self.bloc(context).labels, world.economies),
                (self.buyers(context), world.economies),
                (self.product(context).labels, world.sectors),
            )
        )
        return np.asarray(seller[:, None, None] & sold[None, :, None] & buyer[None, None, :])

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        if self.rate == "best":
            with blame("rate"):
                raise InputError('"best" is found by solving: autarky run, or autarky.scenario.solve')
        mask = self.mask(context)
        return replace(
            shock, export_tax=to_jax(np.where(mask, float(self.rate), np.asarray(shock.export_tax)))
        )

    def claims(self, context: Context) -> tuple[Claim, ...]:
        rate = 0.0 if self.rate == "best" else float(self.rate)
        return (Claim("export tax", "set", self.mask(context), rate),)

    def at_rate(self, rate: float, at_bound: bool | None = None) -> "Cartel":
        """The same act with a rate; `at_bound` where that is the best one: whether a higher one was not looked at."""
        made = self.model_copy(update={"rate": rate})
        made._at_bound = at_bound
        return made

    def aimed(self, result: "Result") -> float:
        """What the act aims at: equivalent variation or export tax revenue of the members, in the world's unit a
        year."""
        at = [result.world.economies.index(c) for c in self.bloc(Context(result.world)).labels]
        if self.aim == "revenue":
            return float(result.data["export_tax_revenue"].values[at].sum())
        spent = result.world.array("final").sum(0)
        return float((result.welfare.values * spent)[at].sum())

    def given(self) -> dict[str, Any]:
        from autarky.economy.horizon import horizon_label, parse_horizon

        years = float(self.at)
        label = horizon_label(years)
        return super().given() | {"at": label if parse_horizon(label) == years else years}

    def facts(self, context: Context) -> dict[str, Any]:
        bloc, product, world = self.bloc(context), self.product(context), context.world
        flows = np.where(self.mask(context), world.array("trade"), 0.0)
        asked = {"members": bloc, "sectors": product}
        notes = [f"{name}: {chosen.remainder()}" for name, chosen in asked.items() if chosen.dropped]
        if not flows.any():
            notes.append(
                "the bloc sells none of it to outsiders in the base year, so the act changes nothing"
            )
        if self._at_bound:
            notes.append(f"no rate up to {float(self.most):.0%} is best: the gain still grows there")
        found = {} if self._at_bound is None else {"best_response": True}
        return (
            self.given()
            | found
            | {
                "members": list(bloc.labels),
                "outsiders": list(self.buyers(context)),
                "sectors": list(product.labels),
                "rate": self.rate,
                "cells": int((flows > 0).sum()),
                "base_trade": float(flows.sum()),
                "unit": world.unit,
                "notes": notes,
            }
        )

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        from autarky.acts.cartel.sentences import cartel

        return cartel(facts)
