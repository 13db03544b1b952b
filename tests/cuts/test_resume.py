"""An interrupted study goes on where it stopped, even after a kill, and never from another study's figures."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from autarky.cuts import batch
from autarky.cuts.batch import CHUNK, Cutter
from autarky.cuts.cut import Cut
from autarky.cuts.dataset import save_dataset
from autarky.cuts.matrix import leverage
from autarky.cuts.shelf import SolvedCut
from autarky.world import World


@pytest.fixture
def solves(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keys of the cuts really solved, in order."""
    seen: list[str] = []
    real = Cutter.solve

    def solve(self: Cutter, cut: Cut) -> SolvedCut:
        seen.append(cut.key)
        return real(self, cut)

    monkeypatch.setattr(Cutter, "solve", solve)
    return seen


def test_nothing_is_solved_twice(world: World, shelf: Path, solves: list[str]) -> None:
    first = leverage(world, of="BLR", shelf=shelf)
    assert len(solves) == 4
    whole = leverage(world, shelf=shelf)
    assert len(solves) == 10 and len(set(solves)) == 10
    xr.testing.assert_identical(whole["loss"].sel(loser=["BLR"]), first["loss"])
    leverage(world, shelf=shelf, resume=False, of="BLR", on="RUS")
    assert len(solves) == 11


def test_other_terms_are_another_study(world: World, shelf: Path, solves: list[str]) -> None:
    pair = {"of": "BLR", "on": "RUS", "shelf": shelf}
    losses = {
        float(leverage(world, **pair, **more)["loss"][0, 0])
        for more in ({}, {"leakage": 0.2}, {"horizon": "10y"}, {"deficits": "proportional"})
    }
    assert len(solves) == 4 and len(losses) == 4


def test_interrupt_keeps_what_is_solved(world: World, shelf: Path, solves: list[str]) -> None:
    def stop(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        leverage(world, shelf=shelf, progress=stop, workers=1)
    before = len(solves)
    leverage(world, shelf=shelf, workers=1)
    assert len(solves) - before == 10 - 3


def test_chunks_are_saved_on_the_way(world: World, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "CHUNK", 2)
    files: list[int] = []
    leverage(
        world, shelf=shelf, workers=1, progress=lambda d, n: files.append(len(list(shelf.glob("*/*.npz"))))
    )
    assert files == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5]
    assert CHUNK <= 32  # a kill may lose this many solves


def test_damaged_files_are_solved_again(world: World, shelf: Path, solves: list[str]) -> None:
    whole = leverage(world, shelf=shelf)
    for path in shelf.glob("*/*.npz"):
        path.write_bytes(path.read_bytes()[:100])
    again = leverage(world, shelf=shelf)
    assert len(solves) == 20
    np.testing.assert_allclose(again["loss"], whole["loss"], rtol=1e-12)


def test_workers_change_no_figure(world: World) -> None:
    xr.testing.assert_identical(
        leverage(world, keep=False, workers=1), leverage(world, keep=False, workers=3)
    )


def test_the_file_is_plain_netcdf(world: World, tmp_path: Path) -> None:
    data = leverage(world, of="BLR", keep=False)
    path = save_dataset(data, tmp_path / "m.nc")
    with xr.open_dataset(path) as kept:
        np.testing.assert_array_equal(kept["loss"], data["loss"])
        assert kept.attrs["fingerprint"] == world.fingerprint and kept.attrs["horizon"] == "1y"
        assert float(kept["loss"].sel(loser="BLR", partner="RUS")) > 0
    assert [p.name for p in tmp_path.iterdir()] == ["m.nc"]


def test_a_kill_loses_at_most_a_chunk(world: World, tmp_path: Path) -> None:
    world.save(tmp_path / "w.nc")
    script = (
        "import sys, time; from autarky.worlds import load_world; from autarky.cuts import batch;"
        "from autarky.cuts.matrix import leverage; batch.CHUNK = 2;"
        "leverage(load_world('w.nc'), shelf=__import__('pathlib').Path('shelf'), workers=1,"
        " progress=lambda d, n: (print(d, flush=True), time.sleep(0.2)))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], cwd=tmp_path, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= 5:
            break
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    time.sleep(0.1)
    told: list[int] = []
    leverage(world, shelf=tmp_path / "shelf", progress=lambda done, total: told.append(done))
    assert told[0] >= 4 and told[-1] == 10
