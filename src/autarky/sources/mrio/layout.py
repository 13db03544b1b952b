"""What inter-country tables of one edition look like."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

Label = tuple[str, str]  # economy, item (industry, final use or row of value added), as printed
# what a row that no economy sells, or a column that nobody buys, holds
Role = Literal["taxes", "value added", "output", "adjustments", "total"]


@dataclass(frozen=True)
class Layout:
    """Labels of an edition: items as printed, and what they mean.

    `nowhere` are the economies printed in rows and columns of no economy; `optional` final uses may be absent;
    `merged` are printed economies that are parts of one; `rounding` is the unit of the last printed digit.
    `adjustments` are rows between basic and purchasers' prices that no industry of the table is paid.
    """

    edition: str
    industries: Mapping[str, str]  # item as printed -> code
    uses: Mapping[str, str]  # item as printed -> final use
    rows: Mapping[str, Role]  # items of rows that no economy sells
    columns: Mapping[str, Role]  # items of columns that nobody buys
    unit: str
    rounding: float
    inventories: tuple[str, ...]
    optional: tuple[str, ...] = ()
    nowhere: frozenset[str] = frozenset(("", "TOT"))
    economies: Mapping[str, str] = field(default_factory=dict)  # as printed -> label, beyond ISO codes
    merged: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, frozenset[str]] = field(default_factory=dict)  # industries of other editions

    @property
    def final_uses(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.uses.values()))

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.industries.values()))

    @property
    def items(self) -> frozenset[str]:
        """Every item that this edition prints."""
        return frozenset((*self.industries, *self.uses, *self.rows, *self.columns))


@cache
def industry_names(name: str) -> Mapping[str, str]:
    """Code -> name of the industries in `industries/NAME.toml`, in the order of the tables."""
    text = files("autarky.sources.mrio").joinpath("industries", f"{name}.toml").read_text(encoding="utf-8")
    return {code: str(label) for code, label in tomllib.loads(text).items()}


def same(codes: Sequence[str] | Mapping[str, str]) -> dict[str, str]:
    """Labels that are printed as they are called."""
    return {code: code for code in codes}
