"""BACI: the official layout, filters, and files that are wrong."""

import gzip
import zipfile
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from trade_samples import BACI_2021, baci_zip, piece_of, round_trip, rows

from autarky.errors import InputError
from autarky.sources.base import Source
from autarky.sources.io.tidy import read_record
from autarky.sources.trade.baci import SOURCE
from autarky.sources.trade.baci_raw_materials import SOURCE as RAW_MATERIALS

YEAR = piece_of(SOURCE, "hs92-2021")
BODY = BACI_2021.split("\n", 1)[1]


def test_is_a_source_with_a_piece_for_each_edition_and_year() -> None:
    assert isinstance(SOURCE, Source) and isinstance(RAW_MATERIALS, Source)
    pieces = {p.key: p for p in SOURCE.pieces()}
    assert len(pieces) == len(SOURCE.pieces())
    assert pieces["hs92-1995"].file == pieces["hs92-2021"].file != pieces["hs22-2023"].file
    assert "hs22-2021" not in pieces  # the edition of 2022 knows no earlier year


def test_zip_of_the_publisher(tmp_path: Path) -> None:
    table, record = round_trip(SOURCE, baci_zip(tmp_path), YEAR, tmp_path)
    assert table.num_rows == 15 == record.rows
    assert set(table.column("year").to_pylist()) == {2021}
    found = rows(table, "origin", "destination", "product", "value", "quantity")
    assert ("RUS", "BLR", "270900", 6700299.887, 15621834.3) in found
    assert ("TWN", "CHN", "260300", 426107.567, 224419.334) in found  # CEPII writes S19
    assert {o for o, *_ in found} == {"BLR", "FRA", "TWN", "NOR", "RUS", "USA"}
    # missing is not zero: once written NA, once blank
    assert ("BLR", "RUS", "711029", 5.117, None) in found and ("RUS", "BLR", "280530", 0.11, None) in found
    assert record.notes == ("2 rows have a value but no quantity.",)
    assert read_record(tmp_path / "tidy.parquet") == record


@pytest.mark.parametrize(
    ("only", "products"),
    [
        ({"product": ["2709"]}, {"270900"}),
        ({"product": ["270900", "2711"]}, {"270900", "271111", "271121"}),
        ({"product": ["27"], "destination": ["BLR"]}, {"270900", "271111"}),
        ({"origin": ["BLR"], "destination": ["POL"]}, {"270119", "760110"}),
        ({"origin": ["TWN", "FRA"]}, {"260300", "270900"}),
        ({"year": ["2021"], "origin": ["NOR"]}, {"270900"}),
    ],
)
def test_filters_while_reading(tmp_path: Path, only: dict[str, list[str]], products: set[str]) -> None:
    table, _ = round_trip(SOURCE, baci_zip(tmp_path), YEAR, tmp_path, only)
    assert set(table.column("product").to_pylist()) == products
    for name in ("origin", "destination"):
        assert name not in only or set(table.column(name).to_pylist()) <= set(only[name])


@pytest.mark.parametrize(
    ("only", "words"),
    [
        ({"origin": ["BLY"]}, "no economy 'BLY'"),
        ({"exporter": ["BLR"]}, "no column 'exporter'"),
        ({"product": ["potash"]}, "2 to 6 digits"),
        ({"product": ["3104"]}, "no row with product = 3104"),
    ],
)
def test_wrong_wishes(tmp_path: Path, only: dict[str, list[str]], words: str) -> None:
    with pytest.raises(InputError, match=words):
        round_trip(SOURCE, baci_zip(tmp_path), YEAR, tmp_path, only)


def test_single_csv_plain_and_gzipped(tmp_path: Path) -> None:
    plain = tmp_path / "BACI_HS92_Y2021_V202501.csv"
    plain.write_text(BACI_2021)
    packed = tmp_path / "BACI_HS92_Y2021_V202501.csv.gz"
    packed.write_bytes(gzip.compress(BACI_2021.encode()))
    for path in (plain, packed):
        table, _ = round_trip(SOURCE, path, YEAR, tmp_path)
        assert table.num_rows == 15 and "TWN" in table.column("origin").to_pylist()


def test_spreadsheet_has_been_at_it(tmp_path: Path) -> None:
    """Byte-order mark, semicolons, decimal commas and lost zeros are all readable without guessing."""
    text = "\ufefft;i;j;k;v;q\r\n2021;112;616;10121;9,075;55\r\n2021;112;616;270119;349;104,13\r\n"
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    table, record = round_trip(SOURCE, path, YEAR, tmp_path)
    assert rows(table, "product", "value", "quantity") == [("010121", 9.075, 55.0), ("270119", 349.0, 104.13)]
    assert any("zeros" in note for note in record.notes)


@pytest.mark.parametrize(
    ("trade", "words"),
    [
        (BACI_2021.replace("2021,579", "2020,579"), "line 9: year '2020' where only 2021"),
        (BACI_2021 + "2021,643,112,270900,1,1\n", "exporter 643, importer 112, product 270900 come twice"),
        (BACI_2021.replace("426107.567", "-426107.567"), "line 8, column v: -426107.567 is negative"),
        (BACI_2021.replace("426107.567", "4,3e5"), "has 7 cells, not 6"),
        (BACI_2021.replace("426107.567", "confidential"), "line 8, column v: 'confidential' is not a number"),
        (BACI_2021.replace("426107.567", "inf"), "line 8, column v: .inf. is not a number"),
        (BACI_2021.replace("426107.567", "NA"), "line 8, column v: no value"),
        (BACI_2021.replace("260300", "26O300"), "line 8, column k: '26O300' is not a six-digit"),
        (BACI_2021.replace("2021,490", "2021,999"), "line 8: country number 999"),
        (BACI_2021[:-20], "cut short"),
        (BODY, "no column 't'"),
        ("t,i,j,k,v,q\n", "no row"),
        (BACI_2021.replace("\n", "\n\n", 1).replace("t,i,j", "year,i,j"), "no column 't'"),
    ],
)
def test_wrong_contents(tmp_path: Path, trade: str, words: str) -> None:
    path = baci_zip(tmp_path, trade)
    with pytest.raises(InputError, match=words):
        round_trip(SOURCE, path, YEAR, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]  # nothing half-written stays


