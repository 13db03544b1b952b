"""Two worlds compared: labels that differ, and where the money does."""

from dataclasses import dataclass

import numpy as np

from autarky.world.accounts import VARIABLES, World

COMPARED = ("trade", "inputs", "final", "value_added", "output", "deficit")

ROUNDING = 1e-12  # relative: sums taken in another order are the same figure


@dataclass(frozen=True)
class VariableDiff:
    """One variable on the labels that both worlds have: totals of both and the sum of absolute differences, in
    their unit; the cells that differ most (labels, in a, in b)."""

    variable: str
    total_a: float
    total_b: float
    difference: float
    worst: tuple[tuple[str, float, float], ...]

    @property
    def share(self) -> float:
        """The difference over the mean of both totals."""
        mean = (abs(self.total_a) + abs(self.total_b)) / 2
        return self.difference / mean if mean else 0.0


@dataclass(frozen=True)
class WorldDiff:
    """What differs between worlds a and b. `same`: labels and every figure are equal."""

    names: tuple[str, str]
    same: bool
    only_a: dict[str, tuple[str, ...]]
    only_b: dict[str, tuple[str, ...]]
    facts: dict[str, tuple[str, str]]
    variables: tuple[VariableDiff, ...]


def diff(a: World, b: World, *, most: int = 5) -> WorldDiff:
    """Compare two worlds variable by variable on their common economies and sectors.

    Figures are in the units of the worlds; rates (tariff, export_tax) are compared by their largest difference,
    which stands as `difference`.
    """
    only_a, only_b = {}, {}
    for what, of_a, of_b in (("economies", a.economies, b.economies), ("sectors", a.sectors, b.sectors)):
        only_a[what] = tuple(x for x in of_a if x not in of_b)
        only_b[what] = tuple(x for x in of_b if x not in of_a)
    facts = {}
    for key in ("year", "unit", "source", "licence", "title", "version"):
        one, other = str(a.data.attrs.get(key, "")), str(b.data.attrs.get(key, ""))
        if one != other:
            facts[key] = (one, other)
    economies = [c for c in a.economies if c in b.economies]
    sectors = [s for s in a.sectors if s in b.sectors]
    pick = {
        "economy": economies,
        "origin": economies,
        "destination": economies,
        "sector": sectors,
        "user": sectors,
    }
    found = []
    if economies and sectors:
        for variable, (dims, _) in VARIABLES.items():
            labels = {d: pick[d] for d in dims}
            x = a.data[variable].sel(labels).transpose(*dims).values
            y = b.data[variable].sel(labels).transpose(*dims).values
            change = np.abs(x - y)
            change[change <= ROUNDING * np.maximum(np.abs(x), np.abs(y))] = 0.0
            worst = []
            for flat in np.argsort(-change, axis=None, kind="stable")[:most]:
                at = np.unravel_index(int(flat), change.shape)
                if change[at] > 0:
                    label = " ".join(labels[d][int(k)] for d, k in zip(dims, at, strict=True))
                    worst.append((label, float(x[at]), float(y[at])))
            amount = float(change.sum()) if variable in COMPARED else float(change.max(initial=0))
            found.append(
                VariableDiff(variable, float(np.abs(x).sum()), float(np.abs(y).sum()), amount, tuple(worst))
            )
    labels_same = not any((*only_a.values(), *only_b.values()))
    same = labels_same and all(v.difference == 0 for v in found) and a.fingerprint == b.fingerprint
    return WorldDiff((a.name, b.name), same, only_a, only_b, facts, tuple(found))
