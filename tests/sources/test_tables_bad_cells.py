"""Damaged and altered cells, rows and columns: one clear error each, whatever the layout."""

from collections.abc import Callable
from pathlib import Path

import pytest
from bad_tables import CORNER, NAMES, Grid, refuse, written
from table_cases import CASES

from autarky.sources.io.tidy import Notes


@pytest.mark.parametrize("name", NAMES)
def test_text_in_a_number_cell(tmp_path: Path, name: str) -> None:
    r, c = CORNER[name]

    def change(grid: Grid) -> None:
        grid[r + 5][c + 7] = "n.a."

    said = refuse(name, written(name, tmp_path, change), r"expected a number, found 'n\.a\.'")
    assert f"{r + 6}" in said  # the line


@pytest.mark.parametrize("name", NAMES)
def test_blank_cell_is_not_zero(tmp_path: Path, name: str) -> None:
    r, c = CORNER[name]

    def change(grid: Grid) -> None:
        grid[r + 5][c + 7] = None

    assert f"line {r + 6}" in refuse(name, written(name, tmp_path, change), "a missing figure is not zero")


@pytest.mark.parametrize("name", ["icio 2025", "figaro", "exiobase"])
def test_infinity(tmp_path: Path, name: str) -> None:
    r, c = CORNER[name]

    def change(grid: Grid) -> None:
        grid[r + 5][c + 7] = "inf"

    refuse(name, written(name, tmp_path, change), "number")


@pytest.mark.parametrize("name", NAMES)
def test_row_twice(tmp_path: Path, name: str) -> None:
    r, _ = CORNER[name]

    def change(grid: Grid) -> Grid:
        return [*grid[: r + 9], grid[r + 8], *grid[r + 9 :]]

    refuse(name, written(name, tmp_path, change), "2 times|twice")


@pytest.mark.parametrize("name", NAMES)
def test_row_absent(tmp_path: Path, name: str) -> None:
    r, _ = CORNER[name]

    def change(grid: Grid) -> Grid:
        return [*grid[: r + 9], *grid[r + 10 :]]

    refuse(name, written(name, tmp_path, change), "is absent|expected .*fetch the file again")


@pytest.mark.parametrize("name", NAMES)
def test_column_absent(tmp_path: Path, name: str) -> None:
    _, c = CORNER[name]

    def change(grid: Grid) -> Grid:
        return [[*row[: c + 9], *row[c + 10 :]] for row in grid]

    refuse(name, written(name, tmp_path, change), "is absent|expected .*fetch the file again")


@pytest.mark.parametrize("name", NAMES)
def test_cut_off_between_two_lines(tmp_path: Path, name: str) -> None:
    def change(grid: Grid) -> Grid:
        return grid[: len(grid) // 2]

    refuse(name, written(name, tmp_path, change), "cut off|is absent")


@pytest.mark.parametrize("name", ["icio 2025", "figaro", "wiod 2013", "wiod 2016", "adb"])
def test_cut_off_behind_the_industries(tmp_path: Path, name: str) -> None:
    below = {"icio 2025": 3, "figaro": 6}.get(name, 8)

    def change(grid: Grid) -> Grid:
        return grid[:-below]

    refuse(
        name,
        written(name, tmp_path, change),
        r"row \w+ \((taxes|value added)\) is absent; the file is cut off",
    )


@pytest.mark.parametrize("name", NAMES)
def test_altered_figure_breaks_the_totals(tmp_path: Path, name: str) -> None:
    r, c = CORNER[name]

    def change(grid: Grid) -> None:
        row = max(range(r, r + 30), key=lambda k: float(grid[k][c + k - r]))
        cell = c + row - r + 1  # beside the diagonal, where sales and costs would move together
        grid[row][cell] = 1000 * float(grid[row][cell])

    refuse(name, written(name, tmp_path, change), r"misses (sales|costs) = output by .* damaged or altered")


def test_two_codes_of_one_economy(tmp_path: Path) -> None:
    def change(grid: Grid) -> Grid:
        return [[str(c).replace("MX_", "GR_") if isinstance(c, str) else c for c in row] for row in grid]

    refuse("figaro", written("figaro", tmp_path, change), "EL and GR both mean GRC")


def test_zeros_left_blank_all_over_are_zeros(tmp_path: Path) -> None:
    def blank(share: float) -> Callable[[Grid], None]:
        def change(grid: Grid) -> None:
            r, c = CORNER["wiod 2013"]
            N = (len(grid) - r - 8) // 35
            small = sorted(
                (abs(float(grid[a][b])), a, b) for a in range(r, r + 35 * N) for b in range(c, c + 35 * N)
            )
            for _, a, b in small[: int(share * len(small))]:
                grid[a][b] = None

        return change

    case = CASES["wiod 2013"]
    notes = Notes()
    case.source.read_table(written("wiod 2013", tmp_path, blank(0.05)), case.piece, notes)
    assert any("read as no flow; the totals hold" in note for note in notes)
    refuse("wiod 2013", written("wiod 2013", tmp_path, blank(0.9)), "misses")
    refuse("wiod 2013", written("wiod 2013", tmp_path, blank(0.001)), "a missing figure is not zero")
