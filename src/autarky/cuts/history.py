"""How a dependence moved over the years."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from autarky.errors import InputError
from autarky.worlds.panel import Snapshot

if TYPE_CHECKING:
    from autarky.cuts.settings import Run, Terms
    from autarky.world.accounts import World

# name -> what it says; shares of the economy's exports, imports, output or real income
LINES = {
    "exports": "share of exports",
    "imports": "share of imports",
    "inputs": "inputs bought from the partner, per unit of output",
    "look-through": "the same with inputs of inputs, at every stage",
    "welfare loss": "real income lost when the tie is cut, solved in each year named",
}
JUMP = 0.25  # of all exports or imports, from one figure to the next


def history(
    world: "World",
    of: str,
    partners: Sequence[str],
    snapshots: Sequence[Snapshot],
    terms: "Terms",
    run: "Run",
) -> xr.Dataset:
    """The dependence of `of` on `partners` in every snapshot: `value` [line, year, partner], NaN where there is no
    figure, `hhi` [flow, year], the concentration of all exports and imports.

    Losses are solved for worlds, whose accounts are complete, and never for a panel. Attribute `notes`: where the
    figures come from, and what is missing and why, one sentence a line. Raises `InputError` where `of` is not there.
    """
    found = [s for s in snapshots if of in s.world.economies]
    if not found:
        named = ", ".join(dict.fromkeys(s.source for s in snapshots))
        raise InputError(f"{of} is not among the economies of {named}")
    if not _comparable(of, world, found):
        raise InputError(
            f"{of} is another group of countries in {found[0].source} than in world {world.name}"
        )
    notes = list(dict.fromkeys(f"{_years(found, s.source)}: {s.source}." for s in found))
    kept = [p for p in partners if _comparable(p, world, found)]
    if gone := [p for p in partners if p not in kept]:
        notes.append(f"Left out, as other years group countries differently or lack them: {', '.join(gone)}.")
    lines = np.full((len(LINES), len(found), len(kept)), np.nan)
    hhi = np.full((2, len(found)), np.nan)
    for t, snapshot in enumerate(found):
        lines[:, t], hhi[:, t] = _one(snapshot, of, kept, terms, run)
    notes += _remarks(found, world) + _jumps(lines, found, kept)
    return xr.Dataset(
        {"value": (("line", "year", "partner"), lines), "hhi": (("flow", "year"), hhi)},
        coords={
            "line": list(LINES),
            "year": [s.year for s in found],
            "partner": kept,
            "flow": ["exports", "imports"],
        },
        attrs={"notes": "\n".join(notes)},
    )


def _one(
    snapshot: Snapshot, of: str, partners: list[str], terms: "Terms", run: "Run"
) -> tuple[np.ndarray, np.ndarray]:
    from autarky.measures import InputOutput, input_reliance, partner_share

    world = snapshot.world
    there = [j for j, p in enumerate(partners) if p in world.economies]
    at = [partners[j] for j in there]
    values = np.full((len(LINES), len(partners)), np.nan)
    shares = [partner_share(world, flow).sel(economy=of) for flow in ("exports", "imports")]
    for row, share in enumerate(shares):
        values[row, there] = share.sel(partner=at).values
    if snapshot.inputs_of is not None:
        inputs = input_reliance(world, of, table=InputOutput(world)).sel(partner=at)
        values[2, there] = inputs.sel(kind="face_value").values
        values[3, there] = inputs.sel(kind="look_through").values
    if snapshot.whole and at:
        from autarky.cuts.matrix import leverage

        values[4, there] = leverage(world, of=of, on=at, terms=terms, run=run)["loss"].values[0]
    return values, np.array([float((s**2).sum()) for s in shares])


def _comparable(partner: str, world: "World", found: Sequence[Snapshot]) -> bool:
    """Whether `partner` means the same countries in some year; rests and regions do only in like worlds."""
    own = world.members[partner]
    rest = partner == "ROW" or len(own) > 1
    return any(
        partner in s.world.economies
        and (
            not rest
            or (s.world.economies == world.economies and (not s.whole or s.world.members[partner] == own))
        )
        for s in found
    )


def _remarks(found: Sequence[Snapshot], world: "World") -> list[str]:
    said: list[str] = []
    borrowed = [s for s in found if s.inputs_of is not None and s.inputs_of != s.year]
    if borrowed:
        said.append(
            f"Look-through: trade of each year, inputs per unit of output those of {borrowed[0].inputs_of}"
            f" ({world.name}) in every year; only the sourcing moves."
        )
    if any(s.inputs_of is None for s in found):
        said.append(
            "No look-through: the panel has no inputs, and its economies and sectors are not those of world"
            f" {world.name}, whose inputs could stand in."
        )
    if not all(s.whole for s in found):
        said.append(
            f"Losses are not solved for a panel; the loss stated is that of {world.year}, {world.name}."
        )
    years = [s.year for s in found]
    gaps = [str(y) for y in range(years[0], years[-1]) if y not in years]
    if gaps:
        said.append(f"No figures for {', '.join(gaps)}.")
    return said


def _jumps(lines: np.ndarray, found: Sequence[Snapshot], partners: list[str]) -> list[str]:
    """Shares of trade that move further from one figure to the next than trade does: mostly the data did."""
    said = []
    for row, name in ((0, "exports"), (1, "imports")):
        for j, partner in enumerate(partners):
            for t in range(1, len(found)):
                before, after = lines[row, t - 1, j], lines[row, t, j]
                if abs(after - before) > JUMP:
                    said.append(
                        f"{partner} in {name}: {100 * before:.0f} % in {found[t - 1].year}, {100 * after:.0f} % in"
                        f" {found[t].year}. Rather a break in the data than in trade: check the source."
                    )
    return said


def _years(found: Sequence[Snapshot], source: str) -> str:
    years = [s.year for s in found if s.source == source]
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"


def plain(data: xr.Dataset) -> dict[str, Any]:
    """JSON-ready: partners by line and year (fractions), None where there is no figure."""

    def clean(value: float) -> float | None:
        return float(value) if np.isfinite(value) else None

    years = [int(y) for y in data["year"].values]
    return {
        "years": years,
        "lines": {
            str(k): {
                str(p): [clean(v) for v in data["value"].sel(line=k, partner=p).values]
                for p in data["partner"].values
            }
            for k in data["line"].values
        },
        "hhi": {str(f): [clean(v) for v in data["hhi"].sel(flow=f).values] for f in data["flow"].values},
        "notes": str(data.attrs["notes"]).split("\n"),
    }
