"""Certainty equivalents, prices and break-evens against closed forms of two states of the world."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autarky.errors import InputError
from autarky.guarantee.risk import (
    break_even_odds,
    break_even_reduction,
    certainty_equivalent,
    check_risk,
    expected_loss,
    highest_price,
    worst_loss,
)

SURE = (np.zeros(1), np.zeros(1))


def one(p: float, loss: float) -> tuple[np.ndarray, np.ndarray]:
    return np.array([p]), np.array([loss])


def test_two_states_by_hand() -> None:
    """A tenth of the time a fifth is lost. Log: 0.8^0.1; g = 2: 1 / (0.9 + 0.1 / 0.8)."""
    risk = one(0.1, 0.2)
    assert expected_loss(*risk) == pytest.approx(0.02) and worst_loss(*risk) == 0.2
    assert certainty_equivalent(*risk, 0) == pytest.approx(0.98, rel=1e-14)
    assert certainty_equivalent(*risk, 1) == pytest.approx(0.8**0.1, rel=1e-14)
    assert certainty_equivalent(*risk, 2) == pytest.approx(1 / (0.9 + 0.1 / 0.8), rel=1e-14)


def test_full_protection_is_worth_the_certainty_equivalent() -> None:
    for aversion in (0, 0.5, 1, 2, 5):
        worth = highest_price(one(0.1, 0.2), SURE, aversion)
        assert worth == pytest.approx(1 - certainty_equivalent(*one(0.1, 0.2), aversion), rel=1e-13)


def test_risk_neutral_price_is_the_loss_avoided_over_what_is_left() -> None:
    assert highest_price(one(0.1, 0.2), one(0.05, 0.1), 0) == pytest.approx((0.02 - 0.005) / 0.995, rel=1e-13)


@given(
    st.lists(st.tuples(st.floats(0.001, 0.2), st.floats(0.001, 0.5)), min_size=1, max_size=4),
    st.floats(0.0, 1.0),
    st.sampled_from([0.0, 0.5, 1.0, 2.0, 4.0]),
)
def test_break_even_is_where_the_price_is_just_worth_it(
    events: list[tuple[float, float]], share: float, aversion: float
) -> None:
    p, loss = (np.array(v) for v in zip(*events, strict=True))
    price = float(highest_price((p, loss), (p * (1 - share), loss), aversion))
    # a price of 1e-4 of income still has ten digits
    assert break_even_reduction(p, loss, price, aversion) == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize("aversion", [0.0, 0.5, 1.0, 2.0, 4.0])
def test_break_even_odds_make_the_price_just_worth_it(aversion: float) -> None:
    p, loss = np.array([0.05, 0.02]), np.array([0.1, 0.3])
    without, with_it = (p, loss), (p / 2, loss * 0.9)
    for price in (0.001, 0.01, 0.05):
        times = float(break_even_odds(without, with_it, price, aversion))
        scaled = highest_price((times * p, loss), (times * p / 2, loss * 0.9), aversion)
        assert scaled == pytest.approx(price, rel=1e-9)
    assert break_even_odds(without, without, 0.01, aversion) == np.inf


def test_more_aversion_pays_more() -> None:
    prices = [float(highest_price(one(0.05, 0.3), SURE, g)) for g in (0, 1, 2, 4, 8)]
    assert np.all(np.diff(prices) > 0)
    near = [float(certainty_equivalent(*one(0.1, 0.2), g)) for g in (1 - 1e-7, 1, 1 + 1e-7)]
    assert near[0] == pytest.approx(near[1], abs=1e-8) and near[2] == pytest.approx(near[1], abs=1e-8)


def test_price_beyond_all_risk_and_no_risk_at_all() -> None:
    assert break_even_reduction(*one(0.1, 0.2), 0.5, 2) > 1
    assert break_even_reduction(*one(0.0, 0.2), 0.01, 2) == np.inf
    assert break_even_reduction(*one(0.1, -0.2), 0.01, 0) == np.inf  # it gains
    assert (
        worst_loss(np.array([0.0, 0.1]), np.array([0.9, 0.2])) == 0.2
    )  # what cannot happen is no worst case


def test_draws_stand_on_the_first_axis() -> None:
    p, losses = np.array([0.1, 0.2]), np.array([[0.2, 0.1], [0.3, 0.0]])
    both = highest_price((p, losses), (p / 2, losses), 2.0)
    assert both == pytest.approx([float(highest_price((p, r), (p / 2, r), 2.0)) for r in losses])


def test_no_lottery() -> None:
    for p, loss, message in (
        ([0.6, 0.5], [0.1, 0.1], "add up to 1.1"),
        ([-0.1, 0.5], [0.1, 0.1], "between 0 and 1"),
        ([0.1, 0.5], [0.1, 1.0], "all income"),
    ):
        with pytest.raises(InputError, match=message):
            check_risk(np.array(p), np.array(loss))
