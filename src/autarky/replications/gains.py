"""Gains from trade twice: by the sufficient statistic, and by solving autarky itself."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from autarky.economy.result import Result
    from autarky.economy.shock import Shock
    from autarky.world.accounts import World


def sufficient_statistic(world: "World", theta: np.ndarray) -> np.ndarray:
    """Change of real income when an economy loses all trade, from base-year shares alone (fraction,
    [economy]).

    Arkolakis, Costinot & Rodriguez-Clare (2012) with sectors and input-output links (Costinot &
    Rodriguez-Clare 2014, eq. 28): ``log P = A' log P - log(home)/theta`` per economy, ``W = exp(-alpha . log
    P) - 1``; A holds the cost shares of materials, home the share of each composite bought at home. Needs one
    mobile factor and Cobb-Douglas nests.
    """
    trade, final, inputs = world.array("trade"), world.array("final"), world.array("inputs")
    spent = (1 + world.array("tariff")) * (1 + world.array("export_tax")) * trade
    total, output = spent.sum(0), world.array("output")
    home = np.einsum("nsn->sn", spent) / np.where(total > 0, total, 1.0)
    lost = -np.log(np.where(total > 0, home, 1.0)) / theta[:, None]
    out = np.empty(len(world.economies))
    for n in range(len(out)):
        costs = inputs[:, n, :] / np.where(output[n] > 0, output[n], 1.0)
        prices = np.linalg.solve(np.eye(len(theta)) - costs.T, lost[:, n])
        out[n] = np.expm1(-(final[:, n] / final[:, n].sum()) @ prices)
    return out


def autarky(world: "World", *, without_deficits: bool = False) -> "Shock":
    """Every flow across a border is gone; with `without_deficits`, so is what deficits have to be paid
    with.
    """
    import equinox as eqx
    import jax.numpy as jnp

    from autarky.economy.calibration import calibrate
    from autarky.economy.shock import Quota, Shock

    economy = calibrate(world)
    n_economies, n_sectors = economy.Y.shape
    abroad = ~np.eye(n_economies, dtype=bool)[:, None, :].repeat(n_sectors, 1)
    nothing = jnp.zeros(abroad.shape)
    quota = Quota(jnp.where(jnp.asarray(abroad), 0.0, jnp.inf), nothing, nothing)
    shock = eqx.tree_at(lambda s: s.quota, Shock.empty(economy), quota, is_leaf=lambda x: x is None)
    if without_deficits:
        shock = eqx.tree_at(lambda s: s.transfer, shock, -economy.D)
    return shock


def solve_autarky(world: "World", theta: np.ndarray) -> "Result":
    """The equilibrium of every economy on its own, from the base as it is (deficits are paid off by
    transfers).
    """
    from autarky.economy.behaviour import behaviour
    from autarky.economy.solve import equilibrium

    return equilibrium(world, autarky(world, without_deficits=True), behaviour(theta), tolerance=1e-12)


def free_and_balanced(world: "World", theta: np.ndarray) -> "World":
    """The equilibrium without tariffs and deficits, as a base: there the statistic is the whole of
    welfare.
    """
    import equinox as eqx
    import jax.numpy as jnp

    from autarky.economy.behaviour import behaviour
    from autarky.economy.calibration import calibrate
    from autarky.economy.shock import Shock
    from autarky.economy.solve import equilibrium

    empty = Shock.empty(calibrate(world))
    shock = eqx.tree_at(lambda s: s.tariff, empty, jnp.zeros_like(empty.tariff))
    result = equilibrium(world, shock, behaviour(theta, deficits="zero"), tolerance=1e-12)
    return result.world_after(f"{world.name}, free trade without deficits")


def one_sector(world: "World") -> "World":
    """First rung: one sector, no inputs; a country sells labour, sourcing as in all its spending."""
    return _final_only(world, ["ALL"], world.array("trade").sum(1, keepdims=True), None)


def without_inputs(world: "World") -> "World":
    """Second rung: the sectors, no inputs; sourcing of all spending, budget shares of final spending."""
    return _final_only(world, list(world.sectors), world.array("trade"), world.array("final"))


def _final_only(world: "World", sectors: list[str], trade: np.ndarray, final: np.ndarray | None) -> "World":
    from autarky.world.accounts import World

    if final is not None:
        bought = trade.sum(0)
        trade = trade * (final / np.where(bought > 0, bought, 1.0))[None]
    n = len(world.economies)
    return World.from_arrays(
        economies=world.economies,
        sectors=sectors,
        trade=trade,
        inputs=np.zeros((len(sectors), n, len(sectors))),
        final=trade.sum(0),
        attrs={"name": f"{world.name}, {len(sectors)} sectors without inputs", "year": world.year},
    )
