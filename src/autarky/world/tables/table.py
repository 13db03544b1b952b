"""An inter-country input-output table as published: who sold what to whom for which use, before it is a world.

Reported figures in the publisher's unit, signs and labels of economies as ISO3. Nothing is balanced here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autarky.errors import WorldError

TAXES = "TLS"  # rows of `long` that no economy sells: taxes less subsidies on products
VALUE_ADDED = "VA"
OUTPUT = "OUT"


@dataclass(frozen=True)
class InterCountryTable:
    """One year of an inter-country input-output table: N economies, J industries, K final uses.

    `intermediate[i, s, n, k]` sold by industry s of i to industry k of n, `final[i, s, n, f]` sold to final use f
    of n, both at basic prices; `taxes[n, u]` taxes less subsidies on products paid by user u (industries, then
    final uses; zeros where the publisher has none); `value_added[n, k]` at basic prices and `output[n, k]` as
    published. `inventories` names the final uses that are changes of stocks, which may be negative.
    """

    economies: tuple[str, ...]
    industries: tuple[str, ...]
    final_uses: tuple[str, ...]
    intermediate: np.ndarray
    final: np.ndarray
    taxes: np.ndarray
    value_added: np.ndarray
    output: np.ndarray
    year: int
    unit: str = "USD million"
    inventories: tuple[str, ...] = ()
    industry_names: Mapping[str, str] = field(default_factory=dict)
    icio: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # ICIO industries behind each
    attrs: Mapping[str, str] = field(default_factory=dict)  # name, title, source, licence, citation, url

    def __post_init__(self) -> None:
        N, J, K = len(self.economies), len(self.industries), len(self.final_uses)
        shapes = {
            "intermediate": (N, J, N, J),
            "final": (N, J, N, K),
            "taxes": (N, J + K),
            "value_added": (N, J),
            "output": (N, J),
        }
        for name, shape in shapes.items():
            array = getattr(self, name)
            if array.shape != shape:
                raise WorldError(f"{self.label}: {name} has shape {array.shape}, expected {shape}")
            if not np.isfinite(array).all():
                at = np.argwhere(~np.isfinite(array))[0]
                raise WorldError(f"{self.label}: {name} is not a number at {self.cell(name, at)}")

    @property
    def label(self) -> str:
        return f"table {self.attrs.get('name', '?')} {self.year}"

    def cell(self, name: str, at: Iterable[Any]) -> str:
        """The labels of a cell of array `name`, for messages."""
        users = (*self.industries, *self.final_uses)
        axes = {
            "intermediate": (self.economies, self.industries, self.economies, self.industries),
            "final": (self.economies, self.industries, self.economies, self.final_uses),
            "taxes": (self.economies, users),
        }.get(name, (self.economies, self.industries))
        return " ".join(axis[int(k)] for axis, k in zip(axes, at, strict=True))

    def residuals(self) -> dict[str, np.ndarray]:
        """By how much the table misses its own totals, in its unit: sales (N, J) and costs (N, J)."""
        sold = self.intermediate.sum((2, 3)) + self.final.sum((2, 3))
        cost = self.intermediate.sum((0, 1)) + self.value_added + self.taxes[:, : len(self.industries)]
        return {"sales = output": sold - self.output, "costs = output": cost - self.output}

    def merged(self, into: Mapping[str, str]) -> "InterCountryTable":
        """Economies that are parts of one are added up (CN1, CN2 -> CHN); the order is of first appearance."""
        labels = tuple(dict.fromkeys(into.get(c, c) for c in self.economies))
        if labels == self.economies:
            return self
        at = [labels.index(into.get(c, c)) for c in self.economies]
        N = len(labels)

        def add(array: np.ndarray, axis: int) -> np.ndarray:
            shape = list(array.shape)
            shape[axis] = N
            out = np.zeros(shape)
            np.add.at(np.moveaxis(out, axis, 0), at, np.moveaxis(array, axis, 0))
            return out

        return replace(
            self,
            economies=labels,
            intermediate=add(add(self.intermediate, 0), 2),
            final=add(add(self.final, 0), 2),
            taxes=add(self.taxes, 0),
            value_added=add(self.value_added, 0),
            output=add(self.output, 0),
        )
