"""Acts as sentences: what, between whom, on what, with which parameters, on how much trade."""

from collections.abc import Mapping, Sequence
from typing import Any

from autarky.acts.registry import read_resolved
from autarky.acts.resolved import Resolved
from autarky.formatting import listed, money
from autarky.world.accounts import World

NO_ACTS = "No acts: this is the base year, and nothing changes."


def sentence(act: Resolved | Mapping[str, Any], world: World) -> str:
    """One act in words; also from the facts that a record holds."""
    resolved = read_resolved(act)
    kind = act_title(resolved.type)
    text = f"{resolved.label}: {kind.lower()}" if resolved.label else kind
    text += _parties(resolved, world)
    if sectors := _sectors(resolved.sectors, world):
        text += f", {sectors}"
    said = _parameters(resolved).rstrip(", ")
    text += f"; {said}" if said else ""
    if resolved.base is not None and resolved.base.of == "trade":
        text += f". It covers {money(resolved.base.value, world.unit)} of trade in the base year"
    return text + "."


def act_title(kind: str) -> str:
    """What an act is called in sentences."""
    from autarky.acts.registry import ACTS

    title = ACTS[kind].title if kind in ACTS else ""
    return title or kind.replace("_", " ").capitalize()


def _parameters(resolved: Resolved) -> str:
    from autarky.acts.base import Act
    from autarky.acts.registry import ACTS

    return ACTS.get(resolved.type, Act).parameters(resolved.facts)


def _parties(resolved: Resolved, world: World) -> str:
    from autarky.acts.base import Act
    from autarky.acts.registry import ACTS

    between = ACTS.get(resolved.type, Act).between
    names = {p.role: _names(p.economies, world) for p in resolved.parties}
    if resolved.facts.get("both_ways") and {"origin", "destination"} <= set(names):
        between = "between {origin} and {destination}, both ways"
    try:
        return " " + between.format(**names)
    except KeyError:  # a role that the act leaves open, such as the state that closes a corridor
        return ""


def _names(codes: Sequence[str], world: World) -> str:
    if len(codes) == len(world.economies):
        return "all economies"
    return listed((world.economy_names.get(c, c) for c in codes), most=4)


def _sectors(codes: Sequence[str], world: World) -> str:
    if not codes:
        return ""
    if set(codes) >= set(world.sectors) or tuple(codes) == ("all",):
        return "all goods and services"
    return listed((world.sector_names.get(c, c).lower() for c in codes), most=4)
