"""A run that is killed or finds the disk full: the folder is the old run, the new one, or absent; never half."""

import errno
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autarky.cli.app import app
from autarky.results import load_run
from autarky.runs import new_folder as folder_module
from autarky.runs.new_folder import check_target, new_folder

SCENARIO = """
title = "Test"
horizon = "1y"
[[acts]]
type = "trade_cost"
origin = "BLR"
destination = "RUS"
change = "+10%"
"""
SOURCE = Path(__file__).parents[2] / "src"
ENVIRONMENT = os.environ | {"PYTHONPATH": str(SOURCE), "COLUMNS": "100"}
AUTARKY = [sys.executable, "-c", "from autarky.cli import main; main()"]
RUN = [*AUTARKY, "run", "s.toml", "--quiet", "--draws", "0", "--out", "out"]
# Writes in a loop, so that a kill at any moment hits a write or a replacement.
WRITER = """
import sys
from pathlib import Path
from autarky.runs.new_folder import new_folder
for k in range(10**6):
    with new_folder(Path("out")) as made:
        for j in range(20):
            (made / f"result-{j}.nc").write_text(str(k))
        (made / "record.json").write_text(str(k))
    if k == 0:
        print("ready", flush=True)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.toml").write_text(SCENARIO)
    return tmp_path


def visible(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir() if not p.name.startswith(".")}


def hidden(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir() if p.name.startswith(".")}


@pytest.mark.parametrize("seed", range(6))
def test_killed_while_writing(seed: int, place: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER], stdout=subprocess.PIPE, env=ENVIRONMENT) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(random.Random(seed).uniform(0, 0.1))
        writer.kill()
    assert visible(place) <= {"out", "s.toml"}
    with new_folder(place / "out") as made:  # the next run puts things in order
        kept = place / "out"
        if kept.exists():  # complete: every file is of the same run
            assert len({p.read_text() for p in kept.iterdir()}) == 1
            assert len(list(kept.iterdir())) == 21
        (made / "record.json").write_text("new")
    assert (place / "out" / "record.json").read_text() == "new"
    assert not hidden(place)


def leftover(place: Path, name: str) -> Path:
    """A temporary folder as a killed run leaves it."""
    made = place / name
    (made / "tables").mkdir(parents=True)
    (made / "report.html").write_text("half")
    return made


def ended_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    return process.pid


def test_leftovers_of_the_dead_go_and_those_of_the_living_stay(place: Path) -> None:
    prefix = folder_module._prefix
    dead = leftover(place, prefix("out", pid=ended_process()) + "abc")
    other = leftover(place, prefix("other", pid=ended_process()) + "abc")
    foreign = leftover(place, ".out-notes")
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as living:
        busy = leftover(place, prefix("out", pid=living.pid) + "abc")
        with new_folder(place / "out") as made:
            (made / "record.json").write_text("{}")
        living.communicate(b"\n")
    assert not dead.exists()
    assert busy.exists() and other.exists() and foreign.exists()


def test_an_old_run_moved_aside_by_a_killed_one_comes_back(place: Path) -> None:
    """Killed between the two renames of a replacement: the place is empty and the old run stands aside."""
    aside = place / (folder_module._prefix("out", "old-", ended_process()) + "abc")
    (aside / "run").mkdir(parents=True)
    (aside / "run" / "record.json").write_text("old")
    with pytest.raises(KeyboardInterrupt), new_folder(place / "out"):
        raise KeyboardInterrupt  # the next run fails, yet the old one is back
    assert (place / "out" / "record.json").read_text() == "old"
    assert not hidden(place)


@pytest.mark.slow
def test_killed_anywhere_in_a_run(place: Path) -> None:
    start = time.perf_counter()
    subprocess.run(RUN, check=True, env=ENVIRONMENT, timeout=240)
    whole = time.perf_counter() - start
    names = {str(p.relative_to(place)) for p in (place / "out").rglob("*")}
    chance = random.Random(0)
    # two early, the rest where results are written: the last third
    for moment in [0.1, 0.4, *(chance.uniform(0.6, 1.0) for _ in range(4))]:
        with subprocess.Popen(RUN, env=ENVIRONMENT) as process:
            time.sleep(moment * whole)
            process.kill()
        assert {str(p.relative_to(place)) for p in (place / "out").rglob("*")} == names
        assert len(load_run(place / "out")) == 1
    subprocess.run(RUN, check=True, env=ENVIRONMENT, timeout=240)
    assert not hidden(place) and visible(place) == {"out", "s.toml"}


@pytest.mark.slow
@pytest.mark.parametrize("most", [4_000, 300_000])
def test_a_disk_that_fills_up(most: int, place: Path) -> None:
    """RLIMIT_FSIZE stands for the full disk: no file grows beyond `most` bytes."""
    # compiled programs kept: their own writing must not be what fails
    # the limit is set in the new process: Python code between fork and exec is not safe beside JAX's threads
    limited = f"import os, resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))"
    answer = subprocess.run(
        [sys.executable, "-c", f"{limited}; os.execv(sys.argv[1], sys.argv[1:])", *RUN],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr and "Exception ignored" not in answer.stderr
    assert answer.stderr.startswith("autarky: ")
    assert visible(place) == {"s.toml"} and not hidden(place)


def test_no_space_is_one_message_and_code_1(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the kernel says when a disk is full, wherever it comes from."""

    def full(path: Path, *_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr("autarky.results.folder.write_run", lambda folder, *_: full(folder / "report.html"))
    result = CliRunner().invoke(
        app, ["run", "s.toml", "--quiet", "--draws", "0", "--out", "out"], catch_exceptions=False
    )
    assert result.exit_code == 1, result.stderr
    assert "No space left on device" in result.stderr and len(result.stderr.splitlines()) == 1
    assert visible(place) == {"s.toml"} and not hidden(place)


def test_a_full_disk_while_replacing_keeps_the_old_run(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with new_folder(place / "out") as made:
        (made / "record.json").write_text("old")

    def full(_: Path, __: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match="No space"), new_folder(place / "out") as made:
        monkeypatch.setattr(folder_module, "_replace", full)
        (made / "record.json").write_text("new")
    check_target(place / "out")
    assert (place / "out" / "record.json").read_text() == "old"
    assert not hidden(place)
