"""The results of one study in a store: Parquet parts named after their content, so that damage is seen."""

import hashlib
import io
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from autarky.files.decoding import DamagedError, decoding
from autarky.studies.solver import State
from autarky.studies.store import Store, StoreError

if TYPE_CHECKING:
    import pyarrow as pa

log = logging.getLogger(__name__)
FOLDER, DAMAGED, MANIFEST, PROGRESS = "parts", "damaged", "manifest.json", "progress.json"


@dataclass(frozen=True)
class Entry:
    """What the footer of a part says of one case."""

    case: int
    key: str
    state: State
    part: str
    seconds: float
    reason: str = ""


class Parts:
    """Parts of the study in folder `name` of the store."""

    def __init__(self, store: Store, name: str) -> None:
        self.store, self.name = store, name

    @property
    def where(self) -> str:
        return self.store.where(self.name)

    def names(self) -> list[str]:
        return [n for n in self.store.names(self.name, FOLDER) if n.endswith(".parquet")]

    def write(self, table: "pa.Table", state: State) -> str:
        """Add rows, all of cases of one state, as one part; its name."""
        from autarky.studies.rows import packed

        data = packed(table, _about(table))
        name = f"{state}-{_digest(data)}.parquet"
        self.store.write(data, self.name, FOLDER, name)
        return name

    def entries(self, names: Iterable[str] | None = None) -> Iterator[Entry]:
        """Every case that a part holds, from the footers alone; parts whose footer is damaged are left out."""
        for name in self.names() if names is None else names:
            found = self._footer(name)
            if found is not None:
                yield from found

    def read(self, name: str) -> "pa.Table | None":
        """The rows of a part; None, and a warning, where its content is not what its name says."""
        import pyarrow.parquet as pq

        data = self.store.read(self.name, FOLDER, name)
        if data is None or _digest(data) != _claimed(name):
            log.warning("%s is damaged and left aside", self.store.where(self.name, FOLDER, name))
            return None
        try:
            with decoding():
                return pq.read_table(io.BytesIO(data))
        except DamagedError as e:
            log.warning("%s cannot be read: %s", self.store.where(self.name, FOLDER, name), e)
            return None

    def verified(self) -> tuple[list[Entry], list[str]]:
        """Entries of every part that is whole, and the names of those that are damaged, which are put aside."""
        good: list[str] = []
        damaged: list[str] = []
        for name in self.names():
            data = self.store.read(self.name, FOLDER, name)
            whole = data is not None and _digest(data) == _claimed(name) and self._footer(name) is not None
            (good if whole else damaged).append(name)
        for name in damaged:
            self.store.move((self.name, FOLDER, name), (self.name, DAMAGED, name))
        return list(self.entries(good)), damaged

    def damaged(self) -> list[str]:
        """Parts that were put aside."""
        return self.store.names(self.name, DAMAGED)

    def forget(self, state: State) -> None:
        """Delete what says that cases of that state have been tried."""
        for name in self.names():
            if name.startswith(f"{state}-"):
                self.store.remove(self.name, FOLDER, name)

    def _footer(self, name: str) -> list[Entry] | None:

        try:
            with decoding():
                raw = self.store.footer(self.name, FOLDER, name).metadata[b"autarky.cases"]
                about: dict[str, Any] = json.loads(raw)
                rows = zip(about["case"], about["key"], about["seconds"], about["reason"], strict=True)
                state = about["state"]
                return [Entry(int(c), str(k), state, name, s or 0.0, str(r or "")) for c, k, s, r in rows]
        except (DamagedError, StoreError) as e:
            log.warning("%s is damaged: %s", self.store.where(self.name, FOLDER, name), e)
            return None


def best(entries: Iterable[Entry]) -> dict[int, Entry]:
    """One entry for each case: an answer before a failure, a failure before a loss."""
    order: Sequence[State] = ("solved", "failed", "lost")
    found: dict[int, Entry] = {}
    for entry in entries:
        known = found.get(entry.case)
        if known is None or order.index(entry.state) < order.index(known.state):
            found[entry.case] = entry
    return found


def _about(table: "pa.Table") -> bytes:
    import numpy as np

    cases = table.column("case").to_numpy()
    firsts = np.flatnonzero(np.diff(cases, prepend=-1))  # rows of a case stand together
    once = table.select(["case", "key", "seconds", "reason"]).take(firsts).to_pydict()
    state = table.column("status")[0].as_py()
    return json.dumps({"state": state, **once}).encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _claimed(name: str) -> str:
    return name.removesuffix(".parquet").rpartition("-")[2]
