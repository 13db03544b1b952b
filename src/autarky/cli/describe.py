"""Worlds and acts in words and tables."""

from inspect import cleandoc
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from autarky.acts.base import Act
from autarky.acts.describe import act_fields
from autarky.acts.registry import ACTS

if TYPE_CHECKING:
    from rich.console import RenderableType

    from autarky.world.accounts import World

_ATTRIBUTES = (
    "title",
    "source",
    "year",
    "unit",
    "version",
    "estimated",
    "notes",
    "licence",
    "citation",
    "url",
)


def world_facts(world: "World") -> dict[str, Any]:
    """What is known about a world, JSON-ready."""
    about = {k: world.data.attrs[k] for k in _ATTRIBUTES if k in world.data.attrs}
    worst = {name: float(abs(r).max()) for name, r in world.violations().items()}
    return (
        {"name": world.name}
        | {k: v.item() if hasattr(v, "item") else v for k, v in about.items()}
        | {
            "fingerprint": world.fingerprint,
            "economies": world.economy_names,
            "sectors": world.sector_names,
            "identities": worst,
        }
    )


def describe_world(world: "World") -> "RenderableType":
    """The same for people."""
    facts = world_facts(world)
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for key, value in facts.items():
        if key in ("economies", "sectors"):
            listed = ", ".join(c if c == n else f"{c} {n}" for c, n in value.items())
            table.add_row(key.capitalize(), Text(f"{len(value)}: {listed}"))
        elif key == "identities":
            rows = "\n".join(f"{name}: {residual:.0e}" for name, residual in value.items())
            table.add_row("Identities", Text(f"largest violation, relative to the largest flow\n{rows}"))
        else:
            table.add_row(key.capitalize(), Text(str(value)))
    return table


def describe_acts() -> "RenderableType":
    """All acts, one line each."""
    table = Table(show_edge=False, pad_edge=False)
    for column in ("Act", "What it does", "Fields"):
        table.add_column(column, overflow="fold")
    for name, act in ACTS.items():
        table.add_row(
            name, Text(act.summary), Text(", ".join(f.name for f in act_fields(act) if f.name != "label"))
        )
    return Group(table, Text("\nautarky acts NAME shows one with units and defaults."))


def describe_act(act: type[Act]) -> "RenderableType":
    """One act: what it means, its fields with units, defaults and examples, and how it looks in a file."""
    from autarky.acts.describe import example_toml

    table = Table(show_edge=False, pad_edge=False)
    for column in ("Field", "Unit", "Default", "Meaning", "Examples"):
        table.add_column(column, overflow="fold")
    for f in act_fields(act):
        table.add_row(f.name, f.unit, Text(f.default), Text(f.meaning), Text(f.examples))
    text = cleandoc(act.__doc__ or "").replace("``", "`")
    return Group(Text(text), Text(""), table, Text(""), Text(example_toml(act)))
