"""Reading inter-country tables repackaged as NumPy archives, as some repositories carry WIOD 2013."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from autarky.errors import InputError
from autarky.files.decoding import read_arrays
from autarky.sources.io.limits import unpacking
from autarky.sources.io.zips import found_in
from autarky.sources.mrio.block import Block

ARRAYS = ("inter", "final", "output", "countries", "industries")


def read_npz(path: Path, uses: Sequence[str]) -> Block:
    """`inter` (NJ, NJ), `final` (NJ, NK) and `output` (NJ) with `countries` (N) and `industries` (J).

    Final uses are the K of `uses`, by economy. Raises `InputError` where the file is no such archive.
    """
    with unpacking(path.name):
        with zipfile.ZipFile(path) as inside:
            found_in(inside, path.name, path.stat().st_size)
        archive = read_arrays(path, ARRAYS)
        inter, final, output = (np.asarray(archive[n], dtype=float) for n in ARRAYS[:3])
        countries, industries = (tuple(str(x) for x in archive[n]) for n in ARRAYS[3:])
    rows = [(c, i) for c in countries for i in industries]
    finals = [(c, u) for c in countries for u in uses]
    shapes = (len(rows), len(rows)), (len(rows), len(finals)), (len(rows),)
    for name, array, shape in zip(ARRAYS, (inter, final, output), shapes, strict=False):
        if array.shape != shape:
            raise InputError(f"{path}: {name} has shape {array.shape}, expected {shape} by its labels")
    values = np.concatenate([inter, final, output[:, None]], axis=1)
    return Block(path.name, values, rows, [*rows, *finals, ("", "GO")], range(1, len(rows) + 1), join=" ")
