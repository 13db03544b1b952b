"""What sources of inter-country tables share: the tidy form of a table, and the way back from it.

Tidy columns: `origin`, `sector`, `destination`, `use`, `value`. `use` is an industry or a final use of the
destination. Rows that no economy sells have an empty origin and the sector TLS (taxes less subsidies on
products), VA (value added) or OUT (output as published). Cells that are zero in the publisher's table have no row.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

from autarky.errors import WorldError
from autarky.sources.base import Source
from autarky.sources.io.tidy import Column, Notes, read_record, stream_tidy
from autarky.sources.mrio.crosswalk import icio_industries
from autarky.world.tables.table import OUTPUT, TAXES, VALUE_ADDED, InterCountryTable

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = (
    Column("origin", "label", "", "ISO3 of the seller; empty in rows TLS, VA and OUT"),
    Column("sector", "label", "", "industry that sells, or TLS, VA, OUT"),
    Column("destination", "label", "", "ISO3 of the buyer"),
    Column("use", "label", "", "industry or final use of the buyer"),
    Column("value", "float64", "USD million", "value at basic prices"),
)


@runtime_checkable
class TableSource(Source, Protocol):
    """A source whose tidy tables are inter-country input-output tables."""

    @property
    def inventories(self) -> tuple[str, ...]:
        """Final uses that are changes of stocks."""
        ...

    @property
    def industry_names(self) -> Mapping[str, str]: ...


def tidy_of(table: InterCountryTable, notes: Notes) -> "Iterator[pa.RecordBatch]":
    """The tidy rows of a table, in batches of whole origins; zeros are left out. Labels go to `notes`."""
    notes.labels |= {
        "economy": table.economies, "industry": table.industries, "final_use": table.final_uses,
    }  # fmt: skip
    N, J, K = len(table.economies), len(table.industries), len(table.final_uses)
    users = (*table.industries, *table.final_uses)
    sectors = (*table.industries, TAXES, VALUE_ADDED, OUTPUT)
    origins = (*table.economies, "")
    for i in range(N):
        block = np.concatenate([table.intermediate[i], table.final[i]], axis=2)  # (J, N, J + K)
        s, n, u = np.nonzero(block)
        yield _batch(origins, sectors, table.economies, users, np.full(s.size, i), s, n, u, block[s, n, u])
    for row, (array, columns) in enumerate(((table.taxes, J + K), (table.value_added, J), (table.output, J))):
        n, u = np.nonzero(array[:, :columns])
        yield _batch(
            origins, sectors, table.economies, users,
            np.full(n.size, N), np.full(n.size, J + row), n, u, array[n, u],
        )  # fmt: skip


def _batch(
    origins: Sequence[str],
    sectors: Sequence[str],
    destinations: Sequence[str],
    users: Sequence[str],
    i: np.ndarray,
    s: np.ndarray,
    n: np.ndarray,
    u: np.ndarray,
    value: np.ndarray,
) -> "pa.RecordBatch":
    import pyarrow as pa

    def labelled(codes: np.ndarray, labels: Sequence[str]) -> "pa.DictionaryArray":
        return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(list(labels)))

    return pa.RecordBatch.from_arrays(
        [
            labelled(i, origins),
            labelled(s, sectors),
            labelled(n, destinations),
            labelled(u, users),
            pa.array(value),
        ],
        names=[c.name for c in COLUMNS],
    )


def read_table(
    path: Path, *, inventories: Sequence[str] = (), industry_names: Mapping[str, str] | None = None
) -> InterCountryTable:
    """The inter-country table in a tidy file; `InputError` or `WorldError` naming the file where it is none."""
    record = read_record(path)
    try:
        economies, industries, final_uses = (record.labels[k] for k in ("economy", "industry", "final_use"))
    except KeyError:
        raise WorldError(f"{path} is from {record.source}, which has no inter-country tables") from None
    N, J, K = len(economies), len(industries), len(final_uses)
    full = np.zeros((N, J, N, J + K))
    below = np.zeros((3, N, J + K))
    for batch in stream_tidy(path, [c.name for c in COLUMNS]):
        i = _codes(batch, "origin", (*economies, ""), path)
        s = _codes(batch, "sector", (*industries, TAXES, VALUE_ADDED, OUTPUT), path)
        n = _codes(batch, "destination", economies, path)
        u = _codes(batch, "use", (*industries, *final_uses), path)
        value = batch.column("value").to_numpy()
        sold = i < N
        full[i[sold], s[sold], n[sold], u[sold]] = value[sold]
        below[s[~sold] - J, n[~sold], u[~sold]] = value[~sold]
    return InterCountryTable(
        economies=economies,
        industries=industries,
        final_uses=final_uses,
        intermediate=np.ascontiguousarray(full[..., :J]),
        final=np.ascontiguousarray(full[..., J:]),
        taxes=below[0],
        value_added=below[1][:, :J],
        output=below[2][:, :J],
        year=record.years[0],
        unit=record.unit,
        inventories=tuple(u for u in inventories if u in final_uses),
        industry_names=dict(industry_names or {}),
        icio=icio_industries(industries),
        attrs={
            "name": f"{record.source}-{record.key}",
            "title": f"{record.title}, {record.key}",
            "source": record.title,
            "licence": record.licence,
            "citation": record.citation,
            "url": record.url,
            "raw_file": record.raw_file,
            "raw_sha256": record.sha256,
        },
    )


def _codes(batch: "pa.RecordBatch", name: str, labels: Sequence[str], path: Path) -> np.ndarray:
    """Positions in `labels` of a dictionary-encoded column."""
    column = batch.column(name)
    at = {label: k for k, label in enumerate(labels)}
    try:
        position = np.array([at[str(x)] for x in column.dictionary.to_pylist()], dtype=np.int64)
    except KeyError as e:
        raise WorldError(
            f"{path}: {name} {e} is not among the labels of its record; fetch it again"
        ) from None
    return position[column.indices.to_numpy()]
