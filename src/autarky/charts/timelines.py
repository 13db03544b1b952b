"""Lines over the years, told apart by dashes and by names written at their ends; years without figures stay open."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from markupsafe import Markup

from autarky.charts.svg import INK, MUTED, RULE, WIDTH, apart, element, fitted, picture, text
from autarky.formatting import number

LEFT, RIGHT, TOP, HEIGHT = 28.0, 130.0, 10.0, 190.0
STYLES = (  # ink, dashes, width
    ("#16395a", "", 2.2),
    ("#b3541e", "7 3", 1.8),
    ("#4f86b8", "2 2.5", 1.8),
    ("#22282e", "9 3 2 3", 1.3),
    ("#7a7f85", "1 3", 1.6),
)


def time_lines(years: Sequence[int], lines: Mapping[str, Sequence[float]], title: str) -> Markup:
    """Picture of some lines (percent by year, NaN: no figure); as many as there are `STYLES`."""
    first, last = min(years), max(years)
    top = _ceiling(max((v for row in lines.values() for v in row if math.isfinite(v)), default=1.0))
    wide, bottom = WIDTH - LEFT - RIGHT, TOP + HEIGHT

    def x(year: float) -> float:
        return LEFT + wide * (year - first) / ((last - first) or 1)

    def y(value: float) -> float:
        return bottom - HEIGHT * value / top

    body: list[Markup] = []
    for step in range(5):
        value = top * step / 4
        body.append(
            element("line", x1=LEFT, x2=LEFT + wide, y1=y(value), y2=y(value), stroke=RULE, stroke_width=0.7)
        )
        body.append(text(LEFT - 4, y(value) + 3.5, f"{value:g}", text_anchor="end", font_size=10, fill=MUTED))
    for year in _ticks(first, last):
        body.append(text(x(year), bottom + 14, str(year), text_anchor="middle", font_size=10, fill=MUTED))
    ends: list[tuple[float, str, str]] = []
    for (label, row), (ink, dash, width) in zip(lines.items(), STYLES, strict=False):
        points = [(t, v) for t, v in zip(years, row, strict=True) if math.isfinite(v)]
        if not points:
            continue
        for (a, u), (b, v) in pairwise(points):
            near = b - a == 1  # else no figures in between
            body.append(
                element(
                    "line", x1=x(a), y1=y(u), x2=x(b), y2=y(v), stroke=ink, stroke_width=width,
                    stroke_dasharray=dash if near else "1 4", stroke_opacity=1 if near else 0.45,
                )
            )  # fmt: skip
        body += [element("circle", cx=x(a), cy=y(v), r=1.9, fill=ink) for a, v in points]
        ends.append((y(points[-1][1]), f"{number(points[-1][1])} {label}", ink))
    spots = apart([e[0] for e in ends], 13, TOP, bottom)
    for (at, label, ink), spot in zip(ends, spots, strict=True):
        edge = LEFT + wide
        body.append(element("line", x1=edge + 3, y1=at, x2=edge + 9, y2=spot, stroke=MUTED, stroke_width=0.6))
        body.append(text(edge + 12, spot + 3.5, fitted(label, RIGHT - 12), fill=ink if ink != MUTED else INK))
    return picture(bottom + 20, title, body)


def _ceiling(value: float) -> float:
    """The next round number of which a quarter is round too."""
    if value <= 0:
        return 1.0
    power = 10 ** math.floor(math.log10(value))
    return next(
        float(f * power) for f in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if f * power >= value * 0.9999
    )


def _ticks(first: int, last: int) -> list[int]:
    step = max(1, math.ceil((last - first) / 5))
    return list(range(last, first - 1, -step))
