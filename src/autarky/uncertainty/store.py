"""Draws as a tidy Parquet table: one row per horizon, draw and figure; and back."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from autarky.errors import InputError
from autarky.files.decoding import DamagedError, decoding
from autarky.files.writing import replacing
from autarky.uncertainty.draws import Draws
from autarky.uncertainty.rows import BY_ECONOMY, Row

LABELS = ("quantity", "economy", "sector", "partner")


def write_draws(path: Path, draws: Sequence[Draws]) -> None:
    """Columns years, draw, quantity, economy, sector, partner, value (null where a draw has no equilibrium)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = []
    for d in draws:
        present = [q for q in BY_ECONOMY if getattr(d, q).size]
        rows = [*(Row(q, c) for q in present for c in d.economies), *d.rows]
        values = np.concatenate([*(getattr(d, q) for q in present), *([d.kept] if d.rows else [])], axis=1)
        count, width = values.shape
        columns: dict[str, Any] = {
            "years": np.full(values.size, d.years),
            "draw": np.repeat(np.arange(count, dtype=np.int32), width),
        }
        for label in LABELS:
            names = [getattr(r, label) for r in rows]
            codes, known = _codes(names)
            columns[label] = pa.DictionaryArray.from_arrays(pa.array(np.tile(codes, count)), pa.array(known))
        columns["value"] = pa.array(values.ravel(), from_pandas=True)
        tables.append(pa.table(columns))
    with replacing(path) as temporary:
        pq.write_table(pa.concat_tables(tables).unify_dictionaries(), temporary, compression="zstd")


def _codes(names: Sequence[str]) -> tuple[np.ndarray, list[str]]:
    known = list(dict.fromkeys(names))
    at = {n: j for j, n in enumerate(known)}
    return np.array([at[n] for n in names], dtype=np.int32), known


def read_draws(path: Path, source: dict[str, Any]) -> list[Draws]:
    """What `write_draws` wrote, by horizon; `z` is not stored and has no columns. `source` as in `Draws`.

    Raises `InputError` for a file that is damaged or of another version.
    """
    import pyarrow.parquet as pq

    try:
        with decoding():
            table = pq.read_table(path)
            years = table["years"].to_numpy()
            draw = table["draw"].to_numpy()
            labels = [table[c].to_pylist() for c in LABELS]
            values = table["value"].to_numpy()
    except DamagedError as e:
        raise InputError(f"{path} is damaged or of another version ({e}); run the scenario again") from None
    found = []
    for at in dict.fromkeys(years.tolist()):
        here = np.flatnonzero(years == at)
        count = int(draw[here].max()) + 1
        if here.size % count:
            raise InputError(f"{path} is cut short; run the scenario again")
        width = here.size // count
        rows = [Row(*(column[k] for column in labels)) for k in here[:width]]
        found.append(_draws(float(at), rows, values[here].reshape(count, width), source))
    return found


def _draws(years: float, rows: list[Row], values: np.ndarray, source: dict[str, Any]) -> Draws:
    count = len(values)
    economies = tuple(r.economy for r in rows if r.quantity == "welfare")
    columns = {q: [j for j, r in enumerate(rows) if r.quantity == q] for q in BY_ECONOMY}
    others = [j for j, r in enumerate(rows) if r.quantity not in BY_ECONOMY]
    made = Draws(
        years=years,
        economies=economies,
        welfare=values[:, columns["welfare"]],
        real_gdp=values[:, columns["real_gdp"]],
        z=np.empty((count, 0)),
        groups=(),
        variant=np.zeros(count, dtype=int),
        seed=int(source.get("seed", 0)),
        rows=tuple(rows[j] for j in others),
        kept=values[:, others],
        source=source,
    )
    prices = columns["consumer_prices"]
    return replace(made, consumer_prices=values[:, prices]) if prices else made
