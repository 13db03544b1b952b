"""Arrays kept on disk for later, so that what was interrupted goes on and what was solved once is not solved again.

A shelf is a folder whose name is a hash of all that decides on what lies in it; each file is written whole or not at
all. A file that cannot be read is put aside and counts as absent.
"""

import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autarky.files.decoding import DamagedError, read_arrays
from autarky.files.writing import replacing


class ArrayShelf:
    """Files of named arrays in the folder that `record` (JSON-ready) names below `root`."""

    def __init__(self, root: Path, record: Mapping[str, Any]) -> None:
        self.record = json.dumps(record, sort_keys=True)
        self.folder = root / hashlib.sha256(self.record.encode()).hexdigest()[:20]

    def load_arrays(self, names: Sequence[str]) -> Iterator[dict[str, np.ndarray]]:
        """The arrays `names` of each file that is whole; others become `*.damaged`."""
        for path in sorted(self.folder.glob("*.npz")):
            try:
                yield read_arrays(path, names)
            except DamagedError:
                with contextlib.suppress(OSError):  # another process may have put it aside already
                    path.replace(path.with_suffix(".damaged"))

    def save_arrays(self, content: str, arrays: Mapping[str, np.ndarray]) -> None:
        """Add one file of `arrays`, called after a hash of `content`, which says what is in it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        about = self.folder / "record.json"
        if not about.exists():
            with replacing(about) as temporary:
                temporary.write_text(self.record + "\n", encoding="utf-8")
        name = hashlib.sha256(content.encode()).hexdigest()[:16]
        with replacing(self.folder / f"{name}.npz") as temporary, temporary.open("wb") as file:
            np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # its other argument is not an array
