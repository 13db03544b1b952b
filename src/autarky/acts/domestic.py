"""Acts on what an economy can do: productivity and endowment."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from autarky.acts.base import Act, Context, Labels, number, select, to_jax
from autarky.acts.quantities import percent
from autarky.formatting import show_share

if TYPE_CHECKING:
    from autarky.economy.shock import Shock
    from autarky.world.labels import Selection


def _change(value: Any) -> float:
    return percent(value, low=-1.0, low_open=True, below="a fall of 100 % or more leaves nothing")


ECONOMIES = 'countries (ISO2, ISO3, name), regions or groups ("EU27", "world"); "-HUN" leaves out'


def economies_of(labels: Labels, context: Context) -> "Selection":
    from autarky.world.groups import select_economies

    return select("economies", labels, context.world, select_economies)


def note_of(field: str, selection: "Selection") -> list[str]:
    return [f"{field}: {selection.remainder()}"] if selection.dropped else []


class Productivity(Act):
    """Changes the productivity of sectors: ``A_hat`` is multiplied by 1 + `change`, so unit cost falls
    with it."""

    summary: ClassVar[str] = "makes sectors of an economy more or less productive"
    title: ClassVar[str] = "Productivity"
    roles: ClassVar[tuple[str, ...]] = ("economies",)
    between: ClassVar[str] = "in {economies}"

    type: Literal["productivity"] = "productivity"
    economies: Labels = Field(description=ECONOMIES, examples=["BLR"])
    sectors: Labels = Field(
        default=("all",),
        description='sectors: codes, names or groups; "-C21" leaves out',
        examples=["machinery"],
    )
    change: Annotated[float | str, *number(_change)] = Field(
        description="change of output from the same inputs",
        examples=["+30%", -0.05],
        json_schema_extra={"unit": "%"},
    )

    def _select(self, context: Context) -> "tuple[Selection, Selection]":
        from autarky.world.sectors import select_sectors

        economies = economies_of(self.economies, context)
        return economies, select("sectors", self.sectors, context.world, select_sectors)

    def _mask(self, context: Context) -> np.ndarray:
        economies, sectors = self._select(context)
        return np.outer(
            [c in economies.labels for c in context.world.economies],
            [s in sectors.labels for s in context.world.sectors],
        )

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        factor = np.where(self._mask(context), 1 + float(self.change), 1.0)
        return replace(shock, productivity=to_jax(np.asarray(shock.productivity) * factor))

    def facts(self, context: Context) -> dict[str, Any]:
        economies, sectors = self._select(context)
        output = np.where(self._mask(context), context.world.array("output"), 0.0)
        return self.given() | {
            "economies": list(economies.labels),
            "sectors": list(sectors.labels),
            "cells": int((output > 0).sum()),
            "base_output": float(output.sum()),
            "unit": context.world.unit,
            "notes": note_of("economies", economies) + note_of("sectors", sectors),
        }

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        return show_share(facts.get("change"), plus=True)


class Endowment(Act):
    """Changes the quantity of an economy's factors (work force, capital): ``L_hat`` is multiplied by 1 +
    `change`."""

    summary: ClassVar[str] = "changes an economy's work force and capital"
    title: ClassVar[str] = "Work force and capital"
    roles: ClassVar[tuple[str, ...]] = ("economies",)
    between: ClassVar[str] = "in {economies}"

    type: Literal["endowment"] = "endowment"
    economies: Labels = Field(description=ECONOMIES, examples=["UKR"])
    change: Annotated[float | str, *number(_change)] = Field(
        description="change of the quantity of factors", examples=["-20%"], json_schema_extra={"unit": "%"}
    )

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        inside = economies_of(self.economies, context).labels
        factor = np.array([1 + float(self.change) if c in inside else 1.0 for c in context.world.economies])
        return replace(shock, endowment=to_jax(np.asarray(shock.endowment) * factor))

    def facts(self, context: Context) -> dict[str, Any]:
        economies = economies_of(self.economies, context)
        inside = np.array([c in economies.labels for c in context.world.economies])
        return self.given() | {
            "economies": list(economies.labels),
            "base_value_added": float(context.world.array("value_added")[inside].sum()),
            "unit": context.world.unit,
            "notes": note_of("economies", economies),
        }

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        return show_share(facts.get("change"), plus=True)
