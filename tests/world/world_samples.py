"""Small random worlds for tests."""

import numpy as np

from autarky.world.accounts import World


def make_world(
    seed: int, economies: int = 5, sectors: int = 3, rates: bool = True, gaps: float = 0.2
) -> World:
    """A random world that satisfies its identities, with tariffs, export taxes and empty cells."""
    rng = np.random.default_rng(seed)
    N, J = economies, sectors
    codes = ["BLR", "RUS", "DEU", "POL", "USA", "CHN", "ROW"][-N:]
    trade = rng.lognormal(0, 2, (N, J, N)) * (rng.random((N, J, N)) > gaps)
    home = np.arange(N)
    trade[home, :, home] += 1.0
    tariff = rng.uniform(0, 0.3, trade.shape) * rates
    export_tax = rng.uniform(-0.2, 0.2, trade.shape) * rates
    tariff[home, :, home] = export_tax[home, :, home] = 0.0
    paid = ((1 + tariff) * (1 + export_tax) * trade).sum(0)
    # inputs bounded by what is bought of each and by what each user produces
    weights = rng.dirichlet(np.ones(J), size=(J, N)) * rng.uniform(0, 0.5, (J, N, 1))
    inputs = weights * paid[:, :, None]
    output = trade.sum(2)
    room = 0.9 * output / np.maximum(inputs.sum(0), 1e-300)
    inputs *= np.minimum(1.0, room)[None]
    return World.from_arrays(
        economies=codes,
        sectors=["A", "B06", "C20", "C28", "G"][:J],
        trade=trade,
        tariff=tariff,
        export_tax=export_tax,
        inputs=inputs,
        final=paid - inputs.sum(2),
        trade_estimated=rng.random(trade.shape),
        attrs={"name": f"random-{seed}", "year": 2022, "unit": "USD million"},
    )
