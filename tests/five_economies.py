"""A small world that tests of several folders share."""

from autarky.world import World


def five_economies() -> World:
    """Five economies, three sectors, with inputs, taxes and deficits; the first has a big neighbour."""
    import numpy as np

    rng = np.random.default_rng(7)
    N, J = 5, 3
    size = np.array([1.0, 20.0, 5.0, 8.0, 12.0])
    trade = 0.2 * rng.lognormal(0.0, 0.4, (N, J, N)) * np.sqrt(size)[:, None, None] * np.sqrt(size)
    trade[0, :, 1] *= 3
    trade[1, :, 0] *= 3
    for n in range(N):
        trade[n, :, n] = 4 * size[n]
    inputs = 0.3 * rng.dirichlet(np.ones(J), (N, J)).transpose(2, 0, 1) * trade.sum(2)[None]
    spent = trade.sum(0)
    inputs *= np.minimum(1.0, 0.6 * spent / inputs.sum(2))[:, :, None]
    return World.from_arrays(
        economies=["BLR", "RUS", "KAZ", "POL", "DEU"],
        sectors=["A", "C20", "K"],
        trade=trade,
        inputs=inputs,
        final=spent - inputs.sum(2),
        economy_names={"BLR": "Belarus", "RUS": "Russia"},
        industries={"A": ["A01", "A02", "A03"], "C20": ["C20"], "K": ["K"]},
        attrs={"name": "five", "year": 2022, "unit": "USD million"},
    )
