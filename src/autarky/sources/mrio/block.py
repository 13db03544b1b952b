"""The numbers of an inter-country table as printed, with their labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autarky.sources.mrio.layout import Label


@dataclass
class Block:
    """Numbers as printed, NaN where a cell is blank, with the labels and the lines of `file` they are from."""

    file: str
    values: np.ndarray  # (rows, columns)
    rows: Sequence[Label]
    columns: Sequence[Label]
    lines: Sequence[int]  # of the file (text) or the sheet, one per row
    join: str = "_"  # between economy and item where labels are printed

    def row(self, r: int) -> str:
        return f"line {self.lines[r]} ({self.name(self.rows[r])})"

    def column(self, c: int) -> str:
        return f"column {self.name(self.columns[c])}"

    def name(self, label: Label) -> str:
        return self.join.join(part for part in label if part)
