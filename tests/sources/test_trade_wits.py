"""WITS / TRAINS: the csv of a query, a bulk file, the XML answer, and files that are wrong."""

import zipfile
from pathlib import Path

import pytest
from trade_samples import round_trip, rows

from autarky.errors import InputError
from autarky.sources.io.rowwise import Queryable
from autarky.sources.trade.wits import SOURCE

ALL = SOURCE.pieces()[0]
ASKED = SOURCE.piece_for(2022, {"destination": ["USA"], "product": ["020110", "020120"]})

# Layout of a query. Potash (310420) is free of duty in China; the EU's autonomous rate of 2021 is zero too; cheese
# (040690) is one of the products with specific duties.
QUERY = (
    '"Selected Nomen","Native Nomen","Reporter","Reporter Name","Product","Product Name","Partner","Partner Name",'
    '"Tariff Year","Trade Year","Trade Source","DutyType","Simple Average","Weighted Average","Standard Deviation",'
    '"Minimum Rate","Maximum Rate","Nbr of Total Lines","Nbr of Domestic Peaks","Nbr of International Peaks",'
    '"Imports Value in 1000 USD","Binding Coverage"\n'
    '"HS","H5","156","China","310420","Potassium chloride","112","Belarus","2021","2021","CMT","AHS","3.00","3.00",'
    '"0.00","3.00","3.00","2","0","0","123456.7","100"\n'
    '"HS","H5","156","China","310420","Potassium chloride","112","Belarus","2021","2021","CMT","MFN","3.00","3.00",'
    '"0.00","3.00","3.00","2","0","0","123456.7","100"\n'
    '"HS","H5","156","China","40690","Cheese, nes","000","World","2021","2021","CMT","BND","12.00","",'
    '"0.00","8.00","16.00","1","0","0","","100"\n'
    '"HS","H5","918","European Union","310420","Potassium chloride","000","World","2021","2021","CMT","MFN","","",'
    '"","","","1","0","0","",""\n'
)
BULK = (
    "NomenCode,Reporter_ISO_N,Year,ProductCode,Partner,Sum_Of_Rates,Min_Rate,Max_Rate,SimpleAverage,TotalNoOfLines,"
    "Nbr_Pref_Lines,Nbr_MFN_Lines,Nbr_NA_Lines,EstCode\n"
    "H5,643,2020,040690,000,150.0,15.0,15.0,15.0,10,0,10,0,1\n"
    "H5,643,2020,220421,000,30.0,12.5,17.5,15.0,2,0,2,1,1\n"
    "H5,643,2020,220421,N01,0,0,0,0,2,2,0,0,1\n"
)
XML = """<?xml version="1.0" encoding="utf-8"?>
<message:StructureSpecificData xmlns:message="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message">
<message:Header><message:ID>T</message:ID></message:Header>
<message:DataSet>
<Series FREQ="A" DATATYPE="AVEEstimated" PRODUCTCODE="020110" PARTNER="000" REPORTER="840">
<Obs TIME_PERIOD="2022" OBS_VALUE="15.2" TARIFFTYPE="MFN" OBS_VALUE_MEASURE="SimpleAverage" TOTALNOOFLINES="4"
 NBR_PREF_LINES="0" NBR_MFN_LINES="4" NBR_NA_LINES="2" SUM_OF_RATES="60.8" MIN_RATE="4" MAX_RATE="26.4" NOMENCODE="H6"/>
</Series>
<Series FREQ="A" DATATYPE="AVEEstimated" PRODUCTCODE="020120" PARTNER="000" REPORTER="840">
<Obs TIME_PERIOD="2022" OBS_VALUE="0" TARIFFTYPE="MFN" OBS_VALUE_MEASURE="SimpleAverage" TOTALNOOFLINES="1"
 NBR_PREF_LINES="0" NBR_MFN_LINES="1" NBR_NA_LINES="0" SUM_OF_RATES="0" MIN_RATE="0" MAX_RATE="0" NOMENCODE="H6"/>
</Series>
</message:DataSet></message:StructureSpecificData>
"""


