"""`autarky run`: the central answer first, then draws; ranges in the terminal, JSON, report and a table."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from autarky.cli.app import app
from autarky.results import load_run
from autarky.uncertainty.rows import BY_ECONOMY, ROWS
from autarky.uncertainty.store import read_draws
from autarky.worlds.library import load_world

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
    monkeypatch.setattr("autarky.economy.backend.cache_folder", lambda: tmp_path / "cache")
    world = load_world("icio-2022").aggregate(["BLR", "RUS", "EU27"], ["A", "B06", "C20", "services"])
    world.save(tmp_path / "small.nc")
    (tmp_path / "s.toml").write_text(SCENARIO)
    return tmp_path


def invoke(*arguments: str) -> Result:
    arguments = (*arguments, "--no-budget")  # its tests are in test_budget.py
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "120"}, catch_exceptions=False)


def call(*arguments: str) -> str:
    result = invoke(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_ranges_everywhere(folder: Path) -> None:
    out = call("run", "s.toml", "--draws", "16")
    central, _, ranges = out.partition("Report: ")
    assert "Who loses, who gains" in central and "Ranges of welfare" not in central
    assert "Ranges of welfare, %: 90 % of 16 draws" in ranges and "Belarus loses most" in ranges
    for heading in ("real GDP", "output", "trade", "third countries' trade", "prices"):
        assert f"Ranges of {heading}" in ranges
    run = folder / "runs" / "s"
    record = json.loads((run / "record.json").read_text())["draws"]
    assert record["count"] == 16 and record["source"]["seed"] == 2022
    first, last = read_draws(run / "draws.parquet", record["source"])
    assert (first.years, last.years) == (1.0, 10.0) and first.welfare.shape == (16, 4)
    assert {r.quantity for r in first.rows} == set(ROWS) and len(BY_ECONOMY) == 3
    html = (run / "report.html").read_text()
    assert "<h2>Ranges</h2>" in html and "Line: 90 % of 16 draws." in html
    assert html.count('class="range"') > 30  # key figures and tables
    assert "In 90 % of 16 draws, Belarus loses " in html
    assert "Their uncertainty is not shown" not in html
    assert len(load_run(run)) == 2
    told = json.loads(call("run", "s.toml", "--draws", "16", "--json"))
    bands = told["results"][0]["bands"]
    centre = told["results"][0]["economies"]["BLR"]["welfare"]
    assert bands["welfare"]["BLR"]["low"] < centre < bands["welfare"]["BLR"]["high"] < 0
    assert bands["real_gdp"]["BLR"]["low"] < told["results"][0]["economies"]["BLR"]["real_gdp"]
    assert {r["quantity"] for r in bands["rows"]} == set(ROWS)
    assert bands["loses_most"]["BLR"] > 0.9 and not any(bands["moved_by"].values())
    assert "draws are needed to say what moves the answer" in " ".join(
        ranges.split()
    )  # 16 draws would fit chance


def test_without_draws_there_are_no_ranges(folder: Path) -> None:
    assert "Ranges of welfare" not in call("run", "s.toml", "--draws", "0", "--horizon", "1y")
    assert not (folder / "runs" / "s" / "draws.parquet").exists()
    assert "<h2>Ranges</h2>" not in (folder / "runs" / "s" / "report.html").read_text()


def test_an_interrupt_keeps_the_central_answer_and_the_draws_go_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autarky.uncertainty import measure as module

    measured, solved = module.measure, []

    def interrupted(*given: object) -> object:
        solved.append(1)
        if len(solved) == 12:
            raise KeyboardInterrupt
        return measured(*given)

    monkeypatch.setattr(module, "measure", interrupted)
    monkeypatch.setattr("autarky.uncertainty.propagate.CHUNK", 4)
    result = invoke("run", "s.toml", "--draws", "16", "--horizon", "1y")
    assert result.exit_code == 130 and "holds the complete central answer, without ranges" in result.stderr
    run = folder / "runs" / "s"
    assert len(load_run(run)) == 1 and not (run / "draws.parquet").exists()
    assert "<h2>Ranges</h2>" not in (run / "report.html").read_text()
    monkeypatch.setattr(module, "measure", measured)
    before = len(solved)
    monkeypatch.setattr(module, "measure", lambda *given: solved.append(1) or measured(*given))
    whole = call("run", "s.toml", "--draws", "16", "--horizon", "1y")
    assert (
        "Ranges of welfare" in whole and len(solved) - before <= 16 - 8
    )  # at least the two chunks saved are kept


def test_draws_without_an_equilibrium_leave_the_central_answer(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autarky.errors import SolveError
    from autarky.uncertainty import propagate as module

    def fail(*_: object, **__: object) -> None:
        raise SolveError("9 of 16 draws have no equilibrium")

    monkeypatch.setattr(module, "_checked", fail)
    result = invoke("run", "s.toml", "--draws", "4", "--horizon", "1y", "--json")
    assert result.exit_code == 0 and "no ranges: 9 of 16 draws have no equilibrium" in result.stderr
    assert len(load_run(folder / "runs" / "s")) == 1
    assert "bands" not in json.loads(result.stdout)["results"][0]


def test_a_folder_changed_meanwhile_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from autarky.uncertainty import propagate as module

    record = folder / "runs" / "s" / "record.json"
    checked = module._checked

    def meanwhile(*given: object) -> object:
        record.write_text("another run")
        return checked(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "_checked", meanwhile)
    result = invoke("run", "s.toml", "--draws", "4", "--horizon", "1y")
    assert result.exit_code == 0 and "was changed while the draws were solved" in result.stderr
    assert record.read_text() == "another run"
