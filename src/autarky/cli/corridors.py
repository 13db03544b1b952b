"""`autarky corridors`: the transport network, and the cheapest ways between two economies."""

from typing import TYPE_CHECKING, Annotated

import typer

from autarky.cli.guard import guarded

if TYPE_CHECKING:
    from rich.console import RenderableType

corridors = typer.Typer(
    name="corridors",
    help="The transport network: its links, and the cheapest routes between economies.",
    no_args_is_help=True,
)


@corridors.command("list")
@guarded
def links(
    at: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="A place, a link or a corridor.", show_default=False),
    ] = None,
) -> None:
    """List the corridors, or the links of one corridor or place."""
    from autarky.acts.corridors.network import embedded
    from autarky.cli.console import show

    network = embedded()
    if at is None:
        show(_corridors())
        typer.echo(
            f"\n{len(network.nodes)} places, {len(network.links)} links. One place, link or corridor:"
            " autarky corridors list NAME"
        )
        return
    from rich.table import Table

    from autarky.acts.corridors.lookup import controls

    table = Table(show_edge=False, pad_edge=False)
    for column in ("Link", "km", "Hours", "Capacity, Mt", "Controlled by"):
        table.add_column(
            column, justify="left" if column in ("Link", "Controlled by") else "right", overflow="fold"
        )
    for k, states in controls(at, network).items():
        link = network.links[k]
        capacity = "" if link.capacity is None else f"{link.capacity:g}"
        name = link.name if link.open else f"{link.name}, closed"
        table.add_row(name, f"{link.km:,.0f}", f"{link.hours:,.0f}", capacity, ", ".join(states))
    show(table)


@corridors.command()
@guarded
def path(
    origin: Annotated[str, typer.Argument(metavar="FROM", help="Seller.", show_default=False)],
    destination: Annotated[str, typer.Argument(metavar="TO", help="Buyer.", show_default=False)],
    goods: Annotated[
        str, typer.Option("--goods", help="Kind of goods: agriculture, crude, machinery ...")
    ] = "machinery",
) -> None:
    """Show the cheapest way of a kind of goods between the main gateways of two economies, by each mode."""
    from rich.table import Table

    from autarky.acts.corridors.goods import goods as kinds
    from autarky.acts.corridors.routes import cheapest_routes
    from autarky.cli.console import show
    from autarky.errors import InputError, did_you_mean
    from autarky.world.labels import iso3

    if goods not in kinds():
        raise InputError(
            f"unknown goods {goods!r}{did_you_mean(goods, kinds())}; known: {', '.join(kinds())}"
        )
    table = Table(show_edge=False, pad_edge=False)
    for column in ("Without", "USD/t", "Days", "Cost, % of value", "Route"):
        table.add_column(
            column, justify="left" if column in ("Without", "Route") else "right", overflow="fold"
        )
    ends = [iso3(label) for label in (origin, destination)]
    for label, code in zip((origin, destination), ends, strict=True):
        if code is None:
            raise InputError(f"unknown country {label!r}: expected ISO2, ISO3 or a name")
    for way in cheapest_routes(str(ends[0]), str(ends[1]), goods):
        cells = (way.without, f"{way.money:,.0f}", f"{way.days:.1f}", f"{100 * way.share:.1f}", way.told)
        table.add_row(*cells)
    show(table)


def _corridors() -> "RenderableType":
    from rich.table import Table

    from autarky.acts.corridors.lookup import corridor_names
    from autarky.acts.corridors.network import embedded

    network = embedded()
    table = Table(show_edge=False, pad_edge=False)
    for column in ("Corridor", "Links", "Controlled by"):
        table.add_column(column, justify="right" if column == "Links" else "left", overflow="fold")
    for name in corridor_names(network):
        inside = [link for link in network.links if name in link.corridors]
        states = sorted({s for link in inside for s in link.states})
        table.add_row(name, str(len(inside)), ", ".join(states))
    return table