def written(folder: Path, text: str, name: str = "DataJobID-2983760.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_questions() -> None:
    assert isinstance(SOURCE, Queryable)
    assert ASKED.urls == (
        "https://wits.worldbank.org/API/V1/SDMX/V21/datasource/TRN/reporter/840/partner/000/product/020110;020120"
        "/year/2022/datatype/aveestimated",
    )
    europe = SOURCE.piece_for(2021, {"destination": ["EUN"], "origin": ["BLR"]})
    assert "/reporter/918/partner/112/product/all/" in europe.urls[0]
    for only, words in (
        ({"origin": ["BLR"]}, "give destination"),
        ({"destination": ["RUZ"]}, "did you mean .*RUS"),
        ({"destination": ["RUS"], "product": ["31"]}, "six digits"),
    ):
        with pytest.raises(InputError, match=words):
            SOURCE.piece_for(2021, only)


def test_csv_of_a_query(tmp_path: Path) -> None:
    table, record = round_trip(SOURCE, written(tmp_path, QUERY), ALL, tmp_path)
    assert rows(table, "year", "origin", "destination", "product", "rate", "duty_type", "maximum") == [
        (2021, "BLR", "CHN", "310420", 0.03, "AHS", 0.03),
        (2021, "BLR", "CHN", "310420", 0.03, "MFN", 0.03),
        (2021, "WLD", "CHN", "040690", 0.12, "BND", 0.16),
    ]
    assert record.notes == ("1 rows without a rate; left out.",)  # absent, not free of duty


def test_bulk_file_in_its_zip(tmp_path: Path) -> None:
    path = tmp_path / "AVEMFN_RUS_2020.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("643_2020.csv", BULK)
    table, record = round_trip(SOURCE, path, ALL, tmp_path, {"product": ["2204"]})
    assert rows(table, "origin", "product", "rate", "status", "duty_type") == [
        ("G:N01", "220421", 0.0, "reported", "MFN"),
        ("WLD", "220421", 0.15, "estimated", "MFN"),
    ]
    assert "groups of beneficiaries" in record.notes[0]
    with pytest.raises(InputError, match="no column DutyType"):
        round_trip(SOURCE, written(tmp_path, BULK, "643_2020.csv"), ALL, tmp_path)


def test_answer(tmp_path: Path) -> None:
    table, _ = round_trip(SOURCE, written(tmp_path, XML, ASKED.file), ASKED, tmp_path)
    assert rows(table, "origin", "destination", "product", "rate", "status", "nomenclature") == [
        ("WLD", "USA", "020110", pytest.approx(0.152, rel=1e-15), "estimated", "H6"),
        ("WLD", "USA", "020120", 0.0, "reported", "H6"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (XML[:900], "cut short"),
        (XML.replace('"2022"', '"2021"'), "tariff year 2021, but 2022 was asked for"),
        (XML.replace("15.2", "high"), "observation 1, column 'OBS_VALUE': 'high' is not a number"),
        (XML.replace("020120", "020110"), "USA, WLD, 020110, MFN was already in observation 1"),
        ("<?xml version='1.0'?><wits><Error>No records found</Error></wits>", "answered 'No records found'"),
        ("<?xml version='1.0'?><wits/>", "holds no observation"),
        ("<!DOCTYPE html><html><body>Bad gateway</body></html>", "HTML"),
    ],
)
def test_wrong_answers(tmp_path: Path, text: str, words: str) -> None:
    path = written(tmp_path, text, ASKED.file)
    with pytest.raises(InputError, match=words):
        round_trip(SOURCE, path, ASKED, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (QUERY.replace('"3.00"', '"-3.00"', 1), "line 2, column 'Simple Average'.*negative"),
        (QUERY.replace('"3.00"', '"free"', 1), "'free' is not a number"),
        (QUERY.replace('"AHS"', '"MFN"'), "CHN, BLR, 310420, MFN was already in line 2"),
        (QUERY.replace('"AHS"', '"XYZ"'), "duty type 'XYZ'"),
        (QUERY.replace('"156"', '"China"'), "column 'Reporter': 'China' is not the number"),
        (QUERY.replace('"310420"', '"potash"'), "'potash' is not a product code"),
        (QUERY.replace("Tariff Year", "When"), "no column 'Tariff Year'"),
        (QUERY[:-30], "cut short"),
        (QUERY.split("\n")[0] + "\n", "no row"),
    ],
)
def test_wrong_files(tmp_path: Path, text: str, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError, match=words):
        round_trip(SOURCE, path, ALL, tmp_path)
