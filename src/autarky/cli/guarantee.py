"""`autarky guarantee`: what a guarantee against coercion is worth, and whether it is worth its price."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from autarky.cli.guard import guarded
from autarky.cli.study_options import JsonOption, QuietOption
from autarky.uncertainty import SEED

if TYPE_CHECKING:
    from autarky.guarantee.judge import Judgement


@guarded
def guarantee(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Guarantee file (TOML).", show_default=False)],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.html", help="Write the answer as HTML.", show_default=False),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="Replace a field of the file, threats counted from 1: threat.1.probability=10%. May be repeated.",
        ),
    ] = None,
    draws: Annotated[
        int,
        typer.Option(
            "--draws",
            min=0,
            max=100_000,
            help="Monte Carlo draws of uncertain parameters, for ranges; 200 are usual.",
        ),
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the draws.")] = SEED,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Expected and worst loss from coercion with and without a guarantee, and the highest price worth paying for it."""
    from autarky.errors import InputError
    from autarky.guarantee.file import GuaranteeFile

    if out is not None and (out.suffix != ".html" or not out.absolute().parent.is_dir()):
        raise InputError(f"--out {out}: expected a .html file in a folder that exists")
    read = GuaranteeFile.from_file(file, settings or ())
    from autarky.cli.console import progress
    from autarky.guarantee.exhibits import answer, exhibits
    from autarky.guarantee.judge import judge

    with progress("loading the world", quiet=quiet or as_json) as step:
        judged = judge(read, step, draws, seed)
    made, said = exhibits(judged), answer(judged)
    title = read.title or f"A guarantee for {judged.world.economy_names[judged.economy]}"
    if out is not None:
        from autarky.files.writing import replacing
        from autarky.report.exhibits import exhibits_page

        page = exhibits_page(
            judged.world, made, title=title, setting=_setting(judged), answer=said, look_for=read.look_for
        )
        with replacing(out) as temporary:
            temporary.write_text(page, encoding="utf-8")
    if as_json:
        plain = (
            {"title": title, "answer": said} | _figures(judged) | {"exhibits": [e.as_plain() for e in made]}
        )
        typer.echo(json.dumps(plain, indent=1, ensure_ascii=False, allow_nan=False))
        return
    if quiet:
        return
    from rich.console import Group
    from rich.text import Text

    from autarky.cli.console import show
    from autarky.report.exhibits import exhibit_tables

    show(Group(Text(title, style="bold"), Text(_setting(judged)), Text(f"\n{said}"), *exhibit_tables(made)))
    if out is not None:
        typer.echo(f"\nReport: {out}")


def _setting(judged: "Judgement") -> str:
    from autarky.economy.horizon import horizon_label, parse_horizon

    world, years = judged.world, parse_horizon(judged.file.horizon)
    title = world.data.attrs.get("title", world.name)
    drawn = f"; {judged.drawn.shape[1]} draws" if judged.drawn.size else ""
    return f"{title}; coercion after {horizon_label(years)} of adjustment{drawn}"


def _figures(judged: "Judgement") -> dict[str, Any]:
    """The figures behind the answer; shares of real income, money in the world's unit."""
    aversion = judged.file.risk_aversion
    return {
        "economy": judged.economy,
        "by": list(judged.by),
        "unit": judged.world.unit,
        "real_income": judged.spent,
        "gdp": judged.gdp,
        "risk_aversion": aversion,
        "price": judged.price,
        "burden": judged.burden,
        "highest_price": float(judged.highest(aversion)),
        "break_even": _finite(judged.break_even(aversion)),
        "probability": judged.probability.tolist(),
        "loss": judged.loss.tolist(),
    }


def _finite(value: float | None) -> float | None:
    from math import isfinite

    return value if value is not None and isfinite(value) else None
