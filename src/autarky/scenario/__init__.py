"""Scenarios: acts, world, horizons and elasticities in one checked whole, from TOML or Python to results.

The names below are imported on first use, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autarky.scenario.elasticities import Elasticities as Elasticities
    from autarky.scenario.model import Scenario as Scenario
    from autarky.scenario.solving import solve as solve
    from autarky.scenario.solving import solve_all as solve_all

_WHERE = {"Elasticities": "elasticities", "Scenario": "model", "solve": "solving", "solve_all": "solving"}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'autarky.scenario' has no attribute {name!r}")
    return getattr(import_module(f"autarky.scenario.{_WHERE[name]}"), name)
