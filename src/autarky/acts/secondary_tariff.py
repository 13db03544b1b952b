"""Secondary tariffs: a tariff on whoever buys from a third state."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from autarky.acts.base import Act, Context, Labels, number, select, to_jax
from autarky.acts.claims import Claim
from autarky.acts.quantities import percent
from autarky.errors import InputError
from autarky.files.fields import blame
from autarky.formatting import listed, show_share

if TYPE_CHECKING:
    from autarky.economy.shock import Shock


def _share(value: Any) -> float:
    return percent(value, low=0.0, low_open=True, high=1.0, plain_below=1.0 + 1e-9)


def _points(value: Any) -> float:
    return percent(value, unit="pp", low=0.0, low_open=True, below="a secondary tariff must be above zero")


class SecondaryTariff(Act):
    """Adds `change` to the tariff of `destination` on every economy that buys `bought` from `source`.

    Hit are those of `origin` that get at least the share `threshold` of their imports of `bought` from `source`, in
    values of the base year at the seller's price; neither `source` nor `destination` is. The tariff falls on the
    `sectors` that they sell to `destination`, with the revenue in its budget. That some of them turn away from
    `source` to escape the tariff is another act (`embargo`, with the customers as its `destination`).
    """

    summary: ClassVar[str] = "taxes imports from every economy that buys a product from a third state"
    title: ClassVar[str] = "Secondary tariff"
    roles: ClassVar[tuple[str, ...]] = ("destination", "origin", "source")
    between: ClassVar[str] = "by {destination} on customers of {source}"

    type: Literal["secondary_tariff"] = "secondary_tariff"
    destination: Labels = Field(
        description='who levies it: countries (ISO2, ISO3, name) or groups; "-HUN" leaves out',
        examples=["USA"],
    )
    source: Labels = Field(
        description="whose customers are hit, written like `destination`", examples=["RUS"]
    )
    bought: Labels = Field(
        description="what they buy there: sectors by code, name or group", examples=["oil and gas"]
    )
    threshold: Annotated[float | str, *number(_share)] = Field(
        description="share of their imports of it that comes from there, from which on they are hit",
        examples=["10%"],
        json_schema_extra={"unit": "share"},
    )
    change: Annotated[float | str, *number(_points)] = Field(
        description="percentage points added to the tariff of the base year",
        examples=["25 pp"],
        json_schema_extra={"unit": "pp"},
    )
    sectors: Labels = Field(
        default=("goods",), description="what is taxed: sectors by code, name or group", examples=["goods"]
    )
    origin: Labels = Field(
        default=("world",),
        description='customers that are looked at; "-CHN" leaves out',
        examples=[["world", "-CHN"]],
    )

    def _inside(self, field: Literal["destination", "source", "origin"], context: Context) -> np.ndarray:
        from autarky.world.groups import select_economies

        labels = select(field, getattr(self, field), context.world, select_economies).labels
        return np.array([c in labels for c in context.world.economies])

    def _sectors(self, field: Literal["bought", "sectors"], context: Context) -> np.ndarray:
        from autarky.world.sectors import select_sectors

        labels = select(field, getattr(self, field), context.world, select_sectors).labels
        return np.array([s in labels for s in context.world.sectors])

    def dependence(self, context: Context) -> np.ndarray:
        """Share of each economy's imports of `bought` that comes from `source` [N]; 0 where it imports none."""
        trade = context.world.array("trade")[:, self._sectors("bought", context)].sum(1)
        imports = trade * (1 - np.eye(len(trade)))
        total = imports.sum(0)
        from_source = imports[self._inside("source", context)].sum(0)
        return np.asarray(from_source / np.where(total > 0, total, 1.0))

    def hit(self, context: Context) -> np.ndarray:
        """Economies that the tariff falls on [N]. Raises `FieldError` where `source` levies it itself."""
        levies, source = self._inside("destination", context), self._inside("source", context)
        if (levies & source).any():
            with blame("source"):
                both = [c for c, x in zip(context.world.economies, levies & source, strict=True) if x]
                raise InputError(
                    f"{', '.join(both)} is `destination` too; a tariff on it is the act `tariff`"
                )
        above = self.dependence(context) >= float(self.threshold)
        return np.asarray(above & self._inside("origin", context) & ~levies & ~source)

    def mask(self, context: Context) -> np.ndarray:
        """Flows that are taxed [origin, sector, destination]."""
        hit, sold = self.hit(context), self._sectors("sectors", context)
        return np.asarray(
            hit[:, None, None] & sold[None, :, None] & self._inside("destination", context)[None, None, :]
        )

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        tariff = np.asarray(shock.tariff)
        return replace(
            shock, tariff=to_jax(np.where(self.mask(context), tariff + float(self.change), tariff))
        )

    def claims(self, context: Context) -> tuple[Claim, ...]:
        return (Claim("tariff", "change", self.mask(context), float(self.change)),)

    def facts(self, context: Context) -> dict[str, Any]:
        world, hit, share = context.world, self.hit(context), self.dependence(context)
        flows = np.where(self.mask(context), world.array("trade"), 0.0)
        notes = []
        if not hit.any():
            notes.append(
                f"nobody looked at gets {show_share(self.threshold)} of it from there, so the act changes nothing"
            )

        def economies(inside: np.ndarray) -> list[str]:
            return [c for c, x in zip(world.economies, inside, strict=True) if x]

        def sectors(field: Literal["bought", "sectors"]) -> list[str]:
            return [s for s, x in zip(world.sectors, self._sectors(field, context), strict=True) if x]

        return self.given() | {
            "destination": economies(self._inside("destination", context)),
            "source": economies(self._inside("source", context)),
            "bought": sectors("bought"),
            "sectors": sectors("sectors"),
            "origin": economies(hit),
            "dependence": {c: float(share[world.economies.index(c)]) for c in economies(hit)},
            "cells": int((flows > 0).sum()),
            "base_trade": float(flows.sum()),
            "unit": world.unit,
            "notes": notes,
        }

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        share = facts["dependence"]
        most = sorted(share, key=lambda c: (-share[c], c))
        who = listed((f"{c} ({show_share(round(share[c], 3))})" for c in most), most=6) or "nobody"
        points = (
            f"{100 * float(facts['change']):.4g}" if isinstance(facts["change"], float) else facts["change"]
        )
        points = points if points.endswith("pp") else f"{points} pp"
        return f"{points} on {who}, who import that share of it from there"
