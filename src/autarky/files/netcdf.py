"""Writing and reading netCDF-4 files."""

import gc
import io
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autarky.files.decoding import DamagedError, decoding

if TYPE_CHECKING:
    import xarray as xr


def write_netcdf(data: "xr.Dataset", path: Path, encoding: dict[Any, dict[str, Any]]) -> None:
    """Write `data` to `path` as netCDF-4, put together in memory: where a write fails (a full disk), HDF5 takes the
    whole process down when it closes the file."""
    packed = io.BytesIO()
    data.to_netcdf(packed, engine="h5netcdf", encoding=encoding)
    path.write_bytes(packed.getbuffer())


def read_netcdf(path: Path) -> "xr.Dataset":
    """The dataset in the netCDF-4 file `path`, in memory. Raises `DamagedError` for what is none."""
    import xarray as xr

    try:
        with decoding(), xr.open_dataset(path, engine="h5netcdf") as opened:
            return opened.load()
    except DamagedError as e:
        why = str(e)
        _let_go(e)
    raise DamagedError(why)


def _let_go(error: DamagedError) -> None:
    """Close what a failed read left open, now and quietly: h5netcdf's destructor fails on files it could not
    open, which Python would print."""
    usual = sys.unraisablehook
    sys.unraisablehook = lambda _: None
    try:
        if error.__cause__ is not None:
            traceback.clear_frames(error.__cause__.__traceback__)
        error.__traceback__ = error.__context__ = error.__cause__ = None
        gc.collect()
    finally:
        sys.unraisablehook = usual
