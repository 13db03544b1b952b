"""The chart of bands: one line from low to high per item and horizon, a dot where the central answer is."""

from collections.abc import Sequence
from typing import Any

from autarky.charts.bars import INK, LABELS, MUTED, WIDTH, literal, shades, two_lines
from autarky.charts.vega import FONT, render

# (low, centre, high) of each horizon
RangeLine = tuple[str, Sequence[tuple[float, float, float]]]


def band_chart(
    name: str, description: str, rows: Sequence[RangeLine], horizons: Sequence[str], *, zero: bool = True
) -> str:
    """SVG of the bands (fractions, written in percent); `zero`: the scale holds it."""
    return render(band_spec(description, rows, horizons, zero=zero), name)


def band_spec(
    description: str, rows: Sequence[RangeLine], horizons: Sequence[str], *, zero: bool = True
) -> dict[str, Any]:
    """The Vega-Lite specification behind `band_chart`."""
    values = [
        {"row": f"{j}", "horizon": h, "low": 100 * low, "centre": 100 * centre, "high": 100 * high}
        for j, (_, parts) in enumerate(rows)
        for h, (low, centre, high) in zip(horizons, parts, strict=True)
    ]
    inner = 11 * len(horizons)
    step = max(inner + 12, 31 if any(len(two_lines(label)) > 1 for label, _ in rows) else 0)
    y = {
        "field": "row",
        "type": "nominal",
        "sort": None,
        "scale": {"paddingInner": 1 - inner / step, "paddingOuter": (1 - inner / step) / 2},
        "axis": {
            "title": None, "domain": False, "ticks": False, "labelLimit": 0, "labelColor": INK,
            "labelFontSize": 11, "labelLineHeight": 13, "labelPadding": 6,
            "labelExpr": f"{literal([two_lines(label) for label, _ in rows])}[toNumber(datum.value)]",
        },
    }  # fmt: skip
    offset = {"field": "horizon", "type": "nominal", "sort": None}
    color = {
        "field": "horizon", "type": "nominal", "sort": None, "legend": None,
        "scale": {"domain": list(horizons), "range": shades(len(horizons))},
    }  # fmt: skip
    axis = {
        "title": None, "tickCount": 4, "gridColor": "#e3e6e9", "domainColor": MUTED, "labelColor": INK,
        "labelFontSize": 10.5, "tickColor": MUTED, "format": ",.4~f",
    }  # fmt: skip
    ends = [v for _, parts in rows for part in parts for v in part] + ([0.0] if zero else [])
    room = 0.04 * ((max(ends) - min(ends)) or 1.0)
    domain = [100 * (min(ends) - room), 100 * (max(ends) + room)]

    def x(field: str) -> dict[str, Any]:
        return {
            "field": field,
            "type": "quantitative",
            "scale": {"domain": domain, "nice": False},
            "axis": axis,
        }

    origin = {
        "mark": {"type": "rule", "color": MUTED, "strokeWidth": 1},
        "encoding": {"x": {"datum": 0, "type": "quantitative", "axis": axis}},
    }
    place = {"y": y, "yOffset": offset}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": description,
        "width": WIDTH - LABELS - 12,
        "height": {"step": step, "for": "position"},
        "background": None,
        "autosize": {"type": "none"},
        "padding": {"left": LABELS, "right": 12, "top": 4, "bottom": 22},
        "data": {"values": values},
        "layer": [
            *([origin] if zero else []),
            {
                "mark": {"type": "rule", "strokeWidth": 5, "strokeCap": "butt"},
                "encoding": {"x": x("low"), "x2": {"field": "high"}, "color": color, **place},
            },
            {
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 42,
                    "fill": "white",
                    "stroke": INK,
                    "opacity": 1,
                },
                "encoding": {"x": x("centre"), **place},
            },
        ],
        "config": {"font": FONT, "view": {"stroke": None}},
    }
