"""Fetching: error answers, mirrors, redirects, and no way to the server."""

import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import hostile_server as hs
import pytest
from fetching import DATA, HASH, Waits, fetch, left

from autarky.errors import AutarkyError
from autarky.sources.io.failure import seconds_of, shown


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
    from autarky.sources.io.failure import AttemptError
    from autarky.sources.io.http import _next

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
