"""Whom a union is about in a world: its members, the third parties of its label, and the flows between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.base import Context, Labels, select
from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.world.labels import Selection


@dataclass(frozen=True)
class Scope:
    """`members` is true for members [N]; `inside` and `from_outside` are cells (origin, sector, destination).

    `label` is what the common label takes off the delivered price there [N, J, N].
    """

    labels: tuple[str, ...]
    members: np.ndarray
    inside: np.ndarray
    from_outside: np.ndarray
    label: np.ndarray
    parties: dict[str, tuple[str, ...]]
    notes: tuple[str, ...]

    def cost_factors(self, cut: np.ndarray) -> np.ndarray:
        """What delivered prices are multiplied by [N, J, N]; `cut` is what standards take off, by sector [J]."""
        return np.where(self.inside, 1 - cut[None, :, None], 1.0) * (1 - self.label)


def scope_of(members: Labels, access: Mapping[str, float], label_sectors: Labels, context: Context) -> Scope:
    """The scope of a union. Raises `FieldError` for a union of one and for a third party that is a member."""
    from autarky.world.groups import select_economies
    from autarky.world.sectors import select_sectors

    world = context.world
    chosen = select("members", members, world, select_economies)
    _check_union(chosen, world.name)
    mine = np.array([c in chosen.labels for c in world.economies])
    pairs = np.outer(mine, mine)
    np.fill_diagonal(pairs, False)
    J = len(world.sectors)
    notes = [f"members: {chosen.remainder()}"] if chosen.dropped else []

    label = np.zeros((len(mine), J, len(mine)))
    parties: dict[str, tuple[str, ...]] = {}
    if access:
        carried = select("market_access_sectors", label_sectors, world, select_sectors).labels
        sectors = np.array([s in carried for s in world.sectors])
        for name, cut in access.items():
            with blame("market_access", name):
                party = select_economies([name], world)
                if both := [c for c in party.labels if c in chosen.labels]:
                    raise InputError(f"{', '.join(both)} is a member, not a third party")
                at = [world.economies.index(c) for c in party.labels]
                if label[:, :, at].any():
                    raise InputError(f"{name} holds economies that another entry names as well")
            parties[name] = party.labels
            for n in at:
                label[:, :, n] = cut * np.outer(mine, sectors)
            if party.dropped:
                notes.append(f"market_access, {name}: {party.remainder()}")
    return Scope(
        labels=chosen.labels,
        members=mine,
        inside=np.repeat(pairs[:, None, :], J, axis=1),
        from_outside=np.repeat(np.outer(~mine, mine)[:, None, :], J, axis=1),
        label=label,
        parties=parties,
        notes=tuple(notes),
    )


def _check_union(chosen: "Selection", world: str) -> None:
    with blame("members"):
        if len(chosen.labels) == 1:
            gone = f"; {chosen.remainder()}" if chosen.dropped else ""
            raise InputError(
                f"a union of one: {chosen.labels[0]} alone is left in world {world}; name at least two{gone}"
            )
