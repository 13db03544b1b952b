"""Solved draws kept on disk, so that an interrupted run goes on and a run of more draws solves only the new ones.

A shelf is a folder for one scenario, world, horizon and choice of rows (its name is a hash of all that decides on a
draw); each file in it holds some draws and is written atomically. What cannot be read is solved again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autarky.files.decoding import DamagedError, read_arrays
from autarky.files.writing import replacing

ARRAYS = ("draw", "values", "reason")


@dataclass(frozen=True)
class Drawn:
    """What one draw gave [3 N + K]; NaN, and why, where it has no equilibrium."""

    values: np.ndarray
    reason: str = ""


class Shelf:
    """Draws by number, in the folder that `record` names below `root`."""

    def __init__(self, root: Path, record: Mapping[str, Any], width: int) -> None:
        text = json.dumps(record, sort_keys=True)
        self.folder = root / hashlib.sha256(text.encode()).hexdigest()[:20]
        self.width = width
        self.record = text

    def load(self) -> dict[int, Drawn]:
        """Everything on the shelf; a damaged file counts as absent."""
        found: dict[int, Drawn] = {}
        for path in sorted(self.folder.glob("*.npz")):
            try:
                numbers, values, reasons = read_arrays(path, ARRAYS).values()
            except DamagedError:
                continue
            if values.shape != (len(numbers), self.width) or len(reasons) != len(numbers):
                continue
            found |= {int(k): Drawn(v, str(r)) for k, v, r in zip(numbers, values, reasons, strict=True)}
        return found

    def save(self, drawn: Mapping[int, Drawn]) -> None:
        """Add draws as one file, complete or not at all."""
        if not drawn:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        about = self.folder / "record.json"
        if not about.exists():
            with replacing(about) as temporary:
                temporary.write_text(self.record + "\n", encoding="utf-8")
        numbers = sorted(drawn)
        name = hashlib.sha256(str(numbers).encode()).hexdigest()[:16]
        with replacing(self.folder / f"{name}.npz") as temporary, temporary.open("wb") as file:
            np.savez_compressed(
                file,
                draw=np.array(numbers, dtype=np.int64),
                values=np.stack([drawn[k].values for k in numbers]),
                reason=np.array([drawn[k].reason for k in numbers], dtype=str),
            )
