"""`autarky world` as a user meets it."""

import json
from pathlib import Path

import pytest
import xarray as xr
from typer.testing import CliRunner

from autarky.cli.app import app

SPEC = 'name = "mine"\nworld = "icio-2022"\nregions = ["BLR", "RUS", "EU27"]\nsectors = ["C20", "B"]\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "w.toml").write_text(SPEC)
    return tmp_path


def call(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["world", *arguments], env={"COLUMNS": "140"}, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def test_a_name_alone_describes_it() -> None:
    assert call("icio-2022") == call("show", "icio-2022")
    assert json.loads(call("icio-2022", "--json"))["name"] == "icio-2022"
    assert "did you mean icio-2022" in call("icio-2202", code=2)


def test_build_diff_check(folder: Path) -> None:
    out = call("build", "w.toml")
    assert "aggregated from 60 x 32" in out and "Report: mine.build.json" in out
    assert "same labels, same figures" in call("diff", "mine.nc", "mine.nc")
    out = call("diff", "icio-2022", "mine.nc")
    assert "economies only in A" in out and "only in B: EU27" in out
    assert "sales = output" in call("check", "mine.nc")
    with xr.open_dataset(folder / "mine.nc", engine="h5netcdf") as opened:
        data = opened.load()
    data["trade"].loc[{"origin": "BLR", "sector": "C20", "destination": "RUS"}] = 1.0
    data.to_netcdf(folder / "bad.nc", engine="h5netcdf")
    out = call("check", "bad.nc", code=2)
    assert "fails" in out and "BLR C20" in out and "2 of" in out
    (folder / "mine.nc").unlink()
    call("build", "w.toml", "--out", "missing/mine.nc", code=2)
    assert "saved as a .nc file" in call("build", "w.toml", "--out", "mine.xlsx", code=2)
    assert sorted(p.name for p in folder.iterdir()) == ["bad.nc", "mine.build.json", "w.toml"]


def test_the_example_builds(folder: Path) -> None:
    (folder / "e.toml").write_text(call("build", "--example"))
    assert json.loads(call("build", "e.toml", "--json"))["fingerprint"]
    assert "name a spec file" in call("build", code=2)
    assert "does not exist" in call("build", "f.toml", code=2)
