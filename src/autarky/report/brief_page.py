"""The brief of one economy as one self-contained HTML file."""

from collections.abc import Mapping

import numpy as np
import xarray as xr
from markupsafe import Markup

from autarky.charts import worldmap
from autarky.charts.sankey import sankey
from autarky.charts.svg import Picture, RankedBar, ranked_ranges
from autarky.charts.timelines import time_lines
from autarky.cuts.ties import Brief
from autarky.formatting import THIN, money_unit, number
from autarky.report.brief import SHOWN, answer, estimates, name, setting, sheets, title
from autarky.report.templates import render

ORIGINS, PRODUCTS = 7, 9  # drawn one by one; the others are summed
NOTHING = 1e-9  # of all value: a remainder of rounding


def brief_page(told: Brief) -> str:
    """The tables of the terminal, with ranked bars, a flow of value, lines over the years and maps."""
    from autarky import __version__

    maps, legend = _maps(told)
    return render(
        "brief",
        title=title(told),
        setting=setting(told),
        answer=" ".join(answer(told)),
        sheets={s.key: s for s in sheets(told)},
        ranked=_ranked(told),
        flow=_flow(told),
        lines=_lines(told),
        shapes=worldmap.shapes(),
        maps=maps,
        legend=legend,
        estimates=estimates(told),
        attrs=told.world.data.attrs,
        fingerprint=told.world.fingerprint,
        version=__version__,
    )


def _ranked(told: Brief) -> Markup:
    rows = []
    for p in told.table["partner"].values:
        value, *others = (100 * float(v) for v in told.normalised.sel(partner=p).values)
        if np.isfinite(value):
            rows.append(RankedBar(name(told, str(p)), value, [v for v in others if np.isfinite(v)]))
    return ranked_ranges(rows, f"{title(told)}: losses, and the range of the other measures")


def _flow(told: Brief) -> Picture:
    """Value added from abroad in final use, by where and in which sector it is made."""
    made, me = told.inflow, name(told, told.of)
    factor, money = money_unit(told.world.unit)
    total = float(made.sum())
    abroad = made.sel(origin=[c for c in told.world.economies if c != told.of])
    origins, targets = _largest(abroad.sum("sector"), ORIGINS), _largest(abroad.sum("origin"), PRODUCTS)
    table = np.zeros((len(origins) + 1, len(targets) + 1))
    for i, c in enumerate(origins):
        table[i, :-1] = abroad.sel(origin=c, sector=targets).values
        table[i, -1] = float(abroad.sel(origin=c).sum()) - table[i].sum()
    table[-1, :-1] = abroad.sel(sector=targets).sum("origin").values - table[:-1, :-1].sum(0)
    table[-1, -1] = float(abroad.sum()) - table.sum()
    table = np.maximum(table, 0.0)
    rest = table[-1].sum() > NOTHING * table.sum(), table[:, -1].sum() > NOTHING * table.sum()
    table = table[: None if rest[0] else -1, : None if rest[1] else -1]
    labels = [name(told, c) for c in origins], [told.world.sector_names[s] for s in targets]

    def nodes(names: list[str], rest: str, sizes: np.ndarray) -> list[tuple[str, str]]:
        shown = [f"{number(v * factor)} · {number(100 * v / total)}{THIN}%" for v in sizes]
        return list(zip([*names, rest][: len(shown)], shown, strict=True))

    drawn = sankey(
        table,
        nodes(labels[0], "Other origins", table.sum(1)),
        nodes(labels[1], "Other sectors", table.sum(0)),
        f"Value added from abroad in what {me} finally uses, by origin and producing sector",
    )
    home = float(made.sel(origin=told.of).sum()) / total
    note = (
        f"What {me} finally uses holds value of {money} {number(total * factor)}; {number(100 * home)}{THIN}% of it is "
        f"made at home and not drawn. The rest by where it is made and, at the right, in which sector: {money}, and "
        "percent of all value used."
    )
    return Picture(f"Where the value that {me} uses comes from", note, drawn)


def _largest(sizes: xr.DataArray, most: int) -> list[str]:
    order = np.argsort(-sizes.values, kind="stable")[:most]
    return [str(v) for v in sizes[sizes.dims[0]].values[order]]


def _lines(told: Brief) -> list[Picture]:
    past = told.history
    if past is None or past.sizes["year"] < 2:
        return []
    years = [int(y) for y in past["year"].values]
    headings = {
        "exports": "Share of exports, %",
        "imports": "Share of imports, %",
        "look-through": "Inputs looked through, % of output",
        "welfare loss": "Loss when the tie is cut, % of real income",
    }
    found = []
    for line, heading in headings.items():
        shown: Mapping[str, list[float]] = {
            name(told, str(p)): [100 * float(v) for v in past["value"].sel(line=line, partner=p).values]
            for p in past["partner"].values[: SHOWN + 1]
        }
        if sum(np.isfinite(v) for row in shown.values() for v in row) >= 2:
            found.append(
                Picture(heading, "", time_lines(years, shown, f"{heading}, {years[0]} to {years[-1]}"))
            )
    few = {str(f): [100 * float(v) for v in past["hhi"].sel(flow=f).values] for f in past["flow"].values}
    heading = "Concentration of all partners, HHI (100: one partner)"
    found.append(Picture(heading, "", time_lines(years, few, f"{heading}, {years[0]} to {years[-1]}")))
    return found


def _maps(told: Brief) -> tuple[list[tuple[str, Markup]], list[tuple[str, str]]]:
    """(caption, map) of what the economy loses and of what others lose, on one scale, and its legend."""
    both: list[dict[str, float]] = []
    for side in ("loss", "partner_loss"):
        values = told.everyone[side]
        both.append(
            {
                str(p): -float(v)
                for p, v in zip(values["partner"].values, values.values, strict=True)
                if np.isfinite(v)
            }
        )
    scale = worldmap.Scale.of([v for side in both for v in side.values()])
    me = name(told, told.of)
    captions = (f"What {me} loses, cut from each economy", f"What each economy loses, cut from {me}")
    drawn = [
        (c, worldmap.world_map(told.world, side, scale, c)) for c, side in zip(captions, both, strict=True)
    ]
    return drawn, worldmap.legend(scale, [v for side in both for v in side.values()])
