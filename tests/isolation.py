"""No test sees another's leftovers: each has a cache folder of its own, and what it leaves behind fails it."""

import contextlib
import gc
import itertools
import logging
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

# variables that JAX sets for itself when it is first imported, in whichever test that is
KEPT_VARIABLES = ("PYTEST_CURRENT_TEST", "TF_CPP_MIN_LOG_LEVEL", "TPU_SKIP_MDS_QUERY")
WAIT = 10.0  # seconds for threads and processes that are about to end, on a machine that is busy
# threads that libraries keep for the whole process, by the beginning of their names
KEPT_THREADS = (
    "fsspecIO",  # the loop of fsspec's remote file systems
    "asyncio_",  # the pool in which that loop looks up names
    "Profile",  # distributed's sampling of its own threads
    "pytest_timeout",
)
MAPPINGS = 20_000  # of memory; Linux allows a process 65,530, and each compiled program takes a few
FOLDER = Path(tempfile.mkdtemp(prefix="autarky-tests-"))
os.environ["AUTARKY_CACHE_DIR"] = str(FOLDER / "shared")  # for fixtures of modules
_number = itertools.count()


def pytest_configure() -> None:
    """Interrupts reach the processes that tests start, also where a shell has put the tests into the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_unconfigure() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)


@dataclass(frozen=True)
class State:
    """What a test might change for the tests after it."""

    threads: frozenset[threading.Thread]
    children: frozenset[int]
    environment: dict[str, str]
    folder: str
    signals: tuple[object, ...]
    logging: tuple[object, ...]
    path: tuple[str, ...]

    @classmethod
    def now(cls) -> "State":
        kept = {k: v for k, v in os.environ.items() if k not in KEPT_VARIABLES}
        return cls(
            threads=frozenset(t for t in threading.enumerate() if not t.name.startswith(KEPT_THREADS)),
            children=_children(),
            environment=kept,
            folder=str(Path.cwd()),
            signals=tuple(signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)),
            logging=(logging.root.level, logging.root.manager.disable, *_levels(("asyncio", "autarky"))),
            path=tuple(sys.path),
        )


def _levels(names: tuple[str, ...]) -> Iterator[object]:
    for name in names:
        logger = logging.getLogger(name)
        yield name, logger.level, logger.disabled, logger.propagate


def _children() -> frozenset[int]:
    """Processes started from here and not waited for; none where the system does not tell."""
    found = set()
    for listed in Path("/proc/self/task").glob("*/children"):
        with contextlib.suppress(OSError):  # a thread that has just ended
            found |= {int(p) for p in listed.read_text().split()}
    return frozenset(p for p in found if not _tracks_resources(p))


def _tracks_resources(process: int) -> bool:
    """multiprocessing's own helper, one for the whole process."""
    with contextlib.suppress(OSError):
        return b"resource_tracker" in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


def left_behind(before: State, wait: float = WAIT) -> list[str]:
    """What is otherwise than before, in words; threads and processes that end by themselves get some time."""
    end = time.monotonic() + wait
    while (new := State.now()).threads - before.threads or new.children - before.children:
        if time.monotonic() > end:
            break
        time.sleep(0.01)
    told = [f"the thread {t.name!r} still runs" for t in new.threads - before.threads]
    told += [f"the process {p} still runs, or was not waited for" for p in new.children - before.children]
    for name in (f.name for f in fields(State) if f.name not in ("threads", "children")):
        old, now = getattr(before, name), getattr(new, name)
        if old != now:
            told.append(f"{name}: {_difference(old, now)}")
    return told


def forget_programs(most: int = MAPPINGS) -> bool:
    """Drop what JAX has compiled where it fills the process's memory map, whose end is a segmentation fault in XLA."""
    jax = sys.modules.get("jax")
    maps = Path("/proc/self/maps")
    if jax is None or not maps.exists() or maps.read_bytes().count(b"\n") <= most:
        return False
    jax.clear_caches()
    gc.collect()
    return True


def _difference(old: object, now: object) -> str:
    if isinstance(old, dict) and isinstance(now, dict):
        changed = {k for k in old.keys() | now.keys() if old.get(k) != now.get(k)}
        return ", ".join(f"{k} was {old.get(k)!r} and is {now.get(k)!r}" for k in sorted(changed))
    return f"was {old} and is {now}"


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """A cache folder of the test's own, and an error where the test leaves something behind."""
    shared = os.environ["AUTARKY_CACHE_DIR"]
    own = FOLDER / str(next(_number))
    os.environ["AUTARKY_CACHE_DIR"] = str(own)
    before = State.now()
    yield
    # a destructor that fails is this test's fault, not that of the test in which the collector next runs;
    # only what is young is looked at, which takes a millisecond
    gc.collect(1)
    told = left_behind(before)
    forget_programs()
    os.environ["AUTARKY_CACHE_DIR"] = shared
    shutil.rmtree(own, ignore_errors=True)
    if told:
        pytest.fail("left behind: " + "; ".join(told), pytrace=False)
