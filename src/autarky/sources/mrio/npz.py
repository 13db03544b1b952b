"""Reading inter-country tables repackaged as NumPy archives, as some repositories carry WIOD 2013."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from autarky.errors import InputError
from autarky.sources.io.limits import DAMAGE, damaged
from autarky.sources.io.zips import found_in
from autarky.sources.mrio.block import Block

ARRAYS = ("inter", "final", "output", "countries", "industries")


def read_npz(path: Path, uses: Sequence[str]) -> Block:
    """`inter` (NJ, NJ), `final` (NJ, NK) and `output` (NJ) with `countries` (N) and `industries` (J).

    Final uses are the K of `uses`, by economy. Raises `InputError` where the file is no such archive.
    """
    try:
        with zipfile.ZipFile(path) as inside:
            found_in(inside, path.name, path.stat().st_size)
        with np.load(path, allow_pickle=False) as archive:
            missing = [name for name in ARRAYS if name not in archive.files]
            if missing:
                raise InputError(f"{path}: no array {', '.join(missing)}; expected {', '.join(ARRAYS)}")
            inter, final, output = (np.asarray(archive[n], dtype=float) for n in ARRAYS[:3])
            countries, industries = (tuple(str(x) for x in archive[n]) for n in ARRAYS[3:])
    except (OSError, *DAMAGE) as e:
        raise damaged(path.name, e) from e
    rows = [(c, i) for c in countries for i in industries]
    finals = [(c, u) for c in countries for u in uses]
    shapes = (len(rows), len(rows)), (len(rows), len(finals)), (len(rows),)
    for name, array, shape in zip(ARRAYS, (inter, final, output), shapes, strict=False):
        if array.shape != shape:
            raise InputError(f"{path}: {name} has shape {array.shape}, expected {shape} by its labels")
    values = np.concatenate([inter, final, output[:, None]], axis=1)
    return Block(path.name, values, rows, [*rows, *finals, ("", "GO")], range(1, len(rows) + 1), join=" ")
