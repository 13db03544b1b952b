"""`autarky ties`: what one economy depends on, on one page."""

import json
from pathlib import Path
from typing import Annotated

import typer

from autarky.cli.guard import guarded


@guarded
def ties(
    of: Annotated[
        str, typer.Argument(metavar="ECONOMY", help="Whose dependence is asked.", show_default=False)
    ],
    on: Annotated[
        list[str] | None,
        typer.Option("--on", metavar="LIST", help="Partners that must be shown; the first by sector."),
    ] = None,
    world: Annotated[
        str, typer.Option("--world", metavar="WORLD", help="World: name, or path of a file.")
    ] = "icio-2022",
    horizon: Annotated[
        str, typer.Option("--horizon", metavar="TIME", help="Time to adjust (3m, 1y, 10y).")
    ] = "1y",
    leakage: Annotated[
        float, typer.Option("--leakage", help="Share of the base quantity that still gets through.")
    ] = 0.1,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.html", help="Write the brief as HTML.", show_default=False),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, and nothing else, on standard output.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Partners by every measure side by side, the sectors behind the main tie, who depends on the economy."""
    from autarky.cli.leverage import cut_progress, split_labels
    from autarky.errors import InputError

    if out is not None and (out.suffix != ".html" or not out.absolute().parent.is_dir()):
        raise InputError(f"--out {out}: expected a .html file in a folder that exists")
    from autarky.studies.brief import brief
    from autarky.studies.settings import Run, Terms
    from autarky.world import load_world

    found = load_world(world)
    with cut_progress(quiet=quiet) as tell:
        told = brief(
            found,
            of,
            split_labels(on),
            terms=Terms(horizon=horizon, leakage=leakage),
            run=Run(progress=tell),
        )
    if out is not None:
        from autarky.files.writing import replacing
        from autarky.report.brief import brief_page

        with replacing(out) as temporary:
            temporary.write_text(brief_page(told), encoding="utf-8")
    from autarky.report.brief import brief_plain, brief_tables

    if as_json:
        typer.echo(json.dumps(brief_plain(told), indent=1, ensure_ascii=False, allow_nan=False))
        return
    from autarky.cli.console import show

    show(brief_tables(told))
    if out is not None:
        typer.echo(f"\nReport: {out}")
