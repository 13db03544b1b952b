"""Restoring the identities of a world on request, by biproportional scaling (RAS), and saying what moved.

RAS changes a table as little as possible, in the sense of relative entropy, given its row and column totals
(Bacharach 1970); a zero stays a zero.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from autarky.errors import WorldError
from autarky.world.variables import IDENTITY_TOLERANCE, VARIABLES

if TYPE_CHECKING:
    from autarky.world.accounts import World

MOST_ROUNDS = 10_000


@dataclass(frozen=True)
class Balance:
    """What `balance` moved: per variable the sum of absolute changes, that over the variable's total, and the
    cells that moved most (labels, before, after)."""

    moved: dict[str, float]
    share: dict[str, float]
    worst: dict[str, tuple[tuple[str, float, float], ...]]
    rounds: int

    def __str__(self) -> str:
        lines = [f"balanced in {self.rounds} rounds"]
        for variable, moved in self.moved.items():
            if moved > 0:
                cells = ", ".join(
                    f"{label} {before:,.4g} -> {after:,.4g}" for label, before, after in self.worst[variable]
                )
                lines.append(
                    f"{variable}: {moved:,.4g} moved ({self.share[variable]:.2%} of its total); most: {cells}"
                )
        return "\n".join(lines) if len(lines) > 1 else "nothing had to move"


def _factor(wanted: np.ndarray, present: np.ndarray) -> np.ndarray:
    return np.divide(wanted, present, out=np.zeros_like(present), where=present > 0)


def balance(world: "World", *, smallest_value_added: float = 0.0) -> "tuple[World, Balance]":
    """A world whose identities hold, made from one in which they do not, and what moved.

    Output and rates are kept. Negative trade, inputs, final demand become zero; a column whose inputs leave
    less than `smallest_value_added` of output has its inputs scaled down; value added is output less inputs;
    each sector's final demand is scaled so that the world buys what it sells; trade is then fitted to output
    and purchases by RAS. Raises `WorldError` where a sector's output cannot even cover its use as input, or
    the zeros leave no solution.
    """
    before = {v: world.array(v) for v in VARIABLES}
    output = np.maximum(before["output"], 0.0)
    trade, inputs, final = (np.maximum(before[v], 0.0) for v in ("trade", "inputs", "final"))
    wedge = (1 + before["tariff"]) * (1 + before["export_tax"])
    allowed = (1 - smallest_value_added) * output.T  # (user, economy)
    bought = inputs.sum(0).T
    inputs = (
        inputs
        * np.minimum(1.0, np.where(bought > 0, allowed / np.where(bought > 0, bought, 1.0), 1.0)).T[None]
    )
    rounds = 0
    for s, sector in enumerate(world.sectors):
        trade[:, s], final[s], done = _sector(
            world, sector, trade[:, s], wedge[:, s], output[:, s], inputs[s], final[s]
        )
        rounds = max(rounds, done)
    estimated = None
    if "trade_estimated" in world.data:
        estimated = world.data["trade_estimated"].transpose(*VARIABLES["trade"][0]).values
    new = world.from_arrays(
        economies=world.economies,
        sectors=world.sectors,
        trade=trade,
        tariff=before["tariff"],
        export_tax=before["export_tax"],
        inputs=inputs,
        final=final,
        value_added=np.maximum(
            trade.sum(2) - inputs.sum(0), 0.0
        ),  # a column scaled to nothing left rounds below 0
        economy_names=world.economy_names,
        sector_names=world.sector_names,
        members=world.members,
        industries=world.industries,
        trade_estimated=estimated,
        attrs=world.data.attrs,
    )
    report = _report(world, new, rounds)
    of_trade, of_final = report.share["trade"], report.share["final"]
    note = f"Balanced by RAS: {of_trade:.3%} of trade and {of_final:.3%} of final demand moved."
    if any(moved > 0 for moved in report.moved.values()):
        new.data.attrs["notes"] = f"{new.data.attrs.get('notes', '')} {note}".strip()
    return new, report


def _sector(
    world: "World",
    sector: str,
    trade: np.ndarray,
    wedge: np.ndarray,
    output: np.ndarray,
    inputs: np.ndarray,
    final: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, int]:
    """Trade (origin, destination) and final demand (destination) of one sector, fitted; and the rounds."""
    where = f"world {world.name!r}, sector {sector}"
    used = inputs.sum(1)
    paid = (wedge * trade).sum(0)
    # already balanced: nothing moves, so that balancing twice changes nothing
    if _close(paid, used + final, output) and _close(trade.sum(1), output, output):
        return trade, final, 0
    for label, sold, there in zip(world.economies, output, trade.sum(1), strict=True):
        if sold > 0 and there == 0:
            raise WorldError(f"{where}: {label} has output {sold:.6g} but no sales; mend the table")
    for rounds in range(1, MOST_ROUNDS + 1):
        trade = trade * _factor(output, trade.sum(1))[:, None]
        paid = (wedge * trade).sum(0)
        if _close(paid, used + final, output):
            return trade, final, rounds
        # what the world pays moves with trade where rates differ, so final demand is set anew in every round
        rest = float(paid.sum() - used.sum())
        if rest <= 0 or final.sum() <= 0:
            raise WorldError(
                f"{where}: sales of {paid.sum():.6g} cannot cover inputs of {used.sum():.6g} and leave"
                " final demand;"
                " mend the table"
            )
        final = final * rest / final.sum()
        trade = trade * _factor(used + final, paid)[None, :]
    raise WorldError(f"{where}: RAS found no table with these totals; its zeros leave none")


def _close(a: np.ndarray, b: np.ndarray, scale: np.ndarray) -> bool:
    return bool(
        np.abs(a - b).max(initial=0.0)
        <= 0.1 * IDENTITY_TOLERANCE * max(float(scale.max(initial=0.0)), 1e-300)
    )


def _report(old: "World", new: "World", rounds: int) -> Balance:
    moved, share, worst = {}, {}, {}
    for variable in ("trade", "inputs", "final", "value_added", "output", "deficit"):
        before = old.data[variable].transpose(*VARIABLES[variable][0])
        after = new.data[variable].transpose(*VARIABLES[variable][0])
        change = np.abs(after.values - before.values)
        moved[variable] = float(change.sum())
        share[variable] = moved[variable] / max(float(np.abs(before.values).sum()), 1e-300)
        worst[variable] = _cells(before, after, change)
    return Balance(moved, share, worst, rounds)


def _cells(
    before: xr.DataArray, after: xr.DataArray, change: np.ndarray
) -> tuple[tuple[str, float, float], ...]:
    cells = []
    for j in np.argsort(-change, axis=None)[:3]:
        at = np.unravel_index(int(j), change.shape)
        if change[at] > 0:
            label = "/".join(str(before[d].values[p]) for d, p in zip(before.dims, at, strict=True))
            cells.append((label, float(before.values[at]), float(after.values[at])))
    return tuple(cells)
