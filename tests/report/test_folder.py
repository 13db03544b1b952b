"""The folder of a run: complete, readable by others, and back again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pandas as pd
import pytest
import xarray as xr

from autarky.economy.result import QUANTITIES, Result
from autarky.errors import InputError
from autarky.report.page import page
from autarky.results import load_run
from autarky.results.folder import write_run
from autarky.world.accounts import VARIABLES, World

SCENARIO = 'name = "fake"\n'


def written(folder: Path, results: list[Result], acts: list[dict[str, Any]]) -> None:
    write_run(folder, results, SCENARIO, acts, lambda: page(results, SCENARIO, acts))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, results: list[Result]) -> Path:
    path = tmp_path_factory.mktemp("run")
    written(path, results, results[0].record["acts"])
    return path


def test_files(folder: Path) -> None:
    names = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert {"report.html", "scenario.toml", "record.json"} <= names
    assert {f"result-{h}.nc" for h in ("3m", "1y", "10y")} <= names
    for table in ("economies", "sectors", "prices", "trade", "quotas"):
        assert {f"tables/{table}.csv", f"tables/{table}.parquet"} <= names
    assert not [n for n in names if n.endswith(".part")]


def test_round_trip(folder: Path, results: list[Result]) -> None:
    again = load_run(folder)
    assert [r.record for r in again] == [r.record for r in results]
    for old, new in zip(results, again, strict=True):
        assert new.certificate == old.certificate
        assert new.world.fingerprint == old.world.fingerprint
        assert new.world.data.attrs == old.world.data.attrs
        assert new.world.members == old.world.members
        for name in QUANTITIES:
            np.testing.assert_array_equal(new.data[name].values, old.data[name].values)


def test_result_needs_only_xarray(folder: Path, results: list[Result]) -> None:
    with xr.open_dataset(folder / "result-3m.nc") as data:
        assert set(QUANTITIES) | {f"base_{v}" for v in VARIABLES} <= set(data.data_vars)
        assert float(data["welfare"].sel(economy="BLR")) == pytest.approx(-0.2)
        assert data["trade"].attrs["unit"] == results[0].world.unit


def test_tables_agree_and_are_documented(folder: Path) -> None:
    package = json.loads((folder / "tables" / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        path = folder / "tables" / resource["path"]
        table = pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)
        assert list(table.columns) == [f["name"] for f in resource["schema"]["fields"]]
        assert all(f["description"] for f in resource["schema"]["fields"])
        assert len(table)
        assert np.isfinite(table.select_dtypes("number").to_numpy()).all()
    economies = pd.read_csv(folder / "tables" / "economies.csv")
    assert set(economies["horizon"]) == {"3m", "1y", "10y"}


def test_writing_twice_gives_the_same_bytes(folder: Path, results: list[Result], tmp_path: Path) -> None:
    written(tmp_path, results, results[0].record["acts"])
    for path in folder.rglob("*"):
        if path.is_file():
            other = tmp_path / path.relative_to(folder)
            assert path.read_bytes() == other.read_bytes(), path.name


def test_one_horizon_without_quotas(
    world: World, make: Callable[[World, float, float], Result], tmp_path: Path
) -> None:
    quiet = make(world, 1.0, 0.0)
    quiet.data["trade_volume"][:] = 0.0
    quiet.data["trade"][:] = world.array("trade")
    written(tmp_path, [quiet], [])
    assert "Nothing changes" in (tmp_path / "report.html").read_text("utf-8")
    assert len(load_run(tmp_path)) == 1


def test_aggregated_world(
    make: Callable[[World, float, float], Result], world: World, tmp_path: Path
) -> None:
    small = world.aggregate(regions={"EU": "EU27"})
    written(tmp_path, [make(small, 1.0, 1.0)], [])
    assert load_run(tmp_path)[0].world.economies == small.economies


def test_not_a_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        load_run(tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"not the folder of a run"):
        load_run(tmp_path)
    (tmp_path / "scenario.toml").write_text("")
    with pytest.raises(InputError, match="unfinished"):
        load_run(tmp_path)
    with pytest.raises(InputError, match="is a file"):
        load_run(tmp_path / "scenario.toml")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"results": [{"file": "../a.nc"}]}', '{"results": []}']
)
def test_damaged_record(tmp_path: Path, text: str) -> None:
    (tmp_path / "record.json").write_text(text)
    with pytest.raises(InputError, match=r"record\.json is damaged"):
        load_run(tmp_path)


def test_missing_foreign_and_cut_results(folder: Path, tmp_path: Path) -> None:
    whole = (folder / "result-3m.nc").read_bytes()
    (tmp_path / "record.json").write_text('{"results": [{"file": "result-3m.nc"}]}')
    target = tmp_path / "result-3m.nc"
    with pytest.raises(InputError, match=r"lacks result-3m\.nc"):
        load_run(tmp_path)
    for content in (b"", b"text", whole[: len(whole) // 2]):
        target.write_bytes(content)
        with pytest.raises(InputError, match="damaged"):
            load_run(tmp_path)
    target.unlink()
    xr.Dataset({"x": 1.0}).to_netcdf(target, engine="h5netcdf")
    with pytest.raises(InputError, match="not a result"):
        load_run(tmp_path)


@pytest.mark.parametrize("attribute", ["record", "certificate", "world_year"])
def test_damaged_attributes(folder: Path, tmp_path: Path, attribute: str) -> None:
    (tmp_path / "record.json").write_text('{"results": [{"file": "a.nc"}]}')
    (tmp_path / "a.nc").write_bytes((folder / "result-3m.nc").read_bytes())
    with h5py.File(tmp_path / "a.nc", "r+") as file:
        del file.attrs[attribute]
    with pytest.raises(InputError, match="damaged"):
        load_run(tmp_path)


def test_newer_format(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "record.json").write_text('{"results": [{"file": "a.nc"}]}')
    (tmp_path / "a.nc").write_bytes((folder / "result-3m.nc").read_bytes())
    with h5py.File(tmp_path / "a.nc", "r+") as file:
        file.attrs["autarky_result"] = "99"
    with pytest.raises(InputError, match="update autarky"):
        load_run(tmp_path)
