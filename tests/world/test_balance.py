"""The identities of a world restored on request."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from world_samples import make_world

from autarky.errors import WorldError
from autarky.world.accounts import World


def test_a_balanced_world_does_not_move(small: World) -> None:
    balanced, report = small.balance()
    assert balanced.fingerprint == small.fingerprint
    assert sum(report.moved.values()) == pytest.approx(0, abs=1e-9)


def disturbed(seed: int, noise: float) -> World:
    world = make_world(seed, gaps=0.0)
    rng = np.random.default_rng(seed + 1)
    other = world.data.copy(deep=True)
    other["trade"] = other["trade"] * np.exp(noise * rng.standard_normal(other["trade"].shape))
    return World(other)


@given(seed=st.integers(0, 1000))
@settings(max_examples=15)
def test_balancing_restores_the_identities_and_reports(seed: int) -> None:
    world = disturbed(seed, 0.01)
    with pytest.raises(WorldError, match="fails by"):
        world.check()
    balanced, report = world.balance()
    balanced.check()
    np.testing.assert_allclose(balanced.array("output"), world.array("output"), rtol=1e-8)
    assert 0 < report.share["trade"] < 0.2
    assert "trade: " in str(report) and "Balanced by RAS" in balanced.data.attrs["notes"]


def test_what_cannot_be_balanced_is_named(small: World) -> None:
    data = small.data.copy(deep=True)
    data["output"][0, 0] += 5.0
    data["trade"][0, 0] = 0.0
    with pytest.raises(WorldError, match=f"sector A: {small.economies[0]} has output"):
        World(data).balance()
