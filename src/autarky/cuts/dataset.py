"""Labelled results in one file (netCDF-4), whole or not at all."""

from pathlib import Path
from typing import Any

import xarray as xr

from autarky.errors import InputError
from autarky.files.writing import replacing


def check_target(path: Path) -> None:
    """Raise `InputError` unless a dataset can be saved at `path`; to be asked before hours of solving."""
    if path.suffix != ".nc":
        raise InputError(f"--out {path}: a study is saved as a .nc file")
    if path.is_dir():
        raise InputError(f"--out {path} is a folder")
    if not path.absolute().parent.is_dir():
        raise InputError(f"--out {path}: the folder {path.absolute().parent} does not exist")


def save_dataset(data: xr.Dataset, path: Path) -> Path:
    """Write `data` (netCDF-4, compressed), complete or not at all. Raises `InputError` as `check_target`."""
    check_target(path)
    packed = {"zlib": True, "complevel": 4, "shuffle": True}
    encoding: dict[Any, dict[str, Any]] = {
        name: dict(packed) for name, v in data.data_vars.items() if v.dtype.kind == "f"
    }
    with replacing(path) as temporary:
        data.to_netcdf(temporary, engine="h5netcdf", encoding=encoding)
    return path
