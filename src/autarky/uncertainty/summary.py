"""Bands, how often a sign and a rank hold, and what moves the answer, from draws."""

from dataclasses import dataclass

import numpy as np

from autarky.uncertainty.draws import Draws

LEVEL = 0.9  # of the draws lie inside a band
PER_COLUMN = 2  # draws for every coefficient of the regression behind the shares of the variance
LOW, HIGH = (1 - LEVEL) / 2, (1 + LEVEL) / 2


@dataclass(frozen=True)
class Band:
    """The middle and the ends of `LEVEL` of the draws (fractions), and how many of them are losses."""

    low: float
    median: float
    high: float
    losing: float  # share of the draws below 0


def band(values: np.ndarray) -> Band:
    """The band of draws [draws]; those without an equilibrium (NaN) are left out."""
    known = values[np.isfinite(values)]
    if not known.size:
        return Band(np.nan, np.nan, np.nan, np.nan)
    low, median, high = np.quantile(known, [LOW, 0.5, HIGH])
    return Band(float(low), float(median), float(high), float((known < 0).mean()))


def bands(draws: Draws, quantity: str = "welfare") -> dict[str, Band]:
    """The band of each economy."""
    values = getattr(draws, quantity)
    return {c: band(values[:, n]) for n, c in enumerate(draws.economies)}


def largest_loser(draws: Draws) -> dict[str, float]:
    """Economy -> share of the draws in which it loses most in percent; those that ever do, most often first."""
    worst = np.argmin(draws.welfare[draws.solved], axis=1)
    share = np.bincount(worst, minlength=len(draws.economies)) / max(worst.size, 1)
    order = np.argsort(-share, kind="stable")
    return {draws.economies[n]: float(share[n]) for n in order if share[n] > 0}


def holds(draws: Draws, first: str, second: str) -> float:
    """Share of the draws in which `first` loses more (in percent) than `second`."""
    a, b = (draws.economies.index(c) for c in (first, second))
    known = draws.welfare[draws.solved]
    return float((known[:, a] < known[:, b]).mean())


def ordered(values: np.ndarray) -> list[float]:
    """How often a ranking holds: for figures [draws, K] listed largest first, the share of the draws in which each is
    larger in size than the next one; none for the last. Draws without an equilibrium (NaN) are left out."""
    sizes = np.abs(values[np.isfinite(values).all(1)])
    if not len(sizes):
        return [np.nan] * max(values.shape[1] - 1, 0)
    return [float(v) for v in (sizes[:, :-1] > sizes[:, 1:]).mean(0)]


def same_sign(values: np.ndarray) -> float:
    """Share of the draws [draws] that agree on the sign with most of them."""
    losing = band(values).losing
    return max(losing, 1 - losing)


def enough(draws: Draws) -> int:
    """How many draws the shares of the variance need."""
    return PER_COLUMN * (draws.z.shape[1] + len(np.unique(draws.variant)))


def group_spreads(draws: Draws, economy: str, quantity: str = "welfare") -> dict[str, float]:
    """Half the width of the band that each group of parameters alone would give, to first order (`variance_shares`),
    largest first; what the groups do together is left out."""
    from scipy.special import ndtri

    values = getattr(draws, quantity)[:, draws.economies.index(economy)]
    deviation = float(np.nanstd(values))
    shares = variance_shares(draws, economy, quantity)
    return {
        g: float(ndtri(HIGH)) * deviation * max(s, 0.0) ** 0.5 for g, s in shares.items() if g != "together"
    }


def variance_shares(draws: Draws, economy: str, quantity: str = "welfare") -> dict[str, float]:
    """What moves an outcome: share of its variance by group of parameters, largest first.

    A linear regression on the draws, and the covariance of each group's part with the outcome over its variance
    (Pratt 1987; for independent parameters the squared standardised coefficients of Saltelli et al. 2008, 1.2.5);
    the estimated cells by their versions. `together` is what the linear reading leaves. Empty where there are fewer
    than `PER_COLUMN` draws for every coefficient, since the regression would then fit chance, and where nothing varies.
    """
    y = getattr(draws, quantity)[:, draws.economies.index(economy)]
    known = np.isfinite(y)
    y, z, variant = y[known], draws.z[known], draws.variant[known]
    total = float(y.var())
    if total == 0:
        return {}
    if len(y) < enough(draws):
        return {}
    dummies = (variant[:, None] == np.unique(variant)[None, 1:]).astype(float)
    design = np.column_stack([np.ones(len(y)), z, dummies])
    fit = np.linalg.lstsq(design, y, rcond=None)[0]
    centred = y - y.mean()
    shares: dict[str, float] = {}
    for j, group in enumerate(draws.groups):
        shares[group] = shares.get(group, 0.0) + float((fit[1 + j] * z[:, j] * centred).mean()) / total
    if dummies.size:
        part = dummies @ fit[1 + z.shape[1] :]
        shares["estimated"] = float(((part - part.mean()) * centred).mean()) / total
    rest = float((y - design @ fit).var()) / total
    return dict(sorted(shares.items(), key=lambda s: -s[1])) | {"together": rest}
