"""Extraction against direct solutions of the reduced tables."""

import numpy as np
import pytest
from tiny_world import one_good

from autarky.errors import InputError
from autarky.measures import InputOutput, global_extraction, hypothetical_extraction


def solve_directly(cut_rows: list[int], cut_columns: list[int], own: int) -> tuple[float, float]:
    """Backward and forward loss of `own`, from tables in which flows own -> columns and rows -> own are zero."""
    io = InputOutput(one_good())
    A, f = io.A.copy(), io.f.copy()
    A[own, cut_columns] = 0
    f[own, cut_columns] = 0
    demand = np.linalg.solve(np.eye(3) - A, f.sum(1))
    B = io.B.copy()
    B[cut_rows, own] = 0
    supply = np.linalg.solve((np.eye(3) - B).T, io.V)
    return 1 - demand[own] / io.Y[own], 1 - supply[own] / io.Y[own]


def test_cutting_one_tie() -> None:
    loss = hypothetical_extraction(one_good(), "RUS", "tie")
    for own, name in ((0, "BLR"), (2, "CHN")):
        np.testing.assert_allclose(loss.sel(economy=name), solve_directly([1], [1], own), rtol=1e-10)
    assert np.isnan(loss.sel(economy="RUS")).all()


def test_taking_an_economy_out() -> None:
    io = InputOutput(one_good())
    rest = [0, 2]
    demand = np.linalg.solve(np.eye(2) - io.A[np.ix_(rest, rest)], io.f[np.ix_(rest, rest)].sum(1))
    supply = np.linalg.solve((np.eye(2) - io.B[np.ix_(rest, rest)]).T, io.V[rest])
    loss = hypothetical_extraction(one_good(), "RUS", "economy").sel(economy=["BLR", "CHN"])
    np.testing.assert_allclose(loss.sel(side="backward"), 1 - demand / io.Y[rest], rtol=1e-10)
    np.testing.assert_allclose(loss.sel(side="forward"), 1 - supply / io.Y[rest], rtol=1e-10)
    # with two left, cutting the tie of one is less than losing the partner altogether
    tie = hypothetical_extraction(one_good(), "RUS", "tie").sel(economy=["BLR", "CHN"])
    assert bool((loss >= tie).all())


def test_replacement_keeps_world_value_added() -> None:
    world = one_good()
    gain = global_extraction(world, "RUS")
    # by hand: BLR buys 85, of which 20 from RUS go to BLR 60/65 and CHN 5/65; CHN moves its 10 in the same way
    io = InputOutput(world)
    sourcing = np.array([[60 + 20 * 60 / 65, 30, 10 + 10 * 10 / 390], [0, 170, 0], [0, 15, 0]])
    sourcing[2, [0, 2]] = 5 + 20 * 5 / 65, 380 + 10 * 380 / 390
    A, f = 0.5 * sourcing / io.Y, 0.5 * sourcing.sum(1)
    made = np.linalg.solve(np.eye(3) - A, f)
    np.testing.assert_allclose(gain, made / io.Y - 1, rtol=1e-10)
    assert float(gain.sel(economy="RUS")) < 0 < float(gain.sel(economy="BLR"))
    # what final users pay is final demand, whoever makes it, so value added in the world stays
    assert float((gain.values * io.V).sum()) == pytest.approx(0.0, abs=1e-9)


def test_extracting_the_world_is_refused() -> None:
    with pytest.raises(InputError, match="whole world"):
        hypothetical_extraction(one_good(), "world")
    with pytest.raises(InputError, match="scope"):
        hypothetical_extraction(one_good(), "RUS", "all")
