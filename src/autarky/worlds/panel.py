"""Trade of several years: a folder of `YEAR.npz`, or worlds of several years.

A panel file holds `trade[i,s,n]` (sales of all uses, domestic included, in one currency), `tariff[i,s,n]`, `countries`
and `sectors`. It has no input coefficients; where a measure needs them, those of a world with the same labels are
taken, every year the same, and `Snapshot.inputs_of` says so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autarky.errors import InputError, WorldError
from autarky.files.decoding import DamagedError, read_arrays
from autarky.world.accounts import World

ARRAYS = ("trade", "tariff", "countries", "sectors")


@dataclass(frozen=True)
class Snapshot:
    """One year. `world` holds its trade and tariffs; its accounts are complete only where `whole`."""

    world: World
    source: str
    inputs_of: int | None  # the year of the input coefficients; None: there are none
    whole: bool = False

    @property
    def year(self) -> int:
        return self.world.year


def read_panel(folder: Path, base: World, since: int | None = None) -> list[Snapshot]:
    """Every year of the panel in `folder` from `since` on, in order; inputs per unit of output are those of `base`.

    Raises `InputError` for a folder without such files, or without a year from `since` on, and `WorldError`, naming
    the file, for one that is damaged, that lacks an array, whose entries are no usable numbers, or whose labels
    are not those of the other years.
    """
    if not folder.is_dir():
        raise InputError(f"--panel {folder}: there is no such folder")
    years = {int(p.stem): p for p in sorted(folder.iterdir()) if re.fullmatch(r"[12]\d{3}\.npz", p.name)}
    if not years:
        raise InputError(f"--panel {folder}: expected files named by year, such as 2015.npz; found none")
    chosen = [y for y in sorted(years) if since is None or y >= since]
    if not chosen:
        raise InputError(f"--since {since}: the panel {folder} covers {min(years)} to {max(years)}")
    found: list[Snapshot] = []
    labels: dict[str, tuple[str, ...]] = {}
    for year in chosen:
        arrays = _read(years[year])
        mine = {k: tuple(map(str, arrays[k])) for k in ("countries", "sectors")}
        if labels and mine != labels:
            which = next(k for k in mine if mine[k] != labels[k])
            raise WorldError(
                f"{years[year]}: its {which} are not those of {chosen[0]}.npz; a panel has one order"
            )
        labels = mine
        found.append(_snapshot(arrays, mine, year, base, folder))
    return found


def read_worlds(paths: Iterable[str], since: int | None = None) -> list[Snapshot]:
    """Worlds, by year. Raises what `load_world` raises, and `InputError` where two worlds are of one year."""
    from autarky.worlds.library import load_world

    found: dict[int, Snapshot] = {}
    for path in paths:
        world = load_world(path)
        if world.year in found:
            raise InputError(f"--worlds: {path} and {found[world.year].world.name} are both of {world.year}")
        found[world.year] = Snapshot(world, f"world {world.name}", world.year, whole=True)
    chosen = [found[y] for y in sorted(found) if since is None or y >= since]
    if not chosen:
        raise InputError(f"--since {since}: the worlds are of {', '.join(map(str, sorted(found)))}")
    return chosen


def _read(path: Path) -> dict[str, np.ndarray]:
    try:
        arrays = read_arrays(path, ARRAYS)
    except DamagedError as e:
        raise WorldError(
            f"{path} is damaged, cut short or no panel, a .npz file with {', '.join(ARRAYS)} ({e})"
        ) from e
    shape = len(arrays["countries"]), len(arrays["sectors"]), len(arrays["countries"])
    for name, floor in (("trade", 0.0), ("tariff", -1.0)):
        values = arrays[name]
        if values.shape != shape:
            raise WorldError(f"{path}: {name} has shape {values.shape}, expected {shape}")
        if values.dtype.kind not in "fiu" or not np.isfinite(values).all() or (values < floor).any():
            raise WorldError(f"{path}: {name} must be numbers from {floor:g} up; a missing flow is not zero")
    return arrays


def _snapshot(
    arrays: dict[str, np.ndarray], labels: dict[str, tuple[str, ...]], year: int, base: World, folder: Path
) -> Snapshot:
    economies, sectors = labels["countries"], labels["sectors"]
    trade, tariff = (np.asarray(arrays[k], dtype=np.float64) for k in ("trade", "tariff"))
    same = economies == base.economies and sectors == base.sectors
    inputs = np.zeros((len(sectors), len(economies), len(sectors)))
    if same:
        output = base.array("output")
        inputs = base.array("inputs") * (trade.sum(2) / np.where(output > 0, output, 1.0))
    world = World.from_arrays(
        economies=economies,
        sectors=sectors,
        trade=trade,
        tariff=tariff,
        inputs=inputs,
        final=((1 + tariff) * trade).sum(0) - inputs.sum(2),  # a remainder, not used
        economy_names=base.economy_names,
        sector_names=base.sector_names,
        attrs={
            "name": f"{folder.name} {year}",
            "year": year,
            "unit": base.unit,
            "source": f"panel {folder.name}",
        },
        check=False,
    )
    return Snapshot(world, f"panel {folder.name}", base.year if same else None)
