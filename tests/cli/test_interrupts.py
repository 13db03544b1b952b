"""Ctrl-C at the moments at which it used to get lost: each process says when it is there, and is then interrupted."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from autarky.files.decoding import read_arrays

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
SOURCE = Path(__file__).parents[2] / "src"
BROKEN = 120  # seconds after which a process that went on is killed; one that works needs two, alone
# as `main` does it; LOST and PATIENCE short, so that the tests are
FRAME = """
import atexit, contextlib, ctypes, gc, hashlib, pathlib, sys, time, weakref
from autarky.cli import interrupts
interrupts.LOST = 1.0
interrupts.keep_interrupts()
interrupts.allow_cleaning_up(0.0)
def there():
    print("there", flush=True)
try:
{body}
except BaseException:
    interrupts.end_interrupted()
    raise
finally:
    interrupts.end_normally()
"""
BODIES = {
    "Python": "there()\nwhile True: time.sleep(0.01)",
    "a wait": "import threading; there()\nthreading.Event().wait()",
    "a destructor": """
class Slow:
    def __del__(self): time.sleep(0.01)
there()
while True: Slow()""",
    "a callback of a weak reference": """
class Slow: pass
there()
while True:
    one = Slow(); kept = weakref.ref(one, lambda _: time.sleep(0.01)); del one""",
    "a callback of the collector": """
gc.callbacks.append(lambda *_: time.sleep(0.01))
there()
while True: gc.collect(0)""",
    "a callback from C": """
call = ctypes.CFUNCTYPE(None)(lambda: time.sleep(0.01))
there()
while True: call()""",
    "native code": "there()\nhashlib.pbkdf2_hmac('sha256', b'x', b'y', 2**31 - 1)",
    "a library that drops it once": """
there()
try:
    while True: time.sleep(0.01)
except BaseException: pass
while True: time.sleep(0.01)""",
    "a library that drops it always": """
there()
while True:
    with contextlib.suppress(BaseException): time.sleep(0.01)""",
    "a library that makes an error of it": """
there()
try:
    while True: time.sleep(0.01)
except KeyboardInterrupt: raise ImportError('half-way') from None""",
    "cleaning up that does not end": """
try:
    there()
    while True: time.sleep(0.01)
finally:
    while True: time.sleep(0.01)""",
    "an executor": """
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(2) as pool:
    there()
    for _ in range(10**9): pool.submit(time.sleep, 0.01)""",
    "the end of the interpreter": """
def end():
    there()
    while True: time.sleep(0.01)
atexit.register(end)""",
}


@contextmanager
def begun(body: str, place: Path) -> "Iterator[subprocess.Popen[str]]":
    """The process, at the moment at which it says that it is there."""
    script = FRAME.format(body="\n".join(f"    {line}" for line in body.strip().splitlines()))
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=place, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            assert said == "there\n", process.communicate(timeout=BROKEN)[1]
            yield process
        finally:
            process.kill()


def interrupted(body: str, place: Path, number: int = signal.SIGINT) -> str:
    """What it says on standard error after one signal; that it ended with 130, and without a traceback."""
    with begun(body, place) as process:
        process.send_signal(number)
        _, told = process.communicate(timeout=BROKEN)
    assert process.returncode == 130, told
    assert "Traceback" not in told and "Exception ignored" not in told
    return told


@pytest.mark.parametrize("where", BODIES)
def test_an_interrupt_is_answered(where: str, tmp_path: Path) -> None:
    interrupted(BODIES[where], tmp_path)


def test_what_saves_in_a_finally_block_gets_the_time_it_asked_for(tmp_path: Path) -> None:
    body = """
interrupts.allow_cleaning_up(1000.0)
try:
    there()
    while True: time.sleep(0.01)
finally:
    time.sleep(2 * interrupts.LOST)
    pathlib.Path('saved').write_text('whole')"""
    interrupted(body, tmp_path)
    assert (tmp_path / "saved").read_text() == "whole"


def test_a_second_interrupt_does_not_wait(tmp_path: Path) -> None:
    body = """
