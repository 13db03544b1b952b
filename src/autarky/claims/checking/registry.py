"""Which module of `claims.checking` brings the truths of a measure; nothing is imported before it is asked."""

from functools import cache
from importlib import import_module

from autarky.claims.checking.evidence import Family

# measure -> module:function
FAMILIES: dict[str, str] = {
    "export_share": "partners:shares",
    "import_share": "partners:shares",
    "trade_share": "partners:shares",
    "area": "facts:truths",
    "population": "facts:truths",
    "gdp": "facts:truths",
    "gdp_growth": "facts:truths",
    "inflation": "facts:truths",
    "border_length": "facts:borders",
}


@cache
def family(measure: str) -> Family | None:
    """Return the family of a measure, None where no data are known that decide it."""
    place = FAMILIES.get(measure)
    if place is None:
        return None
    module, _, name = place.partition(":")
    found: Family = getattr(import_module(f"autarky.claims.checking.{module}"), name)
    return found
