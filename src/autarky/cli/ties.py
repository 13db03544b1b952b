"""`autarky ties`: what one economy depends on, on one page."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autarky.cli.guard import guarded
from autarky.cli.study_options import (
    HorizonOption,
    JsonOption,
    Labels,
    LeakageOption,
    QuietOption,
    ResumeOption,
    WorkersOption,
    WorldOption,
    cut_progress,
    split_labels,
)

if TYPE_CHECKING:
    from autarky.world.accounts import World
    from autarky.worlds.panel import Snapshot


@guarded
def ties(
    of: Annotated[
        str, typer.Argument(metavar="ECONOMY", help="Whose dependence is asked.", show_default=False)
    ],
    on: Annotated[
        Labels, typer.Option("--on", metavar="LIST", help="Partners that must be shown; the first by sector.")
    ] = None,
    world: WorldOption = "icio-2022",
    horizon: HorizonOption = "1y",
    leakage: LeakageOption = 0.1,
    panel: Annotated[
        Path | None,
        typer.Option("--panel", metavar="FOLDER", help="Trade by year (YEAR.npz).", show_default=False),
    ] = None,
    worlds: Annotated[
        Labels, typer.Option("--worlds", metavar="LIST", help="Worlds of other years: a.nc,b.nc.")
    ] = None,
    since: Annotated[
        int | None,
        typer.Option("--since", metavar="YEAR", help="First year to show.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE.html", help="Write the brief as HTML, with charts.", show_default=False
        ),
    ] = None,
    resume: ResumeOption = True,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Partners by every measure side by side, the sectors behind the main tie, who depends on the economy."""
    from autarky.errors import InputError

    if out is not None and (out.suffix != ".html" or not out.absolute().parent.is_dir()):
        raise InputError(f"--out {out}: expected a .html file in a folder that exists")
    if panel is not None and worlds:
        raise InputError("--panel and --worlds both give the years; name one of them")
    if since is not None and panel is None and not worlds:
        raise InputError("--since needs trade of several years: --panel FOLDER or --worlds a.nc,b.nc")
    from autarky.cuts.settings import Run, Terms
    from autarky.cuts.ties import ties as brief_of
    from autarky.worlds import load_world

    found = load_world(world)
    years = _years(found, panel, split_labels(worlds), since)
    with cut_progress(quiet=quiet) as tell:
        told = brief_of(
            found,
            of,
            split_labels(on),
            years=years,
            terms=Terms(horizon=horizon, leakage=leakage),
            run=Run(resume=resume, workers=workers, progress=tell),
        )
    if out is not None:
        from autarky.files.writing import replacing
        from autarky.report.brief_page import brief_page

        page = brief_page(told)
        with replacing(out) as temporary:
            temporary.write_text(page, encoding="utf-8")
    if as_json:
        from autarky.report.brief import brief_plain

        typer.echo(json.dumps(brief_plain(told), indent=1, ensure_ascii=False, allow_nan=False))
        return
    from autarky.cli.console import show
    from autarky.report.brief import brief_tables

    show(brief_tables(told))
    if out is not None:
        typer.echo(f"\nReport: {out}")


def _years(world: "World", panel: Path | None, worlds: Labels, since: int | None) -> "list[Snapshot]":
    from autarky.worlds.panel import read_panel, read_worlds

    if panel is not None:
        return read_panel(panel, world, since)
    return read_worlds(worlds, since) if worlds else []
