"""IMF IMTS: questions, SDMX-CSV answers, the older layout, and files that are wrong."""

from pathlib import Path

import pytest
from trade_samples import piece_of, round_trip, rows

from autarky.errors import InputError
from autarky.sources.io.rowwise import Queryable
from autarky.sources.trade.imts import SOURCE

# the header as api.imf.org gives it; the United States' exports of 2024 as the answer had them, in dollars
HEADER = (
    "DATAFLOW,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE,PRECISION,"
    "DECIMALS_DISPLAYED,TRADE_FLOW,VALUATION,UNIT,DERIVATION_TYPE,OVERLAP,STATUS\n"
)
CANADA = "IMF.STA:IMTS(1.0.0),USA,XG_FOB_USD,CAN,A,2024,349397894619,6,,,XG,FOB,USD,M,OL,\n"
WORLD = "IMF.STA:IMTS(1.0.0),USA,XG_FOB_USD,G001,A,2024,2065411250609,6,,,XG,FOB,USD,M,OL,\n"
KOREA = "IMF.STA:IMTS(1.0.0),KOR,XG_FOB_USD,CHN,A,2024,132902972288,6,,,XG,FOB,USD,M,OL,E\n"
FRANCE = "IMF.STA:IMTS(1.0.0),FRA,MG_CIF_USD,USA,A,2024,56004917567,6,,,MG,CIF,USD,M,OL,A\n"
REST = (
    "IMF.STA:IMTS(1.0.0),USA,XG_FOB_USD,GX170,A,2024,1000000,6,,,XG,FOB,USD,M,OL,\n"
    "IMF.STA:IMTS(1.0.0),USA,XG_FOB_USD,BLR,A,2024,,6,,,XG,FOB,USD,M,OL,\n"
    "IMF.STA:IMTS(1.0.0),USA,XG_FOB_USD,CAN,A,2023,352000000000,6,,,XG,FOB,USD,M,OL,\n"
    "IMF.STA:IMTS(1.0.0),USA,XG_FOB_USD,CAN,M,2024-M01,27000000000,6,,,XG,FOB,USD,M,OL,\n"
    "IMF.STA:IMTS(1.0.0),USA,TBG_USD,CAN,A,2024,-63000000000,6,,,TBG,FOB,USD,M,OL,\n"
)
ANSWER = HEADER + CANADA + WORLD + KOREA + FRANCE + REST
ASKED = SOURCE.piece_for(2024, {"reporter": ["USA"]})


def written(folder: Path, text: str) -> Path:
    path = folder / "imts.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_questions() -> None:
    assert isinstance(SOURCE, Queryable)
    assert ASKED.urls == (
        "https://api.imf.org/external/sdmx/2.1/data/IMF.STA,IMTS/"
        "USA.XG_FOB_USD+MG_CIF_USD+MG_FOB_USD..A?startPeriod=2024&endPeriod=2024",
    )
    assert ASKED.headers["Accept"].startswith("application/vnd.sdmx.data+csv")
    both = SOURCE.piece_for(2021, {"origin": ["BLR"], "destination": ["RUS", "WLD"], "flow": ["X"]})
    assert "/BLR+RUS+WLD.XG_FOB_USD.BLR+RUS+G001.A?" in both.urls[0]


@pytest.mark.parametrize(
    ("only", "words"),
    [
        ({}, "give reporter"),
        ({"reporter": ["BLX"]}, "did you mean"),
        ({"reporter": ["BLR"], "flow": ["E"]}, "flow 'E'"),
    ],
)
def test_questions_refused(only: dict[str, list[str]], words: str) -> None:
    with pytest.raises(InputError, match=words):
        SOURCE.piece_for(2021, only)


def test_answer_of_the_official_layout(tmp_path: Path) -> None:
    table, record = round_trip(SOURCE, written(tmp_path, ANSWER), ASKED, tmp_path)
    assert rows(table, "year", "origin", "destination", "value", "reporter", "flow", "basis", "status") == [
        (2024, "KOR", "CHN", pytest.approx(132902.972288, rel=1e-15), "KOR", "X", "FOB", "estimated"),
        (2024, "USA", "CAN", pytest.approx(349397.894619, rel=1e-15), "USA", "X", "FOB", "reported"),
        (2024, "USA", "FRA", pytest.approx(56004.917567, rel=1e-15), "FRA", "M", "CIF", "reported"),
        (2024, "USA", "WLD", pytest.approx(2065411.250609, rel=1e-15), "USA", "X", "FOB", "reported"),
    ]
    assert set(record.notes) == {
        "1 rows of groups of countries; left out.",
        "1 rows without a value; left out.",
        "1 rows of other years; left out.",
        "1 monthly or quarterly rows; left out.",
    }


