"""CEPII GeoDist: Excel and csv, and files that are wrong."""

import zipfile
from pathlib import Path

import pytest
from trade_samples import round_trip, rows

from autarky.errors import InputError
from autarky.sources.trade.geodist import DISTANCES, SOURCE, TIES

PIECE = SOURCE.pieces()[0]
HEADER = ("iso_o", "iso_d", *TIES, *DISTANCES)
# as CEPII has them; ROM and a pair without weighted distance in the way of the older file
PAIRS = (
    ("BLR", "RUS", 1, 0, 1, 1, 0, 0, 1, 0, 686.9657, 686.9657, 1495.438, 994.2421),
    ("ABW", "ABW", 0, 0, 0, 0, 0, 0, 0, 0, 5.225315, 5.225315, 25.09354, 23.04723),
    ("ROM", "BLR", 0, 0, 0, 0, 0, 0, 0, 0, 1061.5, 1061.5, ".", "."),
)
TEXT = "\n".join(";".join(map(str, row)) for row in (HEADER, *PAIRS)) + "\n"


def workbook(path: Path) -> Path:
    """The smallest Excel file with the table."""

    def cell(value: object) -> str:
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        return f"<c><v>{value}</v></c>"

    body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in (HEADER, *PAIRS))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{links}"><Relationship Id="r1" Type="{office}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="dist_cepii"'
        ' sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{links}"><Relationship Id="r1"'
        f' Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def check(path: Path, folder: Path) -> None:
    table, _ = round_trip(SOURCE, path, PIECE, folder)
    assert rows(table, "origin", "destination", "contig", "distcap", "distw") == [
        ("ABW", "ABW", False, 5.225315, 25.09354),
        ("BLR", "RUS", True, 686.9657, 1495.438),
        ("ROU", "BLR", False, 1061.5, None),
    ]


def test_csv(tmp_path: Path) -> None:
    path = tmp_path / "dist_cepii.csv"
    path.write_text("\ufeff" + TEXT.replace(";", ","))
    check(path, tmp_path)
    path.write_text(TEXT)
    check(path, tmp_path)


def test_workbook_alone_and_in_its_zip(tmp_path: Path) -> None:
    book = workbook(tmp_path / "dist_cepii.xlsx")
    check(book, tmp_path)
    packed = tmp_path / "dist_cepii.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(book, "dist_cepii.xlsx")
        archive.writestr("read me.txt", "x")
    check(packed, tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT + TEXT.splitlines()[1] + "\n", "line 5, column iso_o: BLR, RUS was already in .*line 2"),
        (TEXT.replace("BLR;RUS;1", "BLR;RUS;2"), "column contig: 2 is not 0 or 1"),
        (TEXT.replace("1061.5", "-1061.5", 1), "not positive"),
        (TEXT.replace("1061.5", "far", 1), "'far' is not a number"),
        (TEXT.replace("ABW;ABW", "Aruba;ABW"), "'Aruba' is not a three-letter code"),
        (TEXT[:-60], "cut short"),
        (TEXT.replace("distcap", "capital"), "no column 'distcap'"),
    ],
)
def test_wrong_files(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "dist_cepii.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=words):
        round_trip(SOURCE, path, PIECE, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["dist_cepii.xls", "dist_cepii.zip"])
def test_page_instead_of_the_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("<!DOCTYPE html><html><body>not found</body></html>")
    with pytest.raises(InputError, match="HTML"):
        round_trip(SOURCE, path, PIECE, tmp_path)


@pytest.mark.shared
def test_shared_pairs(shared: Path, tmp_path: Path) -> None:
    table, _ = round_trip(SOURCE, shared / "data" / "geodist" / "dist_cepii.csv", PIECE, tmp_path)
    assert table.num_rows == 50_176 == 224**2
    assert table.column("distw").null_count == 2_215
    found = {(o, d): x for o, d, x in rows(table, "origin", "destination", "distwces")}
    assert found["BLR", "RUS"] == 994.2421 == found["RUS", "BLR"]
    assert "TLS" in {o for o, _ in found} and "TMP" not in {o for o, _ in found}
