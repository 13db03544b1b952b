"""Reading inter-country tables in Excel files (.xlsx, .xlsb, .xls): labels in some first rows and columns."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autarky.errors import InputError, did_you_mean
from autarky.files.decoding import DamagedError, decoding
from autarky.sources.io.archive import found_in
from autarky.sources.io.limits import unpacking
from autarky.sources.mrio.block import Block
from autarky.sources.mrio.layout import Layout
from autarky.sources.mrio.source import opened

TOP = 12  # rows and columns in which labels are looked for
NUMBERS = {float, int}
EXCEL = (".xlsx", ".xlsb", ".xls", ".xlsm")


def read_sheet(
    path: Path,
    layout: Layout,
    patterns: Sequence[str],
    sheets: Sequence[str],
    texts: Mapping[str, str],
) -> tuple[Block, list[str]]:
    """The table in the first of `sheets` (beginnings of names; any sheet where none fits), and the titles on top.

    `path` is a workbook or an archive with one that fits `patterns`. `texts` are words in a heading -> the item it
    stands for, where the publisher has no code. Raises `InputError` naming row and column.
    """
    raw, file = _raw(path, patterns)
    name, cells = _cells(raw, file, sheets)
    where = f"{file} (sheet {name})"
    down, item_row, economy_row = _headings(cells, layout, where)
    across, item_column, economy_column = _headings(_turned(cells), layout, where)
    titles = [
        name,
        *(str(c) for row in cells[:down] for c in row[:across] if isinstance(c, str) and c.strip()),
    ]
    kept = [
        c for c in range(across, len(cells[item_row])) if any(str(cells[r][c]).strip() for r in range(down))
    ]
    columns = [
        _column([str(cells[r][c]).strip() for r in range(down)], item_row, economy_row, layout, texts)
        for c in kept
    ]
    rows, lines, numbers = [], [], []
    for r in range(down, len(cells)):
        head = cells[r][:across]
        values = [cells[r][c] for c in kept]
        if not any(type(v) in NUMBERS for v in values):
            continue  # a footnote
        item = _item([head[item_column], *head], layout, texts)
        rows.append(("" if item in layout.rows else str(head[economy_column]).strip(), item))
        lines.append(r + 1)
        numbers.append(_numbers(values, where, r + 1, columns))
    if not rows:
        raise InputError(f"{where}: no numbers below the labels; is it the table itself?")
    return Block(where, np.array(numbers), rows, columns, lines, join=" "), titles


def _raw(path: Path, patterns: Sequence[str]) -> tuple[bytes, str]:
    """The bytes of the workbook, checked as the zip that it is inside."""
    if path.suffix.casefold() in EXCEL:
        if not path.is_file():
            raise InputError(f"there is no file {path}")
        raw, file = path.read_bytes(), path.name
    else:
        with opened(path, *patterns) as (stream, file):
            raw = stream.read()
    if raw[:1] == b"<":
        raise InputError(f"{file} is a web page, not an Excel file; fetch it again")
    if raw[:2] == b"PK":
        with unpacking(file), zipfile.ZipFile(io.BytesIO(raw)) as inside:
            found_in(inside, file, len(raw))
    return raw, file


def _cells(raw: bytes, file: str, sheets: Sequence[str]) -> tuple[str, list[list[Any]]]:
    from python_calamine import CalamineWorkbook

    try:
        with decoding():
            book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
            names = book.sheet_names
            fitting = [n for s in sheets for n in names if n.casefold().startswith(s.casefold())]
            name = (fitting or names)[0]
            return name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except DamagedError as e:
        raise InputError(f"{file} is damaged, cut short or no Excel file ({e}); fetch it again") from e


def _turned(cells: list[list[Any]]) -> list[list[Any]]:
    """The first columns as rows."""
    width = min(TOP, len(cells[0]) if cells else 0)
    return [[row[c] for row in cells] for c in range(width)]


def _headings(cells: list[list[Any]], layout: Layout, where: str) -> tuple[int, int, int]:
    """Number of heading rows, and which of them hold items and economies."""
    items = set(layout.industries)
    top = [[str(c).strip() for c in row] for row in cells[:TOP]]
    found = [sum(c in items for c in row) for row in top]
    for other, codes in layout.others.items():
        if max((sum(c in codes for c in row) for row in top), default=0) > max(found, default=0):
            raise InputError(f"{where}: the labels are those of {other}; expected {layout.edition}")
    if not found or max(found) < 2:
        near = ""
        for row in top:
            words = [c for c in row if c]
            near = near or did_you_mean(words[-1] if words else "", items)
        raise InputError(f"{where}: no labels of {layout.edition} in the first {TOP} rows and columns{near}")
    item = found.index(max(found))
    at = [k for k, c in enumerate(top[item]) if c in items]
    economies = [_looks_like_economies([row[k] for k in at], layout) for row in top]
    economies[item] = 0
    if max(economies) == 0:
        raise InputError(
            f"{where}: no economies beside the industries {top[item][at[0]]} ...; is it the whole table?"
        )
    economy = economies.index(max(economies))
    last = max(item, economy)
    # further headings below (a second code of industries) are text at these columns too
    while last + 1 < len(top) and all(not isinstance(cells[last + 1][k], float | int) for k in at[:3]):
        last += 1
    return last + 1, item, economy


def _looks_like_economies(labels: Sequence[str], layout: Layout) -> int:
    """How many of `labels` are short codes that come in runs, as economies do."""
    codes = [c for c in labels if 2 <= len(c) <= 5 and c.isalpha() and c not in layout.items]
    return len(codes) if len(set(codes)) <= max(1, len(codes) // 2) else 0


def _column(
    headings: Sequence[str], item: int, economy: int, layout: Layout, texts: Mapping[str, str]
) -> tuple[str, str]:
    found = _item([headings[item], *headings], layout, texts)
    if headings[economy] in layout.nowhere and found not in layout.items and layout.columns:
        found = next(iter(layout.columns))  # the one column of no economy is the total
    return "" if found in layout.columns else headings[economy], found


def _item(headings: Sequence[Any], layout: Layout, texts: Mapping[str, str]) -> str:
    """The code of an item, or what its words mean."""
    for cell in headings:
        if str(cell).strip() in layout.items:
            return str(cell).strip()
    for cell in headings:
        for words, item in texts.items():
            if words in str(cell).casefold():
                return item
    return str(headings[0]).strip()


def _numbers(values: Sequence[Any], where: str, row: int, columns: Sequence[tuple[str, str]]) -> np.ndarray:
    if set(map(type, values)) <= NUMBERS:
        return np.array(values, dtype=float)
    made = np.empty(len(values))
    for k, v in enumerate(values):
        if type(v) in NUMBERS:
            made[k] = v
        elif v is None or (isinstance(v, str) and not v.strip()):
            made[k] = np.nan
        else:
            raise InputError(
                f"{where}, row {row}, column {' '.join(columns[k])}: expected a number, found {str(v)[:40]!r}; fetch"
                " the file again"
            )
    return made
