"""`autarky leverage`: what every economy loses when its ties with others are cut."""

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    import xarray as xr


@guarded
def leverage(
    world: WorldOption = "icio-2022",
    horizon: HorizonOption = "1y",
    leakage: LeakageOption = 0.1,
    of: Annotated[
        Labels,
        typer.Option("--of", metavar="LIST", help="Who loses: BLR,KAZ or groups (default: all)."),
    ] = None,
    on: Annotated[
        Labels,
        typer.Option("--on", metavar="LIST", help="Cut from whom (default: all)."),
    ] = None,
    pair: Annotated[
        tuple[str, str] | None,
        typer.Option("--pair", metavar="A B", help="One tie: two economies or groups.", show_default=False),
    ] = None,
    by_sector: Annotated[
        bool, typer.Option("--by-sector", help="With --pair: cut the tie in one sector at a time.")
    ] = False,
    as_blocs: Annotated[
        bool, typer.Option("--blocs", help="Blocs (EU27, EAEU, BRICS, G7, or those in --of) cut from others.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.nc", help="Save the matrix as netCDF.", show_default=False),
    ] = None,
    resume: ResumeOption = True,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Losses of welfare when ties between economies are cut: all pairs, chosen ones, blocs, or by sector."""
    from autarky.errors import InputError

    if by_sector and pair is None:
        raise InputError("--by-sector needs --pair A B")
    if pair is not None and (of or on or as_blocs):
        raise InputError("--pair names both sides; leave out --of, --on and --blocs")
    if as_blocs and on:
        raise InputError("--blocs cuts each bloc from all others; leave out --on")
    if out is not None:
        from autarky.cuts.dataset import check_target

        check_target(out)
    from autarky.cuts.settings import Run, Terms
    from autarky.worlds import load_world

    found = load_world(world)
    with cut_progress(quiet=quiet) as tell:
        terms = Terms(horizon=horizon, leakage=leakage)
        run = Run(resume=resume, workers=workers, progress=tell)
        if pair is not None and by_sector:
            from autarky.cuts.matrix import by_sector as cut_sectors

            data = cut_sectors(found, *pair, terms=terms, run=run)
        elif as_blocs:
            from autarky.cuts.matrix import BLOCS, leverage_of_blocs

            data = leverage_of_blocs(found, split_labels(of) or BLOCS, terms=terms, run=run)
        elif pair is not None:
            from autarky.cuts.matrix import leverage_between

            data = leverage_between(found, *pair, terms=terms, run=run)
        else:
            from autarky.cuts.matrix import leverage as matrix

            data = matrix(found, of=split_labels(of), on=split_labels(on), terms=terms, run=run)
    if out is not None:
        from autarky.cuts.dataset import save_dataset

        save_dataset(data, out)
    _answer(data, out, as_json=as_json)


def _answer(data: "xr.Dataset", out: Path | None, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_plain(data, out), indent=1, ensure_ascii=False, allow_nan=False))
        return
    from autarky.cli.console import show
    from autarky.report.leverage import leverage_tables, sector_table

    show(sector_table(data) if "sector" in data.dims else leverage_tables(data))
    if out is not None:
        typer.echo(f"\nMatrix: {out}")


def _plain(data: "xr.Dataset", out: Path | None) -> dict[str, Any]:
    """The record, and a row for each ordered pair (or sector), failures with their reason."""
    record = {k: v.tolist() if hasattr(v, "tolist") else v for k, v in data.attrs.items()}
    told: dict[str, Any] = {"record": record, "file": None if out is None else str(out)}
    if "sector" in data.dims:
        sides = [str(s) for s in data["side"].values]
        told["together"] = {s: _number(v) for s, v in zip(sides, data["together"].values, strict=True)}
        told["sectors"] = [
            {
                "sector": str(code),
                "loss": {s: _number(v) for s, v in zip(sides, data["loss"].values[:, j], strict=True)},
                "trade": {s: _number(v) for s, v in zip(sides, data["trade"].values[:, j], strict=True)},
                "reason": str(data["reason"].values[j]),
            }
            for j, code in enumerate(data["sector"].values)
        ]
        return told
    told["pairs"] = [
        {"loser": str(a), "partner": str(b)}
        | {v: _number(data[v].values[i, j]) for v in ("loss", "partner_loss", "gdp_loss")}
        | {"reason": str(data["reason"].values[i, j])}
        for i, a in enumerate(data["loser"].values)
        for j, b in enumerate(data["partner"].values)
        if math.isfinite(data["loss"].values[i, j]) or str(data["reason"].values[i, j])
    ]
    return told


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
