"""Learning, investment and annuities against figures worked out by hand and by numerical integration."""

import numpy as np
import pytest
from scipy.integrate import quad
from tolerances import ROUNDING, SOLVED, SUMS

from autarky.acts.technology.learning import annuity, investment, ramp, wright_exponent, wright_factor


def test_each_doubling_lowers_the_cost_by_the_learning_rate() -> None:
    assert wright_factor(2, 0.2) == pytest.approx(0.8, rel=ROUNDING)
    assert wright_factor(8, 0.2) == pytest.approx(0.8**3, rel=ROUNDING)
    assert wright_factor(1, 0.3) == 1.0
    assert wright_factor(100, 0.0) == 1.0
    assert wright_exponent(0.5) == pytest.approx(1.0, rel=ROUNDING)


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.2, 0.5])
def test_investment_is_the_integral_of_the_unit_cost(rate: float) -> None:
    b = wright_exponent(rate)
    whole, _ = quad(lambda q: 1.5 * (q / 10) ** -b, 10, 70, epsabs=0, epsrel=1e-12)
    assert investment(1.5, 10, 70, rate) == pytest.approx(whole, rel=SOLVED)
    halves = investment(1.5, 10, 30, rate) + 3**-b * investment(1.5, 30, 70, rate)
    assert halves == pytest.approx(whole, rel=1e-10)  # going on from 30 costs what the way to 70 costs there


def test_investment_without_learning_is_price_times_quantity() -> None:
    assert investment(2.0, 5, 20, 0.0) == pytest.approx(30, rel=ROUNDING)


def test_annuity_repays_what_was_lent() -> None:
    for rate, years in ((0.05, 20), (0.1, 3), (1e-9, 7)):
        paid = annuity(rate, years)
        left = 1.0
        for _ in range(years):
            left = left * (1 + rate) - paid
        assert left == pytest.approx(0, abs=SUMS)
    assert annuity(0.0, 20) == 0.05


def test_ramp() -> None:
    assert [ramp(2025, 2030, y) for y in (2020, 2025, 2027, 2030, 2040)] == [0, 0, pytest.approx(0.4), 1, 1]


def test_learning_never_raises_the_cost() -> None:
    costs = [investment(1.0, 1, 50, r) for r in np.linspace(0, 0.5, 11)]
    assert np.all(np.diff(costs) < 0)
