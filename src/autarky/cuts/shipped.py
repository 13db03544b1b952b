"""Cuts of the embedded world that ship solved, so that the first answer about it needs no solver.

`data/ties-icio-2022.npz` holds what `Cutter.solve` gave for the default terms: every pair of economies, and the tie
of each economy with the partner it would lose most from, sector by sector. Changes are kept in billionths of base
expenditure, finer than the solver's tolerance. They count only where world and terms are the same in every figure
(`tools/solve_embedded_ties.py` writes them, a test solves some again).
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from autarky.cuts.shelf import SolvedCut
from autarky.errors import AutarkyError
from autarky.files.decoding import DamagedError, read_arrays

UNIT = 1e-9
FILE = "data/ties-icio-2022.npz"


def shipped_cuts(record: Mapping[str, Any]) -> dict[str, SolvedCut]:
    """The cuts that ship for exactly this world and these terms, by key; mostly none."""
    kept, cuts = _load()
    return dict(cuts) if kept == _terms(record) else {}


def pack(path: Path, record: Mapping[str, Any], cuts: Mapping[str, SolvedCut]) -> None:
    """Write the file that `shipped_cuts` reads; cuts without a solution are left out, to be tried again."""
    good = {k: s for k, s in sorted(cuts.items()) if not s.reason}
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            record=np.array(json.dumps(_terms(record), sort_keys=True)),
            key=np.array(list(good), dtype=str),
            residual=np.array([s.residual for s in good.values()], dtype=np.float32),
            welfare=_integers([s.welfare for s in good.values()]),
            real_gdp=_integers([s.real_gdp for s in good.values()]),
        )


def _integers(rows: list[np.ndarray]) -> np.ndarray:
    """In billionths, the four bytes of each number apart: equal high bytes stand together and pack well."""
    whole = np.rint(np.stack(rows) / UNIT).astype("<i4")
    return np.ascontiguousarray(whole.view(np.uint8).reshape(*whole.shape, 4).transpose(2, 0, 1))


def _fractions(planes: np.ndarray) -> np.ndarray:
    whole = np.ascontiguousarray(planes.transpose(1, 2, 0)).view("<i4")[..., 0]
    return np.asarray(whole * UNIT)


def _terms(record: Mapping[str, Any]) -> dict[str, Any]:
    """A new version of autarky does not make its cuts wrong; a test would."""
    return {k: v for k, v in record.items() if k != "autarky"}


@cache
def _load() -> tuple[dict[str, Any], dict[str, SolvedCut]]:
    path = files("autarky.cuts").joinpath(FILE)
    if not path.is_file():
        return {}, {}
    try:
        kept = read_arrays(Path(str(path)), ("welfare", "real_gdp", "key", "residual", "record"))
    except DamagedError as e:
        raise AutarkyError(f"{path} is damaged ({e}); install autarky again") from e
    welfare, real_gdp = (_fractions(kept[f]) for f in ("welfare", "real_gdp"))
    keys, residual = kept["key"], kept["residual"]
    cuts = {str(k): SolvedCut(welfare[j], real_gdp[j], float(residual[j])) for j, k in enumerate(keys)}
    return json.loads(str(kept["record"])), cuts
