"""Files of inter-country tables with some cells changed, and what must be said of them."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from official_sheets import (
    adb_rows,
    exiobase_members,
    figaro_parts,
    save_sheet,
    wiod_2013_rows,
    wiod_2016_rows,
)
from official_tables import csv_text, icio_csv, zipped
from table_cases import CASES

from autarky.errors import InputError
from autarky.sources.io.tidy import Notes

Grid = list[list[Any]]
FLOWS = "IOT_2019_ixi/Z.txt"


def _lines(text: str, mark: str = ",") -> Grid:
    return [line.split(mark) for line in text.splitlines()]


def _joined(grid: Grid, mark: str = ",") -> str:
    return "".join(mark.join("" if c is None else str(c) for c in row) + "\n" for row in grid)


@cache
def _good(name: str) -> Grid:
    """The cells of the file of case `name`."""
    t = CASES[name].table()
    if name == "icio 2025":
        return _lines(icio_csv(t))
    if name == "figaro":
        columns, rows = figaro_parts(t)
        return _lines(csv_text(["rowLabels", *columns], rows))
    if name == "exiobase":
        return _lines(exiobase_members(t)[FLOWS], "\t")
    return {"wiod 2013": wiod_2013_rows, "wiod 2016": wiod_2016_rows, "adb": adb_rows}[name](t)


@cache
def _members() -> dict[str, str]:
    return exiobase_members(CASES["exiobase"].table())


def written(name: str, folder: Path, change: Callable[[Grid], Grid | None]) -> Path:
    """The file of case `name`, its cells changed."""
    grid = [list(row) for row in _good(name)]
    grid = change(grid) or grid
    if name == "exiobase":
        return zipped(folder / "IOT_2019_ixi.zip", {**_members(), FLOWS: _joined(grid, "\t")})
    if name in ("icio 2025", "figaro"):
        path = folder / (
            "2022_SML.csv" if name == "icio 2025" else "matrix_eu-ic-io_ind-by-ind_25ed_2022.csv"
        )
        path.write_text(_joined(grid))
        return path
    file, sheet = {
        "wiod 2013": ("wiot11_row_sep12.xlsx", "WIOT_2011"),
        "wiod 2016": ("WIOT2014_Nov16_ROW.xlsx", "2014"),
        "adb": ("ADB-MRIO62-2022.xlsx", "ADB MRIO 2022"),
    }[name]
    return save_sheet(folder / file, sheet, grid)


# row and column of the first number in the grid of each layout
CORNER = {
    "icio 2025": (1, 1),
    "figaro": (1, 1),
    "wiod 2013": (6, 4),
    "wiod 2016": (6, 4),
    "adb": (7, 5),
    "exiobase": (3, 2),
}
NAMES = tuple(CORNER)


def refuse(name: str, path: Path, pattern: str, key: str = "") -> str:
    case = CASES[name] if not key else replace(CASES[name], key=key)
    with pytest.raises(InputError) as caught:
        list(case.source.read(path, case.piece, {}, Notes()))
    message = str(caught.value)
    assert re.search(pattern, message), message
    assert path.name in message
    assert "\n" not in message
    return message
