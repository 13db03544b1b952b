"""A hostile server for the tests of fetching, which no proxy of this environment gets between."""

from collections.abc import Iterator

import hostile_server as hs
import pytest


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
