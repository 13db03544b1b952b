"""Worlds small enough to compute by hand."""

import numpy as np

from autarky.world.accounts import World


def one_good() -> World:
    """Three economies, one good, no taxes. Sales (rows sell, columns buy):

    BLR 60 30 10 | RUS 20 170 10 | CHN 5 15 380. Inputs: half of all purchases; the rest is final use."""
    trade = np.array([[60.0, 30, 10], [20, 170, 10], [5, 15, 380]])[:, None, :]
    spent = trade.sum(0)
    return World.from_arrays(
        economies=["BLR", "RUS", "CHN"],
        sectors=["C20"],
        trade=trade,
        inputs=0.5 * spent[:, :, None],
        final=0.5 * spent,
        attrs={"name": "one-good", "year": 2022, "unit": "USD million", "source": "made up"},
    )


def chain() -> World:
    """Ore of RUS (B06) becomes a good of CHN (C28) that BLR uses up: BLR never buys from RUS, yet lives on it.

    RUS sells 10 of ore to CHN; CHN adds 30 and sells 40 of the good to BLR, which pays with 40 of its own good, sold to
    CHN (30) and RUS (10)."""
    e, s = ["BLR", "RUS", "CHN"], ["B06", "C28"]
    trade = np.zeros((3, 2, 3))
    trade[1, 0, 2] = 10
    trade[2, 1, 0] = 40
    trade[0, 1, 2], trade[0, 1, 1] = 30, 10
    inputs = np.zeros((2, 3, 2))
    inputs[0, 2, 1] = 10  # ore that the good of CHN takes
    spent = trade.sum(0)
    return World.from_arrays(
        economies=e,
        sectors=s,
        trade=trade,
        inputs=inputs,
        final=spent - inputs.sum(2),
        attrs={"name": "chain", "year": 2022, "unit": "USD million", "source": "made up"},
    )


def fuelled() -> World:
    """Three economies, oil and gas (B06) and one other good. Sales of oil: RUS 40 at home, 30 to BLR, 10 to CHN; CHN
    sells 10 to BLR and uses 20 of its own; BLR makes 5, of which RUS buys 1."""
    oil = np.array([[4.0, 1, 0], [30, 40, 10], [10, 0, 20]])
    good = np.array([[60.0, 30, 10], [20, 170, 10], [5, 15, 380]])
    trade = np.stack([oil, good], 1)
    spent = trade.sum(0)  # sector, destination
    return World.from_arrays(
        economies=["BLR", "RUS", "CHN"],
        sectors=["B06", "C20"],
        trade=trade,
        inputs=np.zeros((2, 3, 2)),
        final=spent,
        attrs={"name": "one-good", "year": 2022, "unit": "USD million", "source": "made up"},
    )
