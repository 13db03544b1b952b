"""Ties beside trade, as channels of `bandwidth.influence_capacity`: energy from a world, alliances and votes from
fetched data (`autarky data get atop`, `un-votes`)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from autarky.measures.labels import border_value
from autarky.world.accounts import World

if TYPE_CHECKING:
    import pandas as pd

# industries that hold nothing but energy: coal, oil and gas, refined fuels, power
ENERGY = frozenset({"B05", "B06", "C19", "D"})
VOTED = {"yes": 1.0, "abstain": 0.5, "no": 0.0}
YEARS_OF_VOTES = 5
PACT = 0.5  # of a neutrality, non-aggression or consultation pact beside a defence or offence pact of 1: ours


def energy_tie(world: World) -> xr.DataArray:
    """Trade in energy both ways over that of the pair with most (economy, partner), 0 to 1."""
    sectors = [s for s, c in enumerate(world.sectors) if set(world.industries[c]) <= ENERGY]
    value = border_value(world)[:, sectors].sum(1)
    both = value + value.T
    np.fill_diagonal(both, 0.0)
    return _tie(both / (both.max() or 1.0), world.economies)


def political_ties(world: World) -> tuple[dict[str, xr.DataArray], list[str]]:
    """Alliances and agreement in votes between the single countries of a world, from what is fetched, latest years up
    to the world's; NaN for regions and for states the data do not have. And sentences that say what is from when.
    """
    from autarky.sources.inventory import records
    from autarky.sources.io.tidy import read_tidy

    ties, notes = {}, []
    for name, source, read in (("alliance", "atop", alliances), ("votes", "un-votes", agreement)):
        found = [p for p, r in records(source).items() if not r.only]
        if not found:
            notes.append(f"{name} left out: autarky data get {source}")
            continue
        frame = read_tidy(found[-1]).to_pandas()
        tie, years = read(frame[frame["year"].notna() & (frame["year"] <= world.year)], _single(world))
        if tie is None:
            notes.append(f"{name} left out: {source} has nothing up to {world.year}")
            continue
        ties[name] = tie.reindex(economy=list(world.economies), partner=list(world.economies))
        notes.append(f"{name}: {source}, {years}; unknown for regions and the rest of the world")
    return ties, notes


def alliances(rows: "pd.DataFrame", countries: Mapping[str, str]) -> tuple[xr.DataArray | None, str]:
    """1 for a defence or offence pact, `PACT` for any other, 0 for none, by the last year of ATOP's directed
    dyad-years; NaN where a state is not in the data of that year."""
    if rows.empty:
        return None, ""
    year = int(rows["year"].max())
    last = rows[rows["year"] == year]
    known = set(last["economy_a"].dropna().astype(str)) | set(last["economy_b"].dropna().astype(str))
    strong = last[["defense", "offense"]].fillna(False).astype(bool).any(axis=1)
    some = last[["neutrality", "nonaggression", "consultation"]].fillna(False).astype(bool).any(axis=1)
    names = list(countries)
    made = np.where(_both(names, {n for n in names if countries[n] in known}), 0.0, np.nan)
    at = {countries[n]: k for k, n in enumerate(names)}
    for a, b, pact in zip(
        last["economy_a"].astype(str),
        last["economy_b"].astype(str),
        np.where(strong, 1.0, PACT * some),
        strict=True,
    ):
        if a in at and b in at:
            made[at[a], at[b]] = made[at[b], at[a]] = max(pact, made[at[a], at[b]])
    return _tie(made, names), str(year)


def agreement(rows: "pd.DataFrame", countries: Mapping[str, str]) -> tuple[xr.DataArray | None, str]:
    """Mean of 1 - |v_a - v_b| over the roll calls in which both vote (yes 1, abstain 1/2, no 0; Lijphart 1963), in the
    last `YEARS_OF_VOTES` years; NaN where two states share no roll call."""
    if rows.empty:
        return None, ""
    last = int(rows["year"].max())
    recent = rows[rows["year"] > last - YEARS_OF_VOTES]
    value = recent["vote"].astype(str).map(VOTED)
    cast = recent.assign(value=value)[value.notna() & recent["economy"].notna()]
    wide = cast.pivot_table(index="economy", columns="rcid", values="value", observed=True)
    names = list(countries)
    votes = wide.reindex([countries[n] for n in names]).to_numpy(dtype=float)
    made = np.full((len(names), len(names)), np.nan)
    for k, own in enumerate(votes):
        apart = np.abs(votes - own)
        both = np.isfinite(apart)
        counted = both.sum(1)
        made[k] = np.where(
            counted > 0, 1 - np.where(both, apart, 0.0).sum(1) / np.maximum(counted, 1), np.nan
        )
    np.fill_diagonal(made, 0.0)
    return _tie(made, names), f"{last - YEARS_OF_VOTES + 1}-{last}"


def _single(world: World) -> dict[str, str]:
    """Economy -> ISO3, for those that are one country."""
    return {c: m[0] for c, m in world.members.items() if len(m) == 1 and m[0] != "ROW"}


def _both(names: list[str], known: set[str]) -> np.ndarray:
    there = np.array([n in known for n in names])
    return there[:, None] & there[None]


def _tie(values: np.ndarray, names: "tuple[str, ...] | list[str]") -> xr.DataArray:
    coords = {"economy": list(names), "partner": list(names)}
    return xr.DataArray(values, dims=("economy", "partner"), coords=coords)
