"""The tests' own isolation finds what a test leaves behind."""

import logging
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

from autarky.economy.backend import cache_folder
from isolation import FOLDER, State, forget_programs, left_behind


@contextmanager
def thread() -> Iterator[None]:
    stop = threading.Event()
    one = threading.Thread(target=stop.wait, name="left")
    one.start()
    yield
    stop.set()
    one.join()


@contextmanager
def process() -> Iterator[None]:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as one:
        yield
        one.communicate(b"\n")


@contextmanager
def environment() -> Iterator[None]:
    os.environ["AUTARKY_LEFT"] = "left"
    yield
    del os.environ["AUTARKY_LEFT"]


@contextmanager
def folder() -> Iterator[None]:
    before = Path.cwd()
    os.chdir("/")
    yield
    os.chdir(before)


@contextmanager
def handler() -> Iterator[None]:
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGTERM, before)


@contextmanager
def level() -> Iterator[None]:
    logger = logging.getLogger("asyncio")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    yield
    logger.setLevel(before)


@contextmanager
def path() -> Iterator[None]:
    sys.path.append("/left")
    yield
    sys.path.remove("/left")


@pytest.mark.parametrize(
    ("leave", "told"),
    [(thread, "the thread 'left'"), (folder, "folder: was"),
     (environment, "environment: AUTARKY_LEFT was None and is 'left'"),
     (handler, "signals: was"), (level, "logging: was"), (path, "path: was"),
     pytest.param(process, "the process", marks=pytest.mark.skipif(
         not Path("/proc/self/task").is_dir(), reason="the system does not tell"))],
)  # fmt: skip
def test_what_is_left_behind_is_named(leave, told: str) -> None:  # type: ignore[no-untyped-def]
    before = State.now()
    with leave():
        assert any(line.startswith(told) for line in left_behind(before, wait=0.0))
    assert not left_behind(before)


@pytest.mark.parametrize("number", range(2))
def test_every_test_has_an_empty_cache(number: int) -> None:
    assert cache_folder().parent == FOLDER and not cache_folder().exists()
    cache_folder().mkdir()


@pytest.mark.skipif(os.environ.get("HYPOTHESIS", "same") != "same", reason="exploring")
def test_examples_are_the_same_in_every_run() -> None:
    assert settings.default.derandomize and settings.default.database is None
    assert settings.default.deadline is None
    # whatever has been imported by now
    assert all(not providers._get_local_constants().set_for_type(t) for t in ("integer", "float", "string"))


def test_nobody_else_seeds_or_uses_the_global_generators() -> None:
    """A generator without a seed, or shared by all, makes a test depend on the others."""

    shared = re.compile(
        r"np\.random\.(?!default_rng\(.|Generator|SeedSequence)|default_rng\(\)|\brandom\.(random|seed|shuffle|choice)\("
    )
    root = Path(__file__).parents[1]
    files = [f for d in ("tests", "properties", "src") for f in (root / d).rglob("*.py")]
    found = [f"{f}:{k}" for f in files if f != Path(__file__)
             for k, line in enumerate(f.read_text("utf-8").splitlines(), 1) if shared.search(line)]  # fmt: skip
    assert files and not found


def test_programs_are_forgotten_before_the_memory_map_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    import jax

    asked: list[bool] = []
    monkeypatch.setattr(jax, "clear_caches", lambda: asked.append(True))
    assert not forget_programs(10**9)
    assert not asked
    if Path("/proc/self/maps").exists():
        assert forget_programs(0)
        assert asked == [True]
