"""`autarky measure`: one measure of dependence, as a short table."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from autarky.cli.guard import guarded

if TYPE_CHECKING:
    from rich.console import RenderableType

    from autarky.measures.answer import Answer
    from autarky.measures.registry import Measure


@guarded
def measure(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Measure; none lists them all.", show_default=False),
    ] = None,
    of: Annotated[
        str | None, typer.Option(metavar="WHO", help="The economy whose dependence is asked.")
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="WHO", help="One partner or group; none: the main partners.")
    ] = None,
    world: Annotated[str | None, typer.Option(metavar="WORLD", help="World by name, or file.")] = None,
    horizon: Annotated[str | None, typer.Option(metavar="TIME", help="Time to adjust: 3m, 1y, 10y.")] = None,
    elasticities: Annotated[
        str | None, typer.Option(metavar="SET", help="Set of trade elasticities.")
    ] = None,
    leakage: Annotated[
        float | None, typer.Option(metavar="SHARE", help="Share of trade that survives a cut, 0 to 1.")
    ] = None,
    sector: Annotated[
        list[str] | None, typer.Option(metavar="SECTOR", help="Sector or group. May be repeated.")
    ] = None,
    product: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="HS code or material. May be repeated.")
    ] = None,
    year: Annotated[int | None, typer.Option(metavar="YEAR", help="Year of trade by product.")] = None,
    data: Annotated[
        str | None, typer.Option(metavar="DIR", help="Folder with trade by product; default: ../shared.")
    ] = None,
    top: Annotated[int | None, typer.Option(metavar="N", help="Rows to show; default 10.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure the dependence of an economy on others; without NAME, list all measures."""
    from autarky.cli.console import progress, show
    from autarky.measures.registry import find_measure

    if name is None:
        _list(as_json=as_json)
        return
    found = find_measure(name)
    from autarky.measures.answer import Ask, answer

    asked = Ask(
        of, on, world, horizon, elasticities, leakage, sector or None, product or None, year, data, top
    )
    with progress(f"{name} ...", quiet=as_json):
        given = answer(name, asked)
    if as_json:
        typer.echo(json.dumps(given.as_dict(found), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        show(answer_table(found, given))


def _list(*, as_json: bool) -> None:
    from autarky.measures.registry import MEASURES

    if as_json:
        facts = [
            {k: getattr(m, k) for k in ("name", "summary", "formula", "reference", "unit", "needs", "takes")}
            for m in MEASURES.values()
        ]
        typer.echo(json.dumps(facts, indent=1, ensure_ascii=False))
        return
    from rich.table import Table

    from autarky.cli.console import show

    table = Table(show_edge=False, pad_edge=False)
    table.add_column("Measure", no_wrap=True)
    table.add_column("What it says", overflow="fold")
    table.add_column("Needs", overflow="fold")
    for m in MEASURES.values():
        table.add_row(m.name, m.summary, m.needs)
    show(table)


def answer_table(measure: "Measure", answer: "Answer") -> "RenderableType":
    """Title, rows, year and source, notes."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False)
    for column, unit in answer.columns.items():
        head = column.replace("_", " ") + (
            f" ({'%' if unit == 'share' else unit})" if _is_number(unit) else ""
        )
        table.add_column(head, justify="right" if unit else "left", overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(_cell(row.get(c), unit)) for c, unit in answer.columns.items()))
    settings = ", ".join(f"{k} {v}" for k, v in answer.settings.items())
    tail = [Text(f"{answer.year}, {answer.source}" + (f"; {settings}" if settings else ""))]
    tail += [Text(f"{measure.reference}; {measure.formula}")]
    return Group(
        Text(answer.title, style="bold"),
        Text(""),
        table,
        Text(""),
        *tail,
        *(Text(f"note: {n}") for n in answer.notes),
    )


def _is_number(unit: str) -> bool:
    return unit not in ("", "ratio", "index", "count")


def _cell(value: float | str | bool | None, unit: str) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if unit == "share":
        return f"{100 * value:.2f}"
    if unit == "index":
        return f"{value:.3f}"
    if unit == "ratio":
        return f"{value:,.2f}" if abs(value) < 1000 else f"{value:.3g}"
    return f"{value:,.0f}" if unit == "count" or value == 0 or abs(value) >= 10 else f"{value:.2g}"
