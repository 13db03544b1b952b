from pathlib import Path

import pytest

from autarky.world import World
from five_economies import five_economies


@pytest.fixture(scope="session")
def world() -> World:
    return five_economies()


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "shelf"
