"""Reading inter-country tables printed as a list: seller, buyer, value."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from autarky.errors import InputError
from autarky.sources.io.tidy import Notes
from autarky.sources.mrio.block import Block

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK = 32 << 20


def is_flat(head: bytes, names: Sequence[str]) -> bool:
    """Whether the first line of a file has the last column of `names`."""
    return names[-1].casefold() in head.decode("utf-8", "replace").casefold()


def read_flat(stream: BinaryIO, file: str, head: bytes, names: Sequence[str], notes: Notes) -> Block:
    """The list in `stream` (behind its first line, `head`), with columns `names`: seller's economy and item, buyer's
    economy and item, value; spelled in any case, `Ii` also as `Pi`. Pairs that are not listed are 0.
    """
    mark, columns = _columns(head, file, names)
    seen: dict[str, dict[str, int]] = {name: {} for name in names[:4]}
    keys: list[list[np.ndarray]] = [[], [], [], []]
    values: list[np.ndarray] = []
    line = 1
    for batch in _batches(stream, file, mark, columns, names):
        for k, name in enumerate(names[:4]):
            keys[k].append(_codes(batch.column(columns.index(name)), seen[name]))
        value = batch.column(columns.index(names[4]))
        if value.null_count:
            at = int(np.argmax(value.is_null().to_numpy(zero_copy_only=False)))
            raise InputError(
                f"{file}, line {line + at + 1}: no value; a missing figure is not zero: fetch it again"
            )
        values.append(value.to_numpy())
        line += batch.num_rows
    if not values:
        raise InputError(f"{file}: no line below the header; the file is cut off: fetch it again")
    e, i, d, u = (np.concatenate(k) for k in keys)
    made = np.concatenate(values)
    labels = [list(seen[name]) for name in names[:4]]
    row, rows = _pairs(e, i, labels[0], labels[1])
    column, users = _pairs(d, u, labels[2], labels[3])
    flat = row * len(users) + column
    count = np.bincount(flat, minlength=len(rows) * len(users))
    if count.max() > 1:
        k = int(np.argmax(count))
        twice = np.flatnonzero(flat == k) + 2
        raise InputError(
            f"{file}, lines {twice[0]} and {twice[1]}: {' '.join(rows[k // len(users)])} to"
            f" {' '.join(users[k % len(users)])} is there {count[k]} times; fetch it again"
        )
    table = np.zeros(len(rows) * len(users))
    table[flat] = made
    absent = int((count == 0).sum())
    if absent:
        notes.append(f"{absent:,} pairs of seller and buyer are not listed in the file and were read as 0.")
    return Block(file, table.reshape(len(rows), len(users)), rows, users, [0] * len(rows))


def _columns(head: bytes, file: str, names: Sequence[str]) -> tuple[str, list[str]]:
    text = head.decode("utf-8-sig", "replace").strip()
    mark = max(",;\t", key=text.count)
    known = {n.casefold(): n for n in names} | {n.casefold().replace("ii", "pi"): n for n in names}
    columns = [known.get(c.strip().strip('"').casefold(), c.strip()) for c in text.split(mark)]
    missing = [n for n in names if columns.count(n) != 1]
    if missing:
        raise InputError(f"{file}, line 1: no column {', '.join(missing)}; expected {', '.join(names)}")
    return mark, columns


def _batches(stream: BinaryIO, file: str, mark: str, columns: list[str], names: Sequence[str]) -> "Any":
    import pyarrow as pa
    import pyarrow.csv as csv

    types: dict[str, Any] = {n: pa.dictionary(pa.int32(), pa.string()) for n in names[:4]}
    line = 1
    while block := stream.readlines(CHUNK):
        joined = b"".join(block)
        decimal = "," if mark != "," and b"," in joined else "."
        try:
            table = csv.read_csv(
                io.BytesIO(joined),
                read_options=csv.ReadOptions(column_names=columns, block_size=len(joined) + 1),
                parse_options=csv.ParseOptions(delimiter=mark),
                convert_options=csv.ConvertOptions(
                    column_types=types | {names[4]: pa.float64()}, null_values=[""], decimal_point=decimal
                ),
            )
        except pa.ArrowInvalid as e:
            raise InputError(
                f"{file}, {_bad_line(block, line, mark, columns, names[4])}; fetch it again"
            ) from e
        yield from table.combine_chunks().to_batches()
        line += len(block)


def _bad_line(block: list[bytes], line: int, mark: str, columns: list[str], value: str) -> str:
    for k, raw in enumerate(block, start=line + 1):
        cells = raw.decode("utf-8", "replace").rstrip("\r\n").split(mark)
        if len(cells) != len(columns):
            return f"line {k}: {len(cells)} cells, expected {len(columns)}; the file is cut off or damaged"
        text = cells[columns.index(value)].strip('"')
        try:
            float(text.replace(",", ".") or 0)
        except ValueError:
            return f"line {k}, column {value}: expected a number, found {text[:40]!r}"
    return f"lines {line + 1} to {line + len(block)}: not a table of numbers"


def _codes(column: "pa.DictionaryArray", seen: dict[str, int]) -> np.ndarray:
    at = np.array([seen.setdefault(str(x), len(seen)) for x in column.dictionary.to_pylist()], dtype=np.int64)
    return at[column.indices.to_numpy(zero_copy_only=False).astype(np.int64)]


def _pairs(
    a: np.ndarray, b: np.ndarray, first: list[str], second: list[str]
) -> tuple[np.ndarray, list[tuple[str, str]]]:
    """Positions of pairs in the order of first appearance, and the pairs."""
    both = a * len(second) + b
    unique, at, inverse = np.unique(both, return_index=True, return_inverse=True)
    order = np.argsort(at)
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    labels = [(first[k // len(second)], second[k % len(second)]) for k in unique[order]]
    return rank[inverse], labels
