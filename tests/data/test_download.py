"""Fetching from a server that does everything wrong."""

import gzip
import hashlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import hostile_server as hs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autarky.data.download import Fetched, download, sha256_of
from autarky.data.failure import seconds_of, shown
from autarky.errors import AutarkyError, InputError

DATA = random.Random(1).randbytes(300_000)
HASH = hashlib.sha256(DATA).hexdigest()
PAGE = b"<!DOCTYPE html><html><head><title>Please log in</title></head></html>"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="module")
def one_server() -> Iterator[hs.HostileServer]:
    with hs.running() as server:
        yield server


@pytest.fixture
def server(one_server: hs.HostileServer) -> hs.HostileServer:
    one_server.answers.clear()
    one_server.seen.clear()
    one_server.served = 0
    return one_server


class Waits(list[float]):
    """Takes the place of `time.sleep`."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def fetch(url: str | list[str], folder: Path, name: str = "file.bin", **options: Any) -> Fetched:
    options.setdefault("wait", Waits())
    return download([url] if isinstance(url, str) else url, folder / name, **options)


def left(folder: Path) -> set[str]:
    return {p.name for p in folder.rglob("*")}


def ranges(server: hs.HostileServer) -> list[str | None]:
    return [headers.get("Range") for _, headers in server.seen]


def test_a_good_server(server: hs.HostileServer, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    got = fetch(
        server.says(hs.ranged(DATA, changed="Wed, 01 Jan 2025 00:00:00 GMT")),
        tmp_path / "a" / "b",
        sha256=HASH.upper(),
        progress=lambda done, total: seen.append((done, total)),
    )
    assert got.path.read_bytes() == DATA and (got.sha256, got.bytes) == (HASH, len(DATA))
    assert got.etag == '"v1"' and got.last_modified == "Wed, 01 Jan 2025 00:00:00 GMT"
    assert datetime.fromisoformat(got.retrieved).utcoffset() == timedelta(0)
    assert seen[-1] == (len(DATA), len(DATA)) and [d for d, _ in seen] == sorted(d for d, _ in seen)
    assert left(tmp_path / "a" / "b") == {"file.bin"}
    headers = server.seen[0][1]
    assert headers["User-Agent"].startswith("autarky/") and headers["Accept-Encoding"] == "identity"


def test_broken_off_several_times_goes_on(server: hs.HostileServer, tmp_path: Path) -> None:
    waits = Waits()
    url = server.says(*(hs.ranged(DATA, cut=n) for n in (1, 100_000, 50_000)), hs.ranged(DATA))
    assert fetch(url, tmp_path, tries=1 + 1, wait=waits).path.read_bytes() == DATA
    assert ranges(server) == [None, "bytes=1-", "bytes=100001-", "bytes=150001-"]
    assert [h.get("If-Range") for _, h in server.seen[1:]] == ['"v1"'] * 3
    assert server.served == len(DATA)  # not a byte twice
    assert waits == [1, 1, 1]
    assert left(tmp_path) == {"file.bin"}


def test_a_later_process_goes_on(server: hs.HostileServer, tmp_path: Path) -> None:
    url = server.says(hs.ranged(DATA, cut=200_000), hs.status(503))
    with pytest.raises(AutarkyError, match=r"(?s)503.*200,000 bytes are kept; the same command goes on"):
        fetch(url, tmp_path, tries=2)
    assert left(tmp_path) == {".file.bin.part", ".file.bin.part.json"}
    server.says(hs.ranged(DATA))
    assert fetch(url, tmp_path).sha256 == HASH
    assert server.served == len(DATA) + len(b"no") * 2 and left(tmp_path) == {"file.bin"}


def test_the_date_of_the_last_change_serves_where_there_is_no_strong_etag(
    server: hs.HostileServer, tmp_path: Path
) -> None:
    date = "Wed, 01 Jan 2025 00:00:00 GMT"
    url = server.says(
        hs.ranged(DATA, etag='W/"x"', changed=date, cut=9_000), hs.ranged(DATA, etag='W/"x"', changed=date)
    )
    assert fetch(url, tmp_path).sha256 == HASH
    assert server.seen[1][1]["If-Range"] == date


def test_no_validator_or_a_server_that_ignores_ranges_starts_again(
    server: hs.HostileServer, tmp_path: Path
) -> None:
    url = server.says(
        hs.whole(DATA, cut=5_000), hs.whole(DATA, {"ETag": '"a"'}, cut=6_000), hs.whole(DATA, {"ETag": '"a"'})
    )
    assert fetch(url, tmp_path).sha256 == HASH
    assert ranges(server) == [None, None, "bytes=6000-"]


def test_a_file_that_changes_between_attempts(server: hs.HostileServer, tmp_path: Path) -> None:
    new = DATA[::-1]
    url = server.says(hs.ranged(DATA, cut=150_000), hs.ranged(new, etag='"v2"'))
    got = fetch(url, tmp_path)
    assert got.path.read_bytes() == new and got.etag == '"v2"'


@pytest.mark.parametrize("etag", ['"v1"', '"v2"'])
def test_a_piece_of_another_version_is_not_joined(
    etag: str, server: hs.HostileServer, tmp_path: Path
) -> None:
    """A server that ignores If-Range and sends a piece of the new file: told by its length or its ETag."""
    new = DATA[::-1] + (b"x" if etag == '"v1"' else b"")

    def careless(h: hs.Handler) -> None:
        del h.headers["If-Range"]
        hs.ranged(new, etag=etag)(h)

    url = server.says(hs.ranged(DATA, cut=150_000), careless)
    assert fetch(url, tmp_path).path.read_bytes() == new


def test_a_wrong_piece(server: hs.HostileServer, tmp_path: Path) -> None:
    shifted = hs.status(206, {"Content-Range": f"bytes 9-{len(DATA) - 1}/{len(DATA)}"}, DATA[9:])
    url = server.says(hs.ranged(DATA, cut=10), shifted, hs.ranged(DATA))
    assert fetch(url, tmp_path).sha256 == HASH
    assert ranges(server) == [None, "bytes=10-", None]
    with pytest.raises(AutarkyError, match="a piece of the file, though the whole was asked for"):
        fetch(server.says(shifted), tmp_path, "other.bin")


def test_beyond_the_end(server: hs.HostileServer, tmp_path: Path) -> None:
    """416: all is there (a process died before the renaming), or the file has become shorter."""
    part, notes = tmp_path / ".file.bin.part", tmp_path / ".file.bin.part.json"
    url = server.says(hs.ranged(DATA))
    known = {"url": url, "etag": '"v1"', "last_modified": "", "total": len(DATA)}
    part.write_bytes(DATA)
    notes.write_text(json.dumps(known))
    assert fetch(url, tmp_path).sha256 == HASH and server.served == 0
    part.write_bytes(DATA + b"more")
    notes.write_text(json.dumps(known | {"total": None}))
    assert fetch(url, tmp_path).sha256 == HASH and server.served == len(DATA)
    with pytest.raises(AutarkyError, match="416, though the whole"):
        fetch(server.says(hs.status(416)), tmp_path, "other.bin")


@pytest.mark.parametrize("notes", ["", "{", "[]", '{"a": 1}', "null"])
def test_notes_that_are_damaged_start_again(notes: str, server: hs.HostileServer, tmp_path: Path) -> None:
    (tmp_path / ".file.bin.part").write_bytes(b"garbage")
    (tmp_path / ".file.bin.part.json").write_text(notes)
    assert fetch(server.says(hs.ranged(DATA)), tmp_path).sha256 == HASH


def test_lengths_that_lie(server: hs.HostileServer, tmp_path: Path) -> None:
    too_long = hs.whole(DATA, {"Content-Length": str(len(DATA) + 10), "ETag": '"a"'})
    with pytest.raises(AutarkyError, match=r"broke off \(tried \d times\)"):
        fetch(server.says(too_long), tmp_path, tries=3)
    huge = hs.whole(DATA, {"Content-Length": str(10**18)})
    with pytest.raises(AutarkyError, match=r"no room for file\.bin: 1,000,000,000,000\.0 MB more are needed"):
        fetch(server.says(huge), tmp_path)
    too_short = hs.whole(DATA, {"Content-Length": "250000"})
    with pytest.raises(AutarkyError, match=f"expected {HASH}"):
        fetch(server.says(too_short), tmp_path, sha256=HASH)
    assert "file.bin" not in left(tmp_path)


def test_no_length(server: hs.HostileServer, tmp_path: Path) -> None:
    totals: set[int | None] = set()
    url = server.says(hs.chunked(DATA, cut=True), hs.chunked(DATA))
    assert fetch(url, tmp_path, progress=lambda _, total: totals.add(total)).sha256 == HASH
    assert totals == {None} and len(server.seen) == 2
    assert fetch(server.says(hs.endless(DATA)), tmp_path).sha256 == HASH


def test_too_large(server: hs.HostileServer, tmp_path: Path) -> None:
    for answer in (hs.ranged(DATA), hs.chunked(DATA), hs.gzipped(b"\0" * 3_000_000)):
        with pytest.raises(AutarkyError, match=r"larger than the 0\.2 MB expected at most"):
            fetch(server.says(answer), tmp_path, most_bytes=200_000)
        assert not left(tmp_path)
    assert len(server.seen) == 3  # no second try
    assert fetch(server.says(hs.ranged(DATA)), tmp_path, most_bytes=len(DATA)).bytes == len(DATA)


def test_compressed_on_its_way(server: hs.HostileServer, tmp_path: Path) -> None:
    assert fetch(server.says(hs.gzipped(DATA)), tmp_path, sha256=HASH).bytes == len(DATA)
    packed = gzip.compress(DATA)
    got = fetch(server.says(hs.gzipped(DATA)), tmp_path, "file.csv.gz")
    assert got.path.read_bytes() == packed  # the file itself is meant
    for body, said in ((packed[:-4], "cut short"), (packed[:-8] + bytes(8), "damaged"), (DATA, "damaged")):
        broken = hs.status(200, {"Content-Encoding": "gzip"}, body)
        with pytest.raises(AutarkyError, match=f"compressed answer that is {said}"):
            fetch(server.says(broken), tmp_path, "other.bin", tries=2)
    twice = hs.status(
        200, {"Content-Encoding": "gzip"}, gzip.compress(DATA[:1000]) + gzip.compress(DATA[1000:])
    )
    assert fetch(server.says(twice), tmp_path).sha256 == HASH
    with pytest.raises(AutarkyError, match="encoding 'br', though none was asked for"):
        fetch(server.says(hs.status(200, {"Content-Encoding": "br"}, DATA)), tmp_path, "other.bin")


def test_wrong_hash(server: hs.HostileServer, tmp_path: Path) -> None:
    (tmp_path / "file.bin").write_bytes(b"older")
    url = server.says(hs.ranged(DATA[:-1]))
    with pytest.raises(AutarkyError) as caught:
        fetch(url, tmp_path, sha256=HASH)
    message = str(caught.value)
    obtained = hashlib.sha256(DATA[:-1]).hexdigest()
    assert all(x in message for x in (HASH, obtained, url, "may have changed the file", "--from FILE"))
    assert caught.value.exit_code == 1 and len(server.seen) == 1
    assert left(tmp_path) == {"file.bin"} and (tmp_path / "file.bin").read_bytes() == b"older"


def test_wrong_hash_after_going_on_is_tried_once_in_one_piece(
    server: hs.HostileServer, tmp_path: Path
) -> None:
    """Two versions under one ETag, of one length: only the hash tells."""
    url = server.says(hs.ranged(DATA[::-1], cut=1_000), hs.ranged(DATA))
    assert fetch(url, tmp_path, sha256=HASH).path.read_bytes() == DATA
    assert ranges(server) == [None, "bytes=1000-", None]


def test_mirrors(server: hs.HostileServer, tmp_path: Path) -> None:
    first = server.says(hs.status(404), path="/a")
    second = server.says(hs.status(403), path="/b")
    third = server.says(hs.ranged(DATA[:-1]), path="/c")
    good = server.says(hs.ranged(DATA), path="/d")
    got = fetch([f"{first}?key=hidden&x=1", second, third, good], tmp_path, sha256=HASH)
    assert got.url == good and [p for p, _ in server.seen] == ["/a?key=hidden&x=1", "/b", "/c", "/d"]
    with pytest.raises(AutarkyError) as caught:
        fetch([f"{first}?key=hidden&x=1", second], tmp_path)
    message = str(caught.value)
    assert f"{first}?key=***&x=1: the server answered 404" in message and "hidden" not in message
    assert f"{second}: the server answered 403" in message and "a key or a login" in message


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 501])
def test_some_answers_are_final(code: int, server: hs.HostileServer, tmp_path: Path) -> None:
    with pytest.raises(AutarkyError, match=str(code)):
        fetch(server.says(hs.status(code)), tmp_path)
    assert len(server.seen) == 1 and not left(tmp_path)


def test_503_forever_backs_off(server: hs.HostileServer, tmp_path: Path) -> None:
    waits = Waits()
    with pytest.raises(AutarkyError, match=r"503 Service Unavailable \(tried 7 times\)"):
        fetch(server.says(hs.status(503)), tmp_path, tries=7, wait=waits)
    assert waits == [1, 2, 4, 8, 16, 30]


def test_retry_after(server: hs.HostileServer, tmp_path: Path) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    url = server.says(
        hs.status(429, {"Retry-After": "7"}),
        hs.status(503, {"Retry-After": soon}),
        hs.status(429, {"Retry-After": "soon"}),
        hs.ranged(DATA),
    )
    waits = Waits()
    assert fetch(url, tmp_path, wait=waits).sha256 == HASH
    assert waits[0] == 7 and 50 < waits[1] <= 60 and waits[2] == 4
    with pytest.raises(AutarkyError, match="asks to wait 3,600 seconds"):
        fetch(server.says(hs.status(429, {"Retry-After": "3600"})), tmp_path, wait=waits)
    assert len(waits) == 3


def test_seconds_of_a_header() -> None:
    now = datetime(2025, 1, 1, tzinfo=UTC)
    assert seconds_of("12") == 12 and seconds_of("9" * 5000) is not None
    assert seconds_of("Wed, 01 Jan 2025 00:01:00 GMT", now) == 60
    assert seconds_of("Tue, 31 Dec 2024 00:00:00 GMT", now) == 0
    assert seconds_of("") is None and seconds_of("-3") is None and seconds_of("²") is None


def test_secrets_are_not_shown() -> None:
    assert shown("https://me:pw@h/p?subscription-key=1&year=2&X-Amz-Signature=3#f") == (
        "https://h/p?subscription-key=***&year=2&X-Amz-Signature=***"
    )


def test_redirects(server: hs.HostileServer, tmp_path: Path) -> None:
    good = server.says(hs.ranged(DATA, cut=1_000), hs.ranged(DATA), path="/good")
    url = server.says(hs.redirect("/b", 301), path="/a")
    server.says(hs.redirect(good, 308), path="/b")
    got = fetch(url, tmp_path)
    assert got.url == good and got.sha256 == HASH
    assert [p for p, _ in server.seen] == ["/a", "/b", "/good"] * 2


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("file:///etc/passwd", "redirects to file:///etc/passwd, which is refused"),
        ("ftp://127.0.0.1/x", "which is refused: only http and https"),
        ("/a", "in a circle"),
        ("", "does not say where"),
        ("http://[bad", "no usable address"),
    ],
)
def test_redirects_that_are_refused(to: str, said: str, server: hs.HostileServer, tmp_path: Path) -> None:
    with pytest.raises(AutarkyError, match=said):
        fetch(server.says(hs.redirect(to), path="/a"), tmp_path)
    assert len(server.seen) == 1


def test_endless_redirects(server: hs.HostileServer, tmp_path: Path) -> None:
    for n in range(20):
        server.says(hs.redirect(f"/{n + 1}"), path=f"/{n}")
    with pytest.raises(AutarkyError, match="more than 10 times"):
        fetch(server.url + "/0", tmp_path)


def test_no_step_down_from_https() -> None:
    from autarky.data.failure import AttemptError
    from autarky.data.http import _next

    assert _next(["http://a/x"], "https://b/y") == "https://b/y"
    with pytest.raises(AttemptError, match="not encrypted any more"):
        _next(["https://a/x"], "http://a/y")


def test_a_key_stays_with_its_host(server: hs.HostileServer, tmp_path: Path) -> None:
    with hs.running() as other:
        url = server.says(hs.redirect("/b"), path="/a")
        server.says(hs.redirect(other.says(hs.ranged(DATA))), path="/b")
        fetch(url, tmp_path, headers={"Ocp-Apim-Subscription-Key": "k"})
        assert [h.get("Ocp-Apim-Subscription-Key") for _, h in server.seen] == ["k", "k"]
        assert "Ocp-Apim-Subscription-Key" not in other.seen[0][1]


def test_a_page_instead_of_the_file(server: hs.HostileServer, tmp_path: Path) -> None:
    url = server.says(hs.status(200, {"Content-Type": "text/html"}, b"\n <!-- x -->" + PAGE))
    with pytest.raises(AutarkyError, match=r"sent an HTML page titled “Please log in” instead of a\.csv"):
        fetch(url, tmp_path, "a.csv")
    assert not left(tmp_path) and len(server.seen) == 1
    assert fetch(url, tmp_path, "a.html").bytes > 0
    with pytest.raises(AutarkyError, match=r"sent JSON text instead of a\.zip"):
        fetch(server.says(hs.status(200, {}, b'{"error": "quota"}')), tmp_path, "a.zip")
    with pytest.raises(AutarkyError, match="sent an empty file"):
        fetch(server.says(hs.status(200, {}, b"")), tmp_path)


def test_a_page_does_not_cost_what_was_fetched(server: hs.HostileServer, tmp_path: Path) -> None:
    url = server.says(hs.ranged(DATA, cut=100_000), hs.status(200, {}, PAGE))
    with pytest.raises(AutarkyError, match="HTML page"):
        fetch(url, tmp_path)
    server.says(hs.ranged(DATA))
    assert fetch(url, tmp_path).sha256 == HASH
    assert ranges(server)[-1] == "bytes=100000-"


def test_a_server_that_falls_silent(server: hs.HostileServer, tmp_path: Path) -> None:
    url = server.says(hs.ranged(DATA, stall=100_000), hs.ranged(DATA))
    assert fetch(url, tmp_path, silence=0.2).sha256 == HASH
    assert ranges(server) == [None, "bytes=100000-"]
    with pytest.raises(AutarkyError, match=r"127\.0\.0\.1 fell silent"):
        fetch(server.says(hs.ranged(DATA, stall=0)), tmp_path, "other.bin", silence=0.1, tries=1)


def test_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    waits = Waits()
    with pytest.raises(AutarkyError) as caught:
        fetch(["https://a.example/x", "https://b.example/x"], tmp_path, wait=waits)
    message = str(caught.value)
    assert "no host called a.example is found" in message and "no way to a.example or b.example" in message
    assert "--from FILE" in message and "HTTPS_PROXY" in message and not waits


def test_nobody_listens(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        with pytest.raises(AutarkyError, match=r"no connection to 127\.0\.0\.1.*tried 2 times"):
            fetch(f"http://127.0.0.1:{port}/x", tmp_path, tries=2)


def test_proxies_of_the_environment(
    server: hs.HostileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.says(hs.ranged(DATA), path="http://data.example/x.bin")  # a proxy is asked for whole addresses
    monkeypatch.setenv("http_proxy", server.url)
    assert fetch("http://data.example/x.bin", tmp_path).sha256 == HASH
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # the discard port: nobody listens
    with pytest.raises(AutarkyError, match="the proxy named in HTTP_PROXY"):
        fetch("http://data.example/x.bin", tmp_path, tries=1)


@pytest.mark.parametrize(
    "url", ["", "x.zip", "file:///etc/passwd", "ftp://a/b", "http://", "http://a:b/", "http://[a"]
)
def test_addresses_that_are_none(url: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be fetched"):
        fetch(url, tmp_path)


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


CHILD = """
import sys
from pathlib import Path
from autarky.data.download import download
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


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    size=st.integers(1, 20_000),
    cuts=st.lists(st.tuples(st.integers(0, 20_000), st.booleans()), max_size=6),
)
def test_breaks_anywhere_give_the_same_bytes(
    size: int, cuts: list[tuple[int, bool]], server: hs.HostileServer, tmp_path: Path
) -> None:
    """Each answer breaks off somewhere; some ignore the range. The file is whole, or not there."""
    data = DATA[:size]
    answers = [
        hs.ranged(data, cut=n) if good else hs.whole(data, {"ETag": '"v1"'}, cut=n) for n, good in cuts
    ]
    url = server.says(*answers, hs.ranged(data))
    got = fetch(url, tmp_path, tries=10)
    assert got.path.read_bytes() == data
    got.path.unlink()
    assert not left(tmp_path)


def test_hash_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(DATA)
    assert sha256_of(tmp_path / "a") == HASH