def test_version_two_of_the_format(tmp_path: Path) -> None:
    text = "".join(
        line.replace("DATAFLOW", "STRUCTURE[;],STRUCTURE_ID,ACTION").replace(
            "IMF.STA:IMTS(1.0.0)", "dataflow,IMF.STA:IMTS(1.0.0),R"
        )
        for line in (HEADER, CANADA, FRANCE)
    )
    table, _ = round_trip(SOURCE, written(tmp_path, text), ASKED, tmp_path, {"flow": ["M"]})
    assert rows(table, "origin", "destination") == [("USA", "FRA")]


def test_older_direction_of_trade(tmp_path: Path) -> None:
    """Two-letter codes and values in units of 10^UNIT_MULT."""
    text = (
        "FREQ,REF_AREA,INDICATOR,COUNTERPART_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT\n"
        "A,BY,TXG_FOB_USD,RU,2019,13569.4,6\nA,BY,TMG_CIF_USD,XK,2019,0.5,6\nA,BY,TXG_FOB_USD,W00,2019,32955.1,6\n"
    )
    table, _ = round_trip(SOURCE, written(tmp_path, text), piece_of(SOURCE, "all"), tmp_path)
    assert rows(table, "origin", "destination", "value") == [
        ("BLR", "RUS", pytest.approx(13569.4, rel=1e-15)),
        ("BLR", "WLD", pytest.approx(32955.1, rel=1e-15)),
        ("XKX", "BLR", pytest.approx(0.5, rel=1e-15)),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            ANSWER.replace("349397894619", "about 349 bn"),
            "line 2, column 'OBS_VALUE': 'about 349 bn' is not a number",
        ),
        (ANSWER.replace("349397894619", "-1"), "line 2.*negative"),
        (ANSWER + CANADA, "USA, CAN, XG_FOB_USD, 2024 was already in line 2"),
        (ANSWER.replace(",A,2024,3493", ",A,year,3493"), "'year' is not"),
        (ANSWER.replace("XG_FOB_USD,CAN", "NGDP,CAN"), "'NGDP' is not an indicator of IMTS"),
        (ANSWER.replace("2024", "2022"), "no row"),
        (ANSWER.replace("COUNTERPART_COUNTRY", "WITH"), "no column 'COUNTERPART_COUNTRY'"),
        (HEADER + CANADA + FRANCE[:40], "cut short"),
        ("<!DOCTYPE html><html><body>403</body></html>", "HTML|no column"),
        (HEADER, "no row"),
    ],
)
def test_wrong_files(tmp_path: Path, text: str, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError, match=words):
        round_trip(SOURCE, path, ASKED, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_semicolons_decimal_commas_and_a_mark(tmp_path: Path) -> None:
    text = "\ufeffexporter;importer;musd\nBLR;RUS;15155,9\nRUS;BLR;34815,9\n"
    table, _ = round_trip(SOURCE, written(tmp_path, text), piece_of(SOURCE, "mean-2023-24"), tmp_path)
    assert rows(table, "origin", "value") == [("BLR", 15155.9), ("RUS", 34815.9)]


@pytest.mark.shared
def test_shared_means(shared: Path, tmp_path: Path) -> None:
    path = shared / "data" / "imts-2023-24" / "imts_exports_musd_avg2023_2024_subset.csv"
    piece = piece_of(SOURCE, "mean-2023-24")
    table, _ = round_trip(SOURCE, path, piece, tmp_path, {"origin": ["BLR"]})
    exports = dict(rows(table, "destination", "value"))
    assert exports["RUS"] == 15155.9
    assert exports["RUS"] / sum(exports.values()) == pytest.approx(0.63, abs=0.01)  # of those listed
    assert table.column("year").null_count == table.column("status").null_count == table.num_rows