def test_duplicates_are_found_wherever_they_stand(tmp_path: Path) -> None:
    lines = BODY.splitlines()
    shuffled = "\n".join(["t,i,j,k,v,q", *lines[::-1], lines[3]]) + "\n"
    with pytest.raises(InputError, match="product 711029 come twice"):
        round_trip(SOURCE, baci_zip(tmp_path, shuffled), YEAR, tmp_path)
    in_another_order = "\n".join(["t,i,j,k,v,q", *lines[::-1]]) + "\n"
    table, _ = round_trip(SOURCE, baci_zip(tmp_path, in_another_order), YEAR, tmp_path)
    assert table.num_rows == 15


def test_damaged_archives(tmp_path: Path) -> None:
    path = baci_zip(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(InputError, match="damaged or cut short"):
        round_trip(SOURCE, path, YEAR, tmp_path)
    path.write_bytes(b"<!DOCTYPE html><html><body>503 Service Unavailable</body></html>")
    with pytest.raises(InputError, match="HTML"):
        round_trip(SOURCE, path, YEAR, tmp_path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("BACI_HS92_Y2021_V202501.csv", BACI_2021)
    with pytest.raises(InputError, match="country_codes"):
        round_trip(SOURCE, path, YEAR, tmp_path)


def test_hostile_archives(tmp_path: Path) -> None:
    path = tmp_path / "BACI_HS92_V202501.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("BACI_HS92_Y2021_V202501.csv", BACI_2021)
        archive.writestr("../../country_codes_V202501.csv", "country_code,country_iso3\n")
    with pytest.raises(InputError, match="country_codes"):
        round_trip(SOURCE, path, YEAR, tmp_path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("BACI_HS92_Y2021_V202501.csv", BACI_2021 + "2021,643,112,270900,1,1\n" * (4 << 20))
        archive.writestr("country_codes_V202501.csv", "country_code,country_iso3\n643,RUS\n")
    with pytest.raises(InputError, match=r"zip bomb|come twice"):
        round_trip(SOURCE, path, YEAR, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_wrong_year_or_edition_by_name(tmp_path: Path) -> None:
    path = tmp_path / "BACI_HS17_Y2021_V202501.csv"
    path.write_text(BACI_2021)
    with pytest.raises(
        InputError, match=r"HS17 2021 by its name, but HS92 2021 was asked for; get hs17-2021"
    ):
        round_trip(SOURCE, path, YEAR, tmp_path)
    with pytest.raises(InputError, match="BACI_HS92_Y1999"):
        round_trip(SOURCE, baci_zip(tmp_path), piece_of(SOURCE, "hs92-1999"), tmp_path)


@pytest.mark.shared
def test_raw_materials_of_the_shared_folder(shared: Path, tmp_path: Path) -> None:
    path = shared / "data" / "baci-raw-materials" / "baci_hs92_74codes_1995_2024.parquet"
    piece = RAW_MATERIALS.pieces()[0]
    only = {"destination": ["BLR"], "origin": ["RUS"], "product": ["2709", "271121"]}
    table, _ = round_trip(RAW_MATERIALS, path, piece, tmp_path, only)
    gas = {y: v for y, p, v in rows(table, "year", "product", "value") if p == "271121"}
    crude = {y: v for y, p, v in rows(table, "year", "product", "value") if p == "270900"}
    assert crude[2021] == pytest.approx(6700299.887, rel=1e-6)  # the file keeps single precision
    assert 2020 in gas and 2021 not in gas  # confidential since, not zero
    assert 2021 in crude and 2022 not in crude


@pytest.mark.shared
def test_the_zip_gives_what_the_parquet_holds(shared: Path, tmp_path: Path) -> None:
    """A whole year of the shared file, written as CEPII writes it, comes back figure by figure."""
    whole = pq.read_table(shared / "data" / "baci-raw-materials" / "baci_hs92_74codes_1995_2024.parquet")
    year = whole.filter(pc.equal(whole.column("year"), 2019))
    from autarky.sources.io.names import numbers_of_iso3

    number = {code: numbers[0] for code, numbers in numbers_of_iso3().items()} | {"S19": 490}
    cells = zip(*(year.column(c).to_pylist() for c in ("exp", "imp", "hs92", "kusd", "tonnes")), strict=True)
    lines = ["t,i,j,k,v,q"]
    lines += [
        f"2019,{number[e]},{number[i]},{k},{v!r},{'NA' if q is None or q != q else repr(q)}"
        for e, i, k, v, q in cells
    ]
    path = tmp_path / "BACI_HS92_Y2019_V202501.csv"
    path.write_text("\n".join(lines) + "\n")
    table, _ = round_trip(SOURCE, path, piece_of(SOURCE, "hs92-2019"), tmp_path)
    assert table.num_rows == year.num_rows > 50_000
    assert pc.sum(table.column("value")).as_py() == pytest.approx(
        pc.sum(year.column("kusd").cast("float64")).as_py(), rel=1e-12
    )
    assert table.column("quantity").null_count == year.column("tonnes").null_count
