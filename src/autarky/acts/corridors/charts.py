"""Maps of flows on corridors: before, after, and what changed; widths by value, on the outlines of the world map."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from autarky.acts.exhibits import Exhibit
from autarky.charts.svg import MUTED, WIDTH, Picture, element, picture, text
from autarky.charts.worldmap import outlines

INKS = {
    "rail": "#8a3b12",
    "road": "#6d6d6d",
    "sea": "#1f5f99",
    "oil_pipeline": "#1c1c1c",
    "gas_pipeline": "#7a4fa0",
}
MORE, LESS, NAMED = "#1f6f43", "#b0413e", "#d98200"
WORDS = {"rail": "rail", "road": "road", "sea": "sea", "oil_pipeline": "oil", "gas_pipeline": "gas"}
WEST, EAST, SOUTH, NORTH = -12.0, 145.0, -8.0, 72.0  # the part of the world that the network is about
WIDEST = 9.0
HEIGHT = 215.0


def draw(exhibit: Exhibit, name: str) -> list[Picture]:
    """Three maps, of the value before, after, and of the change, with what is closed or changed marked."""
    links = [x for x in exhibit.data["links"] if x["mode"] != "air"]
    most = max((max(x["before"], x["after"]) for x in links), default=0.0)
    moved = max((abs(x["after"] - x["before"]) for x in links), default=0.0)
    legend = ", ".join(f"{WORDS[m]} {_colour_word(m)}" for m in INKS)
    made = [
        Picture("LinkFlows before", f"Width: value. {legend}.", _map(links, "before", most, f"{name}b")),
        Picture(
            "LinkFlows after", "Orange rings: what the acts change.", _map(links, "after", most, f"{name}a")
        ),
    ]
    if moved > 0:
        made.append(
            Picture(
                "What changed",
                f"Green: more, red: less; widest: {moved / 1000:,.1f} billion USD a year.",
                _map(links, "change", moved, f"{name}c"),
            )
        )
    return made


def _map(links: Sequence[Mapping[str, Any]], what: str, most: float, name: str) -> Markup:
    body = [_land(name)]
    for link in sorted(links, key=lambda x: -abs(_value(x, what))):
        value = _value(link, what)
        if most <= 0 or abs(value) < 0.002 * most:
            continue
        ink = INKS[link["mode"]] if what != "change" else MORE if value > 0 else LESS
        body.append(_line(link, ink, max(WIDEST * math.sqrt(abs(value) / most), 0.4)))
    body += [_ring(link) for link in links if link["named"] and what != "before"]
    body.append(text(6, HEIGHT - 6, "Air freight is not drawn.", font_size=9, fill=MUTED))
    return picture(HEIGHT, f"Map: {what}", [element("g", Markup("").join(body))])


def _value(link: Mapping[str, Any], what: str) -> float:
    return float(link["after"] - link["before"] if what == "change" else link[what])


def _line(link: Mapping[str, Any], ink: str, width: float) -> Markup:
    (x1, y1), (x2, y2) = place(*link["from"]), place(*link["to"])
    if abs(link["from"][0] - link["to"][0]) > 180:  # across the date line: not drawn through the map
        return Markup("")
    tip = element(
        "title", f"{link['name']}: {link['before'] / 1000:,.1f} before, {link['after'] / 1000:,.1f} after"
    )
    return element(
        "line",
        tip,
        x1=x1,
        y1=y1,
        x2=x2,
        y2=y2,
        stroke=ink,
        stroke_width=width,
        stroke_linecap="round",
        opacity=0.75,
    )


def _ring(link: Mapping[str, Any]) -> Markup:
    (x1, y1), (x2, y2) = place(*link["from"]), place(*link["to"])
    return element(
        "circle", cx=(x1 + x2) / 2, cy=(y1 + y2) / 2, r=4.5, fill="none", stroke=NAMED, stroke_width=1.6
    )


def _land(name: str) -> Markup:
    """Outlines of the countries, moved and scaled so that the window fills the picture."""
    left, top, scale = _window()
    shapes = Markup("").join(element("path", d=d) for d in outlines()["paths"].values())
    moved = f"scale({scale:.4f}) translate({-left:.2f} {-top:.2f})"
    clip = element("clipPath", element("rect", width=WIDTH, height=HEIGHT), id=f"clip-{name}")
    land = element("g", shapes, transform=moved, fill="#e9e8e3", stroke="#ffffff", stroke_width=0.5)
    return element("defs", clip) + element("g", land, clip_path=f"url(#clip-{name})")


def _window() -> tuple[float, float, float]:
    """Left and top of the window in the plane of the outlines, and how much it is enlarged."""
    left = _plane(WEST, 50.0)[0]
    right = _plane(EAST, 20.0)[0]
    return left, _plane(0.0, NORTH)[1], WIDTH / (right - left)


def place(longitude: float, latitude: float) -> tuple[float, float]:
    """Where a point lies in the picture."""
    left, top, scale = _window()
    x, y = _plane(longitude, latitude)
    return round((x - left) * scale, 1), round((y - top) * scale, 1)


def _plane(longitude: float, latitude: float) -> tuple[float, float]:
    """The plane of the outlines: Equal Earth, as `tools/build_map.py` placed them. Its scale and origin are found from
    two dots whose coordinates are known (Luxembourg and Singapore)."""
    (lx, ly), (sx, sy) = outlines()["dots"]["LUX"], outlines()["dots"]["SGP"]
    (ux, uy), (vx, vy) = equal_earth(6.1, 49.8), equal_earth(103.8, 1.35)
    size_x, size_y = (sx - lx) / (vx - ux), (sy - ly) / (vy - uy)
    x, y = equal_earth(longitude, latitude)
    return lx + (x - ux) * size_x, ly + (y - uy) * size_y


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Plane coordinates of the Equal Earth projection, sphere of radius 1 (Savric, Patterson & Jenny 2018)."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t) / (3 * slope)
    return x, a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t


def _colour_word(mode: str) -> str:
    words = {
        "rail": "brown",
        "road": "grey",
        "sea": "blue",
        "oil_pipeline": "black",
        "gas_pipeline": "violet",
    }
    return words[mode]
