"""One open file format: round trip, same bytes, and files that are something else."""

import json
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from world_samples import make_world

from autarky.errors import InputError, WorldError
from autarky.world.accounts import VARIABLES, World
from autarky.worlds.library import list_worlds, load_world


def test_round_trip(small: World, tmp_path: Path) -> None:
    path = small.save(tmp_path / "w.nc")
    again = load_world(path)
    assert again.fingerprint == small.fingerprint
    for variable in VARIABLES:
        np.testing.assert_array_equal(again.array(variable), small.array(variable))
    assert again.members == small.members and again.industries == small.industries
    assert {k: again.data.attrs[k] for k in small.data.attrs} == small.data.attrs
    np.testing.assert_array_equal(again.data["trade_estimated"], small.data["trade_estimated"])


def test_same_world_same_bytes(small: World, tmp_path: Path) -> None:
    first = small.save(tmp_path / "a.nc").read_bytes()
    assert small.save(tmp_path / "b.nc").read_bytes() == first
    assert load_world(tmp_path / "a.nc").save(tmp_path / "c.nc").read_bytes() == first


def test_the_fingerprint_follows_numbers_and_labels(small: World) -> None:
    assert make_world(0).fingerprint == small.fingerprint
    assert make_world(1).fingerprint != small.fingerprint
    assert small.aggregate({"BY": ["DEU"]}).fingerprint != small.fingerprint


def test_readable_without_autarky(small: World, tmp_path: Path) -> None:
    with xr.open_dataset(small.save(tmp_path / "w.nc")) as data:
        assert data.attrs["autarky_world"] == "1"
        assert data["trade"].dims == ("origin", "sector", "destination")
        assert data["trade"].attrs["long_name"]


def test_saving_is_atomic_and_says_what_is_wrong(
    small: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(WorldError, match=r"\.nc file"):
        small.save(tmp_path / "w.csv")
    with pytest.raises(WorldError, match="does not exist"):
        small.save(tmp_path / "no" / "w.nc")
    path = small.save(tmp_path / "w.nc")
    before = path.read_bytes()

    def broken(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(xr.Dataset, "to_netcdf", broken)
    with pytest.raises(OSError, match="disk full"):
        small.save(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["w.nc"]


def broken_files(small: World, folder: Path) -> dict[str, Path]:
    good = small.save(folder / "good.nc").read_bytes()
    contents = {
        "truncated.nc": good[: len(good) // 2],
        "stub.nc": good[:600],
        "empty.nc": b"",
        "page.nc": b"<!DOCTYPE html><html>404</html>",
        "text.nc": b"origin,sector\n",
    }
    files = {name: folder / name for name in contents}
    for name, content in contents.items():
        files[name].write_bytes(content)
    (folder / "folder.nc").mkdir()
    xr.Dataset({"x": ("a", [1.0])}).to_netcdf(folder / "foreign.nc", engine="h5netcdf")
    small.data.drop_vars("inputs").assign_attrs(autarky_world="1").to_netcdf(
        folder / "part.nc", engine="h5netcdf"
    )
    small.data.assign_attrs(autarky_world="9").to_netcdf(folder / "future.nc", engine="h5netcdf")
    wrong = small.data.copy(deep=True)
    wrong["final"] = wrong["final"] * 1.01
    wrong.assign_attrs(autarky_world="1").to_netcdf(folder / "violating.nc", engine="h5netcdf")
    changed = small.data.assign_attrs(autarky_world="1", fingerprint="0" * 16)
    changed.to_netcdf(folder / "changed.nc", engine="h5netcdf")
    more = ("folder", "foreign", "part", "future", "violating", "changed", "missing")
    return files | {f"{name}.nc": folder / f"{name}.nc" for name in more}


def test_broken_files_give_one_clear_error(small: World, tmp_path: Path) -> None:
    said = {
        "truncated.nc": "damaged or cut short",
        "stub.nc": "damaged or cut short",
        "empty.nc": "is empty",
        "page.nc": "an HTML page",
        "text.nc": "not a netCDF-4 file",
        "folder.nc": "is a folder",
        "foreign.nc": "not a world saved by autarky",
        "part.nc": "inputs missing",
        "future.nc": "update autarky",
        "violating.nc": "purchases = inputs . final fails",
        "changed.nc": "changed",
        "missing.nc": "there is no world file",
    }
    for name, path in broken_files(small, tmp_path).items():
        with pytest.raises(WorldError, match=said[name]) as error:
            load_world(path)
        assert name in str(error.value), name


def test_library(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"unknown world 'icio-2002' \(did you mean icio-2022\?\); known: icio-2022"
    ):
        load_world("icio-2002")
    with pytest.raises(InputError, match="is a folder"):
        load_world(tmp_path)
    (tmp_path / "w.csv").write_text("a")
    with pytest.raises(InputError, match=r"not a world file \(\.nc, \.npz\)"):
        load_world(tmp_path / "w.csv")
    for entry in list_worlds():
        world = load_world(entry.name)
        assert (entry.name, entry.title, entry.year) == (world.name, world.data.attrs["title"], world.year)
        assert (entry.economies, entry.sectors) == (len(world.economies), len(world.sectors))
        assert entry.licence == world.data.attrs["licence"]


def test_the_elasticity_of_a_product_is_part_of_the_fingerprint(small: World) -> None:
    """The same accounts with another theta are another question: what is kept by fingerprint must not be mixed up."""
    entry = {"label": small.sectors[0], "parent": small.sectors[1], "theta": 4.0}
    prints = {small.fingerprint}
    for theta in (4.0, 10.0):
        data = small.data.copy()
        data.attrs = dict(data.attrs) | {"zooms": json.dumps([entry | {"theta": theta}])}
        prints.add(World(data).fingerprint)
    assert len(prints) == 3
