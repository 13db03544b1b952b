"""What an act means in a world: who acts on whom, on which goods, how much trade that is, and what to bear in mind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

BASES: dict[str, Literal["trade", "output", "value added"]] = {
    "base_trade": "trade",
    "base_output": "output",
    "base_value_added": "value added",
}


@dataclass(frozen=True)
class Party:
    """Economies in one role of an act: `origin`, `destination`, `members`, ..."""

    role: str
    economies: tuple[str, ...]


@dataclass(frozen=True)
class Base:
    """What the act covers in the base year: `value` in `unit` of `of` (trade, output or value added)."""

    of: Literal["trade", "output", "value added"]
    value: float
    unit: str


@dataclass(frozen=True)
class Term:
    """One field of the act, or one figure that follows from it, with its unit ("" where it has none)."""

    name: str
    value: Any
    unit: str = ""


@dataclass(frozen=True)
class Resolved:
    """An act in a world. `number` counts the acts of a scenario from 1.

    `parties`: who acts and who is acted on, as the act declares them, groups resolved to economies of the world.
    `sectors`: codes; empty where the act is not about sectors. `cells`: flows it touches, where it counts them.
    `base`: what it covers in the base year. `terms`: its fields and what follows from them. `notes`: what was left out
    or found, in sentences. `facts`: all of it, JSON-ready, as records and ``--json`` hold it.
    """

    number: int
    type: str
    label: str
    parties: tuple[Party, ...]
    sectors: tuple[str, ...]
    cells: int | None
    base: Base | None
    terms: tuple[Term, ...]
    notes: tuple[str, ...]
    facts: Mapping[str, Any] = field(repr=False)

    def economies(self, role: str) -> tuple[str, ...]:
        """The economies in one role; none where the act has no such role."""
        return next((p.economies for p in self.parties if p.role == role), ())

    def __getitem__(self, name: str) -> Any:
        """One of the facts by its name. Raises `KeyError`."""
        return self.facts[name]

    def as_dict(self) -> dict[str, Any]:
        """The facts as a record holds them, numbered."""
        return {"act": self.number, **self.facts}


def listed_codes(value: Any) -> tuple[str, ...]:
    """Labels of a resolved field: one text or a list of texts."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Mapping):
        return tuple(map(str, value))
    return tuple(map(str, value)) if isinstance(value, Sequence) else ()


def resolved_from(
    facts: Mapping[str, Any], number: int, roles: Sequence[str], units: Mapping[str, str]
) -> Resolved:
    """`Resolved` from its JSON-ready facts. `roles`: the fields that name parties; `units`: of fields that have one."""
    unit = str(facts.get("unit") or "")
    parties = [Party(role, codes) for role in roles if (codes := listed_codes(facts.get(role)))]
    base = next(
        (
            Base(of, float(facts[key]), unit)
            for key, of in BASES.items()
            if isinstance(facts.get(key), int | float)
        ),
        None,
    )
    about = {"act", "type", "label", "sectors", "cells", "unit", "notes", *roles, *BASES}
    cells = facts.get("cells")
    return Resolved(
        number=number,
        type=str(facts.get("type", "")),
        label=str(facts.get("label") or ""),
        parties=tuple(parties),
        sectors=listed_codes(facts.get("sectors")),
        cells=int(cells) if isinstance(cells, int) else None,
        base=base,
        terms=tuple(Term(k, v, units.get(k, "")) for k, v in facts.items() if k not in about),
        notes=tuple(map(str, facts.get("notes") or ())),
        facts={k: v for k, v in facts.items() if k != "act"},
    )
