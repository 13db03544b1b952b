"""Vega-Lite specifications, as plain dictionaries, rendered to static SVG without a browser."""

import re
from functools import cache
from typing import Any

FONT = "sans-serif"  # the one the renderer measures fastest; the page puts its own in its place


def render(spec: dict[str, Any], name: str) -> str:
    """`spec` as inline SVG. `name` keeps its ids apart from those of other pictures on the page."""
    import vl_convert

    svg = str(vl_convert.vegalite_to_svg(spec))
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = svg.replace("url(#", f"url(#{name}-")
    # a width in pixels would not shrink on a phone; the viewBox keeps the proportions
    return re.sub(r'<svg ([^>]*?)width="[\d.]+" height="[\d.]+"', r'<svg \1role="img"', svg, count=1)


@cache
def warm_up() -> None:
    """Load the renderer (half a second, once per process), e.g. in a thread while the model is being
    solved.
    """
    position = {"field": "x", "type": "quantitative"}
    render({"data": {"values": [{"x": 1}]}, "mark": "bar", "encoding": {"x": position}}, "warm")
