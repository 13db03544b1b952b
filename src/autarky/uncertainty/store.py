"""Draws as a Parquet table: one row per horizon, draw and economy."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from autarky.files.writing import replacing
from autarky.uncertainty.propagate import Draws


def write_draws(path: Path, draws: Sequence[Draws]) -> None:
    """Columns years, draw, economy, welfare, real_gdp (fractions; null where a draw has no equilibrium)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = []
    for d in draws:
        count, N = d.welfare.shape
        codes = pa.array(np.tile(np.arange(N, dtype=np.int32), count))
        tables.append(
            pa.table(
                {
                    "years": np.full(count * N, d.years),
                    "draw": np.repeat(np.arange(count, dtype=np.int32), N),
                    "economy": pa.DictionaryArray.from_arrays(codes, pa.array(list(d.economies))),
                    "welfare": pa.array(d.welfare.ravel(), from_pandas=True),
                    "real_gdp": pa.array(d.real_gdp.ravel(), from_pandas=True),
                }
            )
        )
    with replacing(path) as temporary:
        pq.write_table(pa.concat_tables(tables), temporary, compression="zstd")
