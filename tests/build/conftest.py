"""A folder of data of its own for every test."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("AUTARKY_DATA_DIR", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder
