"""Expected and worst losses, and the highest price of lower risk, in one year of mutually exclusive events.

Event k comes with probability p_k and takes the share l_k of real income (its equivalent variation); with probability
1 - sum p_k nothing happens. Utility has constant relative risk aversion g, u(c) = c^(1-g)/(1-g), log at g = 1 (Pratt
1964, Econometrica 32; Arrow 1965); g = 0 is risk-neutral. With m = E[c^(1-g)] the certainty equivalent is m^(1/(1-g)).
Everything scales with income, so a price that takes the share x of it in every event multiplies the certainty
equivalent by 1 - x. Losses may have leading axes (draws); the last axis is the event.
"""

import numpy as np

from autarky.errors import InputError

Array = np.ndarray


def check_risk(probability: Array, loss: Array) -> None:
    """Raise `InputError` for what is no lottery: probabilities outside 0..1 or above 1 together, a loss of all."""
    if not ((probability >= 0) & (probability <= 1)).all():
        raise InputError("probabilities must lie between 0 and 1")
    if (probability.sum(-1) > 1 + 1e-12).any():
        raise InputError(
            f"the probabilities add up to {float(probability.sum(-1).max()):.4g}, more than 1; events of one year"
            " exclude one another"
        )
    if not (loss < 1).all():
        raise InputError("a loss of all income has no certainty equivalent")


def expected_loss(probability: Array, loss: Array) -> Array:
    """Expected loss a year, as a share of income."""
    return np.asarray((probability * loss).sum(-1))


def worst_loss(probability: Array, loss: Array) -> Array:
    """Largest loss among the events that can happen; 0 where none can, NaN where one is not known."""
    return np.asarray(np.where(probability > 0, loss, 0.0).max(-1, initial=0.0))


def certainty_equivalent(probability: Array, loss: Array, aversion: float) -> Array:
    """Sure income that is as good as the risk, as a share of undisturbed income."""
    if aversion == 1:
        return np.asarray(np.exp((probability * np.log1p(-loss)).sum(-1)))
    power = 1 - aversion
    return np.asarray((1 + _moment(probability, loss, power)) ** (1 / power))


def highest_price(without: tuple[Array, Array], with_it: tuple[Array, Array], aversion: float) -> Array:
    """Share of income, paid in every event, at which lower risk is just worth it: 1 - CE / CE'. Each side is
    (probability, loss)."""
    return np.asarray(1 - certainty_equivalent(*without, aversion) / certainty_equivalent(*with_it, aversion))


def break_even_reduction(probability: Array, loss: Array, price: float, aversion: float) -> Array:
    """Share of all probabilities that must go for a price (share of income) to be worth it; above 1: no reduction is
    enough; infinite where there is no risk to remove.

    From CE((1-r) p) (1-x) = CE(p): 1 + (1-r)(m-1) = m (1-x)^(g-1); at g = 1, r = log(1-x) / E[log(1-l)].
    """
    if aversion == 1:
        at_stake = (probability * np.log1p(-loss)).sum(-1)
        asked = np.log1p(-price) * np.ones_like(at_stake)
    else:
        power = 1 - aversion
        at_stake = _moment(probability, loss, power)
        asked = at_stake - ((1 + at_stake) * (1 - price) ** -power - 1)
    hurts = expected_loss(probability, loss) > 0
    return np.asarray(np.where(hurts, asked / np.where(at_stake == 0, 1.0, at_stake), np.inf))


def break_even_odds(
    without: tuple[Array, Array], with_it: tuple[Array, Array], price: float, aversion: float
) -> Array:
    """How many times as likely all events must be for lower risk to be just worth a price (share of income), with and
    without it alike; infinite where it never is with probabilities that add up to at most 1.

    (1 + k s') (1-x)^(1-g) = 1 + k s with s = m - 1; at g = 1, k = log(1-x) / (E[log(1-l)] - E'[log(1-l)]).
    """
    if aversion == 1:
        gain = (with_it[0] * np.log1p(-with_it[1])).sum(-1) - (without[0] * np.log1p(-without[1])).sum(-1)
        asked = -np.log1p(-price) * np.ones_like(gain)
    else:
        power = 1 - aversion
        left = (1 - price) ** power
        gain = _moment(*with_it, power) * left - _moment(*without, power)
        asked = (1 - left) * np.ones_like(gain)
    odds = asked / np.where(gain == 0, 1.0, gain)
    possible = (gain != 0) & (odds > 0) & (odds * without[0].sum(-1) <= 1) & (odds * with_it[0].sum(-1) <= 1)
    return np.asarray(np.where(possible, odds, np.inf))


def _moment(probability: Array, loss: Array, power: float) -> Array:
    """E[(1-l)^power] - 1, exact for small losses."""
    return np.asarray((probability * np.expm1(power * np.log1p(-loss))).sum(-1))