interrupts.allow_cleaning_up(1000.0)
interrupts.TOGETHER = 0.0
try:
    there()
    while True: time.sleep(0.01)
finally:
    there()
    time.sleep(1000.0)"""
    with begun(body, tmp_path) as process:
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None and process.stdout.readline() == "there\n"  # it cleans up
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=BROKEN)
    assert process.returncode == 130 and "Traceback" not in told


@pytest.mark.parametrize(
    "stuck", ["hashlib.pbkdf2_hmac('sha256', b'x', b'y', 2**31 - 1)", "time.sleep(1000)"]
)
def test_nothing_half_written_stays(stuck: str, tmp_path: Path) -> None:
    body = f"""
from autarky.files.writing import replacing
from autarky.runs.new_folder import new_folder
with new_folder(pathlib.Path('out')) as made, replacing(pathlib.Path('file')) as temporary:
    (made / 'report.html').write_text('half')
    temporary.write_text('half')
    there()
    {stuck}"""
    interrupted(body, tmp_path)
    assert not list(tmp_path.iterdir())


def test_other_signals_are_answered_alike(tmp_path: Path) -> None:
    body = """
import signal
interrupts.interrupt_on(signal.SIGTERM)
there()
while True:
    with contextlib.suppress(BaseException): time.sleep(0.01)"""
    interrupted(body, tmp_path, signal.SIGTERM)


def test_ignored_where_the_parent_has_it_ignored(tmp_path: Path) -> None:
    """As after nohup: the process ends by itself, with its own code."""
    script = "import signal, os, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
    body = "from autarky.cli import interrupts as i, main; i.keep_interrupts(); import os, signal;" \
        "os.kill(os.getpid(), signal.SIGINT); print('went on')"  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", script, sys.executable, "-c", body],
        env=os.environ | {"PYTHONPATH": str(SOURCE)}, capture_output=True, text=True, timeout=BROKEN, check=True,
    )  # fmt: skip
    assert done.stdout == "went on\n"


# -- a whole run ---------------------------------------------------------------------------------------------

SCENARIO = """
horizon = "1y"
[[acts]]
type = "embargo"
origin = "RUS"
destination = "BLR"
"""


def until(seen: Callable[[], bool], process: "subprocess.Popen[str]") -> None:
    """Wait for what can be observed; the limit only ends a test that is broken."""
    end = time.monotonic() + 3 * BROKEN
    while not seen():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.parametrize("moment", ["imports", "draws"])
def test_a_run_is_interrupted(moment: str, tmp_path: Path) -> None:
    if moment == "imports" and not Path("/proc/self/maps").exists():
        pytest.skip("the system does not tell what a process has loaded")
    (tmp_path / "s.toml").write_text(SCENARIO)
    cache = tmp_path / "cache"
    command = [
        sys.executable,
        "-c",
        "from autarky.cli import main; main()",
        "run",
        "s.toml",
        "--draws",
        "20000",
    ]
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "AUTARKY_CACHE_DIR": str(cache)}

    def kept() -> list[Path]:
        return sorted(cache.glob("draws/*/*.npz"))

    with subprocess.Popen(
        command,
        cwd=tmp_path, env=environment, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        loaded = Path(f"/proc/{process.pid}/maps")
        until(kept if moment == "draws" else lambda: "jaxlib" in loaded.read_text(), process)  # type: ignore[arg-type]
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=BROKEN)
    assert process.returncode == 130 and "Traceback" not in told and "Exception ignored" not in told
    names = {p.name for p in (tmp_path / "runs").iterdir()} if (tmp_path / "runs").exists() else set()
    if moment == "imports":
        assert not names
        return
    assert "runs/s holds the complete central answer, without ranges" in told and names == {"s"}
    assert {"record.json", "report.html", "scenario.toml"} <= {
        p.name for p in (tmp_path / "runs/s").iterdir()
    }
    for path in kept():  # what the next run goes on from
        assert np.isfinite(read_arrays(path, ["draw", "values"])["draw"]).all()
