import pytest
from small_world import small_world

from autarky.world import World


@pytest.fixture(scope="session")
def world() -> World:
    return small_world()
