"""JAX in double precision, and a damaged copy of the published data on demand."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autarky.economy.backend import prepare

prepare()


@pytest.fixture
def copy_of(shared: Path, tmp_path: Path) -> Callable[[str], Path]:
    """A writable copy of one folder of the shared data, below `tmp_path`."""

    def copy(folder: str) -> Path:
        target = tmp_path / folder
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(shared / folder, target)
        for file in target.rglob("*"):
            file.chmod(0o644)
        target.chmod(0o755)
        return target

    return copy
