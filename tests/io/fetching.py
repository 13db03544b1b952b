"""What the tests of fetching share."""

import hashlib
import random
from pathlib import Path
from typing import Any

import hostile_server as hs

from autarky.sources.io.download import Fetched, download

DATA = random.Random(1).randbytes(300_000)
HASH = hashlib.sha256(DATA).hexdigest()
PAGE = b"<!DOCTYPE html><html><head><title>Please log in</title></head></html>"


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
