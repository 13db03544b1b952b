"""All that can be said against a world: identities with their worst cells, signs, gaps, thin columns."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import xarray as xr

from autarky.world.accounts import IDENTITY_TOLERANCE, VARIABLES, World

THIN = 0.02  # share of output below which value added makes a column fragile in a shock
FEW = 3

Verdict = Literal["ok", "note", "fails"]


@dataclass(frozen=True)
class Check:
    """One check: what, the verdict, the worst cells with their figures (unit of the world), or a detail."""

    what: str
    verdict: Verdict
    worst: tuple[str, ...] = ()
    detail: str = ""


@dataclass(frozen=True)
class Checks:
    checks: tuple[Check, ...]

    @property
    def failed(self) -> int:
        return sum(c.verdict == "fails" for c in self.checks)


def check_world(world: World, tolerance: float = IDENTITY_TOLERANCE) -> Checks:
    """Every check on a world; nothing is raised, so that all faults are seen at once."""
    found = [_numbers(world)]
    if found[0].verdict != "fails":
        found += [_signs(world), _rates(world), *_identities(world, tolerance)]
        if not any(c.verdict == "fails" for c in found):
            found += [_thin(world), _idle(world), _estimated(world)]
    return Checks(tuple(found))


def _numbers(world: World) -> Check:
    worst = []
    for variable in VARIABLES:
        bad: xr.DataArray = ~np.isfinite(world.data[variable])  # type: ignore[assignment]
        if bool(bad.any()):
            worst += [f"{variable} {cell}" for cell, _ in _largest(bad, world)]
    return Check("every entry is a number", "fails" if worst else "ok", tuple(worst[:FEW]))


def _signs(world: World) -> Check:
    worst = []
    for variable in ("trade", "inputs", "final", "value_added", "output"):
        low = -world.data[variable]
        if float(low.max()) > 0:
            worst += [f"{variable} {cell} {-value:,.4g}" for cell, value in _largest(low, world)]
    return Check("no flow is negative", "fails" if worst else "ok", tuple(worst[:FEW]))


def _rates(world: World) -> Check:
    worst = []
    for variable in ("tariff", "export_tax"):
        low = -world.data[variable]
        if float(low.max()) >= 1:
            worst += [f"{variable} {cell} {-value:.0%}" for cell, value in _largest(low, world)]
    return Check("rates are above -100 %", "fails" if worst else "ok", tuple(worst[:FEW]))


def _identities(world: World, tolerance: float) -> list[Check]:
    scale = float(np.abs(world.data["trade"]).max()) or 1.0
    found = []
    for identity, residual in world.violations().items():
        off = abs(residual)
        worst = float(off.max())
        cells = tuple(
            f"{cell or 'in all'} {value * scale:,.4g} {world.unit}" for cell, value in _largest(off, world)
        )
        found.append(
            Check(
                identity,
                "fails" if worst > tolerance else "ok",
                cells if worst > tolerance else (),
                f"to {worst:.1e} of the largest flow",
            )
        )
    return found


def _thin(world: World) -> Check:
    output, added = world.data["output"], world.data["value_added"]
    share = xr.where(output > 0, added / output.where(output > 0, 1.0), 1.0)
    thin = int((share < THIN).sum())
    low = _largest((1 - share).where(share < THIN, 0.0), world)
    cells = tuple(f"{cell} {1 - value:.2%} of output" for cell, value in low)
    what = f"value added is at least {THIN:.0%} of output"
    return Check(what, "note" if thin else "ok", cells, "" if thin else "everywhere")


def _idle(world: World) -> Check:
    idle = world.data["output"] <= 0
    many = int(idle.sum())
    cells = tuple(cell for cell, _ in _largest(idle, world))
    return Check("every industry produces", "note" if many else "ok", cells, f"{many} do not" if many else "")


def _estimated(world: World) -> Check:
    if "trade_estimated" not in world.data:
        return Check("what is estimated is marked", "note", (), "no cell is marked as estimated or reported")
    share = world.data["trade_estimated"]
    trade = world.data["trade"]
    total = float((share * trade).sum()) / (float(trade.sum()) or 1.0)
    by = (share * trade).sum(("origin", "sector")) / trade.sum(("origin", "sector"))
    cells = tuple(f"{cell} {value:.0%} of purchases" for cell, value in _largest(by, world))
    return Check(
        "what is estimated is marked",
        "ok",
        (),
        f"{total:.1%} of trade is estimated; most: {', '.join(cells)}",
    )


def _largest(values: xr.DataArray, world: World) -> list[tuple[str, float]]:
    """The labels of the largest positive entries, and the entries."""
    if values.ndim == 0:
        return [("", float(values))]
    flat = values.values.ravel().astype(float)
    found = []
    for k in np.argsort(-flat, kind="stable")[:FEW]:
        if flat[k] <= 0:
            break
        at = np.unravel_index(int(k), values.shape)
        found.append(
            (" ".join(str(values[d].values[p]) for d, p in zip(values.dims, at, strict=True)), float(flat[k]))
        )
    return found
