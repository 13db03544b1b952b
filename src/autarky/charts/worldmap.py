"""Maps of the change of welfare: outlines from `data/world-map.json`, one class of shades on each side of
zero.

Losses are solid, gains carry a pattern of dots, so the map reads in black and white; regions without figures
of
their own are hatched.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape

from autarky.formatting import THIN, number
from autarky.world.accounts import World

# Blue after ColorBrewer, light to dark; the solid oranges of losses stand in style.css. Safe for
# colour-blind readers.
GAIN = ("#e1ecf7", "#b3cfe8", "#6fa6d3", "#2f74b0")
WIDE = 260  # a country whose outline is wider says nothing about where to look closely


@dataclass(frozen=True)
class Scale:
    """Class limits in percent, rising, the same on both sides of zero; below the first: hardly any change."""

    limits: tuple[float, ...]

    @classmethod
    def of(cls, values: Sequence[float]) -> "Scale":
        """Four limits, evenly apart in logs from the median change to the largest: effects fall off
        steeply.
        """
        sizes = sorted(100 * abs(v) for v in values)
        largest, median = (sizes[-1], sizes[len(sizes) // 2]) if sizes else (0.0, 0.0)
        ladder = [m * 10.0**e for e in range(-6, 5) for m in (1, 3)]
        top = max(sum(step < largest for step in ladder) - 1, 3)
        low = min(max(sum(step < median for step in ladder), 0), top - 3)
        low = max(low, top - 9)
        return cls(tuple(ladder[round(low + (top - low) * j / 3)] for j in range(4)))

    def shade(self, fraction: float) -> str:
        """CSS class of a change: ``z`` (hardly any), ``l1``... (loss), ``g1``... (gain)."""
        grade = sum(100 * abs(fraction) >= limit for limit in self.limits)
        return "z" if grade == 0 else f"{'l' if fraction < 0 else 'g'}{grade}"


@cache
def outlines() -> dict[str, Any]:
    """Paths, dots and boxes by ISO3, in the plane of the picture."""
    return json.loads(files("autarky.charts").joinpath("data", "world-map.json").read_text("utf-8"))


def shapes() -> Markup:
    """The outlines once for the page; every map refers to them."""
    paths = outlines()["paths"]
    body = "".join(f'<path id="map-{escape(c)}" d="{d}"/>' for c, d in paths.items())
    dots = []
    for grade, colour in enumerate(GAIN, 1):
        ink = "#ffffff" if grade == 4 else "#1f3d5c"
        dots.append(
            f'<pattern id="gain-{grade}" width="5" height="5" patternUnits="userSpaceOnUse">'
            f'<rect width="5" height="5" fill="{colour}"/>'
            f'<circle cx="1.5" cy="1.5" r=".8" fill="{ink}"/></pattern>'
        )
    hatch = (
        '<pattern id="nodata" width="4" height="4" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)">'
        '<rect width="4" height="4" fill="#f3f3f1"/><rect width=".9" height="4" fill="#b5b5b0"/></pattern>'
    )
    return Markup(f'<svg class="shapes" aria-hidden="true"><defs>{body}{"".join(dots)}{hatch}</defs></svg>')


def world_map(
    world: World, change: Mapping[str, float], scale: Scale, title: str, box: Sequence[float] = ()
) -> Markup:
    """One map; `change` by economy of `world`, `box` (x, y, width, height) shows a part of it."""
    data = outlines()
    where = {m: c for c, members in world.members.items() for m in members}
    width, height = data["size"]
    view = tuple(box) or (0, 0, width, height)
    detail = view[2] / width  # strokes and dots keep their size on the page
    body = []
    for code in data["paths"]:
        body.append(
            f'<use href="#map-{code}" class="{_class(code, where, change, scale)}">'
            f"{_tip(code, where, change, world)}</use>"
        )
    for code, (x, y) in data["dots"].items():
        if code in where:
            shade = _class(code, where, change, scale)
            body.append(
                f'<circle cx="{x}" cy="{y}" r="{3.2 * math.sqrt(detail):.1f}" class="{shade} dot">'
                f"{_tip(code, where, change, world)}</circle>"
            )
    return Markup(
        f'<svg class="map" viewBox="{view[0]:g} {view[1]:g} {view[2]:g} {view[3]:g}" role="img" '
        f'style="stroke-width:{0.6 * detail:.2f}" aria-label="{escape(title)}">{"".join(body)}</svg>'
    )


def close_up(members: Sequence[str]) -> tuple[float, ...]:
    """The part of the world around the outlines of `members`, twice as wide as high; empty where that is
    all of it.
    """
    data = outlines()
    boxes = [data["boxes"][m] for m in members if m in data["boxes"]]
    boxes += [[x - 3, y - 3, x + 3, y + 3] for m, (x, y) in data["dots"].items() if m in members]
    small = [b for b in boxes if b[2] - b[0] <= WIDE]
    if not small:
        return ()
    left, top = min(b[0] for b in small), min(b[1] for b in small)
    right, bottom = max(b[2] for b in small), max(b[3] for b in small)
    world_width, world_height = data["size"]
    width = max(220.0, 1.7 * (right - left), 1.6 * 1.7 * (bottom - top))
    if width > 0.62 * world_width:
        return ()
    height = width / 1.6
    x = min(max((left + right - width) / 2, 0), world_width - width)
    y = min(max((top + bottom - height) / 2, 0), world_height - height)
    return (round(x, 1), round(y, 1), round(width, 1), round(height, 1))


def legend(scale: Scale, values: Sequence[float]) -> list[tuple[str, str]]:
    """CSS class and words of each class that occurs, greatest loss first."""
    used = {scale.shade(v) for v in values} | {"n"}
    marks = [f"{v:g}" for v in scale.limits]
    last = len(marks)
    loss = [
        (f"l{j}", f"more than {marks[j - 1]}" if j == last else f"{marks[j - 1]} to {marks[j]}")
        for j in range(last, 0, -1)
    ]
    gain = [
        (f"g{j}", f"more than {marks[j - 1]}" if j == last else f"{marks[j - 1]} to {marks[j]}")
        for j in range(1, last + 1)
    ]
    rows = [*loss, ("z", f"within ±{marks[0]}"), *gain, ("n", "no figure of its own")]
    return [row for row in rows if row[0] in used]


def _class(code: str, where: Mapping[str, str], change: Mapping[str, float], scale: Scale) -> str:
    economy = where.get(code)
    return "n" if economy is None or economy not in change else scale.shade(change[economy])


def _tip(code: str, where: Mapping[str, str], change: Mapping[str, float], world: World) -> str:
    economy = where.get(code)
    if economy is None or economy not in change:
        return ""
    name = world.economy_names[economy]
    inside = "" if len(world.members[economy]) == 1 else f" (with {code})"
    return f"<title>{escape(name)}{inside}: {number(100 * change[economy], plus=True)}{THIN}%</title>"
