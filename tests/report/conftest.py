"""Runs to report on."""

from collections.abc import Callable

import pytest
from report_samples import fake

from autarky.economy.result import Result
from autarky.world.accounts import World
from autarky.worlds.library import load_world


@pytest.fixture(scope="session")
def world() -> World:
    return load_world("icio-2022")


@pytest.fixture(scope="session")
def results(world: World) -> list[Result]:
    return [fake(world, 0.25, 1.0), fake(world, 1.0, 0.6), fake(world, 10.0, 0.2)]


@pytest.fixture(scope="session")
def make() -> Callable[[World, float, float], Result]:
    return fake
