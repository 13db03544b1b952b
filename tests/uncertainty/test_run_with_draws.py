"""`autarky run --draws`: bands on the terminal, in JSON, in the report and as a table."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from autarky.cli.app import app
from autarky.world.library import load_world

SCENARIO = """
title = "Cut"
world = "small.nc"
horizon = ["1y", "10y"]
[[acts]]
type = "embargo"
origin = "BLR"
destination = "RUS"
sectors = "goods"
both_ways = true
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    world = load_world("icio-2022").aggregate(["BLR", "RUS", "EU27"], ["A", "B06", "C20", "services"])
    world.save(tmp_path / "small.nc")
    (tmp_path / "s.toml").write_text(SCENARIO)
    return tmp_path


def call(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "120"}, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_bands_everywhere(folder: Path) -> None:
    out = call("run", "s.toml", "--draws", "16")
    assert "How sure: 90% of 16 draws" in out and "Belarus loses most" in out
    run = folder / "runs" / "s"
    table = pq.read_table(run / "draws.parquet")
    assert table.num_rows == 2 * 16 * 4 * 3 and set(table["years"].to_pylist()) == {1.0, 10.0}
    assert json.loads((run / "record.json").read_text())["draws"] == {
        "count": 16, "seed": 2022, "file": "draws.parquet",
    }  # fmt: skip
    html = (run / "report.html").read_text()
    assert "<h2>How sure</h2>" in html and "Welfare, with its band" in html
    told = json.loads(call("run", "s.toml", "--draws", "16", "--json", "--force"))
    bands = told["results"][0]["bands"]
    centre = told["results"][0]["economies"]["BLR"]["welfare"]
    assert bands["welfare"]["BLR"]["low"] < centre < bands["welfare"]["BLR"]["high"] < 0
    assert bands["loses_most"]["BLR"] > 0.9 and sum(bands["moved_by"]["BLR"].values()) == pytest.approx(1)
    again = json.loads(call("run", "s.toml", "--draws", "16", "--json", "--force", "--seed", "7"))
    assert again["results"][0]["bands"]["welfare"] != bands["welfare"]


def test_without_draws_there_is_no_band(folder: Path) -> None:
    assert "How sure" not in call("run", "s.toml")
    assert not (folder / "runs" / "s" / "draws.parquet").exists()
    assert "<h2>How sure</h2>" not in (folder / "runs" / "s" / "report.html").read_text()
