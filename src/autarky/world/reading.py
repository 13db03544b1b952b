"""Reading a world from the file that `store` writes: everything that such a file may lack or contradict is named."""

from pathlib import Path

import numpy as np
import xarray as xr

from autarky.errors import WorldError
from autarky.files.decoding import DamagedError
from autarky.files.netcdf import read_netcdf
from autarky.world.accounts import VARIABLES, World
from autarky.world.store import FORMAT, LABELS, fingerprint


def read_world(path: str | Path, *, check: bool = True) -> World:
    """Read a world saved by `save_world`. Raises `WorldError` naming the file for anything else; without
    `check` also a world whose accounts do not hold, to be looked at."""
    path = Path(path)
    if not path.exists():
        raise WorldError(f"there is no world file {path}")
    if path.is_dir():
        raise WorldError(f"{path} is a folder, not a world file (.nc)")
    with path.open("rb") as f:
        head = f.read(512)
    if not head:
        raise WorldError(f"{path} is empty; save or download it again")
    if not head.startswith(b"\x89HDF\r\n\x1a\n"):
        what = (
            "an HTML page"
            if b"<html" in head.lower() or b"<!doctype" in head.lower()
            else "not a netCDF-4 file"
        )
        raise WorldError(f"{path} is {what}, not a world saved by autarky")
    try:
        data = read_netcdf(path)
    except DamagedError as e:
        raise WorldError(f"{path} is damaged or cut short ({e}); save or download it again") from None
    marker = data.attrs.get("autarky_world")
    if marker is None:
        raise WorldError(
            f"{path} is a netCDF file, but not a world saved by autarky (no attribute autarky_world)"
        )
    if str(marker) != FORMAT:
        raise WorldError(
            f"{path} has world format {marker}; this autarky reads format {FORMAT}: update autarky"
        )
    world = World(_read_only(_canonical(data, path)))
    if not check:
        return world
    try:
        world.check()
    except WorldError as e:
        raise WorldError(f"{path}: {e}") from e
    recorded = data.attrs.pop("fingerprint", None)
    del data.attrs["autarky_world"]
    if recorded is not None and str(recorded) != fingerprint(world):
        raise WorldError(
            f"{path}: its numbers have fingerprint {fingerprint(world)}, its record says {recorded}; it was"
            " changed"
            " after autarky saved it. Delete the attribute `fingerprint` if you meant to change it."
        )
    return world


def _read_only(data: xr.Dataset) -> xr.Dataset:
    """The dataset with arrays that cannot be written to: a world may be shared by all who ask for it."""
    for name in data.data_vars:
        data[name].values.setflags(write=False)
    return data


def _canonical(data: xr.Dataset, path: Path) -> xr.Dataset:
    """The dataset with plain string labels, or `WorldError` for what is missing."""
    missing = [
        name for name in (*VARIABLES, *LABELS, "origin", "destination", "user") if name not in data.variables
    ]
    if missing:
        raise WorldError(f"{path}: {', '.join(missing)} missing; not a complete world")
    for name, (dims, _) in VARIABLES.items():
        if data[name].dtype.kind not in "fiu":
            raise WorldError(f"{path}: {name} holds {data[name].dtype}, expected numbers")
        if set(data[name].dims) != set(dims):
            raise WorldError(f"{path}: {name} has dimensions {data[name].dims}, expected {dims}")
    for name in LABELS:
        along = "economy" if name in ("economy", "economy_name", "members") else "sector"
        if data[name].dims != (along,):
            raise WorldError(f"{path}: {name} has dimensions {data[name].dims}, expected {(along,)}")
    for name in ("economy", "sector"):
        labels = [str(v) for v in data[name].values]
        if not labels or not all(labels):
            raise WorldError(f"{path}: there is an empty label in {name!r}, or none at all")
        if len(set(labels)) < len(labels):
            twice = next(v for v in labels if labels.count(v) > 1)
            raise WorldError(f"{path}: the label {twice} stands twice in {name!r}")
        for other in {"economy": ("origin", "destination"), "sector": ("user",)}[name]:
            if list(data[other].values) != list(data[name].values):
                raise WorldError(f"{path}: the labels of {other!r} differ from those of {name!r}")
    for required in ("name", "year", "unit"):
        if required not in data.attrs:
            raise WorldError(f"{path}: the attribute {required!r} is missing")
    try:
        int(data.attrs["year"])
    except (TypeError, ValueError, OverflowError):
        raise WorldError(
            f"{path}: the attribute 'year' is {data.attrs['year']!r}, expected a number"
        ) from None
    data.attrs = {k: (v.item() if isinstance(v, np.generic) else v) for k, v in data.attrs.items()}
    return data
