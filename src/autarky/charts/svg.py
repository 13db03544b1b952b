"""Pictures drawn as SVG by hand, in one hand: the elements, inks and labels that they share.

All are `WIDTH` wide, so that they fit a phone at full size; the page scales them by their viewBox.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from autarky.formatting import THIN, number

WIDTH = 350
INK, MUTED, RULE = "#22282e", "#5b6570", "#d5d9dd"
DARK, LIGHT = "#1f4e79", "#8fb3d4"


@dataclass(frozen=True)
class Picture:
    """A chart with its heading and the line below it."""

    title: str
    note: str
    svg: Markup


def element(tag: str, body: str | Markup = "", **attributes: str | float) -> Markup:
    """``<tag a="...">body</tag>``; underscores in names become hyphens, text is escaped unless it is `Markup`."""
    written = "".join(
        f' {k.rstrip("_").replace("_", "-")}="{escape(_short(v))}"' for k, v in attributes.items()
    )
    return Markup(f"<{tag}{written}>{escape(body)}</{tag}>")


def text(x: float, y: float, body: str, **attributes: str | float) -> Markup:
    """Text at a baseline; 11 px, ink, from the left unless said otherwise."""
    given: dict[str, Any] = {"font_size": 11, "fill": INK} | attributes
    return element("text", body, x=x, y=y, **given)


def picture(height: float, title: str, body: Sequence[Markup]) -> Markup:
    """The whole picture; `title` is what a screen reader says."""
    return element(
        "svg",
        Markup("").join(body),
        viewBox=f"0 0 {WIDTH} {height:g}",
        role="img",
        aria_label=title,
        font_family="sans-serif",
        xmlns="http://www.w3.org/2000/svg",
    )


def fitted(label: str, room: float, size: float = 11) -> str:
    """`label` cut to about `room` pixels; sans-serif letters are a half as wide as high."""
    most = max(int(room / (0.49 * size)), 3)
    if len(label) <= most:
        return label
    kept = label[: most - 1]
    words = kept.rpartition(" ")[0]
    return (words if len(words) > most / 2 else kept).rstrip(" ,") + "…"


def apart(wanted: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Positions near `wanted` at least `least` apart, in their order, inside `low` to `high` where there is room."""
    order = sorted(range(len(wanted)), key=lambda j: wanted[j])
    placed: list[float] = []
    for j in order:
        placed.append(max(wanted[j], placed[-1] + least if placed else low))
    limit = high
    for k in range(len(placed) - 1, -1, -1):
        placed[k] = min(placed[k], limit)
        limit = placed[k] - least
    answer = [0.0] * len(wanted)
    for j, y in zip(order, placed, strict=True):
        answer[j] = y
    return answer


def _short(value: str | float) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


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
