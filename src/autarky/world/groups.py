"""Groups of countries by year of membership (the table is `data/groups.toml`), and what they select in a
world.

A country is a member in a year if it was one on 31 December of that year. Syntax: ``EU`` (the world's year),
``EU@2010``; ``world`` or ``all``; a leading ``-`` leaves out.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from autarky.errors import InputError, did_you_mean
from autarky.world.labels import Selection, iso3, resolve_economy, suggest_economy

if TYPE_CHECKING:
    from autarky.world.accounts import World

EVERYTHING = frozenset({"world", "all"})


@dataclass(frozen=True)
class Group:
    """A group of countries; `spells` maps ISO3 to its years of membership, each (first, first year after or
    None).
    """

    key: str
    name: str
    aliases: tuple[str, ...]
    source: str
    spells: dict[str, tuple[tuple[int, int | None], ...]]
    fixed_year: int | None = None

    def members(self, year: int) -> tuple[str, ...]:
        """ISO3 codes of the members on 31 December of `year`, sorted."""
        at = self.fixed_year or year
        return tuple(
            sorted(
                c
                for c, spells in self.spells.items()
                if any(a <= at and (b is None or at < b) for a, b in spells)
            )
        )


@cache
def groups() -> Mapping[str, Group]:
    """All groups by key."""
    table = tomllib.loads(files("autarky.world").joinpath("data/groups.toml").read_text(encoding="utf-8"))
    found: dict[str, Group] = {}
    for key, entry in table.items():
        if "like" in entry:
            base = found[entry["like"][0]]
            found[key] = Group(key, entry["name"], (), base.source, base.spells, fixed_year=entry["like"][1])
        else:
            spells = {c: _spells(value) for c, value in entry["members"].items()}
            found[key] = Group(key, entry["name"], tuple(entry.get("aliases", ())), entry["source"], spells)
    return MappingProxyType(found)


def _spells(value: int | list[int] | list[list[int]]) -> tuple[tuple[int, int | None], ...]:
    if isinstance(value, int):
        return ((value, None),)
    spells = [value] if isinstance(value[0], int) else value
    return tuple((s[0], s[1] if len(s) > 1 else None) for s in spells)


def find_group(label: str) -> tuple[Group, int | None] | None:
    """The group and the year that ``EU`` or ``EU@2010`` mean, None if it is no group.

    Raises `InputError` for a year that is not a number and for a year given to a group fixed to one."""
    name, at, when = label.partition("@")
    wanted = _key(name)
    for group in groups().values():
        if wanted in {_key(group.key), _key(group.name), *map(_key, group.aliases)}:
            if not at:
                return group, None
            if not when.strip().isdigit():
                raise InputError(f"{label!r}: expected a year after @, as in {group.key}@2010")
            if group.fixed_year is not None:
                raise InputError(
                    f"{label!r}: {group.key} already means the members of {group.fixed_year}; write EU@{when}"
                )
            return group, int(when)
    return None


def _key(name: str) -> str:
    return name.casefold().replace("+", " plus ").replace("-", " ").replace("_", " ").replace(" ", "")


def members(label: str, year: int) -> tuple[str, ...]:
    """ISO3 codes in a group (``EU``, ``EU@2010``) in `year`; a year after @ goes before it.

    Raises `InputError` for an unknown group, with a suggestion, and for a year in which it has no members."""
    found = find_group(label)
    if found is None:
        raise InputError(
            f"unknown group {label!r}{did_you_mean(label, groups())}; known: {', '.join(groups())}"
        )
    group, at = found
    inside = group.members(at or year)
    if not inside:
        first = min(a for spells in group.spells.values() for a, _ in spells)
        raise InputError(f"{group.key} ({group.name}) has no members in {at or year}; it begins in {first}")
    return inside


def resolve_economies(
    labels: str | Iterable[str], world: "World", year: int | None = None
) -> tuple[str, ...]:
    """Economies of `world`, in its order, that the labels and groups mean; `select_economies` says what is
    left out.
    """
    return select_economies(labels, world, year).labels


def select_economies(labels: str | Iterable[str], world: "World", year: int | None = None) -> Selection:
    """Expand countries, regions and groups to the economies of `world`; `year` (the world's) decides on
    membership.

    A group selects every economy that lies wholly inside it; its members inside wider regions are in
    `dropped`. A leading ``-`` leaves out (``["EU27", "-HUN"]``; ``["-USA"]`` is the world without the USA).
    Raises `InputError` for an unknown label, a country that is not single, and a list that selects nothing.
    """
    asked = [labels] if isinstance(labels, str) else list(labels)
    if not asked:
        raise InputError("no economy named")
    if all(label.startswith(("-", "!")) for label in asked):
        asked = ["world", *asked]
    chosen: set[str] = set()
    dropped: dict[str, str] = {}
    for label in asked:
        leave_out = label.startswith(("-", "!"))
        found = _select(
            label[1:].strip() if leave_out else label, world, world.year if year is None else year
        )
        chosen = chosen - set(found.labels) if leave_out else chosen | set(found.labels)
        if not leave_out:
            dropped |= found.dropped
    if not chosen:
        gone = Selection((), dropped).remainder()
        raise InputError(
            f"{', '.join(asked)} leaves no economy of world {world.name}" + (f"; {gone}" if gone else "")
        )
    return Selection(tuple(c for c in world.economies if c in chosen), dropped)


def _select(label: str, world: "World", year: int) -> Selection:
    if label.casefold() in EVERYTHING:
        return Selection(world.economies)
    if label not in world.economies and find_group(label) is not None:
        wanted = set(members(label, year))
        whole = tuple(c for c, inside in world.members.items() if wanted.issuperset(inside))
        left = wanted - {m for c in whole for m in world.members[c]}
        region_of = {m: c for c, inside in world.members.items() for m in inside}
        elsewhere = region_of.get("ROW", "")  # a country the source does not name is in its rest of the world
        return Selection(whole, {m: region_of.get(m, elsewhere) for m in sorted(left)})
    return Selection((economy(label, world),))


def economy(label: str, world: "World") -> str:
    """The one economy of `world` that `label` means; see `labels.resolve_economy`."""
    try:
        return resolve_economy(
            label,
            world.economies,
            names=world.economy_names,
            members=world.members,
            where=f"world {world.name}",
        )
    except InputError as e:
        if iso3(label) is None and not suggest_economy(label, world.economies, world.economy_names):
            near = did_you_mean(label, groups(), most=1)
            if near:
                raise InputError(f"unknown economy or group {label!r}{near}") from e
        raise
