"""One scenario, warm: Newton-Krylov against a damped fixed point on the same equations, and the gradient.

python benchmarks/solve.py
"""

import sys
from dataclasses import replace
from functools import partial

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from autarky.economy.backend import prepare
from autarky.economy.behaviour import Behaviour, behaviour
from autarky.economy.calibration import Economy, calibrate
from autarky.economy.elasticities import trade_elasticities
from autarky.economy.equilibrium import Unknowns, allocate, residuals
from autarky.economy.gradient import slopes
from autarky.economy.horizon import horizon_parameters
from autarky.economy.outcomes import Outcomes
from autarky.economy.search import search
from autarky.economy.shock import Quota, Shock
from autarky.world.accounts import World
from timing import measure, table
from worlds import worlds

TOLERANCE = 1e-10


def scenario(world: World, kind: str) -> tuple[Economy, Shock]:
    """Belarus-Russia: 50 % dearer trade, or an embargo both ways with 10 % leakage."""
    economy = calibrate(world)
    b, r = world.economies.index("BLR"), world.economies.index("RUS")
    base = Shock.empty(economy)
    cells = np.zeros(economy.X.shape, dtype=bool)
    cells[b, :, r] = cells[r, :, b] = True
    if kind == "trade cost":
        return economy, replace(base, trade_cost=np.where(cells, 1.5, 1.0))
    limit = np.where(cells, 0.1, np.inf)
    return economy, replace(base, quota=Quota(limit, np.ones_like(limit), np.zeros_like(limit)))


def behaviour_at(world: World, years: float) -> Behaviour:
    h = horizon_parameters(years)
    theta = trade_elasticities(world) * h.theta_multiplier
    return behaviour(theta, eta=h.eta, rho=h.rho, xi=h.xi, nu=h.nu)


@partial(jax.jit, static_argnums=4)
def damped(
    economy: Economy, b: Behaviour, shock: Shock, damping: float, most: int
) -> tuple[jax.Array, jax.Array]:
    """Plain tatonnement: prices and budgets as implied, activity by a damped step on excess demand."""

    def size(u: Unknowns) -> jax.Array:
        return jnp.max(jnp.array([jnp.abs(a).max() for a in jax.tree.leaves(u)]))

    def step(carry: tuple[Unknowns, jax.Array, jax.Array]) -> tuple[Unknowns, jax.Array, jax.Array]:
        u, _, n = carry
        left = residuals(economy, u, allocate(economy, b, shock, u))
        moved = Unknowns(
            u.prices - left.prices, u.activity - damping * left.activity, u.spending - left.spending
        )
        return moved, size(left), n + 1

    start = (Unknowns.base(economy), jnp.asarray(1.0), jnp.asarray(0))
    going = lambda c: (c[1] > TOLERANCE) & (c[2] < most) & jnp.isfinite(c[1])  # noqa: E731
    _, left, n = jax.lax.while_loop(going, step, start)
    return left, n


def main() -> None:
    prepare()
    rows = []
    for name, world in worlds().items():
        for kind, years in (("trade cost", 10.0), ("trade cost", 1.0), ("embargo", 10.0), ("embargo", 1.0)):
            economy, shock = scenario(world, kind)
            b = behaviour_at(world, years)
            start, statistics = search(economy, b, shock)
            newton = measure(lambda e=economy, b=b, s=shock: search(e, b, s)[0])
            chosen = jnp.asarray([float(c == "BLR") for c in world.economies])
            weights = Outcomes(**{f: chosen * (f == "welfare") for f in Outcomes.__dataclass_fields__})
            slope = measure(
                lambda e=economy, b=b, s=shock, u=start, w=weights: eqx.filter(
                    slopes(e, b, s, u, w), eqx.is_array
                ),
                3,
            )
            # the largest damping of the ladder that converges
            plain, steps = None, 0
            for damping in (0.5, 0.2, 0.1, 0.05):
                left, n = damped(economy, b, shock, damping, 5000)
                if float(left) <= TOLERANCE:
                    plain, steps = (
                        measure(lambda e=economy, b=b, s=shock, d=damping: damped(e, b, s, d, 5000), 2),
                        int(n),
                    )
                    break
            rows.append(
                [
                    name,
                    f"{kind}, {years:g} y",
                    f"{statistics.residual:.0e}",
                    f"{statistics.newton_steps} / {statistics.products}",
                    f"{newton.warm * 1e3:.0f}",
                    f"{slope.warm / newton.warm:.1f}",
                    "none converged" if plain is None else f"{plain.warm * 1e3:.0f} ({steps} steps)",
                    "" if plain is None else f"{plain.warm / newton.warm:.1f}",
                ]
            )
            print(rows[-1], file=sys.stderr, flush=True)
    print(
        table(
            [
                "world",
                "scenario",
                "residual",
                "Newton steps / products",
                "warm solve, ms",
                "gradient, solves",
                "damped fixed point, ms",
                "ratio",
            ],
            rows,
        )
    )


if __name__ == "__main__":
    main()
