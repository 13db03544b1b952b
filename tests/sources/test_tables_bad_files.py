"""Cut off, foreign and unsafe files, other years and other editions: one clear error each, whatever the layout."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bad_tables import NAMES, Grid, refuse, written
from official_sheets import wiod_2016_frame
from official_tables import zipped
from table_cases import CASES

from autarky.sources.get import piece_of_file


@pytest.mark.parametrize("name", ["icio 2025", "figaro", "figaro flat"])
def test_cut_off_within_a_line(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    path = case.write(tmp_path, case.table())
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) * 2 // 3])
    refuse(name, path, "cut off|is absent|has no rows|expected a number|cells, expected")


@pytest.mark.parametrize("name", ["wiod 2013", "wiod 2016", "wiod 2016 stata", "adb", "exiobase"])
def test_cut_off_binary(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    path = case.write(tmp_path, case.table())
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) * 2 // 3])
    refuse(name, path, "damaged")


@pytest.mark.parametrize("name", CASES)
def test_page_of_html(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    path = tmp_path / case.write(tmp_path, case.table()).name
    path.write_text("<!DOCTYPE html><html><title>404 Not Found</title></html>")
    refuse(name, path, "HTML|web page")


@pytest.mark.parametrize("name", CASES)
def test_empty_file(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    path = case.write(tmp_path, case.table())
    path.write_bytes(b"")
    refuse(name, path, "empty|damaged")


@pytest.mark.parametrize("name", CASES)
def test_no_file(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    path = case.write(tmp_path, case.table())
    path.unlink()
    refuse(name, path, "there is no file")


@pytest.mark.parametrize("name", CASES)
def test_another_year(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    path = case.write(tmp_path, case.table())
    other = {
        "wiod 2013": "2008", "wiod 2016": "2010", "wiod 2016 stata": "2010", "adb": "62-2019",
        "exiobase": "3.8.2-2011", "icio 2023": "2023-2011", "figaro": "2025-2016", "figaro flat": "2025-2016",
    }  # fmt: skip
    key = other.get(name, case.key.replace("2022", "2019"))
    year = key.split("-")[-1]
    refuse(name, path, f"expected the table of {year}", key)
    if name.startswith(("wiod", "adb")):  # the year is inside
        renamed = path.rename(tmp_path / f"table_{year}{path.suffix}")
        refuse(name, renamed, f"expected the table of {year}", key)


@pytest.mark.parametrize("name", NAMES)
def test_unknown_economy(tmp_path: Path, name: str) -> None:
    def renamed(cell: Any) -> Any:
        if isinstance(cell, str) and re.fullmatch(r"(GRC|EL|GR)(_.*)?", cell):
            return re.sub("^(GRC|EL|GR)", "QQX", cell)
        return cell

    def change(grid: Grid) -> Grid:
        return [[renamed(cell) for cell in row] for row in grid]

    if name == "exiobase":
        refuse(name, written(name, tmp_path, change), "QQX")
    else:
        refuse(name, written(name, tmp_path, change), "unknown economy 'QQX'")


@pytest.mark.parametrize(
    ("name", "of", "key", "says"),
    [
        (
            "icio 2023",
            "icio 2025",
            "2025-2018",
            r"A01_02 is an industry of the 2023 edition \(key 2023-2018\)",
        ),
        ("icio 2025", "icio 2023", "2023-2018", r"A01 is an industry of the 2025 edition \(key 2025-2018\)"),
        (
            "wiod 2013",
            "wiod 2016",
            "2011",
            r"the labels are those of WIOD 2013 \(source wiod-2013\); expected WIOD 2016",
        ),
        (
            "wiod 2016",
            "wiod 2013",
            "2011",
            r"the labels are those of WIOD 2016 \(source wiod-2016\); expected WIOD 2013",
        ),
    ],
)
def test_labels_of_another_edition(tmp_path: Path, name: str, of: str, key: str, says: str) -> None:
    table = replace(CASES[name].table(), year=int(key[-4:]))
    path = CASES[name].write(tmp_path, table)
    path = path.rename(tmp_path / f"table{path.suffix}")  # nothing but labels is wrong
    refuse(of, path, says, key)


def test_figaro_by_product_is_refused(tmp_path: Path) -> None:
    def product(cell: Any) -> str:
        return re.sub(r"^(\w{2}|FIGW1)_(?=[A-U])", r"\1_CPA_", str(cell))

    def change(grid: Grid) -> Grid:
        return [
            [product(c) if k == 0 or not r else c for k, c in enumerate(row)] for r, row in enumerate(grid)
        ]

    refuse("figaro", written("figaro", tmp_path, change), "is an industry of the product-by-product table")


def test_exiobase_by_product_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "IOT_2019_pxp.zip", {"IOT_2019_pxp/Z.txt": "nothing"})
    refuse("exiobase", path, r"product-by-product table \(pxp\); take IOT_2019_ixi.zip")


def test_flat_list_with_a_pair_twice_and_with_text(tmp_path: Path) -> None:
    case = CASES["figaro flat"]
    path = case.write(tmp_path, case.table())
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines, lines[100]]))
    refuse("figaro flat", path, rf"lines 101 and {len(lines) + 1}: .* is there 2 times")
    bad = lines[1000].rsplit(",", 1)[0] + ",confidential\n"
    path.write_text("".join([*lines[:1000], bad, *lines[1001:]]))
    refuse("figaro flat", path, "line 1001, column obsValue: expected a number, found 'confidential'")
    path.write_text(lines[0].replace("counterpartArea", "partner") + "".join(lines[1:]))
    refuse("figaro flat", path, "line 1: no column counterpartArea")


def test_workbook_in_previous_years_prices(tmp_path: Path) -> None:
    def change(grid: Grid) -> None:
        grid[1] = ["in millions of US$, previous years' prices"]

    refuse("wiod 2016", written("wiod 2016", tmp_path, change), "previous years' prices")


def test_stata_file_with_text_and_without_columns(tmp_path: Path) -> None:
    case = CASES["wiod 2016 stata"]
    frame = wiod_2016_frame(case.table())
    path = tmp_path / "WIOT2014_October16_ROW.dta"
    frame.astype({"vGRC7": str}).to_stata(path, write_index=False, version=118)
    refuse("wiod 2016 stata", path, "column vGRC7")
    frame.assign(Year=[2014] * (len(frame) - 1) + [2013]).to_stata(path, write_index=False, version=118)
    refuse("wiod 2016 stata", path, "column Year holds 2013, 2014")
    frame.drop(columns="Country").to_stata(path, write_index=False, version=118)
    refuse("wiod 2016 stata", path, "no column Country")
    frame.rename(columns={"vGRC7": "vGRC99"}).to_stata(path, write_index=False, version=118)
    refuse("wiod 2016 stata", path, "column vGRC99")


def test_npz_that_is_something_else(tmp_path: Path) -> None:
    path = tmp_path / "wiot_2011.npz"
    np.savez(path, inter=np.zeros((2, 2)))
    refuse("wiod 2013", path, "arrays missing: final, output, countries, industries")
    labels = {"countries": np.array(["AUS"]), "industries": np.array(["c1", "c2"])}
    np.savez(path, inter=np.zeros((2, 3)), final=np.zeros((2, 5)), output=np.zeros(2), **labels)
    refuse("wiod 2013", path, r"inter has shape \(2, 3\), expected \(2, 2\)")
    np.savez(path, inter=np.array([[{}]]), final=np.zeros((2, 5)), output=np.zeros(2), **labels)
    refuse("wiod 2013", path, "damaged")


def test_archive_that_climbs_out(tmp_path: Path) -> None:
    path = tmp_path / "2016-2022_SML.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../2022_SML.csv", "V1,A\n")
    refuse("icio 2025", path, "leads out of the folder")


def test_bomb_in_a_workbook_and_a_page_saved_as_zip(tmp_path: Path) -> None:
    path = zipped(tmp_path / "wiot11_row_sep12.xlsx", {"xl/worksheets/sheet1.xml": bytes(150 << 20)})
    refuse("wiod 2013", path, "zip bomb")
    path = tmp_path / "2016-2022_SML.zip"
    path.write_text("<html><title>Service unavailable</title></html>")
    refuse("icio 2025", path, "Service unavailable")


@pytest.mark.parametrize(
    ("name", "file", "key"),
    [
        ("icio 2025", "2022_SML.csv", "2025-2022"),
        ("icio 2025", "2022.csv", "2025-ext-2022"),
        ("icio 2025", "ICIO2023_2018_SML.csv", "2023-2018"),
        ("icio 2025", "ICIO2023_2018.csv", "2023-ext-2018"),
        ("icio 2025", "2016-2022_SML.zip", None),
        ("wiod 2013", "wiot11_row_sep12.xlsx", "2011"),
        ("wiod 2013", "wiot_2008.npz", "2008"),
        ("wiod 2016", "WIOT2014_October16_ROW.dta", "2014"),
        ("adb", "ADB-MRIO62-2022.xlsx", "62-2022"),
        ("adb", "ADB-MRIO72-2022.xlsx", "72-2022"),
        ("figaro", "matrix_eu-ic-io_ind-by-ind_25ed_2022.csv", "2025-2022"),
        ("figaro", "flatfile_eu-ic-io_ind-by-ind_25ed_2010.csv", "2025-2010"),
        ("exiobase", "IOT_2019_ixi.zip", "3.8.2-2019"),
    ],
)
def test_name_of_a_file_says_which_piece_it_is(name: str, file: str, key: str | None) -> None:
    piece = piece_of_file(CASES[name].source, Path(file))
    assert (piece.key if piece else None) == key


def test_figaro_of_another_edition(tmp_path: Path) -> None:
    case = CASES["figaro"]
    path = case.write(tmp_path, case.table()).rename(tmp_path / "matrix_eu-ic-io_ind-by-ind_24ed_2022.csv")
    assert piece_of_file(case.source, path) == next(p for p in case.source.pieces() if p.key == "2024-2022")
    refuse("figaro", path, "is of edition 2024, expected 2025; use key 2024-2022")


def test_date_in_a_title_is_not_the_year(tmp_path: Path) -> None:
    path = written("adb", tmp_path, lambda grid: None)  # "as of August 2023" stands in its title
    refuse("adb", path, "the table in it says 2022, expected the table of 2023", "62-2023")
