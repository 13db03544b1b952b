"""Spreading totals under ceilings: RAS where the ceilings do not bind, the nearest table where they do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autarky.world.tables.bounded import bounded_fit
from autarky.world.tables.fit import fit


def test_without_ceilings_it_is_ras() -> None:
    rng = np.random.default_rng(0)
    prior = rng.lognormal(0, 2, (6, 4)) * (rng.random((6, 4)) > 0.2)
    true = prior * rng.uniform(0.5, 2, (6, 1)) * rng.uniform(0.5, 2, (1, 4))
    fitted = bounded_fit(prior, np.full((6, 4), np.inf), true.sum(1), true.sum(0))
    expected = fit(prior, true.sum(1), true.sum(0)).table
    np.testing.assert_allclose(fitted, expected, rtol=1e-7)  # it stops when a round moves 1e-10 of the total


@settings(max_examples=60)
@given(seed=st.integers(0, 10_000), tightness=st.floats(1.0, 3.0))
def test_nearest_table_under_the_ceilings(seed: int, tightness: float) -> None:
    """Where a table with these totals exists, it is found, and is `prior r c` wherever the ceiling does not bind."""
    rng = np.random.default_rng(seed)
    prior = rng.lognormal(0, 1, (5, 4))
    inside = prior * rng.uniform(0.2, 1.0, (5, 4))  # shows that the totals can be met
    upper = inside * tightness * rng.uniform(1.0, 2.0, (5, 4))
    rows, columns = inside.sum(1), inside.sum(0)
    fitted = bounded_fit(prior, upper, rows, columns, rounds=50_000, tolerance=1e-14)
    np.testing.assert_allclose(fitted.sum(1), rows, rtol=1e-6)
    np.testing.assert_allclose(fitted.sum(0), columns, rtol=1e-6)
    assert (fitted <= upper * (1 + 1e-12)).all()
    # minimum of sum x log(x / prior) - x: no swap of a corner among four cells that have room lowers it
    free = fitted < upper * (1 - 1e-6)
    ratio = np.log(fitted / prior)
    for i, k in ((0, 1), (2, 3), (1, 4)):
        for j, m in ((0, 1), (1, 2), (2, 3)):
            if free[[i, i, k, k], [j, m, j, m]].all():
                assert abs(ratio[i, j] + ratio[k, m] - ratio[i, m] - ratio[k, j]) < 1e-4


def test_short_where_there_is_no_room() -> None:
    prior = np.ones((2, 2))
    fitted = bounded_fit(
        prior, np.array([[1.0, 1.0], [9.0, 9.0]]), np.array([5.0, 5.0]), np.array([5.0, 5.0])
    )
    assert fitted[0] == pytest.approx([1.0, 1.0])  # never above a ceiling
    assert (fitted.sum(0) <= 5 + 1e-9).all()
    assert (fitted.sum(1) <= 5 + 1e-9).all()
    assert fitted[1].sum() == pytest.approx(5.0)


def test_one_side_free() -> None:
    prior = np.array([[1.0, 3.0], [0.0, 2.0]])
    ceiling = np.array([[1.5, 99.0], [9.0, 9.0]])
    np.testing.assert_allclose(
        bounded_fit(prior, ceiling, np.array([8.0, 4.0]), None), [[1.5, 6.5], [0.0, 4.0]]
    )
    np.testing.assert_allclose(
        bounded_fit(prior, ceiling, None, np.array([1.0, 10.0])), [[1.0, 6.0], [0.0, 4.0]]
    )
    assert not bounded_fit(prior, ceiling, np.zeros(2), None).any()


def test_totals_that_no_table_has_end_quietly() -> None:
    """Margins far from what the zeros and ceilings leave: no overflow (warnings are errors), nothing above a total."""
    rng = np.random.default_rng(3)
    for _ in range(50):
        prior = rng.lognormal(0, 3, (5, 5)) * (rng.random((5, 5)) > 0.6)
        upper = prior * rng.lognormal(0, 2, (5, 5))
        rows = rng.lognormal(0, 3, 5)
        columns = rng.lognormal(0, 3, 5)
        columns *= rows.sum() / columns.sum()
        fitted = bounded_fit(prior, upper, rows, columns)
        assert (fitted.sum(1) <= rows * (1 + 1e-12)).all()
        assert (fitted.sum(0) <= columns * (1 + 1e-12)).all()
        assert (fitted <= upper).all()
        assert np.isfinite(fitted).all()
