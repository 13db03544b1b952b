"""The same draws of two scenarios: `autarky compare` gives the range of the difference, or says why there is none."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from autarky.cli.app import app
from autarky.results import load_draws
from autarky.uncertainty.draws import Draws
from autarky.uncertainty.paired import Paired, why_not_the_same
from autarky.worlds.library import load_world

SCENARIO = """
world = "small.nc"
[[acts]]
type = "embargo"
origin = "BLR"
destination = "RUS"
sectors = "goods"
"""


def draws_of(welfare: list[float], seed: int = 1) -> Draws:
    values = np.array(welfare)[:, None]
    none = np.zeros(len(welfare), dtype=int)
    return Draws(1.0, ("BLR",), values, values, np.zeros((len(welfare), 1)), ("eta",), none, seed)


def test_draw_by_draw() -> None:
    """Each draw is 0.1 lower in b, though both vary by far more."""
    found = Paired(draws_of([-3.0, 1.0, 2.0]), draws_of([-3.1, 0.9, 1.9, 50.0])).difference("BLR")
    assert found is not None and (found.low, found.high) == pytest.approx((-0.1, -0.1)) and found.losing == 1
    assert Paired(draws_of([1.0]), draws_of([1.0])).difference("RUS") is None


def test_reasons() -> None:
    source = {"seed": 1, "world": "w", "groups": ["eta"], "spreads": [0.7], "variants": 8}
    assert why_not_the_same(source, dict(source)) == ""
    assert why_not_the_same(source, {}) == "run B has no draws"
    assert "different seeds (1 and 2)" in why_not_the_same(source, source | {"seed": 2})
    assert "different worlds" in why_not_the_same(source, source | {"world": "v"})
    assert "what is varied" in why_not_the_same(source, source | {"groups": ["rho"]})


def test_compare_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def call(*arguments: str) -> str:
        result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "140"}, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("autarky.economy.backend.cache_folder", lambda: tmp_path / "cache")
    load_world("icio-2022").aggregate(["BLR", "RUS"], ["A", "B06", "C20", "services"]).save(
        tmp_path / "small.nc"
    )
    (tmp_path / "s.toml").write_text(SCENARIO)
    run = ["run", "s.toml", "--quiet", "--no-budget", "--draws", "8", "--out"]
    call(*run, "a")
    call(*run, "b", "--set", "acts.1.leakage=30%")
    told = call("compare", "a", "b")
    assert "90 % of 8" in told and "No range" not in told
    (a,), (b,) = load_draws("a"), load_draws("b")
    n = a.economies.index("BLR")
    assert (b.welfare[:, n] > a.welfare[:, n]).all()  # what gets through is worth something in every draw
    shutil.copytree("b", "c")
    record = Path("c") / "record.json"
    record.write_text(record.read_text().replace('"seed": 2022', '"seed": 7'))
    assert "No range of the difference: their draws have different seeds (2022 and 7)." in call(
        "compare", "a", "c"
    )
