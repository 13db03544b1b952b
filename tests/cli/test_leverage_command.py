"""`autarky leverage` as a user meets it, on a small world."""

import json
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from typer.testing import CliRunner

from autarky.cli.app import app
from autarky.world import World


@pytest.fixture(autouse=True)
def world_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    trade = np.full((4, 2, 4), 1.0)
    trade[range(4), :, range(4)] = 30.0
    trade[0, :, 1] = trade[1, :, 0] = 8.0
    world = World.from_arrays(
        economies=["BLR", "RUS", "KAZ", "POL"],
        sectors=["C20", "K"],
        trade=trade,
        inputs=np.zeros((2, 4, 2)),
        final=trade.sum(0),
        economy_names={"BLR": "Belarus"},
        sector_names={"C20": "Chemicals", "K": "Finance"},
        attrs={"name": "four", "year": 2022},
    )
    return world.save(tmp_path / "w.nc")


@pytest.fixture(autouse=True)
def own_shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autarky.economy.backend.cache_folder", lambda: tmp_path / "cache")


def call(*arguments: str) -> tuple[int, str, str]:
    command = ["leverage", "--world", "w.nc", *arguments]
    result = CliRunner().invoke(app, command, env={"COLUMNS": "120"}, catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_the_matrix(tmp_path: Path) -> None:
    code, out, err = call("--out", "m.nc")
    assert code == 0, err
    for words in ("Largest losses", "Belarus", "asymmetric", "Exposure", "Reach", "after 1y", "m.nc"):
        assert words in out
    with xr.open_dataset(tmp_path / "m.nc") as kept:
        assert kept.sizes["loser"] == 4 and float(kept["loss"].max()) == float(
            kept["loss"].sel(loser="BLR", partner="RUS")
        )


def test_json_is_all_there_is() -> None:
    code, out, _ = call("--of", "BLR,KAZ", "--on", "RUS", "--json")
    told = json.loads(out)
    assert code == 0 and [p["loser"] for p in told["pairs"]] == ["BLR", "KAZ"]
    assert told["pairs"][0]["loss"] > told["pairs"][1]["loss"] > 0
    assert told["record"]["horizon"] == "1y" and told["record"]["leakage"] == 0.1


def test_pair_by_sector_and_blocs() -> None:
    code, out, err = call("--pair", "BLR", "RUS", "--by-sector")
    assert code == 0 and "Chemicals" in out and "all sectors at once" in out, err
    code, out, _ = call("--pair", "BLR", "RUS", "--by-sector", "--json")
    assert {s["sector"] for s in json.loads(out)["sectors"]} == {"C20", "K"}
    code, out, _ = call("--blocs", "--of", "EAEU")
    assert code == 0 and "EAEU: BLR, RUS, KAZ" in out
    code, out, _ = call("--pair", "BLR", "EAEU")
    assert code == 0 and "Third countries" in out and "POL" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--by-sector",), "needs --pair"),
        (("--pair", "BLR", "RUS", "--of", "KAZ"), "names both sides"),
        (("--of", "BLX"), "did you mean BLR"),
        (("--leakage", "2"), "outside 0 to 1"),
        (("--out", "m.csv"), "saved as a .nc file"),
        (("--out", "none/m.nc"), "does not exist"),
        (("--pair", "BLR", "BLR"), "no tie to cut"),
    ],
)
def test_wrong_input_is_one_message(arguments: tuple[str, ...], message: str) -> None:
    code, out, err = call(*arguments)
    assert code == 2 and message in err and out == "" and len(err.splitlines()) == 1


def test_ties(tmp_path: Path) -> None:
    command = ["ties", "BLR", "--world", "w.nc", "--on", "POL"]
    result = CliRunner().invoke(app, [*command, "--out", "b.html"], catch_exceptions=False)
    assert result.exit_code == 0 and "What Belarus depends on" in result.stdout, result.stderr
    assert "Sectors behind the tie with POL" in result.stdout
    assert (tmp_path / "b.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    told = json.loads(CliRunner().invoke(app, [*command, "--json"], catch_exceptions=False).stdout)
    assert told["of"] == "BLR" and told["partners"][0]["partner"] == "RUS"
    wrong = CliRunner().invoke(app, [*command, "--out", "b.txt"], catch_exceptions=False)
    assert wrong.exit_code == 2 and "expected a .html file" in wrong.stderr
