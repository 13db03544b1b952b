"""Measures of dependence, one file per family: pure functions on a world or on a trade table, labelled results.

The names below are imported on first use, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import Any

_WHERE = {
    "chokepoints": "networks",
    "cdi": "strategic",
    "concentration": "shares",
    "betweenness": "networks",
    "hypothetical_extraction": "extraction",
    "gains_from_trade": "welfare",
    "geodep": "strategic",
    "geopolrisk": "materials",
    "global_extraction": "extraction",
    "influence_capacity": "bandwidth",
    "input_reliance": "lookthrough",
    "katz": "networks",
    "market_reliance": "lookthrough",
    "pagerank": "networks",
    "partner_share": "shares",
    "geoeconomic_power": "power",
    "production_against_trade": "materials",
    "value_added_in_use": "lookthrough",
    "welfare_loss": "welfare",
    "InputOutput": "leontief",
    "MEASURES": "registry",
    "TradeTable": "trade",
}

__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'autarky.measures' has no attribute {name!r}")
    return getattr(import_module(f"autarky.measures.{_WHERE[name]}"), name)
