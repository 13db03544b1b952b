"""A result as one netCDF-4 file, readable with `xarray.open_dataset` alone.

Variables of `QUANTITIES` under their own names, the accounts before the acts with the prefix `base_`; record,
certificate and the attributes of the world as attributes. Result and world share their labels.
"""

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from autarky.economy.certificate import Certificate
from autarky.economy.result import QUANTITIES, Result
from autarky.errors import AutarkyError, InputError
from autarky.files.decoding import DamagedError
from autarky.files.netcdf import read_netcdf, write_netcdf
from autarky.world.accounts import VARIABLES, World

FORMAT = "1"  # value of the attribute `autarky_result`; rises when an old reader would misread the file
BASE = "base_"
WORLD = "world_"
LABELS = ("economy_name", "members", "sector_name", "industries")


def save_result(result: Result, path: Path) -> None:
    """Write `result` to `path` (netCDF-4, lightly compressed: most tables are sparse)."""
    world = result.world.data
    coords: dict[str, Any] = {
        name: (name, np.asarray(world[name].values, dtype=str))
        for name in ("economy", "origin", "destination", "sector", "user")
    }
    coords |= {n: (world[n].dims, np.asarray(world[n].values, dtype=str)) for n in LABELS}
    variables: dict[str, Any] = {}
    for name, (dims, _, _) in QUANTITIES.items():
        values = result.data[name]
        variables[name] = (dims, values.transpose(*dims).values, dict(values.attrs))
    extra = [str(v) for v in world.data_vars if str(v) not in VARIABLES]
    for name in (*VARIABLES, *extra):
        values = world[name]
        dims = VARIABLES[name][0] if name in VARIABLES else tuple(map(str, values.dims))
        about = {"long_name": f"base year: {values.attrs.get('long_name', name)}"}
        variables[BASE + name] = (dims, values.transpose(*dims).values, about)
    data = xr.Dataset(variables, coords=coords)
    data.attrs = {
        "autarky_result": FORMAT,
        "title": f"{result.name}: equilibrium after the acts, and the accounts before them",
        "record": json.dumps(result.record, sort_keys=True),
        "certificate": json.dumps(asdict(result.certificate)),
    } | {WORLD + k: v for k, v in sorted(world.attrs.items())}
    packed = {"zlib": True, "complevel": 1, "shuffle": True, "_FillValue": None}
    encoding: dict[Any, dict[str, Any]] = {
        v: dict(packed) if data[v].size > 10_000 else {"_FillValue": None} for v in data.data_vars
    }
    write_netcdf(data, path, encoding)


def read_result(path: Path) -> Result:
    """Read a result saved by `save_result`. Raises `InputError`, naming the file, for anything else."""
    try:
        data = read_netcdf(path)
    except DamagedError as e:
        raise InputError(f"{path} is damaged or cut short ({e}); run the scenario again") from e
    version = data.attrs.get("autarky_result")
    if version is None:
        raise InputError(f"{path} is a netCDF file, but not a result saved by autarky")
    if str(version) != FORMAT:
        raise InputError(
            f"{path} has result format {version}; this autarky reads format {FORMAT}: update autarky"
        )
    missing = [v for v in (*QUANTITIES, *(BASE + v for v in VARIABLES), *LABELS) if v not in data.variables]
    if missing:
        raise InputError(f"{path}: {', '.join(missing)} missing; not a complete result")
    try:
        record = json.loads(str(data.attrs["record"]))
        measured = json.loads(str(data.attrs["certificate"]))
        certificate = Certificate(**{f.name: float(measured[f.name]) for f in fields(Certificate)})
        world = _world(data)
        world.name, world.year, world.unit  # noqa: B018 - what every world must say, else KeyError
        world.check()
    except (KeyError, ValueError, TypeError, AutarkyError) as e:
        raise InputError(f"{path} is damaged ({e}); run the scenario again") from e
    quantities = data[list(QUANTITIES)].drop_vars(LABELS, errors="ignore")
    quantities.attrs = {}
    return Result(world=world, data=quantities, certificate=certificate, record=record)


def _world(data: xr.Dataset) -> World:
    """The accounts before the acts, as they were loaded."""
    base = {str(v): str(v).removeprefix(BASE) for v in data.data_vars if str(v).startswith(BASE)}
    accounts = data[list(base)].rename(base)
    for name in accounts.data_vars:
        about = str(accounts[name].attrs.get("long_name", "")).removeprefix("base year: ")
        accounts[name].attrs = {"long_name": about}
    plain = {k: (v.item() if isinstance(v, np.generic) else v) for k, v in data.attrs.items()}
    accounts.attrs = {str(k).removeprefix(WORLD): v for k, v in plain.items() if str(k).startswith(WORLD)}
    return World(accounts)
