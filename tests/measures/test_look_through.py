"""Look-through measures against a chain worked out by hand, and their identities."""

from pathlib import Path

import numpy as np
import pytest
from tiny_world import chain, one_good

from autarky.errors import InputError
from autarky.measures import InputOutput, input_reliance, market_reliance, value_added_in_use
from autarky.worlds import load_world


def test_the_table_adds_up() -> None:
    io = InputOutput(one_good())
    np.testing.assert_allclose(io.Z.sum(1) + io.f.sum(1), io.Y)
    np.testing.assert_allclose(io.Z.sum(0) + io.V, io.Y)
    np.testing.assert_allclose(io.L @ io.f.sum(1), io.Y)
    np.testing.assert_allclose(io.V @ io.G, io.Y)
    # BLR buys 85, 60 of them at home; half of all purchases are inputs
    np.testing.assert_allclose(io.Z[:, 0], [30, 10, 2.5])


def test_value_added_travels_through_the_chain() -> None:
    shares = value_added_in_use(chain())
    of_blr = shares.sel(economy="BLR")
    # the good that BLR uses is 40, of which 10 ore of RUS and 30 value added of CHN
    np.testing.assert_allclose(of_blr, [0.0, 10 / 40, 30 / 40])
    np.testing.assert_allclose(shares.sum("partner"), 1.0)


def test_input_reliance_sees_what_face_value_hides() -> None:
    world = one_good()
    io = InputOutput(world)
    got = input_reliance(world, "BLR")
    np.testing.assert_allclose(got.sel(kind="face_value"), [0.3, 0.1, 0.025])
    # the powers of A summed by hand: inputs, inputs of inputs, ...
    total, stage = np.zeros(3), np.array([1.0, 0, 0])
    for _ in range(400):
        stage = io.A @ stage
        total += stage
    np.testing.assert_allclose(got.sel(kind="look_through"), total, rtol=1e-10)
    np.testing.assert_allclose(
        got.sel(kind="hidden"), got.sel(kind="look_through") - got.sel(kind="face_value")
    )


def test_reliance_in_the_chain() -> None:
    world = chain()
    of_chn = input_reliance(world, "CHN")
    assert float(of_chn.sel(partner="RUS", kind="face_value")) == pytest.approx(10 / 40)
    assert float(of_chn.sel(partner="RUS", kind="hidden")) == pytest.approx(0.0)
    of_rus = market_reliance(world, "RUS")  # all its ore goes into the good of CHN
    assert float(of_rus.sel(partner="CHN", kind="look_through")) == pytest.approx(1.0)
    with pytest.raises(InputError, match="no output"):
        input_reliance(world, "BLR", sectors=["B06"])


@pytest.mark.shared
def test_us_reliance_on_china_is_four_times_face_value(shared: Path) -> None:
    """Baldwin, Freeman & Theodorakopoulos (2023): look-through exposure of US manufacturing to Chinese manufacturing
    almost four times face value (their tables end in 2018; these are of 2022)."""
    world = load_world(shared / "data" / "icio-2022-81x28" / "world.npz")
    got = input_reliance(world, "USA", ["manufacturing"], ["manufacturing"]).sel(partner="CHN")
    ratio = float(got.sel(kind="look_through") / got.sel(kind="face_value"))
    assert 3.5 < ratio < 4.5, ratio
