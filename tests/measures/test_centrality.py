"""Centralities against graphs worked out by hand."""

import numpy as np
import pandas as pd
import pytest
from tiny_world import chain, one_good

from autarky.errors import InputError
from autarky.measures.networks import between, betweenness, chokepoints, katz, pagerank
from autarky.measures.trade import TradeTable


def test_betweenness_of_a_line_and_a_square() -> None:
    line = np.full((3, 3), np.inf)
    line[0, 1] = line[1, 0] = line[1, 2] = line[2, 1] = 1.0
    np.testing.assert_allclose(between(line), [0, 2, 0])
    square = np.full((4, 4), np.inf)
    for i, j in ((0, 1), (1, 2), (2, 3), (3, 0)):
        square[i, j] = square[j, i] = 1.0
    # two shortest paths between opposite corners, one half through each neighbour, both directions
    np.testing.assert_allclose(between(square), [1, 1, 1, 1])


def test_the_middle_of_the_chain() -> None:
    # RUS sells to CHN only, CHN to BLR only, BLR to both: CHN lies between RUS and BLR, BLR between CHN and RUS
    got = betweenness(chain())
    np.testing.assert_allclose(got, [0.5, 0.0, 0.5])


def test_pagerank_solves_its_equation() -> None:
    world = one_good()
    got = pagerank(world)
    assert float(got.sum()) == pytest.approx(1.0)
    share = np.array([[0, 30 / 45, 10 / 20], [20 / 25, 0, 10 / 20], [5 / 25, 15 / 45, 0]])
    np.testing.assert_allclose(got, 0.15 / 3 + 0.85 * share @ got.values, rtol=1e-12)


def test_katz_sums_chains() -> None:
    world = one_good()
    flows = np.array([[0, 30.0, 10], [20, 0, 10], [5, 15, 0]])
    flows /= flows.sum()
    a = 0.5 / np.abs(np.linalg.eigvals(flows)).max()
    total, power = np.zeros(3), np.ones(3)
    for _ in range(200):
        power = a * flows @ power
        total += power
    np.testing.assert_allclose(katz(world), total / total.sum(), rtol=1e-10)
    with pytest.raises(InputError, match="decay"):
        katz(world, decay=1.5)
    with pytest.raises(InputError, match="no network"):
        pagerank(closed_world())


def closed_world():  # type: ignore[no-untyped-def]
    from autarky.world.accounts import World

    trade = np.diag([1.0, 1.0])[:, None, :]
    return World.from_arrays(
        economies=["BLR", "RUS"], sectors=["C20"], trade=trade, inputs=np.zeros((1, 2, 1)), final=trade.sum(0)
    )


def test_chokepoints() -> None:
    rows = [(2020, "CHN", c, "1", 10.0, 1.0) for c in ("DEU", "FRA", "USA", "JPN")]
    rows += [(2020, s, "USA", "2", 10.0, 1.0) for s in ("CHN", "DEU", "FRA", "JPN")]
    names = ["year", "exporter", "importer", "product", "value", "quantity"]
    got = chokepoints(TradeTable(pd.DataFrame(rows, columns=names), "made up"))
    assert list(got.index) == ["1", "2"]
    assert got.loc["1", "suppliers"] == pytest.approx(1.0)
    assert got.loc["1", "needed"] == pytest.approx(4.0)
    assert got.loc["1", "hostages"] == 1.0
    assert got.loc["1", "score"] == pytest.approx(0.75)
    assert got.loc["2", "score"] == 0.0
