"""Ranked bars, each with the range of what other measures say, one tick for each of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from autarky.charts.svg import DARK, INK, LIGHT, MUTED, WIDTH, element, fitted, picture, text
from autarky.formatting import THIN, number

LABELS, ROOM, STEP = 112, 44, 33  # for names at the left, for values at the right, from row to row


@dataclass(frozen=True)
class RankedBar:
    """A bar of `value` and the `others`, in the same unit (percent)."""

    label: str
    value: float
    others: Sequence[float]


def ranked_ranges(rows: Sequence[RankedBar], title: str) -> Markup:
    """The picture. Bar: the value; line below it: from the least to the most of the others, a tick for each."""
    every = [v for r in rows for v in (r.value, *r.others)]
    low, high = min(0.0, *every), max(0.0, *every)
    span = (high - low) or 1.0
    wide = WIDTH - LABELS - ROOM

    def x(value: float) -> float:
        return LABELS + wide * (value - low) / span

    body: list[Markup] = []
    for j, row in enumerate(rows):
        top = 4 + j * STEP
        start, end = sorted((x(0), x(row.value)))
        body.append(
            text(LABELS - 8, top + 11.5, fitted(row.label, LABELS - 8), text_anchor="end", font_size=11.5)
        )
        body.append(
            element(
                "rect",
                x=start,
                y=top,
                width=max(end - start, 0.8),
                height=14,
                fill=DARK,
                stroke=INK,
                stroke_width=0.4,
            )
        )
        if row.others:
            y, (least, most) = top + 20.5, (x(min(row.others)), x(max(row.others)))
            body.append(element("line", x1=least, x2=most, y1=y, y2=y, stroke=LIGHT, stroke_width=3))
            body += [
                element("line", x1=x(v), x2=x(v), y1=y - 3.5, y2=y + 3.5, stroke=INK, stroke_width=0.9)
                for v in row.others
            ]
        body.append(text(end + 5, top + 11.5, f"{number(row.value)}{THIN}%"))
    bottom = 4 + len(rows) * STEP
    body.append(element("line", x1=x(0), x2=x(0), y1=0, y2=bottom - 4, stroke=MUTED, stroke_width=1))
    return picture(bottom, title, body)
