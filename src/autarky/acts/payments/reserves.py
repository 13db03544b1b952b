"""Frozen reserves as a yearly loss."""


def yearly_loss(rate: float, years: float | None = None) -> float:
    """What a frozen reserve of 1 costs its owner a year.

    `years` None: only the interest, ``rate``; the principal stays the owner's. Else the principal is lost too, and the
    loss is the level annuity over `years` years that is worth 1: ``rate / (1 - (1 + rate)^(-years))``, 1 / years
    without interest.
    """
    if years is None:
        return rate
    return 1 / years if rate == 0 else rate / (1 - (1 + rate) ** -years)
