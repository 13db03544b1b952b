"""Other versions of a world, as likely as it is: its estimated cells moved and fitted to its totals again."""

import numpy as np

from autarky.uncertainty.priors import prior_table
from autarky.world.accounts import VARIABLES, World
from autarky.world.tables.fit import fit


def variants_of(world: World, count: int, seed: int) -> list[World]:
    """The world itself and `count` - 1 versions of it.

    Each cell of trade is multiplied by exp(spread * share estimated * z), z standard normal; then each sector is
    fitted to its output by origin and its purchases by destination, net of tariff, by RAS. What is reported moves
    only as far as the totals ask. Final demand takes the difference where tariffs make the bill another one.
    """
    if "trade_estimated" not in world.data or count < 2:
        return [world]
    share = world.data["trade_estimated"].transpose(*VARIABLES["trade"][0]).values.astype(float)
    if not share.any():
        return [world]
    spread = prior_table()["estimated"].spread
    rng = np.random.default_rng(seed)
    return [
        world,
        *(
            _version(world, np.exp(spread * share * rng.standard_normal(share.shape)))
            for _ in range(count - 1)
        ),
    ]


def _version(world: World, factor: np.ndarray) -> World:
    before = world.array("trade")
    trade = before * factor
    for s, sector in enumerate(world.sectors):
        trade[:, s] = fit(
            trade[:, s], before[:, s].sum(1), before[:, s].sum(0), what=f"sector {sector}"
        ).table
    wedge = (1 + world.array("tariff")) * (1 + world.array("export_tax"))
    final = (trade * wedge).sum(0) - world.array("inputs").sum(2)
    return World.from_arrays(
        economies=world.economies,
        sectors=world.sectors,
        trade=trade,
        tariff=world.array("tariff"),
        export_tax=world.array("export_tax"),
        inputs=world.array("inputs"),
        final=np.maximum(final, 0.0),
        economy_names=world.economy_names,
        sector_names=world.sector_names,
        members=world.members,
        industries=world.industries,
        attrs=world.data.attrs,
    )
