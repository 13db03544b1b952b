"""All commands of `autarky`, one module each or a small group."""

from typing import Annotated

import typer

from autarky import __version__
from autarky.cli.case import case
from autarky.cli.catalogue import acts, elasticities, schema, worlds
from autarky.cli.check import check
from autarky.cli.compare import compare
from autarky.cli.corridors import corridors
from autarky.cli.data import data
from autarky.cli.guarantee import guarantee
from autarky.cli.init import init
from autarky.cli.leverage import leverage
from autarky.cli.measure import measure
from autarky.cli.replicate import replicate
from autarky.cli.run import run
from autarky.cli.study import study
from autarky.cli.ties import ties
from autarky.cli.world import world

app = typer.Typer(
    name="autarky",
    help="Dependence between states: what happens when a tie is cut, taxed, guaranteed or deepened, in"
    " general equilibrium, on real data.",
    epilog="Start with: autarky init, then autarky run scenario.toml",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool | None) -> None:
    if value:
        typer.echo(f"autarky {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool | None,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit."),
    ] = None,
) -> None:
    """Options before the command."""


for command in (
    run,
    case,
    compare,
    check,
    measure,
    worlds,
    acts,
    elasticities,
    schema,
    init,
    leverage,
    ties,
    guarantee,
    replicate,
):
    app.command()(command)
app.add_typer(world, name="world")
app.add_typer(data, name="data")
app.add_typer(corridors, name="corridors")
app.add_typer(study, name="study")
