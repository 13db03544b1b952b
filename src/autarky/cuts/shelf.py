"""Solved cuts kept on disk, so that a study that was interrupted goes on and a wider one reuses a narrower."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autarky.files.shelf import ArrayShelf

ARRAYS = ("key", "reason", "welfare", "real_gdp", "residual")


@dataclass(frozen=True)
class SolvedCut:
    """Changes by economy after one cut (fractions, NaN where `reason` says why there is no solution)."""

    welfare: np.ndarray  # [N]
    real_gdp: np.ndarray  # [N]
    residual: float
    reason: str = ""


class CutShelf(ArrayShelf):
    """Solved cuts of one study, by `Cut.key`, in the folder that `record` names below `root`."""

    def __init__(self, root: Path, record: Mapping[str, Any], economies: int) -> None:
        super().__init__(root, record)
        self.economies = economies

    def load(self) -> dict[str, SolvedCut]:
        """Everything on the shelf."""
        found: dict[str, SolvedCut] = {}
        for arrays in self.load_arrays(ARRAYS):
            keys, reasons, welfare, real_gdp, residual = arrays.values()
            if welfare.shape != (len(keys), self.economies) or real_gdp.shape != welfare.shape:
                continue
            for j, key in enumerate(keys):
                found[str(key)] = SolvedCut(welfare[j], real_gdp[j], float(residual[j]), str(reasons[j]))
        return found

    def save(self, solved: Mapping[str, SolvedCut]) -> None:
        """Add solved cuts as one file, complete or not at all."""
        if not solved:
            return
        self.save_arrays(
            "\n".join(sorted(solved)),
            {
                "key": np.array(list(solved), dtype=str),
                "welfare": np.stack([s.welfare for s in solved.values()]),
                "real_gdp": np.stack([s.real_gdp for s in solved.values()]),
                "residual": np.array([s.residual for s in solved.values()]),
                "reason": np.array([s.reason for s in solved.values()], dtype=str),
            },
        )
