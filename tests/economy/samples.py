"""Random worlds whose identities hold by construction, and shocks to them."""

import numpy as np

from autarky.economy.behaviour import Behaviour, behaviour
from autarky.economy.calibration import calibrate
from autarky.economy.shock import Quota, Shock
from autarky.world.accounts import World


def random_world(
    seed: int,
    N: int = 4,
    J: int = 3,
    *,
    taxes: bool = True,
    inputs: bool = True,
    balanced: bool = False,
    zeros: float = 0.1,
    spread: float = 1.0,
) -> World:
    """A world of N economies and J sectors; `spread` is the log standard deviation of economies' sizes,
    `zeros` the share of cross-border flows that are absent. `balanced`: no deficits (and then no taxes)."""
    rng = np.random.default_rng(seed)
    size = np.exp(spread * rng.normal(size=N))
    # gravity: what economies trade grows with both sizes, what they keep with their own
    trade = rng.lognormal(0.0, 1.0, (N, J, N)) * size[:, None, None] * size[None, None, :] / size.sum()
    home = np.eye(N, dtype=bool)[:, None, :] & np.ones((N, J, N), dtype=bool)
    trade[~home & (rng.random((N, J, N)) < zeros)] = 0.0
    if balanced:
        # a symmetric matrix sells what it buys, sector by sector
        trade = (trade + trade.transpose(2, 1, 0)) / 2
    for n in range(N):
        trade[n, :, n] = 2 * size[n] * rng.lognormal(0.0, 0.5, J)
    tariff = np.where(home, 0.0, rng.uniform(0.0, 0.3, (N, J, N))) if taxes else np.zeros((N, J, N))
    export_tax = np.where(home, 0.0, rng.uniform(-0.05, 0.1, (N, J, N))) if taxes else np.zeros((N, J, N))
    spent = ((1 + tariff) * (1 + export_tax) * trade).sum(0)
    output = trade.sum(2)
    materials = np.zeros((J, N, J))
    if inputs:
        weights = rng.lognormal(0.0, 0.5, (J, N, J)) * output[None, :, :]
        materials = (
            spent[:, :, None] * weights / weights.sum(2, keepdims=True) * rng.uniform(0.2, 0.5, (J, N, 1))
        )
        bill = materials.sum(0)
        materials *= np.minimum(1.0, 0.7 * output / bill)
    return World.from_arrays(
        economies=[f"C{n:02d}" for n in range(N)],
        sectors=[f"S{s}" for s in range(J)],
        trade=trade,
        tariff=tariff,
        export_tax=export_tax,
        inputs=materials,
        final=spent - materials.sum(2),
        attrs={"name": f"random-{seed}", "year": 2000, "unit": "USD million"},
    )


def cobb_douglas(world: World, theta: float = 4.0, deficits: str = "fixed") -> Behaviour:
    return behaviour(np.full(len(world.sectors), theta), deficits=deficits)


def rich_behaviour(world: World, seed: int = 0, deficits: str = "fixed", **fixed: float) -> Behaviour:
    """Every elasticity away from its special cases."""
    rng = np.random.default_rng(seed)
    values = {"eta": 0.4, "rho": 0.6, "xi": 0.8, "nu": 1.5} | fixed
    return behaviour(rng.uniform(1.0, 8.0, len(world.sectors)), deficits=deficits, **values)


def random_shock(world: World, seed: int = 0, size: float = 0.2, *, quotas: bool = False) -> Shock:
    """A shock in every instrument at once, off the diagonal where a border is meant."""
    rng = np.random.default_rng(seed)
    N, J = len(world.economies), len(world.sectors)
    abroad = np.where(np.eye(N)[:, None, :] > 0, 0.0, np.ones((N, J, N)))
    share = world.array("value_added").sum(1) / world.array("value_added").sum()
    transfer = size * 0.05 * share.min() * rng.normal(size=N)
    base = Shock.empty(calibrate(world))
    quota = None
    if quotas:
        limit = np.where(
            (rng.random((N, J, N)) < 0.3) & (abroad > 0), rng.uniform(0.2, 1.0, (N, J, N)), np.inf
        )
        buyer = rng.random((N, J, N))
        quota = Quota(limit, buyer, (1 - buyer) * rng.random((N, J, N)))
    return Shock(
        trade_cost=np.exp(size * abroad * rng.normal(size=(N, J, N))),
        tariff=np.asarray(base.tariff) + size * abroad * rng.random((N, J, N)),
        export_tax=np.asarray(base.export_tax) + size * abroad * 0.3 * rng.uniform(-1, 1, (N, J, N)),
        productivity=np.exp(0.5 * size * rng.normal(size=(N, J))),
        endowment=np.exp(0.5 * size * rng.normal(size=N)),
        transfer=transfer - transfer.mean(),
        quota=quota,
    )
