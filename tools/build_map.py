"""Make `src/autarky/charts/data/world-map.json`: country outlines, projected, as SVG paths keyed by ISO3.

    npm pack world-atlas@2 && tar xzf world-atlas-2.*.tgz
    python tools/build_map.py package/countries-110m.json

The outlines are Natural Earth's 1:110m countries (public domain), packaged by world-atlas (ISC licence).
Projecting here (Equal Earth; Savric, Patterson & Jenny 2018) leaves nothing but strings to the report.
"""

import argparse
import itertools
import json
import math
import re
from pathlib import Path
from typing import Any

import pycountry

TARGET = Path(__file__).parents[1] / "src" / "autarky" / "charts" / "data" / "world-map.json"
WIDTH = 1000.0
MARGIN = 4.0
SOUTH = -58.0  # nothing inhabited below once Antarctica is dropped
UNCODED = {"Kosovo": "XKX", "N. Cyprus": "XNC", "Somaliland": "XSO"}  # outlines without an ISO 3166 number
DROPPED = {"ATA", "ATF"}
# Too small for 1:110m, or hardly visible on it: longitude, latitude.
SMALL = {
    "BHR": (50.6, 26.0), "BRB": (-59.5, 13.2), "CPV": (-23.6, 15.1), "COM": (43.3, -11.7),
    "HKG": (114.2, 22.3), "LIE": (9.5, 47.2), "LUX": (6.1, 49.8), "MAC": (113.5, 22.2),
    "MDV": (73.5, 4.2), "MLT": (14.4, 35.9), "MUS": (57.6, -20.3), "SGP": (103.8, 1.35),
    "STP": (6.6, 0.2), "SYC": (55.5, -4.7),
}  # fmt: skip

Ring = list[tuple[float, float]]


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Plane coordinates of the Equal Earth projection, sphere of radius 1."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t) / (3 * slope)
    return x, a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t


def arcs_of(topology: dict[str, Any]) -> list[Ring]:
    """The arcs of a quantised topology in degrees."""
    (kx, ky), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append((x * kx + x0, y * ky + y0))
        arcs.append(arc)
    return arcs


def rings_of(geometry: dict[str, Any], arcs: list[Ring]) -> list[Ring]:
    """All rings of a polygon or multipolygon; a negative arc index means the arc backwards."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = []
    for polygon in polygons:
        for indices in polygon:
            ring: Ring = []
            for i in indices:
                arc = arcs[i] if i >= 0 else arcs[~i][::-1]
                ring.extend(arc if not ring else arc[1:])
            rings.append(ring)
    return rings


def unwrapped(code: str, ring: Ring) -> Ring:
    """The ring without its jump at 180 degrees; what then lies west of Alaska joins Russia or Fiji in the
    east.
    """
    out = [ring[0]]
    for x, y in ring[1:]:
        out.append((x - 360 * round((x - out[-1][0]) / 360), y))
    middle = sum(x for x, _ in out) / len(out)
    shift = 360 if code in ("RUS", "FJI") and middle < -100 else 0
    return [(x + shift, y) for x, y in out]


def build(topology: dict[str, Any]) -> dict[str, Any]:
    """Paths, dots and the size of the picture."""
    arcs = arcs_of(topology)
    shapes: dict[str, list[Ring]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = UNCODED.get(geometry["properties"]["name"])
        if code is None:
            country = pycountry.countries.get(numeric=f"{int(geometry['id']):03d}")
            code = country.alpha_3
        if code not in DROPPED:
            rings = [unwrapped(code, r) for r in rings_of(geometry, arcs)]
            shapes[code] = [[equal_earth(x, y) for x, y in ring] for ring in rings]
    points = [p for rings in shapes.values() for ring in rings for p in ring]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = max(y for _, y in points), equal_earth(0, SOUTH)[1]
    scale = (WIDTH - 2 * MARGIN) / (right - left)

    def place(x: float, y: float) -> tuple[float, float]:
        return MARGIN + (x - left) * scale, MARGIN + (top - y) * scale

    paths = {c: "".join(path([place(*p) for p in ring]) for ring in r) for c, r in shapes.items()}
    dots = {c: [round(v, 1) for v in place(*equal_earth(*at))] for c, at in SMALL.items()}
    boxes = {}
    for code, rings in shapes.items():
        largest = [place(*p) for p in max(rings, key=area)]
        xs, ys = [x for x, _ in largest], [y for _, y in largest]
        boxes[code] = [round(v) for v in (min(xs), min(ys), max(xs), max(ys))]
    return {
        "about": "Natural Earth 1:110m countries (public domain) through world-atlas 2 (ISC), Equal Earth.",
        "size": [WIDTH, round(2 * MARGIN + (top - bottom) * scale)],
        "paths": dict(sorted(paths.items())),
        "dots": dots,
        "boxes": dict(sorted(boxes.items())),
    }


def area(ring: Ring) -> float:
    """Area enclosed by a ring (shoelace formula)."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def path(ring: Ring) -> str:
    """One closed SVG subpath in relative tenths, rounding carried along so that borders still meet."""
    cells = [(round(x * 10), round(y * 10)) for x, y in ring]
    steps = [f"M{cells[0][0] / 10:g},{cells[0][1] / 10:g}l"]
    for (x0, y0), (x1, y1) in itertools.pairwise(cells):
        if (x0, y0) != (x1, y1):
            steps.append(f"{(x1 - x0) / 10:g},{(y1 - y0) / 10:g} ")
    if len(steps) < 3:
        return ""
    return re.sub(r"(?<![\d.])0\.", ".", "".join(steps).strip()) + "z"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("topology", type=Path, help="countries-110m.json of world-atlas")
    world = build(json.loads(parser.parse_args().topology.read_text()))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(world, separators=(",", ":"), ensure_ascii=False) + "\n")
    print(f"{TARGET.name}: {len(world['paths'])} outlines, {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
