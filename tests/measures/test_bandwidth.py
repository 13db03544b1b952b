"""Bandwidth and dependence by hand."""

import numpy as np
import pytest
import xarray as xr
from tiny_world import one_good

from autarky.errors import InputError
from autarky.measures.bandwidth import influence_capacity


def allies(values: np.ndarray) -> xr.DataArray:
    names = ["BLR", "RUS", "CHN"]
    return xr.DataArray(values, dims=("economy", "partner"), coords={"economy": names, "partner": names})


def test_influence_by_hand() -> None:
    got = influence_capacity(one_good()).sel(influencer="RUS", economy="BLR")
    # trade both ways: BLR-RUS 50, BLR-CHN 15, RUS-CHN 25; value added of BLR 57.5
    dependence = (50 / 65 + 50 / 57.5) / 2
    np.testing.assert_allclose(got, [1.0, dependence, dependence])
    back = influence_capacity(one_good()).sel(influencer="BLR", economy="RUS")
    assert float(back.sel(part="dependence")) < dependence
    assert np.isnan(influence_capacity(one_good()).sel(influencer="BLR", economy="BLR")).all()


def test_other_ties_are_channels() -> None:
    ties = {"alliance": allies(np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0]]))}
    got = influence_capacity(one_good(), ties)
    assert float(got.sel(influencer="CHN", economy="BLR", part="bandwidth")) == pytest.approx(15 / 50 / 2)
    assert float(got.sel(influencer="RUS", economy="BLR", part="bandwidth")) == pytest.approx(1.0)
    unknown = {"votes": allies(np.full((3, 3), np.nan))}
    with pytest.raises(InputError, match="unknown is not absent"):
        influence_capacity(one_good(), unknown)
