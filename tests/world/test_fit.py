"""Fitting to totals: RAS, GRAS and weighted cross-entropy against their defining conditions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autarky.errors import WorldError
from autarky.world.tables.fit import fit


def totals_of(rng: np.random.Generator, table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Totals that a table of the same signs and zeros has."""
    moved = table * rng.uniform(0.5, 2.0, table.shape)
    return moved.sum(1), moved.sum(0)


@given(st.integers(0, 10_000), st.integers(2, 7), st.integers(2, 7))
def test_ras_meets_totals_and_keeps_the_form(seed: int, rows: int, columns: int) -> None:
    rng = np.random.default_rng(seed)
    table = rng.uniform(0.1, 10, (rows, columns)) * (rng.uniform(size=(rows, columns)) < 0.8)
    table[:, 0] += 0.1
    table[0] += 0.1
    r, c = totals_of(rng, table)
    found = fit(table, r, c).table
    # 1e-9 of the largest total: what identities of worlds are held to
    assert (
        np.abs(found.sum(1) - r).max() <= 1e-9 * r.max() and np.abs(found.sum(0) - c).max() <= 1e-9 * c.max()
    )
    assert ((found == 0) == (table == 0)).all()
    # biproportional: every 2 x 2 cross-ratio is that of the given table
    i, j = np.nonzero(
        (table[:-1, :-1] > 0) & (table[1:, 1:] > 0) & (table[:-1, 1:] > 0) & (table[1:, :-1] > 0)
    )

    def cross(x: np.ndarray) -> np.ndarray:
        return x[i, j] * x[i + 1, j + 1] / (x[i, j + 1] * x[i + 1, j])

    np.testing.assert_allclose(cross(found), cross(table), rtol=1e-8)  # products of four cells of 1e-11


def test_ras_by_hand() -> None:
    """Totals (6, 3) and (3, 6) of a table of ones: independence gives 6*3/9 ..."""
    found = fit(np.ones((2, 2)), np.array([6.0, 3.0]), np.array([3.0, 6.0])).table
    np.testing.assert_allclose(found, [[2, 4], [1, 2]], rtol=1e-10)  # solver tolerance


@given(st.integers(0, 10_000))
def test_gras_keeps_signs_and_meets_totals(seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = rng.uniform(1, 10, (5, 6))
    table[rng.uniform(size=table.shape) < 0.15] *= -1
    r, c = totals_of(rng, table)
    found = fit(table, r, c).table
    assert (np.sign(found) == np.sign(table)).all()
    scale = max(np.abs(r).max(), np.abs(c).max())
    assert np.abs(found.sum(1) - r).max() <= 1e-9 * scale and np.abs(found.sum(0) - c).max() <= 1e-9 * scale
    # the conditions of Lenzen, Wood and Gallego (2007): positive cells times r s, negative ones over r s
    ratio = np.where(table > 0, found / table, table / found)
    np.testing.assert_allclose(ratio[0, 0] * ratio[1, 1], ratio[0, 1] * ratio[1, 0], rtol=1e-7)


@given(st.integers(0, 10_000))
def test_weights_one_are_ras_and_heavier_cells_move_less(seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = rng.uniform(1, 10, (4, 5))
    r, c = totals_of(rng, table)
    plain = fit(table, r, c).table
    weights = np.full(table.shape, 2.0)
    np.testing.assert_allclose(fit(table, r, c, weights=weights).table, plain, rtol=1e-7)
    weights = np.ones(table.shape)
    weights[0, 0] = 50.0
    heavy = fit(table, r, c, weights=weights).table
    assert abs(np.log(heavy[0, 0] / table[0, 0])) <= abs(np.log(plain[0, 0] / table[0, 0])) + 1e-9
    assert np.abs(heavy.sum(1) - r).max() <= 1e-9 * r.max()
    # log of what each cell moved, times its weight, is a sum of a row's and a column's multiplier
    pull = weights * np.log(heavy / table)
    np.testing.assert_allclose(pull[0, 0] + pull[1, 1], pull[0, 1] + pull[1, 0], atol=1e-6)


def test_held_cells_stay() -> None:
    rng = np.random.default_rng(1)
    table = rng.uniform(1, 10, (4, 5))
    r, c = totals_of(rng, table)
    weights = np.ones(table.shape)
    weights[1, 2] = np.inf
    found = fit(table, r, c, weights=weights).table
    assert found[1, 2] == table[1, 2]
    assert np.abs(found.sum(0) - c).max() <= 1e-9 * c.max()


def test_what_has_no_solution_says_so() -> None:
    with pytest.raises(WorldError, match="row totals add up to"):
        fit(np.ones((2, 2)), np.array([1.0, 1.0]), np.array([3.0, 3.0]))
    with pytest.raises(WorldError, match="row 1 must add up to 2"):
        fit(np.array([[1.0, 1.0], [0.0, 0.0]]), np.array([2.0, 2.0]), np.array([2.0, 2.0]))
    with pytest.raises(WorldError, match="zeros and fixed cells"):  # 1 in the corner cannot reach 3 and 1
        fit(np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([3.0, 1.0]), np.array([1.0, 3.0]))


def test_regions_that_hardly_trade_take_few_rounds() -> None:
    """Blocks linked by a thread: scaling moves the difference between them by a sliver per round; Newton ends it."""
    rng = np.random.default_rng(4)
    first = np.arange(30) < 15
    table = rng.uniform(1, 2, (30, 30)) * np.where(np.not_equal.outer(first, first), 1e-6, 1.0)
    r, c = totals_of(rng, table)
    shift = 1e-5 * r[:15].sum() * np.concatenate([np.full(15, 1 / 15), np.full(15, -1 / 15)])
    found = fit(table, r + shift, c)  # a little more must be sold across than was
    assert found.rounds < 200
    assert np.abs(found.table.sum(1) - r - shift).max() <= 1e-9 * r.max()
    assert np.abs(found.table.sum(0) - c).max() <= 1e-9 * c.max() and (found.table >= 0).all()
