"""Kills: of the process that runs a study, twice, and of a worker of a real cluster; nothing solved is lost."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from grid_samples import BASE, study

from autarky.errors import InputError
from autarky.studies.manifest import find_study
from autarky.studies.running import run_study
from autarky.studies.status import status_of
from autarky.studies.store import Store
from autarky.world import World

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")]
SOURCE = Path(__file__).parents[2] / "src"
ENVIRONMENT = os.environ | {"PYTHONPATH": str(SOURCE), "COLUMNS": "100", "PYTHONUNBUFFERED": "1"}
# a part every tenth of a second, and cases that take a while, so that kills hit a run in the middle
SLOWED = (
    "import sys, time; from autarky.studies import saving, heartbeat; from autarky.studies.solver import Workshop;"
    "saving.SOONEST = 0.1; heartbeat.HEARTBEAT = 0.1; real = Workshop._one;"
    "Workshop._one = lambda *a: (time.sleep(0.02), real(*a))[1];"
    "from autarky.cli import main; main()"
)
GRID = 'draws = 19\n[grid]\n"acts.1.leakage" = [0.2, 0.5]\npairs = "all"\n'  # 400 cases


@pytest.fixture
def place(world: World, tmp_path: Path) -> Path:
    world.save(tmp_path / "w.nc")
    (tmp_path / "s.toml").write_text(GRID + BASE)
    return tmp_path


def begun(place: Path, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", SLOWED, "study", "s.toml", "--store", "store", *arguments]
    return subprocess.Popen(
        command, cwd=place, env=ENVIRONMENT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )


def solved(place: Path) -> int:
    try:
        return status_of(*find_study(Store(place / "store"), "s")).solved
    except InputError:  # it has not begun to write
        return 0


def until(place: Path, count: int, process: "subprocess.Popen[str]", seconds: float = 120) -> int:
    """Wait for `count` cases; how many there are."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, f"ended too early: {process.stderr and process.stderr.read()}"
        if (done := solved(place)) >= count:
            return done
        time.sleep(0.05)
    raise AssertionError(f"{solved(place)} cases after {seconds} s")


def test_two_kills_lose_nothing_saved(place: Path, world: World) -> None:
    first = begun(place)
    before = until(place, 40, first)
    first.send_signal(signal.SIGKILL)
    first.communicate(timeout=30)
    assert solved(place) >= before
    second = begun(place)
    more = until(place, before + 60, second)
    second.send_signal(signal.SIGKILL)
    second.communicate(timeout=30)
    store = Store(place / "store")
    status = status_of(*find_study(store, "s"))
    assert status.state == "killed" and more <= status.solved < 400 and not status.damaged
    told: list[int] = []
    made = study(GRID, place)
    rows = run_study(made, store=place / "store", tell=lambda c: told.append(c.known)).to_pandas()
    assert told[0] >= status.solved
    assert len(rows) == 400 * 5 and not rows.duplicated(["case", "economy"]).any()
    fresh = run_study(made, store=place / "fresh").to_pandas()
    assert rows[["case", "key", "economy"]].equals(fresh[["case", "key", "economy"]])
    # residuals of 1e-8 in logs, from other starting points, amplified by elasticities
    np.testing.assert_allclose(rows["welfare"], fresh["welfare"], atol=3e-7)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["interrupt", "terminate"])
def test_a_signal_stops_cleanly(place: Path, number: signal.Signals) -> None:
    process = begun(place, "--workers", "2")
    until(place, 20, process)
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130 and "the same command goes on" in told and "Traceback" not in told
    status = status_of(*find_study(Store(place / "store"), "s"))
    assert status.state == "interrupted" and 20 <= status.solved < 400


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, "list[subprocess.Popen[str]]"]]:
    """A scheduler and workers, each a process of its own, on loopback: its address, and all of them, workers first."""
    quiet = {"cwd": folder, "env": ENVIRONMENT, "stdout": subprocess.DEVNULL, "text": True}
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    scheduler = subprocess.Popen([*command, "--no-dashboard"], stderr=subprocess.PIPE, **quiet)  # type: ignore[call-overload]
    made: list[subprocess.Popen[str]] = []
    try:
        assert scheduler.stderr is not None
        address = next(m[0] for line in scheduler.stderr if (m := re.search(r"tcp://127\.0\.0\.1:\d+", line)))
        worker = [
            sys.executable,
            "-m",
            "distributed.cli.dask_worker",
            address,
            "--nthreads",
            "1",
            "--no-nanny",
        ]
        made += [
            subprocess.Popen([*worker, "--no-dashboard"], stderr=subprocess.DEVNULL, **quiet)  # type: ignore[call-overload]
            for _ in range(workers)
        ]
        yield address, [*made, scheduler]
    finally:
        for process in (*made, scheduler):
            process.kill()
            process.communicate()


def test_a_worker_that_dies_costs_nothing(place: Path) -> None:
    pytest.importorskip("distributed")
    with cluster(place, 2) as (address, workers):
        process = begun(place, "--scheduler", address, "--workers", "2")
        until(place, 40, process)
        workers[0].send_signal(signal.SIGKILL)
        _, told = process.communicate(timeout=300)
    assert process.returncode == 0, told
    assert len(re.findall(r"worker tcp://\S+ is gone", told)) == 1
    status = status_of(*find_study(Store(place / "store"), "s"))
    assert (status.solved, status.failed, status.lost) == (400, 0, 0)
    assert any("is gone" in note for note in status.notes)
    made = study(GRID, place)
    rows = run_study(made, store=place / "store").to_pandas()
    fresh = run_study(made, store=place / "fresh").to_pandas()
    np.testing.assert_allclose(rows["welfare"], fresh["welfare"], atol=3e-7)


def test_a_scheduler_that_dies_keeps_what_is_solved(place: Path) -> None:
    pytest.importorskip("distributed")
    with cluster(place, 1) as (address, processes):
        process = begun(place, "--scheduler", address)
        before = until(place, 20, process)
        processes[-1].send_signal(signal.SIGKILL)
        _, told = process.communicate(timeout=200)
    assert process.returncode == 1 and "What was solved is kept" in told and "Traceback" not in told
    status = status_of(*find_study(Store(place / "store"), "s"))
    assert before <= status.solved < 400 and status.lost == 0 and status.state == "failed"


def test_local_processes(place: Path) -> None:
    pytest.importorskip("distributed")
    process = begun(place, "--engine", "dask", "--workers", "2")
    _, told = process.communicate(timeout=300)
    assert process.returncode == 0, told
    assert solved(place) == 400


def test_a_scheduler_that_does_not_answer(place: Path) -> None:
    pytest.importorskip("distributed")
    script = (
        "from autarky.studies import cluster; cluster.TIMEOUT = 2.0; from autarky.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "study", "s.toml", "--store", "store", "--scheduler", "tcp://127.0.0.1:9"],
        cwd=place, env=ENVIRONMENT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 2 and "--scheduler tcp://127.0.0.1:9" in done.stderr
    assert "Traceback" not in done.stderr
