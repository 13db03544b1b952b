from pathlib import Path

import pytest
from five_economies import five_economies

from autarky.world import World


@pytest.fixture(scope="session")
def world() -> World:
    return five_economies()


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "shelf"
