"""The charts of the report: bars with their values written beside them, dark for the short run, light for
the long.

All share one form, so that a reader learns it once: one row per item, one bar per horizon, losses to the
left.
Nothing is told by colour alone: direction and a written sign say what is lost, shades order the horizons.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autarky.charts.vega import FONT, render
from autarky.errors import InputError
from autarky.files.writing import replacing

WIDTH = 350  # fits a phone of 360 px at nearly full size
LABELS = 142
# Dark to light: readable in black and white, distinct under all forms of colour blindness.
SHADES = {1: ["#1f4e79"], 2: ["#1f4e79", "#8fb3d4"], 3: ["#16395a", "#4f86b8", "#b4cde3"]}
INK, MUTED = "#22282e", "#5b6570"


@dataclass(frozen=True)
class Chart:
    """A chart as a Vega-Lite specification, with its title and the line below it; notebooks draw it."""

    title: str
    note: str
    spec: dict[str, Any]

    def svg(self, name: str = "chart") -> str:
        """Inline SVG; `name` keeps its ids apart from those of other pictures on a page."""
        return render(self.spec, name)

    def whole(self) -> dict[str, Any]:
        """The specification with title and note, to stand alone."""
        title = {"text": self.title, "subtitle": self.note, "anchor": "start", "subtitleColor": MUTED}
        # with a title the margins are the renderer's to find
        loose = {k: v for k, v in self.spec.items() if k not in ("padding", "autosize")}
        return loose | {"title": title, "background": "white", "width": 2 * WIDTH - LABELS}

    def save(self, path: str | Path) -> Path:
        """Write the chart, atomically, as .svg, .png, .json (Vega-Lite) or .html. Raises `InputError` for others."""
        import json

        import vl_convert

        path = Path(path)
        made: dict[str, Callable[[], bytes]] = {
            ".svg": lambda: vl_convert.vegalite_to_svg(self.whole()).encode(),
            ".png": lambda: bytes(vl_convert.vegalite_to_png(self.whole(), scale=2)),
            ".json": lambda: json.dumps(self.whole(), indent=1, ensure_ascii=False).encode(),
            ".html": lambda: vl_convert.vegalite_to_html(self.whole(), bundle=True).encode(),
        }
        kind = path.suffix.lower()
        if kind not in made:
            raise InputError(
                f"{path}: a chart is saved as {', '.join(made)}, not as {kind or 'a name without ending'}"
            )
        with replacing(path) as temporary:
            temporary.write_bytes(made[kind]())
        return path

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        import vl_convert

        return {
            "application/vnd.vegalite.v5+json": self.whole(),
            "image/svg+xml": str(vl_convert.vegalite_to_svg(self.whole())),
            "text/plain": repr(self),
        }

    def __repr__(self) -> str:
        return f"<Chart {self.title!r}: {self.spec.get('description', '')}>"


def bars(
    name: str,
    description: str,
    rows: Sequence[tuple[str, str, Sequence[float]]],
    horizons: Sequence[str],
    show: Callable[[float], str],
    ranges: Sequence[Sequence[tuple[float, float]]] | None = None,
) -> str:
    """SVG of a bar chart; rows are (label, second line of the label, one value per horizon). `ranges`: low and high
    of each value, drawn as a line over its bar; none where a row's are empty."""
    return render(bar_spec(description, rows, horizons, show, ranges), name)


