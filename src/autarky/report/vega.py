"""Vega-Lite specifications, as plain dictionaries, rendered to static SVG without a browser."""

import re
from functools import cache
from typing import Any

FONT = "Source Sans 3, Segoe UI, Helvetica Neue, Arial, sans-serif"


def render(spec: dict[str, Any], name: str, description: str) -> str:
    """`spec` as inline SVG. `name` keeps its ids apart from those of other pictures on the page."""
    import vl_convert

    svg = str(vl_convert.vegalite_to_svg(spec))
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r"url\(#", f"url(#{name}-", svg)
    return svg


@cache
def warm_up() -> None:
    """Load the renderer (half a second, once per process), e.g. in a thread while the model is being solved."""
    render({"data": {"values": [{"x": 1}]}, "mark": "bar", "encoding": {"x": {"field": "x", "type": "quantitative"}}}, "", "")
