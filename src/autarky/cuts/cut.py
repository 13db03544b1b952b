"""What a study of ties cuts: all flows, both ways, between two groups of economies, in some or all sectors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from autarky.errors import InputError

if TYPE_CHECKING:
    from autarky.world.accounts import World


@dataclass(frozen=True)
class Party:
    """One side of a tie: an economy, or the economies of a bloc under its name."""

    name: str
    economies: tuple[str, ...]

    @classmethod
    def single(cls, code: str) -> "Party":
        return cls(code, (code,))


@dataclass(frozen=True)
class Cut:
    """The ties between two groups of economies, in `sectors` (empty: in all).

    Both sides and the sectors stand in the order of the world, so that equal cuts are equal.
    """

    first: tuple[str, ...]
    second: tuple[str, ...]
    sectors: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A name of the cut, the same in every study: ``BLR|RUS``, ``BLR|RUS|B06``."""
        return "|".join("+".join(part) for part in (self.first, self.second, self.sectors) if part)

    def mask(self, world: "World") -> np.ndarray:
        """True on the flows cut [origin, sector, destination]; never on domestic sales."""
        one, other = (
            np.array([c in set(side) for c in world.economies]) for side in (self.first, self.second)
        )
        pairs = np.outer(one, other)
        pairs = pairs | pairs.T
        np.fill_diagonal(pairs, False)
        inside = np.array([not self.sectors or s in self.sectors for s in world.sectors])
        return np.asarray(pairs[:, None, :] & inside[None, :, None])


def opposed(a: Party, b: Party) -> tuple[Party, Party] | None:
    """The two sides between which ties are cut, None where nothing is left to cut.

    An economy, or bloc, that lies inside the other party is cut from the party's other members; of two blocs that
    overlap, the members that belong to both are on neither side and keep all their ties.
    """
    mine, theirs = set(a.economies), set(b.economies)
    if mine <= theirs:
        theirs -= mine
    elif theirs < mine:
        mine -= theirs
    else:
        mine, theirs = mine - theirs, theirs - mine
    if not mine or not theirs:
        return None
    one, other = (
        Party(p.name, tuple(c for c in p.economies if c in left)) for p, left in ((a, mine), (b, theirs))
    )
    return one, other


def cut_between(world: "World", one: Party, other: Party, sectors: Iterable[str] = ()) -> Cut:
    """The cut between two sides that share no economy."""
    order = {c: n for n, c in enumerate(world.economies)}
    first, second = sorted(
        (tuple(sorted(side.economies, key=order.__getitem__)) for side in (one, other)),
        key=lambda side: [order[c] for c in side],
    )
    chosen = set(sectors)
    return Cut(first, second, tuple(s for s in world.sectors if s in chosen))


def party(world: "World", label: str) -> Party:
    """The side that a country, region or group means; members that `world` does not show singly are left out.

    Raises `InputError` for an unknown label and for a group of which the world shows no member.
    """
    from autarky.world.groups import find_group, select_economies

    chosen = select_economies(label, world).labels
    if label in world.economies or find_group(label) is None:
        return Party(chosen[0] if len(chosen) == 1 else label, chosen)
    return Party(label, chosen)


def blocs(world: "World", names: Sequence[str]) -> list[Party]:
    """Parties of several economies, by the names of groups. Raises `InputError` for what is no group."""
    found = [party(world, name) for name in dict.fromkeys(names)]
    for side in found:
        if side.economies == (side.name,):
            raise InputError(f"{side.name!r} is an economy, not a bloc; name groups such as EU27 or EAEU")
    return found
