"""The brief of one economy as tables and sentences: what the terminal shows and the page repeats."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autarky.cuts.ties import MEASURES, Brief
from autarky.formatting import money_unit, number, percent

Rows = list[list[str]]
SHOWN = 4  # partners followed over the years
HEADS = ["loss", *list(MEASURES)[1:]]
LABEL = 22  # columns that names keep, long ones folded
YEARS = 11  # columns of years that fit a terminal


@dataclass(frozen=True)
class BriefSheet:
    """A table with its heading and what to know about it; the first column is a label."""

    key: str
    heading: str
    note: str
    columns: list[str]
    rows: Rows


def brief_tables(told: Brief) -> RenderableType:
    """One page for the terminal."""
    parts: list[RenderableType] = [Text(title(told), style="bold"), Text(setting(told)), Text("")]
    parts += [Text(" ".join(answer(told))), Text("")]
    for sheet in sheets(told):
        table = Table(
            title=sheet.heading,
            title_justify="left",
            title_style="bold",
            box=None,
            pad_edge=False,
            padding=(0, 1, 0, 0) if len(sheet.columns) > 10 else (0, 1),
        )
        for j, column in enumerate(sheet.columns):
            shown = column.replace("look-through", "look-\nthrough")  # breaks where a hyphen would not
            if len(sheet.columns) > 10:
                shown = shown.replace(" ", "\n")
            widest = max(len(row[0]) for row in sheet.rows)
            table.add_column(
                shown,
                justify="right" if j else "left",
                overflow="fold",
                min_width=None if j else min(widest, LABEL),
            )
        for row in sheet.rows:
            table.add_row(*map(Text, row))
        parts += [table, Text(sheet.note, style="dim"), Text("")]
    parts.append(Text(estimates(told)))
    return Group(*parts)


def title(told: Brief) -> str:
    return f"What {name(told, told.of)} depends on"


def name(told: Brief, code: str) -> str:
    return told.world.economy_names.get(code, code)


def setting(told: Brief) -> str:
    """World, horizon and how ties are cut, in a sentence."""
    about = told.record
    through = percent(float(about["leakage"]), plus=False)
    return (
        f"{told.world.data.attrs.get('title', told.world.name)}. Losses: equivalent variation, share of expenditure, "
        f"{_span(str(about['horizon']))} after an embargo both ways that lets {through} of the quantity through; every "
        "loss shown is a solved equilibrium."
    )


def _span(label: str) -> str:
    """``1y`` as ``1 year``; what is no label stays."""
    count, unit = label[:-1], {"y": "year", "m": "month"}.get(label[-1:], "")
    return f"{count} {unit}{'' if count == '1' else 's'}" if unit else label


def answer(told: Brief) -> list[str]:
    """The brief in a few sentences."""
    me, loss = name(told, told.of), told.table.sel(measure="welfare loss")
    order = [str(p) for p in told.table["partner"].values if np.isfinite(float(loss.sel(partner=p)))]
    if not order:
        why = next(iter(told.unsolved.values()))
        return [f"None of these cuts has a solution. {name(told, next(iter(told.unsolved)))}: {why}"]
    first = order[0]
    said = [
        f"Cut from {name(told, p)}, {me}: no equilibrium was found: {reason}"
        for p, reason in told.unsolved.items()
    ]
    said += [
        f"Cut from {name(told, first)}, {me} would lose {percent(float(loss.sel(partner=first)), plus=False)} of its "
        f"real income; {name(told, first)} would lose "
        f"{percent(float(told.everyone['partner_loss'].sel(partner=first)), plus=False)}."
    ]
    low, high = others_range(told, first)
    if np.isfinite(low):
        said.append(
            f"The other measures, on the same scale, give {number(100 * low)} to {number(100 * high)} %."
        )
    if len(order) > 1:
        second = order[1]
        said.append(
            f"Next is {name(told, second)} with {percent(float(loss.sel(partner=second)), plus=False)}."
        )
    return said


def sheets(told: Brief) -> list[BriefSheet]:
    """All tables, in the order of the page."""
    found = [_scaled(told), _raw(told), _sectors(told), _hidden(told), _dependents(told), _estimated(told)]
    if told.history is not None:
        found.insert(4, _years(told, told.history))
    return found


def others_range(told: Brief, partner: str) -> tuple[float, float]:
    """Least and most of the measures other than the loss, in its unit; NaN where there is none."""
    others = told.normalised.sel(partner=partner).values[1:]
    if not np.isfinite(others).any():
        return float("nan"), float("nan")
    return float(np.nanmin(others)), float(np.nanmax(others))


def _verdict(told: Brief, partner: str) -> str:
    """Where the loss lies against the range of the other measures."""
    loss = float(told.table.sel(partner=partner, measure="welfare loss"))
    low, high = others_range(told, partner)
    if not np.isfinite(loss) or not np.isfinite(low):
        return "n/a"
    return "above" if loss > high else "below" if loss < low else "within"


def _scaled(told: Brief) -> BriefSheet:
    rows = [
        [
            name(told, str(p)),
            *(number(100 * float(v)) for v in told.normalised.sel(partner=p).values),
            *(number(100 * v) if np.isfinite(v) else "n/a" for v in others_range(told, str(p))),
            _verdict(told, str(p)),
        ]
        for p in told.table["partner"].values
    ]
    note = (
        "In percent of real income. Each measure is scaled so that its sum over these partners is that of the losses:"
        " what remains is how differently the measures distribute the dependence. Least and most of the others:"
        " a loss outside that range is one that no share shows."
    )
    columns = ["Partner", *HEADS, "least other", "most other", "loss is"]
    return BriefSheet("scaled", "Partners, every measure on the scale of the losses", note, columns, rows)


def _raw(told: Brief) -> BriefSheet:
    rows = [
        [name(told, str(p)), *(number(100 * float(v)) for v in told.table.sel(partner=p).values)]
        for p in told.table["partner"].values
    ]
    note = (
        "In percent. " + "; ".join(f"{k}: {v}" for k, v in zip(HEADS, MEASURES.values(), strict=True)) + "."
    )
    return BriefSheet("raw", "The same measures, unscaled", note, ["Partner", *HEADS], rows)


def _sectors(told: Brief, most: int = 8) -> BriefSheet:
    factor, money = money_unit(told.world.unit)
    data, other = told.sectors, name(told, told.main)
    loss, trade = data["loss"].values, data["trade"].values * factor
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
    return BriefSheet("sectors", f"Sectors behind the tie with {other}", note, columns, rows)


def _hidden(told: Brief) -> BriefSheet:
    rows = []
    for p in told.hidden["partner"].values:
        face, through, sold, sold_through = (float(v) for v in told.hidden.sel(partner=p).values)
        rows.append(
            [
                name(told, str(p)),
                *(number(100 * v) for v in (face, through, through - face)),
                number(through / face) if face > 0 else "n/a",
                *(number(100 * v) for v in (sold, sold_through, sold_through - sold)),
            ]
        )
    columns = [
        "Partner",
        "inputs",
        "look-through",
        "hidden",
        "times",
        "sales",
        "sales through",
        "hidden sales",
    ]
    note = (
        "In percent of output. Inputs: bought from the partner; look-through: with inputs of inputs at every stage,"
        " also those that come by way of others; hidden: the difference (Baldwin, Freeman & Theodorakopoulos 2023)."
        " Sales: to the partner's industries, likewise. A good that passes two stages counts twice."
    )
    return BriefSheet("hidden", "What is hidden", note, columns, rows)


def _years(told: Brief, past: xr.Dataset) -> BriefSheet:
    years = [int(y) for y in past["year"].values]
    shown = years[:: -max(1, -(-len(years) // YEARS))][::-1]
    rows = []
    for line in past["line"].values:
        for p in past["partner"].values[:SHOWN]:
            values = past["value"].sel(line=line, partner=p, year=shown).values
            if np.isfinite(values).any():
                rows.append([f"{name(told, str(p))}, {line}", *(_cell(100 * float(v)) for v in values)])
    for flow in past["flow"].values:
        rows.append(
            [f"HHI of {flow}", *(_cell(float(v)) for v in past["hhi"].sel(flow=flow, year=shown).values)]
        )
    note = "In percent; HHI: concentration of all partners, 0 to 1. " + str(past.attrs["notes"]).replace(
        "\n", " "
    )
    return BriefSheet("years", "Over the years", note, ["", *map(str, shown)], rows)


def _cell(value: float) -> str:
    return number(value) if np.isfinite(value) else "–"


def _dependents(told: Brief) -> BriefSheet:
    data = told.dependents
    rows = []
    for p in data["partner"].values:
        loss, own, exports, imports = (
            float(data[v].sel(partner=p)) for v in ("loss", "own", "exports", "imports")
        )
        ratio = number(own / loss) if loss > 0 else "one-sided"
        rows.append(
            [name(told, str(p)), number(100 * loss), ratio, number(100 * exports), number(100 * imports)]
        )
    me = name(told, told.of)
    among = int(data.attrs["among"])
    whole = among == len(told.world.economies) - 1
    note = (
        "The same cuts, seen from the partners: "
        + (f"the most dependent of all {among} others." if whole else "among the partners above.")
        + f" Ratio: what {me} loses over what the other loses."
    )
    columns = ["Economy", "its loss %", "ratio", f"{me} in its exports %", "in its imports %"]
    return BriefSheet("dependents", f"Who depends on {me}", note, columns, rows)


def _estimated(told: Brief) -> BriefSheet:
    def cell(value: float) -> str:
        return number(100 * value) if np.isfinite(value) else "not stated"

    rows = [
        [name(told, str(p)), *(cell(float(v)) for v in told.estimated.sel(partner=p).values)]
        for p in told.estimated["partner"].values
    ]
    note = (
        "Percent of the value of the flows behind each figure that is an estimate, not reported. Exports and imports:"
        " behind those shares; both: behind the loss, extraction and sectors; all its exports: what chains through the"
        " partner rest on (look-through, value added)."
    )
    columns = ["Partner", "exports", "imports", "both", "all its exports"]
    return BriefSheet("estimated", "What is estimated", note, columns, rows)


def estimates(told: Brief) -> str:
    """What the world says of its estimates."""
    return str(told.world.data.attrs.get("estimated", "")).strip()


def brief_plain(told: Brief) -> dict[str, Any]:
    """The brief as JSON-ready values (fractions)."""
    from autarky.cuts.history import plain

    def clean(value: Any) -> float | None:
        return float(value) if np.isfinite(value) else None

    def row(values: xr.DataArray, partner: Any) -> dict[str, float | None]:
        inner = values.sel(partner=partner)
        return {str(k): clean(v) for k, v in zip(inner[inner.dims[0]].values, inner.values, strict=True)}

    return {
        "of": told.of,
        "partners": [
            {"partner": str(p)}
            | row(told.table, p)
            | {
                "normalised": row(told.normalised, p),
                "hidden": row(told.hidden, p),
                "its loss": clean(told.everyone["partner_loss"].sel(partner=p)),
                "estimated": row(told.estimated, p),
            }
            for p in told.table["partner"].values
        ],
        "unsolved": told.unsolved,
        "tie": told.main,
        "sectors": {
            str(s): clean(told.sectors["loss"].values[0, j])
            for j, s in enumerate(told.sectors["sector"].values)
        },
        "dependents": {
            str(p): {str(v): clean(told.dependents[v].sel(partner=p)) for v in told.dependents.data_vars}
            for p in told.dependents["partner"].values
        },
        "years": None if told.history is None else plain(told.history),
        "record": {k: v.tolist() if hasattr(v, "tolist") else v for k, v in told.record.items()},
    }
