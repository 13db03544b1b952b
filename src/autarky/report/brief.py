"""The brief of one economy, in the terminal and as one HTML file."""

from importlib.resources import files
from typing import Any

import numpy as np
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autarky.report.words import money_unit, number, percent
from autarky.studies.brief import MEASURES, Brief

Rows = list[list[str]]


def brief_tables(told: Brief) -> RenderableType:
    """One page for the terminal."""
    parts: list[RenderableType] = [Text(title(told), style="bold"), Text(setting(told)), Text("")]
    for heading, note, columns, rows in sections(told):
        table = Table(title=heading, title_justify="left", title_style="bold", box=None, pad_edge=False)
        for j, column in enumerate(columns):
            shown = column.replace("look-through", "look-\nthrough")  # breaks where a hyphen would not
            table.add_column(shown, justify="right" if j else "left", no_wrap=j == 0, overflow="fold")
        for row in rows:
            table.add_row(*map(Text, row))
        parts += [table, Text(note, style="dim"), Text("")]
    parts.append(Text(estimates(told)))
    return Group(*parts)


def brief_page(told: Brief) -> str:
    """One self-contained HTML file, with the same tables and the partners as bars."""
    import jinja2
    from markupsafe import Markup

    from autarky import __version__
    from autarky.report import charts

    names = told.world.economy_names
    loss = told.table.sel(measure="welfare loss").values
    rows = [
        (names[str(p)], spread(told, str(p)), [float(v)])
        for p, v in zip(told.table["partner"].values, loss, strict=True)
    ]
    svg = charts.bars("partners", f"{title(told)}, welfare losses", rows, ["loss"], _share)
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    folder = files("autarky.report").joinpath("templates")
    template = environment.from_string(folder.joinpath("brief.html.j2").read_text("utf-8"))
    return template.render(
        title=title(told),
        setting=setting(told),
        sections=sections(told),
        chart=Markup(svg),
        estimates=estimates(told),
        attrs=told.world.data.attrs,
        fingerprint=told.world.fingerprint,
        version=__version__,
        style=Markup(folder.joinpath("style.css").read_text("utf-8")),
    )


def title(told: Brief) -> str:
    return f"What {told.world.economy_names[told.of]} depends on"


def setting(told: Brief) -> str:
    """World, horizon and how ties are cut, in a sentence."""
    about = told.record
    return (
        f"{told.world.data.attrs.get('title', told.world.name)}. Losses: equivalent variation, share of expenditure, "
        f"{about['horizon']} after an embargo both ways that lets {percent(float(about['leakage']), plus=False)} of "
        "the quantity through."
    )


def sections(told: Brief) -> list[tuple[str, str, list[str], Rows]]:
    """Heading, note, columns and rows of each table; the first column is a label."""
    return [_partners(told), _sectors(told), _dependents(told)]


def spread(told: Brief, partner: str) -> str:
    """Smallest and largest of the measures other than the loss, in its unit: percent: ``2.1–9.8``."""
    others = told.normalised.sel(partner=partner).values[1:]
    if not np.isfinite(others).any():
        return ""
    return f"{number(100 * float(np.nanmin(others)))}–{number(100 * float(np.nanmax(others)))}"


def _partners(told: Brief) -> tuple[str, str, list[str], Rows]:
    names = told.world.economy_names
    rows = [
        [
            names[str(p)],
            *(number(100 * float(v)) for v in told.table.sel(partner=p).values),
            spread(told, str(p)),
        ]
        for p in told.table["partner"].values
    ]
    note = (
        "In percent. Others as losses: each other measure scaled so that its sum over these partners is that of the"
        " losses; a loss outside that range is one that the shares do not show. "
        + "; ".join(f"{k}: {v}" for k, v in list(MEASURES.items())[1:])
        + "."
    )
    return "Partners", note, ["Partner", *MEASURES, "others as losses"], rows


def _sectors(told: Brief, most: int = 8) -> tuple[str, str, list[str], Rows]:
    factor, money = money_unit(told.world.unit)
    data, names = told.sectors, told.world.economy_names
    loss, trade = data["loss"].values, data["trade"].values * factor
    other = names.get(told.main, told.main)
    order = np.argsort(-np.nan_to_num(loss[0]))[:most]
    goods = [str(s) for s in data["sector_name"].values]
    rows = [
        [
            goods[s],
            number(100 * loss[0, s]),
            number(trade[1, s]),
            number(trade[0, s]),
            number(100 * loss[1, s]),
        ]
        for s in order
    ]
    both = data["together"].values
    whole = [number(100 * both[0]), *(number(v) for v in trade.sum(1)[::-1]), number(100 * both[1])]
    rows.append(["All sectors at once", *whole])
    columns = ["Sector", "loss %", f"buys, {money}", f"sells, {money}", f"{other} loses %"]
    note = "Only this sector's flows are cut, both ways; losses of single sectors do not add up."
    return f"Which sectors carry the tie with {other}", note, columns, rows


def _dependents(told: Brief) -> tuple[str, str, list[str], Rows]:
    names = told.world.economy_names
    own = told.table.sel(measure="welfare loss")
    pairs = [
        (str(p), float(v))
        for p, v in zip(told.dependents["partner"].values, told.dependents.values, strict=True)
    ]
    rows = []
    for p, back in sorted(pairs, key=lambda x: -np.nan_to_num(x[1])):
        mine = float(own.sel(partner=p))
        rows.append([names[p], number(100 * back), number(mine / back) if back > 0 else "one-sided"])
    columns = ["Partner", "its loss %", "own loss / its loss"]
    return f"Who depends on {names[told.of]}", "The same cuts, seen from the other side.", columns, rows


def estimates(told: Brief) -> str:
    """What of the ties shown is an estimate."""
    names = told.world.economy_names
    said = str(told.world.data.attrs.get("estimated", ""))
    known = [
        (str(p), float(v))
        for p, v in zip(told.estimated["partner"].values, told.estimated.values, strict=True)
    ]
    parts = [f"{names[p]} {percent(v, plus=False)}" for p, v in known if np.isfinite(v)]
    shares = f"Share of the tie's trade that is an estimate: {', '.join(parts)}. " if parts else ""
    return f"{shares}{said}".strip()


def _share(value: float) -> str:
    return percent(value, plus=False)


def brief_plain(told: Brief) -> dict[str, Any]:
    """The brief as JSON-ready values (fractions)."""

    def clean(value: Any) -> float | None:
        return float(value) if np.isfinite(value) else None

    return {
        "of": told.of,
        "partners": [
            {"partner": str(p)}
            | {str(m): clean(told.table.sel(partner=p, measure=m)) for m in MEASURES}
            | {"normalised": {str(m): clean(told.normalised.sel(partner=p, measure=m)) for m in MEASURES}}
            | {
                "its loss": clean(told.dependents.sel(partner=p)),
                "estimated": clean(told.estimated.sel(partner=p)),
            }
            for p in told.table["partner"].values
        ],
        "tie": told.main,
        "sectors": {
            str(s): clean(told.sectors["loss"].values[0, j])
            for j, s in enumerate(told.sectors["sector"].values)
        },
        "record": {k: v.tolist() if hasattr(v, "tolist") else v for k, v in told.record.items()},
    }
