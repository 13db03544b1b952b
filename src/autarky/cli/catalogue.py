"""Commands that list what there is: worlds, acts, elasticities, the schema of scenario files."""

import json
from typing import Annotated

import typer

from autarky.cli.guard import guarded


@guarded
def worlds() -> None:
    """List the worlds that ship with autarky."""
    from rich.table import Table

    from autarky.cli.console import show
    from autarky.worlds import list_worlds

    table = Table(show_edge=False, pad_edge=False)
    for column in ("Name", "Year", "Economies", "Sectors", "Title", "Licence"):
        table.add_column(column)
    for w in list_worlds():
        table.add_row(w.name, str(w.year), str(w.economies), str(w.sectors), w.title, w.licence)
    show(table)


@guarded
def acts(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="One act, with all that is known about it.", show_default=False
        ),
    ] = None,
) -> None:
    """List the acts, or show one with its fields, units and defaults."""
    from autarky.acts import ACTS
    from autarky.cli.console import show
    from autarky.cli.describe import describe_act, describe_acts
    from autarky.errors import InputError, did_you_mean

    if name is None:
        show(describe_acts())
        return
    if name not in ACTS:
        raise InputError(f"unknown act {name!r}{did_you_mean(name, ACTS)}; known: {', '.join(ACTS)}")
    show(describe_act(ACTS[name]))


@guarded
def elasticities() -> None:
    """List the published sets of trade elasticities."""
    from rich.table import Table

    from autarky.cli.console import show
    from autarky.economy.elasticities import list_elasticities

    table = Table(show_edge=False, pad_edge=False)
    for column in ("Name", "Title", "Source"):
        table.add_column(column, overflow="fold")
    for entry in list_elasticities().values():
        table.add_row(entry.name, entry.title, entry.source)
    show(table)


@guarded
def schema() -> None:
    """Print the JSON Schema of a scenario file, for editors."""
    from autarky.scenario.schema import scenario_schema

    typer.echo(json.dumps(scenario_schema(), indent=2, ensure_ascii=False))
