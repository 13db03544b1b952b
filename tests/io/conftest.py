"""A hostile server for the tests of fetching, which no proxy of this environment gets between."""

from collections.abc import Iterator

import hostile_server as hs
import pytest


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[hs.HostileServer]:
    """A server of its own for each test: what another's last answer still sends would be counted here."""
    with hs.running() as one:
        yield one
