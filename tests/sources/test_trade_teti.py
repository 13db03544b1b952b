"""Teti's Global Tariff Database: files by pair, sector and product, csv and Stata, and files that are wrong."""

import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from trade_samples import piece_of, round_trip, rows

from autarky.errors import InputError
from autarky.sources.trade.teti import SOURCE

SECTORS = """\
iso1,iso2,year,sector,tariff,mfn,tariff_w,mfn_w,tariff95,mfn95,tariff95_w,mfn95_w
RUS,BLR,2019,1511,0,9.5,0,8.1,0,9,0,8
RUS,DEU,2019,1511,9.5,9.5,8.1,8.1,9,9,8,8
DEU,BLR,2019,1511,12.4,12.4,,,10.2,10.2,,
DEU,BLR,2019,2411,4.6,4.6,5.1,5.1,4.6,4.6,5.1,5.1
DEU,BLR,2018,2411,,4.7,,5.2,,4.7,,5.2
"""
PAIRS = """\
iso1,iso2,year,tariff,mfn,tariff_w,mfn_w,tariff95,mfn95,tariff95_w,mfn95_w
RUS,BLR,2021,0,6.7,0,5.9,0,6.5,0,5.7
EU1,BLR,2021,4,4,4,4,4,4,4,4
"""
PRODUCTS = "iso1,iso2,year,hs6,tariff,mfn\nCHN,BLR,2021,310420,3,3\nCHN,BLR,2021,40690,12,12\n"
ISIC = piece_of(SOURCE, "isic33")


def written(folder: Path, text: str, name: str = "tariff_isic33_88_21_vbeta1-2024-12.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_by_sector(tmp_path: Path) -> None:
    table, _ = round_trip(SOURCE, written(tmp_path, SECTORS), ISIC, tmp_path, {"origin": ["BLR"]})
    assert rows(table, "year", "destination", "sector", "duty_type", "rate", "rate_weighted", "rate95") == [
        (
            2018,
            "DEU",
            "2411",
            "MFN",
            4.7 / 100,
            5.2 / 100,
            4.7 / 100,
        ),  # no applied rate that year: no row, not 0
        (2019, "DEU", "1511", "AHS", 12.4 / 100, None, 10.2 / 100),
        (2019, "DEU", "1511", "MFN", 12.4 / 100, None, 10.2 / 100),
        (2019, "DEU", "2411", "AHS", 4.6 / 100, 5.1 / 100, 4.6 / 100),
        (2019, "DEU", "2411", "MFN", 4.6 / 100, 5.1 / 100, 4.6 / 100),
        (2019, "RUS", "1511", "AHS", 0.0, 0.0, 0.0),  # the Union State: free
        (2019, "RUS", "1511", "MFN", 9.5 / 100, 8.1 / 100, 9 / 100),
    ]
    assert table.column("product").null_count == table.num_rows


def test_by_pair_and_by_product(tmp_path: Path) -> None:
    pairs = written(
        tmp_path, PAIRS.splitlines()[0] + "\n" + PAIRS.splitlines()[1] + "\n", "tariffsPairs_88_21.csv"
    )
    table, _ = round_trip(SOURCE, pairs, piece_of(SOURCE, "pairs"), tmp_path, {"duty_type": ["AHS"]})
    assert rows(table, "origin", "destination", "sector", "rate") == [("BLR", "RUS", None, 0.0)]
    path = written(tmp_path, PRODUCTS, "tariff_hs6.csv")
    table, _ = round_trip(SOURCE, path, piece_of(SOURCE, "hs6"), tmp_path, {"product": ["04", "3104"]})
    assert rows(table, "product", "duty_type", "rate", "rate95") == [
        ("040690", "AHS", 0.12, None),
        ("040690", "MFN", 0.12, None),
        ("310420", "AHS", 0.03, None),
        ("310420", "MFN", 0.03, None),
    ]


def test_stata_says_the_same(tmp_path: Path) -> None:
    from io import StringIO

    path = tmp_path / "tariff_isic33_88_21_vbeta1-2024-12.dta"
    pd.read_csv(StringIO(SECTORS)).astype({"sector": np.float64}).to_stata(path, write_index=False)
    text, _ = round_trip(SOURCE, written(tmp_path, SECTORS), ISIC, tmp_path)
    table, _ = round_trip(SOURCE, path, ISIC, tmp_path)
    names = table.column_names
    assert rows(table, *names) == rows(text, *names)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(InputError, match=r"damaged|cut short"):
        round_trip(SOURCE, path, ISIC, tmp_path)
    path.write_text("<!DOCTYPE html><html></html>")
    with pytest.raises(InputError, match=r"HTML|no Stata file"):
        round_trip(SOURCE, path, ISIC, tmp_path)


def test_zip_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    path = tmp_path / "tariff_isic33_88_21.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x/tariff_isic33_88_21.csv", "\ufeff" + SECTORS.replace(",", ";").replace(".", ","))
        archive.writestr("x/ref_isic33.csv", "sector;name\n1511;Meat\n")
    table, _ = round_trip(SOURCE, path, ISIC, tmp_path, {"year": ["2019"], "sector": ["2411"]})
    assert rows(table, "origin", "destination", "rate") == [("BLR", "DEU", 4.6 / 100)] * 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SECTORS + SECTORS.splitlines()[1] + "\n", "sector and year twice"),
        (SECTORS.replace("12.4,12.4", "-12.4,12.4"), "line 4, column tariff: -12.4 is negative"),
        (SECTORS.replace("12.4,12.4", "free,12.4"), "line 4, column tariff: 'free' is not a number"),
        (
            SECTORS.replace("DEU,BLR,2018", "DEU,BLR,2022"),
            "line 6, column year: '2022' is not one of 1988-2021",
        ),
        (SECTORS.replace("RUS,BLR", "Russia,BLR"), "line 2, column iso1: 'Russia' is not an ISO3 code"),
        (SECTORS.replace("iso1", "importer"), "no column 'iso1'"),
        (SECTORS[:-14], "cut short"),
        (SECTORS.splitlines()[0] + "\n", "no row"),
        (PAIRS, "'EU1' is not an ISO3 code"),
        ("<!DOCTYPE html><html><body>sign in</body></html>", "HTML"),
    ],
)
def test_wrong_files(tmp_path: Path, text: str, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError, match=words):
        round_trip(SOURCE, path, ISIC, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_sector_asked_of_a_file_by_pair(tmp_path: Path) -> None:
    path = written(tmp_path, PAIRS, "tariffsPairs_88_21.csv")
    with pytest.raises(InputError, match="not by sector"):
        round_trip(SOURCE, path, piece_of(SOURCE, "pairs"), tmp_path, {"sector": ["1511"]})
