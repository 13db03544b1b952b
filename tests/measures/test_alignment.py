"""Votes and treaties by year, and how shares move with them: cases with an answer known in advance."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from autarky.errors import InputError
from autarky.measures.alignment import agreement_by_year, comovement, pacts_by_year

PARTNERS = ["RUS", "CHN", "USA"]


def votes(year: int, **cast: list[str]) -> pd.DataFrame:
    rows = [(year, 100 * year + k, c, v) for c, given in cast.items() for k, v in enumerate(given)]
    return pd.DataFrame(rows, columns=["year", "rcid", "economy", "vote"])


def test_agreement_is_one_less_the_mean_distance() -> None:
    yes, half = ["yes"] * 12, ["yes"] * 6 + ["no"] * 6
    told = votes(2015, BLR=yes, RUS=yes, CHN=half, USA=["abstain"] * 9)  # too few roll calls with the last
    found = agreement_by_year(told, "BLR", PARTNERS, [2014, 2015])
    assert np.isnan(found.sel(year=2014)).all()
    assert found.sel(year=2015).values[:2].tolist() == [1.0, 0.5] and np.isnan(
        found.sel(year=2015, partner="USA")
    )
    absent = told.assign(vote=told["vote"].where(told["economy"] != "RUS", "absent"))
    assert np.isnan(agreement_by_year(absent, "BLR", PARTNERS, [2015]).sel(partner="RUS")).all()


def test_pacts() -> None:
    duties = ["defense", "offense", "neutrality", "nonaggression", "consultation"]
    rows = pd.DataFrame(
        [("RUS", "BLR", 2015, True, False, False, False, False), ("BLR", "CHN", 2016, False, False, False, True, None),
         ("USA", "GBR", 2015, True, False, False, False, False),
         ("BLR", "RUS", 2016, False, False, False, False, None)],
        columns=["economy_a", "economy_b", "year", *duties],
    )  # fmt: skip
    found = pacts_by_year(rows, "BLR", PARTNERS, [2014, 2015, 2016])
    assert np.isnan(found.sel(year=2014)).all()
    assert found.sel(year=2015, partner="RUS") == 1 and found.sel(year=2015, partner="USA") == 0
    assert found.sel(year=2016, partner="CHN") == 0.5
    assert np.isnan(found.sel(year=2015, partner="CHN"))  # a state that the data do not have that year


def series(values: np.ndarray) -> xr.DataArray:
    years, partners = range(2010, 2010 + len(values)), [f"P{k}" for k in range(values.shape[1])]
    return xr.DataArray(values, {"year": list(years), "partner": partners}, ("year", "partner"))


@given(st.integers(0, 1000), st.floats(-0.3, 0.3))
def test_the_slope_of_an_exact_line_is_found(seed: int, slope: float) -> None:
    """Whatever moves all partners in a year drops out; without noise there is no range."""
    rng = np.random.default_rng(seed)
    tie = rng.uniform(0.4, 0.9, (6, 8))
    share = slope * tie + 0.02 * rng.normal(size=(6, 1)) + rng.uniform(0, 0.1, 8)
    found = comovement(series(share), series(tie))
    # sums of forty products of numbers below one: a few ulps each
    assert found.slope == pytest.approx(slope, abs=1e-10) and found.high - found.low < 1e-10
    assert (found.changes, found.partners, found.first, found.last) == (40, 8, 2010, 2015)


def test_agrees_with_dummies_and_a_sandwich_by_hand() -> None:
    rng = np.random.default_rng(7)
    tie, share = rng.uniform(0.4, 0.9, (6, 8)), rng.uniform(0, 0.1, (6, 8))
    tie[2, 3] = np.nan  # both its changes are missing
    found = comovement(series(share), series(tie))
    y, x = np.diff(share, axis=0), np.diff(tie, axis=0)
    year, partner = np.nonzero(np.isfinite(x))
    design = np.column_stack([x[year, partner], np.eye(5)[year]])
    beta, *_ = np.linalg.lstsq(design, y[year, partner], rcond=None)
    residual = y[year, partner] - design @ beta
    bread = np.linalg.inv(design.T @ design)
    scores = np.array([design[partner == p].T @ residual[partner == p] for p in range(8)])
    error = np.sqrt(8 / 7 * (bread @ (scores.T @ scores) @ bread)[0, 0])
    assert found.changes == 38
    assert found.slope == pytest.approx(beta[0], rel=1e-9)  # two ways of least squares, well conditioned
    assert (found.high - found.low) / 2 == pytest.approx(1.645 * error, rel=1e-9)


def test_breaks_are_left_out_and_too_little_is_refused() -> None:
    rng = np.random.default_rng(1)
    tie = rng.uniform(0.4, 0.9, (6, 8))
    share = 0.1 * tie
    share[0, 0] += 0.6  # a hole in the first year
    assert comovement(series(share), series(tie)).first == 2011
    with pytest.raises(InputError, match="8 changes of years"):
        comovement(series(share[1:3]), series(tie[1:3]))
    with pytest.raises(InputError, match="does not move"):
        comovement(series(share), series(np.ones((6, 8))))
