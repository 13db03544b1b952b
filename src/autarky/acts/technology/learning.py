"""How costs fall with experience, and what capacity costs a year.

Wright's law (Wright 1936, Factors affecting the cost of airplanes, Journal of the Aeronautical Sciences 3(4)): each
doubling of experience lowers the unit cost by the same share, the learning rate.
"""

import math


def wright_exponent(rate: float) -> float:
    """b in ``cost = first * doublings-of-experience ^ -b``: ``2^-b = 1 - rate``. `rate` from 0 to below 1."""
    return -math.log2(1 - rate)


def wright_factor(experience: float, rate: float) -> float:
    """Unit cost relative to the first one, when experience is `experience` times that of the start (>= 1)."""
    return float(experience ** -wright_exponent(rate))


def investment(first: float, start: float, end: float, rate: float) -> float:
    """Cost of raising yearly output from `start` to `end` (both above 0), money.

    The unit cost is `first` at `start` and falls by `rate` for each doubling of installed output q, so the cost is
    the integral ``first * start^b * q^-b dq`` from `start` to `end`.
    """
    b = wright_exponent(rate)
    if math.isclose(b, 1.0, rel_tol=1e-9):
        return first * start * math.log(end / start)
    return first * start**b * (end ** (1 - b) - start ** (1 - b)) / (1 - b)


def annuity(rate: float, years: float) -> float:
    """Yearly payment, at the end of each of `years` years, that repays 1 at the interest `rate`."""
    if rate == 0:
        return 1 / years
    return rate / -math.expm1(-years * math.log1p(rate))


def ramp(start: float, by: float, year: float) -> float:
    """Share of a plan that is in place in `year`: 0 until `start`, 1 from `by`, a straight line between."""
    return min(1.0, max(0.0, (year - start) / (by - start)))
