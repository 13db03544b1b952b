"""Worlds for the tests of `autarky.world`."""

import pytest
from world_samples import make_world

from autarky.world.accounts import World


@pytest.fixture
def small() -> World:
    return make_world(0)


@pytest.fixture(scope="session")
def embedded() -> World:
    from autarky.worlds.library import load_world

    return load_world("icio-2022")
