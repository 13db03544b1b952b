"""Trade intensity by hand, its invariants, and what it refuses."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_world import chain, one_good
from typer.testing import CliRunner

from autarky.cli.app import app
from autarky.errors import InputError
from autarky.measures import trade_intensity
from autarky.world import World

EXACT = 1e-12  # a handful of roundings


def test_by_hand() -> None:
    # BLR exports 30 to RUS and 10 to CHN; the others export 20 + 5 to BLR, 15 to RUS and 10 to CHN
    found = trade_intensity(one_good()).sel(economy="BLR")
    assert float(found.sel(partner="RUS")) == pytest.approx((30 / 40) / (15 / 50), rel=EXACT)
    assert float(found.sel(partner="CHN")) == pytest.approx((10 / 40) / (10 / 50), rel=EXACT)
    assert np.isnan(float(found.sel(partner="BLR")))
    assert found.attrs["unit"] == "ratio" and found.attrs["year"] == 2022


@given(st.lists(st.floats(0.1, 10.0), min_size=16, max_size=16))
def test_shares_of_others_weight_it_to_one(values: list[float]) -> None:
    """Weighted by the partners' shares in the exports of others, the intensities sum to one."""
    trade = np.array(values).reshape(4, 1, 4)
    world = World.from_arrays(
        economies=["BLR", "RUS", "CHN", "POL"],
        sectors=["C20"],
        trade=trade,
        inputs=0.0 * trade.sum(0)[:, :, None],
        final=trade.sum(0),
        attrs={"name": "drawn", "year": 2022, "unit": "USD million"},
    )
    flows = trade[:, 0].copy()
    np.fill_diagonal(flows, 0.0)
    for n in range(4):
        others = np.delete(flows, n, 0).sum(0)
        weight = np.delete(others / others.sum(), n)
        mean = float((np.delete(trade_intensity(world).values[n], n) * weight).sum())
        assert mean == pytest.approx(1.0, rel=EXACT)


def test_nothing_is_not_zero() -> None:
    with pytest.raises(InputError, match="RUS: no exports"):
        trade_intensity(chain(), ["C28"])


def test_command(tmp_path: object) -> None:
    file = str(one_good().save(f"{tmp_path}/w.nc"))
    call = ["measure", "trade-intensity", "--of", "BLR", "--world", file, "--json"]
    alone = json.loads(CliRunner().invoke(app, [*call, "--on", "RUS"]).stdout)["rows"]
    assert alone[0]["intensity"] == pytest.approx(2.5, rel=EXACT)
    listed = json.loads(CliRunner().invoke(app, call).stdout)["rows"]
    assert [r["partner"] for r in listed][:2] == ["RUS", "CHN"]
