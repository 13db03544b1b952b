"""A Sankey of two columns: where value comes from, and in which sectors it is made.

Own layout: node heights in proportion to values, nodes in the order given, flows as bands stacked in that order at
either end. Shades of one hue by origin, dark to light: it reads in black and white.
"""

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from autarky.charts.svg import INK, MUTED, WIDTH, apart, element, fitted, picture, text

LEFT, RIGHT, BAR = 96.0, 200.0, 9.0  # where the bars of the two columns begin, and how wide they are
GAP, LABEL = 7.0, 25.0  # between nodes; least height of a label of two lines
SHADES = ("#16395a", "#2f6394", "#5588b8", "#7ba4cb", "#9dbdda", "#bcd2e6", "#d3e0ee", "#dcdcd8")


def sankey(
    flows: np.ndarray,
    origins: Sequence[tuple[str, str]],
    targets: Sequence[tuple[str, str]],
    title: str,
    height: float = 470.0,
) -> Markup:
    """Picture of `flows` [origin, target], none negative; nodes are (label, line below it), drawn in their order."""
    rows, columns = flows.shape
    room = height - 12.0
    scale = (room - GAP * (max(rows, columns) - 1)) / flows.sum()
    tops = [_stack(flows.sum(axis), scale, room) for axis in (1, 0)]
    left, right = (list(t) for t in tops)
    body: list[Markup] = []
    middle = (LEFT + BAR + RIGHT) / 2
    for i in range(rows):
        for j in range(columns):
            thick = float(flows[i, j] * scale)
            if thick < 0.05:
                continue
            a, b = left[i], right[j]
            left[i] += thick
            right[j] += thick
            over, under = (
                f"C{middle:g} {u:.1f} {middle:g} {v:.1f}" for u, v in ((a, b), (b + thick, a + thick))
            )
            start = LEFT + BAR
            path = f"M{start:g} {a:.1f}{over} {RIGHT:g} {b:.1f}V{b + thick:.1f}{under} {start:g} {a + thick:.1f}Z"
            tip = element("title", f"{origins[i][0]}, {targets[j][0]}")
            body.append(element("path", tip, d=path, fill=_shade(i, rows), fill_opacity=0.62))
    for side, (nodes, axis) in enumerate(((origins, 1), (targets, 0))):
        sizes = flows.sum(axis) * scale
        x = RIGHT if side else LEFT
        body += [
            element("rect", x=x, y=y, width=BAR, height=max(h, 0.6), fill=INK if side else _shade(k, rows))
            for k, (y, h) in enumerate(zip(tops[side], map(float, sizes), strict=True))
        ]
        centres = [y + float(h) / 2 for y, h in zip(tops[side], sizes, strict=True)]
        for (label, second), y in zip(
            nodes, apart(centres, LABEL, LABEL / 2, height - LABEL / 2), strict=True
        ):
            at, anchor = (RIGHT + BAR + 6, "start") if side else (LEFT - 6, "end")
            wide = WIDTH - at if side else at
            body.append(text(at, y - 1.5, fitted(label, wide, 10.5), text_anchor=anchor, font_size=10.5))
            body.append(text(at, y + 10, second, text_anchor=anchor, font_size=9.5, fill=MUTED))
    return picture(height, title, body)


def _stack(sizes: np.ndarray, scale: float, room: float) -> list[float]:
    """Tops of the nodes of one column, in the middle of the room."""
    whole = float(sizes.sum() * scale) + GAP * (len(sizes) - 1)
    top, found = 6.0 + (room - whole) / 2, []
    for size in sizes:
        found.append(top)
        top += float(size * scale) + GAP
    return found


def _shade(k: int, count: int) -> str:
    """Dark to light; the last node, mostly the rest, keeps the neutral shade."""
    return SHADES[-1] if k == count - 1 else SHADES[min(k, len(SHADES) - 2)]
