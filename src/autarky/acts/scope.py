"""Which ties an act is about: flows of goods and services from `origin` to `destination`, by sector."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import Field

from autarky.acts.base import Act, Context, Flag, Labels, select
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.world.accounts import World
    from autarky.world.labels import Selection


@dataclass(frozen=True)
class Cells:
    """The flows an act touches: `mask` is true there (origin, sector, destination); never domestic sales."""

    mask: np.ndarray
    origins: "Selection"
    destinations: "Selection"
    sectors: "Selection"

    def notes(self) -> list[str]:
        """What was asked for but lies inside wider regions or sectors."""
        asked = {"origin": self.origins, "destination": self.destinations, "sectors": self.sectors}
        return [f"{name}: {selection.remainder()}" for name, selection in asked.items() if selection.dropped]


class BilateralAct(Act):
    """An act on flows between economies; domestic sales (origin = destination) are never touched."""

    origin: Labels = Field(
        description='sellers: countries (ISO2, ISO3, name), groups ("EU27", "world"); "-HUN" leaves out',
        examples=["RUS", ["EU27", "-HUN"]],
    )
    destination: Labels = Field(
        description="buyers, written like `origin`", examples=["BLR", ["EU27", "GBR", "USA"]]
    )
    sectors: Labels = Field(
        default=("all",),
        description='sectors: codes, names or groups ("C20", "oil and gas", "energy"); "-C21" leaves out',
        examples=["all", ["B06", "C19"]],
    )
    both_ways: Flag = Field(
        default=False, description="also the flows from `destination` to `origin`", examples=[True]
    )

    def cells(self, context: Context) -> Cells:
        """The flows meant in this world. Raises `FieldError` for labels it does not know."""
        from autarky.world.groups import select_economies
        from autarky.world.sectors import select_sectors

        world = context.world
        origins = select("origin", self.origin, world, select_economies)
        destinations = select("destination", self.destination, world, select_economies)
        sectors = select("sectors", self.sectors, world, select_sectors)
        seller, buyer = _members(origins, world), _members(destinations, world)
        pairs = np.outer(seller, buyer)
        if self.both_ways:
            pairs = pairs | pairs.T
        np.fill_diagonal(pairs, False)
        if not pairs.any():
            with blame("destination"):
                raise_domestic(origins.labels[0])
        chosen = np.array([s in set(sectors.labels) for s in world.sectors])
        return Cells(pairs[:, None, :] & chosen[None, :, None], origins, destinations, sectors)

    def facts(self, context: Context) -> dict[str, Any]:
        cells = self.cells(context)
        flows = np.where(cells.mask, context.world.array("trade"), 0.0)
        notes = cells.notes()
        if not flows.any():
            notes.append("no trade there in the base year, so the act changes nothing")
        return self.given() | {
            "origin": list(cells.origins.labels),
            "destination": list(cells.destinations.labels),
            "sectors": list(cells.sectors.labels),
            "cells": int((flows > 0).sum()),
            "base_trade": float(flows.sum()),
            "unit": context.world.unit,
            "notes": notes,
        }


def raise_domestic(economy: str) -> None:
    """Refuse an act whose only flows are an economy's sales to itself."""
    from autarky.errors import InputError

    raise InputError(
        f"origin and destination are both {economy}, and acts on ties do not touch domestic sales"
    )


def _members(selection: "Selection", world: "World") -> np.ndarray:
    inside = set(selection.labels)
    return np.array([c in inside for c in world.economies])
