"""Reading a solved draw: outcomes by economy and the rows that are kept."""

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky.uncertainty.rows import Index

if TYPE_CHECKING:
    from autarky.economy.problem import Solution


def measure(solution: "Solution", index: Index) -> np.ndarray:
    """Welfare, real GDP and consumer prices by economy, then the rows of `index` [3 N + K]."""
    outcomes, output, price, before, quantity, value = _evaluate()(*solution.arguments)
    arrays = (np.asarray(a) for a in (output, price))
    unit = solution.problem.base.unit
    flows = (unit * np.asarray(a) for a in (before, quantity, value))
    kept = index.take(*arrays, *flows) if index.rows else np.empty(0)
    return np.concatenate([*(np.asarray(o) for o in outcomes), kept])


@cache
def _evaluate() -> Any:
    """One compiled program for all draws; the definitions are those of `economy.quantities` and `economy.outcomes`."""
    import equinox as eqx
    import jax.numpy as jnp

    from autarky.economy.equilibrium import allocate
    from autarky.economy.outcomes import real_gdp, welfare

    @eqx.filter_jit
    def evaluate(economy: Any, behaviour: Any, shock: Any, unknowns: Any) -> Any:
        a = allocate(economy, behaviour, shock, unknowns)
        shipped = a.X / jnp.exp(a.log_c)[:, :, None] / shock.trade_cost
        if shock.quota is not None:
            lost = 1 - shock.quota.to_buyer - shock.quota.to_seller
            shipped = shipped / (1 + lost * jnp.expm1(a.log_wedge_quota))
        sold = economy.Y > 0
        output = jnp.where(sold, a.Y / jnp.where(sold, economy.Y, 1.0), 1.0) * jnp.exp(-a.log_c) - 1
        by_economy = welfare(economy, a), real_gdp(economy, shock, a), jnp.expm1(a.log_PF)
        return by_economy, output, jnp.expm1(a.log_P), economy.X, shipped - economy.X, a.X - economy.X

    return evaluate