def bar_spec(
    description: str,
    rows: Sequence[tuple[str, str, Sequence[float]]],
    horizons: Sequence[str],
    show: Callable[[float], str],
    ranges: Sequence[Sequence[tuple[float, float]]] | None = None,
) -> dict[str, Any]:
    """The Vega-Lite specification behind `bars`."""
    values = []
    for j, (_, _, row) in enumerate(rows):
        spans = (ranges[j] if ranges else ()) or [(v, v) for v in row]
        for h, v, (low, high) in zip(horizons, row, spans, strict=True):
            # the text stands beyond the bar and its line, on the side that the bar shows
            end = max(v, high) if v >= 0 else min(v, low)
            at = {"row": f"{j}", "horizon": h, "value": v, "text": show(v), "end": end}
            values.append(at | {"low": low, "high": high})
    labels = [[_short(first), _short(second)] if second else two_lines(first) for first, second, _ in rows]
    thick = {1: 15, 2: 13}.get(len(horizons), 12)
    inner = thick * len(horizons)
    step = max(inner + 10, 30 if any(len(label) > 1 for label in labels) else 0)
    y = {
        "field": "row",
        "type": "nominal",
        "sort": None,
        "scale": {"paddingInner": 1 - inner / step, "paddingOuter": (1 - inner / step) / 2},
        "axis": {
            "title": None,
            "domain": False,
            "ticks": False,
            "labelExpr": f"{literal(labels)}[toNumber(datum.value)]",
            # labels are cut to length here: the renderer cannot know the reader\'s font, and measures slowly
            "labelLimit": 0,
            "labelColor": INK,
            "labelFontSize": 11,
            "labelLineHeight": 13,
            "labelPadding": 6,
        },
    }
    offset = {"field": "horizon", "type": "nominal", "sort": None}
    color = {
        "field": "horizon",
        "type": "nominal",
        "sort": None,
        "scale": {"domain": list(horizons), "range": shades(len(horizons))},
        "legend": None,  # the page writes it as text
    }
    domain = _domain([v[key] for v in values for key in ("value", "low", "high")])
    scale = {"type": "quantitative", "scale": {"domain": domain, "nice": False}, "axis": None}
    x: dict[str, Any] = {"field": "value", **scale}
    label = {
        "text": {"field": "text", "type": "nominal"},
        "x": {"field": "end", **scale},
        "y": y,
        "yOffset": offset,
    }

    def line(width: float, colour: str) -> dict[str, Any]:
        mark = {"type": "rule", "strokeWidth": width, "stroke": colour, "strokeCap": "butt"}
        place = {"x": {"field": "low", **scale}, "x2": {"field": "high"}, "y": y, "yOffset": offset}
        return {"mark": mark, "encoding": place}

    # white below dark: seen on a dark bar and beside it
    lines = [line(4.4, "white"), line(1.6, INK)] if ranges and any(ranges) else []

    def text(align: str, dx: int, test: str) -> dict[str, Any]:
        mark = {
            "type": "text",
            "align": align,
            "dx": dx,
            "fontSize": 10.5,
            "baseline": "middle",
            "color": INK,
        }
        return {"transform": [{"filter": test}], "mark": mark, "encoding": label}

    # the sort of the rows is that of the data: every layer must see all of them, so only texts are filtered
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": description,
        "width": WIDTH - LABELS - 2,
        "height": {"step": step, "for": "position"},
        "background": None,
        # fixed margins: fitted ones would depend on text widths that the renderer can only guess
        "autosize": {"type": "none"},
        "padding": {"left": LABELS, "right": 2, "top": 2, "bottom": 2},
        "data": {"values": values},
        "layer": [
            {
                "mark": {"type": "bar", "stroke": INK, "strokeWidth": 0.4},
                "encoding": {"x": x, "y": y, "yOffset": offset, "color": color},
            },
            *lines,
            text("left", 4, "datum.value >= 0"),
            text("right", -4, "datum.value < 0"),
            {
                "mark": {"type": "rule", "color": MUTED, "strokeWidth": 1},
                "encoding": {"x": {"datum": 0, "type": "quantitative"}},
            },
        ],
        "config": {"font": FONT, "view": {"stroke": None}},
    }


def shades(count: int) -> list[str]:
    """One shade per horizon, dark first."""
    if count in SHADES:
        return SHADES[count]
    steps = [round(40 + 180 * j / max(count - 1, 1)) for j in range(count)]
    return [f"#{max(s - 30, 20):02x}{s:02x}{min(s + 40, 235):02x}" for s in steps]


def _domain(values: Sequence[Any]) -> list[float]:
    """Room on both sides for the written values."""
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    room = 0.42 * span
    return [low - (room if low < 0 else 0.02 * span), high + (room if high > 0 else 0.02 * span)]


def _short(text: str, most: int = 24) -> str:
    """At most `most` characters, cut between words where that loses little."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    words = kept.rpartition(" ")[0]
    return (words if len(words) > most / 2 else kept).rstrip(" ,") + "…"


def two_lines(text: str, most: int = 24) -> list[str]:
    """A long label on two lines, broken at a space."""
    if len(text) <= most or " " not in text:
        return [_short(text)]
    first = text[: most + 1].rpartition(" ")[0] or text.partition(" ")[0]
    return [_short(first), _short(text[len(first) + 1 :])]


def literal(labels: list[list[str]]) -> str:
    """A Vega expression for nested lists of strings; JSON is one, once nothing in it can end a script."""
    import json

    return json.dumps(labels, ensure_ascii=True)
