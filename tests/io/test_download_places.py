"""Fetching: where the file goes to, full disks, killed processes, several at once, wrong arguments."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import hostile_server as hs
import pytest
from fetching import DATA, HASH, Waits, fetch, left, ranges

from autarky.errors import AutarkyError, InputError
from autarky.sources.io.download import Fetched

CHILD = """
import sys
from pathlib import Path
from autarky.sources.io.download import download
from autarky.errors import AutarkyError
{before}
try:
    print(download([sys.argv[1]], Path(sys.argv[2])).sha256)
except AutarkyError as e:
    sys.exit(str(e))
"""


def child(url: str, target: Path, before: str = "") -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", CHILD.format(before=before), url, str(target)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="limits and signals of POSIX")
def test_a_disk_that_is_full(server: hs.HostileServer, tmp_path: Path) -> None:
    """RLIMIT_FSIZE stands for the full disk."""
    url = server.says(hs.ranged(DATA))
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (120_000, 120_000))"
    process = child(url, tmp_path / "file.bin", limit)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1 and err.startswith("the disk is full") and "file.bin.part" in err
    assert fetch(url, tmp_path).sha256 == HASH
    assert ranges(server) == [None, "bytes=120000-"] and left(tmp_path) == {"file.bin"}


@pytest.mark.skipif(sys.platform == "win32", reason="limits and signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_killed_in_the_middle_goes_on(how: signal.Signals, server: hs.HostileServer, tmp_path: Path) -> None:
    url = server.says(hs.ranged(DATA, stall=200_000), hs.ranged(DATA))
    process = child(url, tmp_path / "file.bin")
    part = tmp_path / ".file.bin.part"
    end = time.monotonic() + 20
    while not (part.exists() and part.stat().st_size == 200_000) and time.monotonic() < end:
        time.sleep(0.01)
    process.send_signal(how)
    process.communicate(timeout=20)
    assert process.returncode != 0 and part.stat().st_size == 200_000
    assert fetch(url, tmp_path).sha256 == HASH
    assert server.served == len(DATA) and left(tmp_path) == {"file.bin"}


def test_two_at_once_fetch_once(server: hs.HostileServer, tmp_path: Path) -> None:
    begun = threading.Event()

    def slow(h: hs.Handler) -> None:
        h.begin(200, {"Content-Length": str(len(DATA))})
        h.body(DATA[:1000])
        h.wfile.flush()
        begun.wait(10)
        h.body(DATA[1000:])

    url = server.says(slow)
    got: list[Fetched] = []

    def wait(_: float) -> None:
        begun.set()  # the second waits for the first
        time.sleep(0.01)

    threads = [threading.Thread(target=lambda: got.append(fetch(url, tmp_path, wait=wait))) for _ in range(3)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(20)
    assert len(got) == 3 and got[0] == got[1] == got[2] and got[0].sha256 == HASH
    assert len(server.seen) == 1 and left(tmp_path) == {"file.bin"}


def test_a_lock_file_of_a_dead_process_holds_nobody_up(server: hs.HostileServer, tmp_path: Path) -> None:
    (tmp_path / ".file.bin.lock").write_text('{"sha256": "lies"}')
    waits = Waits()
    assert fetch(server.says(hs.ranged(DATA)), tmp_path, wait=waits).sha256 == HASH
    assert not waits and left(tmp_path) == {"file.bin"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(server: hs.HostileServer, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(AutarkyError, match="cannot be written: Permission denied"):
            fetch(server.says(hs.ranged(DATA)), tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_a_name_that_cannot_be_written(server: hs.HostileServer, tmp_path: Path) -> None:
    with pytest.raises(AutarkyError, match="cannot be written"):
        fetch(server.says(hs.ranged(DATA)), tmp_path, "x" * 300)


def test_arguments_that_are_wrong(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no address"):
        fetch([], tmp_path)
    with pytest.raises(InputError, match="no SHA-256"):
        fetch("http://a/b", tmp_path, sha256="abc")
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        fetch("http://a/b", tmp_path, "folder")
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="is not a folder"):
        fetch("http://a/b", tmp_path / "file")


@pytest.mark.parametrize(
    "url", ["", "x.zip", "file:///etc/passwd", "ftp://a/b", "http://", "http://a:b/", "http://[a"]
)
def test_addresses_that_are_none(url: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be fetched"):
        fetch(url, tmp_path)
