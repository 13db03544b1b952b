"""One open file format for worlds: netCDF-4, readable with `xarray.open_dataset` alone
(docs/reference/world-format.md).
"""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from autarky.errors import WorldError
from autarky.files.netcdf import write_netcdf
from autarky.files.writing import replacing
from autarky.world.variables import VARIABLES
from autarky.world.zoom.product import own_elasticities

if TYPE_CHECKING:
    from autarky.world.accounts import World

FORMAT = (
    "1"  # value of the attribute `autarky_world`; rises when a reader of the old form would misread the new
)
LABELS = ("economy", "sector", "economy_name", "members", "sector_name", "industries")


def fingerprint(world: "World") -> str:
    """First 16 hex digits of the SHA-256 of labels, arrays and the elasticities that products bring along: two worlds
    with the same numbers share it, and what was solved in one holds in the other."""
    digest = hashlib.sha256()
    for label in LABELS:
        digest.update(("\0".join([label, *map(str, world.data[label].values)]) + "\n").encode())
    for variable in VARIABLES:
        # + 0.0 turns -0.0 into 0.0, which is the same number
        digest.update(variable.encode() + (world.array(variable) + 0.0).astype("<f8").tobytes())
    for label, theta in sorted(own_elasticities(world).items()):
        digest.update(f"theta {label} {theta!r}\n".encode())
    return digest.hexdigest()[:16]


def save_world(world: "World", path: str | Path) -> Path:
    """Write `world` to `path` (netCDF-4, compressed, atomically; same world and library versions, same
    bytes).
    """
    path = Path(path)
    if path.suffix != ".nc":
        raise WorldError(f"a world is saved as a .nc file, not {path.name!r}")
    if not path.parent.is_dir():
        raise WorldError(f"cannot save {path}: the folder {path.parent} does not exist")
    if path.is_dir():
        raise WorldError(f"cannot save {path}: it is a folder")
    data = _ordered(world)
    packed = {"zlib": True, "complevel": 9, "shuffle": True, "_FillValue": None}
    encoding: dict[Any, dict[str, Any]] = {v: dict(packed) for v in data.data_vars}
    with replacing(path) as temporary:
        write_netcdf(data, temporary, encoding)
    return path


def _ordered(world: "World") -> xr.Dataset:
    """The dataset with everything in one order and nothing left of how an earlier file stored it: same world,
    same bytes.
    """
    old = world.data
    data = xr.Dataset()
    for name in ("economy", "origin", "destination", "sector", "user"):
        data[name] = (name, np.asarray(old[name].values, dtype=str))
    for name in ("economy_name", "members", "sector_name", "industries"):
        data = data.assign_coords({name: (old[name].dims, np.asarray(old[name].values, dtype=str))})
    for name in (*VARIABLES, *sorted(set(map(str, old.data_vars)) - set(VARIABLES))):
        dims = VARIABLES[name][0] if name in VARIABLES else old[name].dims
        data[name] = (dims, old[name].transpose(*dims).values, dict(sorted(old[name].attrs.items())))
    ours = {"autarky_world": FORMAT, "fingerprint": fingerprint(world)}
    data.attrs = ours | {k: old.attrs[k] for k in sorted(old.attrs)}
    return data
