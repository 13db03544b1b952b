"""Grant elements against schedules of payments written out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tolerances import ROUNDING, SOLVED, SUMS

from autarky.acts.support.credit import annuity, grant_element


def by_schedule(rate: float, market: float, maturity: int, grace: int, payments: int) -> float:
    """1 less the present value of every payment, one by one."""
    d = (1 + market) ** (1 / payments) - 1
    first, last = grace * payments, maturity * payments
    left, value = 1.0, 0.0
    for period in range(1, last + 1):
        repaid = 1 / (last - first) if period > first else 0.0
        value += (left * rate / payments + repaid) / (1 + d) ** period
        left -= repaid
    return 1 - value


def test_interest_free_in_one_payment() -> None:
    # 1 lent without interest and paid back after a year at 5 %: 1 - 1/1.05
    assert grant_element(0.0, 0.05, 1, 0, 1) == pytest.approx(1 - 1 / 1.05, rel=ROUNDING)
    # two yearly repayments of a half: 1 - (1/1.1 + 1/1.21) / 2
    assert grant_element(0.0, 0.1, 2, 0, 1) == pytest.approx(1 - (1 / 1.1 + 1 / 1.21) / 2, rel=ROUNDING)


def test_a_loan_at_the_market_rate_is_no_gift() -> None:
    assert grant_element(0.05, 0.05, 20, 5, 1) == pytest.approx(0, abs=ROUNDING)
    assert grant_element(0.08, 0.05, 20, 5, 1) < 0


def test_dac_loan() -> None:
    # the textbook IDA credit: 0.75 % a year, 40 years with 10 of grace, half-yearly, at 5 %: some 60 % is a gift
    assert grant_element(0.0075, 0.05, 40, 10, 2) == pytest.approx(
        by_schedule(0.0075, 0.05, 40, 10, 2), rel=SUMS
    )
    assert 0.55 < grant_element(0.0075, 0.05, 40, 10, 2) < 0.65


@given(
    rate=st.floats(0, 0.3),
    market=st.floats(0.001, 0.3),
    grace=st.integers(0, 10),
    repaid=st.integers(1, 30),
    payments=st.sampled_from([1, 2, 4, 12]),
)
def test_the_formula_is_the_schedule(
    rate: float, market: float, grace: int, repaid: int, payments: int
) -> None:
    maturity = grace + repaid
    # up to 480 payments, each rounded
    assert grant_element(rate, market, maturity, grace, payments) == pytest.approx(
        by_schedule(rate, market, maturity, grace, payments), abs=SOLVED
    )


@pytest.mark.parametrize(
    ("rate", "market", "maturity", "grace", "payments"), [(0.0075, 0.05, 40, 10, 2), (0.033, 0.09, 15, 0, 2)]
)
def test_the_published_formula(rate: float, market: float, maturity: int, grace: int, payments: int) -> None:
    """GE = (1 - (r/a)/d) (1 - ((1+d)^-aG - (1+d)^-aM) / (d (aM - aG))), the DAC's."""
    d = (1 + market) ** (1 / payments) - 1
    aG, aM = payments * grace, payments * maturity
    formula = (1 - rate / payments / d) * (1 - ((1 + d) ** -aG - (1 + d) ** -aM) / (d * (aM - aG)))
    assert grant_element(rate, market, maturity, grace, payments) == pytest.approx(formula, rel=SUMS)


def test_without_interest_on_the_market() -> None:
    assert grant_element(0.0, 0.0, 10, 2) == 0
    assert grant_element(0.04, 0.0, 3, 1, 1) == pytest.approx(-0.04 * (1 + 1 + 0.5), rel=ROUNDING)
    assert grant_element(0.04, 1e-9, 3, 1, 1) == pytest.approx(-0.04 * 2.5, abs=1e-6)  # its limit


def test_annuity_pays_back_one() -> None:
    assert sum(annuity(0.07, 12) / 1.07**k for k in range(1, 13)) == pytest.approx(1, rel=ROUNDING)
    assert annuity(0.0, 4) == 0.25


def test_refused() -> None:
    with pytest.raises(ValueError, match="after the grace period"):
        grant_element(0.0, 0.05, 5, 5)
    with pytest.raises(ValueError, match="more than zero years"):
        annuity(0.05, 0)
