"""Solved draws kept on disk, so that an interrupted run goes on and a run of more draws solves only the new ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autarky.files.shelf import ArrayShelf

ARRAYS = ("draw", "values", "reason")


@dataclass(frozen=True)
class Drawn:
    """What one draw gave [3 N + K]; NaN, and why, where it has no equilibrium."""

    values: np.ndarray
    reason: str = ""


class DrawShelf(ArrayShelf):
    """Draws by number, for one scenario, world, horizon and choice of rows, in the folder that `record` names."""

    def __init__(self, root: Path, record: Mapping[str, Any], width: int) -> None:
        super().__init__(root, record)
        self.width = width

    def load(self) -> dict[int, Drawn]:
        """Everything on the shelf."""
        found: dict[int, Drawn] = {}
        for arrays in self.load_arrays(ARRAYS):
            numbers, values, reasons = arrays.values()
            if values.shape != (len(numbers), self.width) or len(reasons) != len(numbers):
                continue
            found |= {int(k): Drawn(v, str(r)) for k, v, r in zip(numbers, values, reasons, strict=True)}
        return found

    def save(self, drawn: Mapping[int, Drawn]) -> None:
        """Add draws as one file, complete or not at all."""
        if not drawn:
            return
        numbers = sorted(drawn)
        self.save_arrays(
            str(numbers),
            {
                "draw": np.array(numbers, dtype=np.int64),
                "values": np.stack([drawn[k].values for k in numbers]),
                "reason": np.array([drawn[k].reason for k in numbers], dtype=str),
            },
        )
