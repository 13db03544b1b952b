"""Trade costs that turn given shares into planned ones, against the model's own sourcing equation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tolerances import ROUNDING, SOLVED

from autarky.acts.technology.substitution import cost_factors, replace_supply, spending_shares

OWN, RIVAL = np.array([True, False, False]), np.array([False, True, False])


def shares_of(*values: float) -> np.ndarray:
    return (np.array(values) / sum(values))[:, None, None]


def test_shares_by_hand() -> None:
    """Own 20, rival 50, other 30; half of the rival's 25 moves and costs a fifth more: 105 in all."""
    after, dearer = replace_supply(shares_of(20, 50, 30), OWN, RIVAL, np.array([[0.5]]), np.array([[0.2]]))
    assert dearer[0, 0] == pytest.approx(1.05, rel=ROUNDING)
    assert after[:, 0, 0] * 105 == pytest.approx([50, 25, 30], rel=ROUNDING)


@settings(max_examples=50)
@given(
    st.lists(st.floats(0.01, 1.0), min_size=3, max_size=3),
    st.floats(0.0, 0.99),
    st.floats(0.0, 3.0),
    st.floats(0.3, 12.0),
)
def test_the_models_sourcing_gives_the_plan(
    weights: list[float], replaced: float, premium: float, theta: float
) -> None:
    before = shares_of(*weights)
    after, dearer = replace_supply(before, OWN, RIVAL, np.array([[replaced]]), np.array([[premium]]))
    kappa = cost_factors(before, after, dearer, np.array([theta]))
    assert after.sum() == pytest.approx(1, rel=ROUNDING)
    price = (before * kappa**-theta).sum() ** (
        -1 / theta
    )  # docs/theory/equilibrium.md, composite at unchanged unit costs
    assert price == pytest.approx(float(dearer[0, 0]), rel=SOLVED)
    assert before * (kappa / price) ** -theta == pytest.approx(after, rel=SOLVED)


def test_no_plan_changes_nothing() -> None:
    before = shares_of(1, 2, 3)
    after, dearer = replace_supply(before, OWN, RIVAL, np.zeros((1, 1)), np.ones((1, 1)))
    assert (after == before).all() and (dearer == 1).all()
    assert (cost_factors(before, after, dearer, np.array([0.0])) == 1).all()


def test_nothing_bought_is_no_share() -> None:
    shares, spending = spending_shares(np.zeros((3, 1, 1)), np.zeros((3, 1, 1)), np.zeros((3, 1, 1)))
    assert not shares.any() and not spending.any()
