"""Solved cuts kept on disk, so that a study that was interrupted goes on and a wider one reuses a narrower.

A shelf is a folder for one world, behaviour and kind of cut; each file in it holds some solved cuts and is
written atomically. What cannot be read is solved again.
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


@dataclass(frozen=True)
class Solved:
    """Changes by economy after one cut (fractions, NaN where `reason` says why there is no solution)."""

    welfare: np.ndarray  # [N]
    real_gdp: np.ndarray  # [N]
    residual: float
    reason: str = ""


ARRAYS = ("key", "reason", "welfare", "real_gdp", "residual")


class Shelf:
    """Solved cuts of one study, by `Cut.key`, in the folder that `record` names below `root`."""

    def __init__(self, root: Path, record: Mapping[str, Any], economies: int) -> None:
        text = json.dumps(record, sort_keys=True)
        self.folder = root / hashlib.sha256(text.encode()).hexdigest()[:16]
        self.economies = economies
        self.record = text

    def load(self) -> dict[str, Solved]:
        """Everything on the shelf; a damaged file counts as absent."""
        found: dict[str, Solved] = {}
        for path in sorted(self.folder.glob("*.npz")):
            try:
                keys, reasons, welfare, real_gdp, residual = read_arrays(path, ARRAYS).values()
            except DamagedError:
                continue
            if welfare.shape != (len(keys), self.economies) or real_gdp.shape != welfare.shape:
                continue
            for j, key in enumerate(keys):
                found[str(key)] = Solved(welfare[j], real_gdp[j], float(residual[j]), str(reasons[j]))
        return found

    def save(self, solved: Mapping[str, Solved]) -> None:
        """Add solved cuts as one file, complete or not at all."""
        if not solved:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        about = self.folder / "record.json"
        if not about.exists():
            with replacing(about) as temporary:
                temporary.write_text(self.record + "\n", encoding="utf-8")
        name = hashlib.sha256("\n".join(sorted(solved)).encode()).hexdigest()[:16]
        with replacing(self.folder / f"{name}.npz") as temporary, temporary.open("wb") as file:
            np.savez_compressed(
                file,
                key=np.array(list(solved), dtype=str),
                welfare=np.stack([s.welfare for s in solved.values()]),
                real_gdp=np.stack([s.real_gdp for s in solved.values()]),
                residual=np.array([s.residual for s in solved.values()]),
                reason=np.array([s.reason for s in solved.values()], dtype=str),
            )
