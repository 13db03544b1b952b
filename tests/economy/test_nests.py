"""The CES nest: known values, limits, derivatives."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autarky.economy.nests import ces_nest

SHARES = jnp.array([0.5, 0.3, 0.2, 0.0])
LOGS = jnp.log(jnp.array([1.2, 0.7, 2.0, 5.0]))


def textbook(sigma: float) -> float:
    shares, prices = np.asarray(SHARES), np.exp(np.asarray(LOGS))
    if sigma == 1:
        return float(shares @ np.log(prices))
    return float(np.log((shares * prices ** (1 - sigma)).sum()) / (1 - sigma))


@pytest.mark.parametrize("sigma", [0.0, 0.3, 1.0, 2.0, 5.0, 65.85])
def test_index_is_the_textbook_formula(sigma: float) -> None:
    index, shares = ces_nest(SHARES, LOGS, jnp.asarray(sigma))
    assert float(index) == pytest.approx(textbook(sigma), abs=1e-13)
    assert float(shares.sum()) == pytest.approx(1.0, abs=1e-14)


@given(st.floats(-1e-3, 1e-3))
@settings(max_examples=60)
def test_index_is_smooth_through_cobb_douglas(gap: float) -> None:
    """Around sigma = 1 the index is its expansion: mean + (1-sigma)/2 variance + O((1-sigma)^2)."""
    index, _ = ces_nest(SHARES, LOGS, jnp.asarray(1.0 + gap))
    mean = float(SHARES @ LOGS)
    variance = float(SHARES @ (LOGS - mean) ** 2)
    # third cumulant below 0.1 here, times gap^2 / 6; 1e-14 for the rounding of 1 + gap
    assert float(index) == pytest.approx(mean - gap / 2 * variance, abs=0.1 * gap**2 + 1e-14)


def test_nothing_bought_leaves_the_index_alone() -> None:
    index, shares = ces_nest(jnp.zeros(4), LOGS, jnp.asarray(3.0))
    assert float(index) == 0.0
    assert not np.any(np.asarray(shares))


def test_a_withdrawn_variety_raises_the_index() -> None:
    """Feenstra (1994): losing varieties with share l raises the index by (1-l)^(1/(1-sigma))."""
    index, _ = ces_nest(jnp.array([0.5, 0.3]), jnp.zeros(2), jnp.asarray(4.0))
    assert float(index) == pytest.approx(np.log(0.8) / (1 - 4.0), abs=1e-14)


def test_tiny_shares_keep_their_relative_precision() -> None:
    _, shares = ces_nest(jnp.array([0.5, 0.5]), jnp.array([0.0, 3.0]), jnp.asarray(11.0))
    assert float(shares[1]) == pytest.approx(np.exp(-30.0) / (1 + np.exp(-30.0)), rel=1e-12)


def test_extreme_prices_do_not_overflow() -> None:
    index, shares = ces_nest(jnp.array([0.5, 0.5]), jnp.array([-30.0, 30.0]), jnp.asarray(65.0))
    assert np.isfinite(float(index))
    assert float(shares[0]) == 1.0


@pytest.mark.parametrize("sigma", [0.4, 1.0, 1.0 + 1e-7, 3.0])
def test_derivatives_are_central_differences(sigma: float) -> None:
    def value(shares: jax.Array, logs: jax.Array, elasticity: jax.Array) -> jax.Array:
        index, new = ces_nest(shares, logs, elasticity)
        return index + (new * jnp.arange(1.0, 5.0)).sum()

    at = (SHARES, LOGS, jnp.asarray(sigma))
    gradients = jax.grad(value, (0, 1, 2))(*at)
    h = 1e-5
    for k in range(3):  # the last share is zero: a boundary, where only the one-sided derivative exists
        up, down = SHARES.at[k].add(h), SHARES.at[k].add(-h)
        # shares that do not sum to one have no Cobb-Douglas limit
        if abs(sigma - 1) > 1e-3:
            slope = (value(up, *at[1:]) - value(down, *at[1:])) / (2 * h)
            assert float(gradients[0][k]) == pytest.approx(float(slope), rel=1e-7)
        slope = (value(SHARES, LOGS.at[k].add(h), at[2]) - value(SHARES, LOGS.at[k].add(-h), at[2])) / (2 * h)
        assert float(gradients[1][k]) == pytest.approx(float(slope), rel=1e-7, abs=1e-9)
    slope = (value(SHARES, LOGS, at[2] + h) - value(SHARES, LOGS, at[2] - h)) / (2 * h)
    assert float(gradients[2]) == pytest.approx(float(slope), rel=1e-6)
