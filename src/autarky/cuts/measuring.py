"""Welfare and real GDP of an equilibrium, as one compiled program that all studies share."""

from collections.abc import Callable
from functools import cache
from typing import Any


@cache
def measures() -> Callable[..., Any]:
    """A function of (economy, behaviour, shock, unknowns): changes of welfare and of real GDP [N], fractions."""
    import equinox as eqx

    from autarky.economy.equilibrium import allocate
    from autarky.economy.outcomes import real_gdp, welfare

    def measure(economy: Any, behaviour: Any, shock: Any, unknowns: Any) -> Any:
        allocation = allocate(economy, behaviour, shock, unknowns)
        return welfare(economy, allocation), real_gdp(economy, shock, allocation)

    return eqx.filter_jit(measure)
