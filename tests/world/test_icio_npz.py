"""The importer of the complete ICIO world."""

from pathlib import Path

import numpy as np
import pytest

from autarky.errors import WorldError
from autarky.sources.base import WorldReader
from autarky.sources.mrio.icio_npz import ARRAYS, SOURCE, read_icio_npz
from autarky.worlds.library import load_world


def test_reader_has_the_interface() -> None:
    assert isinstance(SOURCE, WorldReader)
    assert SOURCE.licence and SOURCE.citation and SOURCE.suffixes


@pytest.mark.shared
def test_import(shared: Path) -> None:
    world = load_world(shared / "data" / "icio-2022-81x28" / "world.npz")
    assert (len(world.economies), len(world.sectors), world.year) == (81, 28, 2022)
    assert world.economies[-1] == "ROW" and world.sectors[-1] == "SERV"
    for residual in world.violations().values():
        assert float(abs(residual).max()) < 1e-12
    assert world.industries["SERV"][0] == "D" and world.economy_names["RUS"] == "Russia"
    assert "ROW's technology" in world.data.attrs["estimated"] and "OECD" in world.data.attrs["licence"]
    assert 0 < world.array("tariff").max() < 10


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04 not a zip", b"\x93NUMPY"])
def test_foreign_files(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "world.npz"
    path.write_bytes(content)
    with pytest.raises(WorldError, match=r"world\.npz is damaged, cut short or not"):
        read_icio_npz(path)


def test_missing_file_folder_and_arrays(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="there is no world file"):
        read_icio_npz(tmp_path / "no.npz")
    with pytest.raises(WorldError, match="is a folder"):
        read_icio_npz(tmp_path)
    np.savez(tmp_path / "some.npz", trade=np.ones((2, 1, 2)))
    with pytest.raises(WorldError, match="arrays missing: tariff"):
        read_icio_npz(tmp_path / "some.npz")


def test_shapes_that_do_not_fit(tmp_path: Path) -> None:
    arrays = {a: np.ones((2, 1, 2)) for a in ARRAYS}
    arrays |= {"countries": np.array(["BLR", "ROW"]), "sectors": np.array(["A01"])}
    np.savez(tmp_path / "odd.npz", **arrays)
    with pytest.raises(WorldError, match=r"odd\.npz"):
        read_icio_npz(tmp_path / "odd.npz")
