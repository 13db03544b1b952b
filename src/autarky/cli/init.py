"""`autarky init`: a commented scenario that runs as it is."""

from pathlib import Path
from typing import Annotated

import typer

from autarky.cli.guard import guarded


@guarded
def init(
    file: Annotated[
        Path, typer.Argument(metavar="[FILE]", help="File to write; an existing one is left alone.")
    ] = Path("scenario.toml"),
) -> None:
    """Write a commented scenario to start from."""
    from autarky.errors import InputError
    from autarky.scenario.template import template

    if file.is_dir():
        file = file / "scenario.toml"
    try:
        with file.open("x", encoding="utf-8", newline="\n") as handle:
            handle.write(template())
    except FileExistsError:
        raise InputError(f"{file} exists already; name another file") from None
    except OSError as e:
        raise InputError(f"{file} cannot be written: {e.strerror or e}") from None
    typer.echo(f"Wrote {file}. Run it with: autarky run {file}")
