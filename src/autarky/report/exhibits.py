"""Exhibits of analyses as tables for the terminal and the report, and as the charts they ask for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from autarky.acts.analyses import drawing_of
from autarky.acts.exhibits import Column, Exhibit, Value
from autarky.charts.svg import Picture
from autarky.formatting import number
from autarky.report.templates import render
from autarky.world.accounts import World

Drawing = Callable[[Exhibit, str], list[Picture]]
MISSING = "n/a"


@dataclass(frozen=True)
class Shown:
    """An exhibit as the page shows it: cells are (text, key to sort by)."""

    title: str
    note: str
    heads: list[str]
    rows: list[list[tuple[str, float | str]]]
    figures: list[Picture]


def shown(exhibits: Sequence[Exhibit]) -> list[Shown]:
    """What the template needs of every exhibit."""
    return [
        Shown(
            e.title,
            e.note,
            [_head(c) for c in e.columns],
            [[(_cell(v), _key(v)) for v in row] for row in e.rows],
            _figures(e, f"x{k + 1}"),
        )
        for k, e in enumerate(exhibits)
    ]


def exhibit_tables(exhibits: Sequence[Exhibit]) -> list[RenderableType]:
    """One short table per exhibit for the terminal."""
    parts: list[RenderableType] = []
    for e in exhibits:
        table = Table(title=Text(e.title, style="bold"), title_justify="left", box=None, pad_edge=False)
        for k, column in enumerate(e.columns):
            words = all(isinstance(row[k], str) for row in e.rows) if e.rows else k == 0
            head = Text(_head(column))
            table.add_column(head, justify="left" if words else "right", overflow="fold")
        for row in e.rows[: e.most]:
            table.add_row(*(Text(_cell(v), style="red" if _negative(v) else "") for v in row))
        parts += [Text(""), table, Text(_more(e), style="dim")]
    return parts


def _more(e: Exhibit) -> str:
    left = len(e.rows) - e.most
    return f"{e.note}{f' {left} more rows in the report.' if left > 0 else ''}"


def _negative(value: Value) -> bool:
    return isinstance(value, float | int) and value < 0


def _head(column: Column) -> str:
    return f"{column.name}, {column.unit}" if column.unit else column.name


def _cell(value: Value) -> str:
    if value is None:
        return MISSING
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) else number(value)


def _key(value: Value) -> float | str:
    return "" if value is None else value


def _figures(e: Exhibit, name: str) -> list[Picture]:
    if not e.chart or not e.rows:
        return []
    if e.chart == "bars":
        return _bars(e, name)
    if e.chart == "lines":
        return _lines(e)
    draw: Drawing = drawing_of(e.chart)
    return draw(e, name)


def _bars(e: Exhibit, name: str) -> list[Picture]:
    from autarky.charts.bars import bars

    series = [e.columns[k] for k in e.charted]
    rows = [
        (str(row[0]), "", [float(row[k]) for k in e.charted])  # type: ignore[arg-type]  # None is left out below
        for row in e.rows[: e.most]
        if all(isinstance(row[k], float | int) for k in e.charted)
    ]
    if not rows:
        return []
    names = [c.name for c in series]
    drawn = bars(name, f"{e.title}.", rows, names, lambda v: number(v, plus=True))
    legend = f"{', '.join(names)} (dark to light)" if len(names) > 1 else names[0]
    return [Picture(e.title, f"{legend}, {series[0].unit}" if series[0].unit else legend, Markup(drawn))]


def _lines(e: Exhibit) -> list[Picture]:
    from autarky.charts.timelines import time_lines

    years = [int(row[0]) for row in e.rows]  # type: ignore[arg-type]
    lines = {
        e.columns[k].name: [float("nan") if row[k] is None else float(row[k]) for row in e.rows]  # type: ignore[arg-type]
        for k in e.charted
    }
    unit = e.columns[e.charted[0]].unit
    return [Picture(e.title, unit, time_lines(years, lines, e.title))]


def exhibits_page(
    world: World, exhibits: Sequence[Exhibit], *, title: str, setting: str, answer: str, look_for: str = ""
) -> str:
    """The page. Labels come from users' files: the template escapes everything but our own drawings."""
    from autarky import __version__

    return render(
        "exhibits",
        title=title,
        setting=setting,
        answer=answer,
        look_for=look_for,
        exhibits=shown(exhibits),
        attrs=world.data.attrs,
        fingerprint=world.fingerprint,
        version=__version__,
    )
