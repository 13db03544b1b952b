"""The rows of a study in one piece: a table, one file, or a cube with a dimension for each axis."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky.errors import InputError
from autarky.files.writing import replacing
from autarky.studies.result_files import MANIFEST, Parts, best
from autarky.studies.rows import schema

if TYPE_CHECKING:
    import pyarrow as pa
    import xarray as xr

FORMATS = (".parquet", ".csv", ".csv.gz", ".nc")
MOST_SORTED = 200_000  # cases; a file of more has its parts one after the other, as they were solved
MOST_CELLS = 500_000_000  # of a cube: 4 GB for each of welfare and real GDP
MEASURES = {"welfare": "change of welfare, equivalent variation", "real_gdp": "change of real GDP"}


def read_study(parts: Parts) -> "pa.Table":
    """All rows there are, each case once, in order of case; an empty table where there are none yet.

    Parts that turn out damaged are left out (and logged); running the study again solves their cases.
    """
    import pyarrow as pa

    tables = list(_pieces(parts))
    if not tables:
        return _schema(parts).empty_table()
    whole = pa.concat_tables(tables)
    order = np.argsort(whole.column("case").to_numpy(), kind="stable")  # economies stay in the world's order
    return whole.take(pa.array(order))


def _schema(parts: Parts) -> "pa.Schema":
    return schema((parts.store.read_json(parts.name, MANIFEST) or {}).get("columns", {}))


def _pieces(parts: Parts) -> "Iterator[pa.Table]":
    """The rows of each part, no case twice."""
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = _schema(parts)
    chosen: dict[str, list[int]] = {}
    for entry in best(parts.entries()).values():
        chosen.setdefault(entry.part, []).append(entry.case)
    for name, cases in chosen.items():
        table = parts.read(name)
        if table is None:
            continue
        table = table.replace_schema_metadata(None).cast(wanted)
        if len(pc.unique(table.column("case"))) > len(cases):
            table = table.filter(pc.is_in(table.column("case"), value_set=pa.array(cases, pa.int64())))
        yield table


def check_format(path: Path) -> str:
    """The format of `path`. Raises `InputError` for others, and where the folder does not exist."""
    ending = next((f for f in FORMATS if path.name.endswith(f)), None)
    if ending is None:
        raise InputError(f"--out {path}: expected a name that ends in {', '.join(FORMATS)}")
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise InputError(f"--out {path}: expected a file in a folder that exists")
    return ending


def write_export(parts: Parts, path: Path) -> int:
    """Write the study as one file, by the ending of its name; how many rows (cells of a cube) it has."""
    ending = check_format(path)
    if ending == ".nc":
        return _write_cube(parts, path)
    manifest = parts.store.read_json(parts.name, MANIFEST) or {}
    many = int(manifest.get("cases", 0)) > MOST_SORTED
    pieces = _pieces(parts) if many else iter([read_study(parts)])
    rows = 0
    with replacing(path) as temporary, _writer(temporary, ending, _schema(parts)) as writer:
        for piece in pieces:
            writer.write_table(piece)
            rows += piece.num_rows
    return rows


@contextmanager
def _writer(path: Path, ending: str, columns: "pa.Schema") -> Iterator[Any]:
    """What takes tables one after the other."""
    import gzip

    import pyarrow.csv as csv
    import pyarrow.parquet as pq

    if ending == ".parquet":
        with pq.ParquetWriter(path, columns, compression="zstd") as writer:
            yield writer
    elif ending == ".csv":
        with csv.CSVWriter(path, columns) as writer:
            yield writer
    else:
        with gzip.open(path, "wb") as file, csv.CSVWriter(file, columns) as writer:
            yield writer


def _write_cube(parts: Parts, path: Path) -> int:
    data = cube(parts)
    packed = {"zlib": True, "complevel": 4, "shuffle": True}
    encoding: dict[Any, dict[str, Any]] = {
        name: dict(packed) for name, v in data.data_vars.items() if v.dtype.kind == "f"
    }
    with replacing(path) as temporary:
        data.to_netcdf(temporary, engine="h5netcdf", encoding=encoding)
    return int(data["welfare"].size)


def cube(parts: Parts, table: "pa.Table | None" = None) -> "xr.Dataset":
    """Welfare and real GDP [axes..., economy], status and reason [axes...]; NaN where there is no figure.

    An axis of one field is a dimension with its values; pairs and zipped fields are one dimension (`pair`, `zip_1`)
    with the fields as coordinates along it. Raises `InputError` where the cube would not fit into memory.
    """
    import xarray as xr

    manifest = parts.store.read_json(parts.name, MANIFEST)
    if manifest is None:
        raise InputError(f"{parts.where}: no study lies there")
    rows = read_study(parts) if table is None else table
    names = rows.column("economy").drop_null().unique().to_pylist()
    axes = manifest["axes"]
    shape = tuple(len(a["points"]) for a in axes)
    if int(manifest["cases"]) * max(1, len(names)) > MOST_CELLS:
        raise InputError(f"a cube of {manifest['cases']:,} cases does not fit; export .parquet instead")
    frame = rows.select(["case", "economy", "status", "reason", *MEASURES]).to_pandas()
    dims = tuple(str(a["name"]) for a in axes)
    variables: dict[str, Any] = {}
    known = frame["economy"].notna().to_numpy()
    where = {c: j for j, c in enumerate(names)}
    columns = frame["economy"][known].map(where).to_numpy(dtype=int) if names else np.empty(0, dtype=int)
    cases = frame["case"].to_numpy()
    for name, meaning in MEASURES.items():
        values = np.full((int(manifest["cases"]), len(names)), np.nan)
        values[cases[known], columns] = frame[name].to_numpy()[known]
        about = {"unit": "fraction", "long_name": meaning}
        variables[name] = ((*dims, "economy"), values.reshape(*shape, len(names)), about)
    once = frame.drop_duplicates("case")
    for name, missing in (("status", "left"), ("reason", "")):
        text = np.full(int(manifest["cases"]), missing, dtype=object)
        text[once["case"].to_numpy()] = once[name].fillna("").to_numpy()
        variables[name] = (dims, text.reshape(shape).astype(str))
    coordinates: dict[str, Any] = {"economy": names}
    for axis in axes:
        for j, column in enumerate(axis["columns"]):
            values = _values([p[j] for p in axis["points"]])
            alone = column == axis["name"]
            coordinates[column] = values if alone else (axis["name"], values)
    about = {k: str(manifest[k]) for k in ("name", "title", "digest", "autarky", "made")}
    return xr.Dataset(variables, coords=coordinates, attrs=about)


def _values(points: list[Any]) -> np.ndarray:
    plain = all(isinstance(p, int | float) and not isinstance(p, bool) for p in points)
    return np.array(points, dtype=float) if plain else np.array([str(p) for p in points])
