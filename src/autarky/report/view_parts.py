"""What the views of worlds, scenarios and results share: choosing a table, a table of HTML, text of a fixed width."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from autarky.errors import InputError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import RenderableType

WIDTH = 100  # of the text of a summary; a notebook's cell shows so many letters


def chosen(tables: Mapping[str, "Callable[[], pd.DataFrame]"], name: str, of: str) -> "pd.DataFrame":
    """The table called `name`, the first without a name. Raises `InputError` that lists them."""
    key = name or next(iter(tables))
    if key not in tables:
        raise InputError(
            f"{of} has no table {name!r}{did_you_mean(name, tables)}; it has {', '.join(tables)}"
        )
    return tables[key]()


def plain(renderable: "RenderableType") -> str:
    """What `rich` would print, without colours, `WIDTH` wide."""
    from rich.console import Console

    console = Console(width=WIDTH, color_system=None, file=None, record=False, force_terminal=False)
    with console.capture() as captured:
        console.print(renderable)
    return captured.get().rstrip()


def html_table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> Markup:
    """A table whose first column holds names and the others figures."""
    style = "text-align:right;padding:1px 8px;font-variant-numeric:tabular-nums"
    left = "text-align:left;padding:1px 8px 1px 0"
    said = Markup("<caption style='text-align:left;font-weight:600;padding:4px 0'>{}</caption>").format(
        caption
    )
    heads = Markup("").join(
        Markup("<th style='{}'>{}</th>").format(left if k == 0 else style, cell)
        for k, cell in enumerate(head)
    )
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                Markup("<td style='{}'>{}</td>").format(left if k == 0 else style, cell)
                for k, cell in enumerate(row)
            )
        )
        for row in rows
    )
    return Markup(
        "<table style='border-collapse:collapse;margin:6px 0'>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
    ).format(said if caption else "", heads, body)


def html_box(
    title: str, lines: Sequence[str], *inside: Markup, more: Sequence[tuple[str, Markup]] = ()
) -> str:
    """A titled box; what `more` holds opens on a click."""
    head = Markup("<div style='font-weight:600'>{}</div>").format(title)
    said = Markup("").join(Markup("<div>{}</div>").format(line) for line in lines if line)
    folded = Markup("").join(
        Markup("<details><summary>{}</summary>{}</details>").format(name, body) for name, body in more
    )
    whole = Markup("").join([head, said, *inside, folded])
    return str(Markup("<div style='max-width:60em;line-height:1.4'>{}</div>").format(whole))


def preformatted(text: str) -> Markup:
    return Markup("<pre style='margin:4px 0'>{}</pre>").format(escape(text))
