"""Do ties move with votes and treaties: agreement and pacts by year beside the shares of trade by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from autarky.errors import InputError
from autarky.measures.political import PACT, VOTED

if TYPE_CHECKING:
    import pandas as pd

_STRONG, _OTHER = ["defense", "offense"], ["neutrality", "nonaggression", "consultation"]
LEVEL = 1.645  # standard errors on each side that hold 90 % of a normal distribution
FEWEST_CALLS = 10  # roll calls of a year, below which agreement says nothing
FEWEST = 20  # changes, below which a slope says nothing


def agreement_by_year(
    votes: "pd.DataFrame", of: str, partners: Sequence[str], years: Sequence[int]
) -> xr.DataArray:
    """Agreement of `of` with each partner in the General Assembly, [year, partner], 0 to 1: the mean of
    1 - |v_a - v_b| over the roll calls of the year in which both vote (yes 1, abstain 1/2, no 0; Lijphart 1963).

    `votes`: rows of un-votes (year, rcid, economy, vote). NaN where two share fewer than
    `FEWEST_CALLS` roll calls.
    """
    found = np.full((len(years), len(partners)), np.nan)
    wanted = votes[votes["year"].isin(list(years)) & votes["economy"].isin([of, *partners])]
    cast = wanted.assign(value=wanted["vote"].astype(str).map(VOTED).astype(float)).dropna(subset=["value"])
    for t, year in enumerate(years):
        rows = cast[cast["year"] == year]
        if rows.empty:
            continue
        wide = rows.assign(economy=rows["economy"].astype(str)).pivot_table(
            index="rcid", columns="economy", values="value"
        )
        if of not in wide:
            continue
        apart = wide.reindex(columns=list(partners)).sub(wide[of], axis=0).abs()
        agreed = 1 - apart.mean().to_numpy(dtype=float)
        found[t] = np.where(apart.count().to_numpy() >= FEWEST_CALLS, agreed, np.nan)
    return _by_year(found, years, partners)


def pacts_by_year(
    rows: "pd.DataFrame", of: str, partners: Sequence[str], years: Sequence[int]
) -> xr.DataArray:
    """Alliance of `of` with each partner, [year, partner]: 1 for a defence or offence pact, `PACT` for any other, 0 for
    none; NaN in years the data do not reach, and for states that have no pact with anybody in them.

    `rows`: directed dyad-years of atop (economy_a, economy_b, year, obligations).
    """
    found = np.full((len(years), len(partners)), np.nan)
    for t, year in enumerate(years):
        here = rows[rows["year"] == year]
        a, b = here["economy_a"].astype(str), here["economy_b"].astype(str)
        known = set(a) | set(b)
        if of not in known:
            continue
        strong = here[_STRONG].fillna(False).astype(bool).any(axis=1)
        some = here[_OTHER].fillna(False).astype(bool).any(axis=1)
        value = np.where(strong, 1.0, np.where(some, PACT, 0.0))
        for k, partner in enumerate(partners):
            pair = ((a == of) & (b == partner)) | ((a == partner) & (b == of))
            if partner in known:
                found[t, k] = float(value[pair.to_numpy()].max(initial=0.0))
    return _by_year(found, years, partners)


@dataclass(frozen=True)
class Comovement:
    """How changes of a share go with changes of a tie: `slope` of the share on the tie, `low` and `high` its 90 %
    range, `correlation`, over `changes` changes of `partners` partners between the years `first` and `last`."""

    slope: float
    low: float
    high: float
    correlation: float
    changes: int
    partners: int
    first: int
    last: int

    @property
    def moves(self) -> bool:
        """Does the range leave zero out."""
        return self.low > 0 or self.high < 0


def comovement(share: xr.DataArray, tie: xr.DataArray, *, break_at: float = 0.25) -> Comovement:
    """Least squares of yearly changes of `share` on those of `tie` [year, partner], means of each year taken out.

    Standard errors allow for whatever links the changes of one partner (Liang & Zeger 1986, clusters are partners).
    A change of years in which any share moves by more than `break_at` is left out: that is a break of the data.
    Raises `InputError` where fewer than `FEWEST` changes are left, or the tie never moves.
    """
    share, tie = xr.align(share, tie, join="inner")
    dy, dx = np.diff(share.values, axis=0), np.diff(tie.values, axis=0)
    ok = np.isfinite(dy) & np.isfinite(dx) & (np.diff(share["year"].values) == 1)[:, None]
    ok &= ~(np.nan_to_num(np.abs(dy)) > break_at).any(axis=1)[:, None]
    count = ok.sum(1)
    ok &= (count > 1)[:, None]
    if ok.sum() < FEWEST:
        raise InputError(f"only {int(ok.sum())} changes of years are known of both; {FEWEST} are the fewest")
    y, x = (np.where(ok, d, 0.0) for d in (dy, dx))
    y, x = (
        np.where(ok, d - d.sum(1, keepdims=True) / np.maximum(ok.sum(1, keepdims=True), 1), 0.0)
        for d in (y, x)
    )
    spread = float((x * x).sum())
    if spread < 1e-12:  # of shares squared: rounding
        raise InputError("the tie does not move in these years")
    slope = float((x * y).sum() / spread)
    scores = (x * (y - slope * x)).sum(0)  # one a partner
    groups = int(ok.any(0).sum())
    error = float(np.sqrt(groups / (groups - 1) * (scores**2).sum()) / spread)
    size = float(np.sqrt(spread * (y * y).sum()))
    used = share["year"].values[1:][ok.any(1)]
    return Comovement(
        slope, slope - LEVEL * error, slope + LEVEL * error, float((x * y).sum() / size) if size else 0.0,
        int(ok.sum()), groups, int(used[0]) - 1, int(used[-1]),
    )  # fmt: skip


def _by_year(values: np.ndarray, years: Sequence[int], partners: Sequence[str]) -> xr.DataArray:
    return xr.DataArray(values, {"year": list(years), "partner": list(partners)}, ("year", "partner"))
