"""What a loan on easy terms is worth: its grant element, and the grant a year that equals it.

A loan of 1 has a grace period of G years in which only interest is paid, then equal repayments of the principal until
maturity M, `a` payments a year. Its grant element is the share of the face value that the borrower never pays back in
present value at the market rate (IMF and OECD-DAC definition of concessionality).
"""

import math


def grant_element(
    rate: float, market_rate: float, maturity: float, grace: float = 0.0, payments: int = 2
) -> float:
    """Grant element of a loan, as a share of its face value (0.35 = 35 %; negative: dearer than the market).

    With ``d`` the market rate a period, ``i = rate / a``, ``n = a (M - G)`` repayments::

        PV of principal = (v^(aG) - v^(aM)) / (d n),  v = 1 / (1 + d)
        grant element   = (1 - i / d) (1 - PV of principal)

    which is the IMF's calculator for equal principal payments, and the DAC's formula. `rate` and `market_rate` are
    fractions a year, `maturity` and `grace` years; the market rate compounds to the year. At a market rate of zero
    its limit holds.
    """
    first, last = round(payments * grace), round(payments * maturity)
    n = last - first
    if n < 1:
        raise ValueError("maturity must lie after the grace period, by one repayment at least")
    d = math.expm1(math.log1p(market_rate) / payments)
    i = rate / payments
    if abs(d) < 1e-12:  # interest on what is outstanding is all there is
        return -i * (first + (n + 1) / 2)
    principal = ((1 + d) ** -first - (1 + d) ** -last) / (d * n)
    return (1 - i / d) * (1 - principal)


def annuity(market_rate: float, years: float) -> float:
    """What 1 today is worth a year, paid at the end of each of `years`, at the market rate."""
    if years <= 0:
        raise ValueError("an annuity needs more than zero years")
    if abs(market_rate) < 1e-12:
        return 1 / years
    return market_rate / -math.expm1(-years * math.log1p(market_rate))
