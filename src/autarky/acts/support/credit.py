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

    With ``d`` the market rate a period, ``i = rate / a``, ``v = 1 / (1 + d)``, ``n = a (M - G)`` repayments and ``B_k``
    what is owed before payment k::

        grant element = (d - i) sum_k B_k v^k = (1 - i / d) (1 - (v^(aG) - v^(aM)) / (d n))

    the second form being the DAC's and the IMF calculator's for equal principal payments; the first is computed, for
    it holds at a market rate of zero too. `rate` and `market_rate` are fractions a year, `maturity` and `grace`
    years; the market rate compounds to the year. Raises `ValueError` where no repayment lies after the grace period.
    """
    first, last = round(payments * grace), round(payments * maturity)
    if last <= first:
        raise ValueError("maturity must lie after the grace period, by one repayment at least")
    d = math.expm1(math.log1p(market_rate) / payments)
    owed = (min(1.0, (last - k + 1) / (last - first)) * (1 + d) ** -k for k in range(1, last + 1))
    return (d - rate / payments) * math.fsum(owed)


def annuity(market_rate: float, years: float) -> float:
    """What 1 today is worth a year, paid at the end of each of `years`, at the market rate."""
    if years <= 0:
        raise ValueError("an annuity needs more than zero years")
    return market_rate / -math.expm1(-years * math.log1p(market_rate)) if market_rate else 1 / years
