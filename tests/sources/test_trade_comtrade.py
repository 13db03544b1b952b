"""UN Comtrade: questions, a page of the official layout, and answers that must be refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from trade_samples import round_trip, rows

from autarky.errors import InputError
from autarky.sources.base import Source
from autarky.sources.io.rowwise import Queryable, key_of
from autarky.sources.trade.comtrade import KEY, SOURCE

# a record as the preview gave it in September 2026: Korea to Viet Nam, integrated circuits, 2023
KOREA: dict[str, Any] = {
    "typeCode": "C",
    "freqCode": "A",
    "refPeriodId": 20230101,
    "refYear": 2023,
    "refMonth": 52,
    "period": "2023",
    "reporterCode": 410,
    "reporterISO": None,
    "reporterDesc": None,
    "flowCode": "X",
    "flowDesc": None,
    "partnerCode": 704,
    "partnerISO": None,
    "partnerDesc": None,
    "partner2Code": 0,
    "classificationCode": "H6",
    "isOriginalClassification": True,
    "cmdCode": "8542",
    "customsCode": "C00",
    "motCode": 0,
    "qtyUnitCode": -1,
    "qty": 0.0,
    "isQtyEstimated": True,
    "netWgt": 1677573.63,
    "isNetWgtEstimated": False,
    "grossWgt": 0.0,
    "cifvalue": None,
    "fobvalue": 11852014614.0,
    "primaryValue": 11852014614.0,
    "legacyEstimationFlag": 2,
    "isReported": False,
    "isAggregate": True,
}
IMPORT = KOREA | {
    "flowCode": "M",
    "partnerCode": 490,
    "cifvalue": 7.0,
    "fobvalue": None,
    "primaryValue": 7.0,
    "legacyEstimationFlag": 6,
    "isNetWgtEstimated": True,
}
# Azerbaijan: a total and one of its 63 parts; adding them multiplied the total by eight
TOTAL = KOREA | {"reporterCode": 31, "partnerCode": 0, "primaryValue": 94271.76, "netWgt": 0}
PART = TOTAL | {"partner2Code": 268, "customsCode": "C03", "motCode": 9200, "primaryValue": 6747.28}
ASKED = SOURCE.piece_for(2023, {"reporter": ["KOR"], "product": ["8542"]})


def answer(folder: Path, *records: Any, **changed: Any) -> Path:
    path = folder / ASKED.file
    page = {"elapsedTime": "0.31 secs", "count": len(records), "data": list(records), "error": ""} | changed
    path.write_text(json.dumps(page))
    return path


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY, raising=False)


def test_is_queryable() -> None:
    assert isinstance(SOURCE, Source) and isinstance(SOURCE, Queryable) and SOURCE.pieces() == ()


def asked(url: str) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlsplit(url).query).items()}


def test_question_to_the_preview() -> None:
    piece = SOURCE.piece_for(
        2021, {"reporter": ["CHN"], "partner": ["BLR", "TWN"], "product": ["3104"], "flow": ["M"]}
    )
    assert urlsplit(piece.urls[0]).path == "/public/v1/preview/C/A/HS" and not piece.headers
    query = asked(piece.urls[0])
    assert query["reporterCode"] == "156" and query["partnerCode"] == "112,490"
    assert query["cmdCode"] == "3104" and query["flowCode"] == "M" and query["period"] == "2021"
    assert query["partner2Code"] == "0" and query["customsCode"] == "C00" and query["motCode"] == "0"
    assert piece.key == "2021-chn-blr+twn-3104-m" and piece.years == (2021,)


def test_question_with_a_key_does_not_hold_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "very-secret")
    piece = SOURCE.piece_for(2021, {"reporter": ["USA"]})
    assert urlsplit(piece.urls[0]).path == "/data/v1/get/C/A/HS"
    assert piece.headers == {"Ocp-Apim-Subscription-Key": f"${KEY}"}
    assert "very-secret" not in repr(piece)
    assert asked(piece.urls[0])["reporterCode"] == "842" and asked(piece.urls[0])["cmdCode"] == "TOTAL"


def test_both_reports_of_a_flow() -> None:
    query = asked(SOURCE.piece_for(2019, {"origin": ["RUS"], "destination": ["BLR"]}).urls[0])
    assert query["reporterCode"] == query["partnerCode"] == "643,112" and query["flowCode"] == "X,M"


@pytest.mark.parametrize(
    ("code", "year", "number"), [("BEL", 1995, "58"), ("BEL", 2005, "56"), ("SDN", 2010, "736")]
)
def test_numbers_of_their_time(code: str, year: int, number: str) -> None:
    assert asked(SOURCE.piece_for(year, {"reporter": [code]}).urls[0])["reporterCode"] == number


@pytest.mark.parametrize(
    ("only", "words"),
    [
        ({"product": ["3104"]}, "give reporter"),
        ({"reporter": ["BLX"]}, "unknown economy 'BLX'"),
        ({"reporter": ["BLR"], "flow": ["E"]}, "flow 'E'"),
        ({"reporter": ["BLR"], "product": ["3104&x=1"]}, "2 to 6 digits"),
        ({"reporters": ["BLR"]}, "did you mean reporter"),
    ],
)
def test_questions_refused(only: dict[str, list[str]], words: str) -> None:
    with pytest.raises(InputError, match=words):
        SOURCE.piece_for(2021, only)


def test_keys_stay_short_and_apart() -> None:
    long = [f"{k:06d}" for k in range(100)]
    assert len(key_of(2021, long)) < 30 and key_of(2021, long) != key_of(2021, long[1:])


def test_page_of_the_official_layout(tmp_path: Path) -> None:
    table, record = round_trip(SOURCE, answer(tmp_path, KOREA, IMPORT, PART, TOTAL), ASKED, tmp_path)
    found = rows(
        table, "origin", "destination", "flow", "basis", "value", "quantity", "status", "quantity_status"
    )
    assert found == [
        ("AZE", "WLD", "X", "FOB", 94271.76, None, "reported", "absent"),  # weight 0 is none
        ("KOR", "VNM", "X", "FOB", 11852014614.0, KOREA["netWgt"] / 1000, "reported", "reported"),
        ("TWN", "KOR", "M", "CIF", 7.0, KOREA["netWgt"] / 1000, "reported", "estimated"),
    ]
    assert set(table.column("classification").to_pylist()) == {"H6"}
    assert any("1 records split a total" in note for note in record.notes)


def test_filter_and_areas_that_are_no_country(tmp_path: Path) -> None:
    nowhere = KOREA | {"partnerCode": 899, "isAggregate": False}
    table, _ = round_trip(
        SOURCE,
        answer(tmp_path, KOREA, nowhere),
        ASKED,
        tmp_path,
        {"destination": ["M899"], "product": ["85"]},
    )
    assert rows(table, "partner", "status") == [("M899", "estimated")]


def test_cut_answer_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [KOREA | {"partnerCode": 4, "cmdCode": f"{k:06d}"} for k in range(500)]
    with pytest.raises(InputError, match=r"500 records, the most .* so it is cut.*COMTRADE_API_KEY"):
        round_trip(SOURCE, answer(tmp_path, *many), ASKED, tmp_path)
    table, _ = round_trip(SOURCE, answer(tmp_path, *many[:499]), ASKED, tmp_path)
    assert table.num_rows == 499
    monkeypatch.setenv(KEY, "x")  # with a key, 500 is a length like any other
    keyed = SOURCE.piece_for(2023, {"reporter": ["KOR"], "product": ["8542"]})
    assert round_trip(SOURCE, answer(tmp_path, *many), keyed, tmp_path)[0].num_rows == 500


def _error(folder: Path) -> Path:
    return answer(folder, error="Maximum number of periods for preview is 1")


def _denied(folder: Path) -> Path:
    path = folder / ASKED.file
    path.write_text('{"statusCode": 401, "message": "Access denied due to missing subscription key."}')
    return path


def _page(folder: Path) -> Path:
    path = folder / ASKED.file
    path.write_text("<!DOCTYPE html><html><body>Bad gateway</body></html>")
    return path


def _half(folder: Path) -> Path:
    path = answer(folder, KOREA)
    path.write_text(path.read_text()[:-40])
    return path


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (_error, "answered 'Maximum number of periods"),
        (_denied, "answered 'Access denied"),
        (_page, "HTML"),
        (_half, "cut short"),
        (lambda f: answer(f, KOREA, count=3), "holds 1 records but says 3"),
        (lambda f: answer(f, KOREA, KOREA), r"record 2 repeats record 1 \(KOR, VNM, X, 8542\)"),
        (lambda f: answer(f, KOREA | {"refYear": 2022}), "record 1: year 2022 where 2023"),
        (lambda f: answer(f, KOREA | {"primaryValue": -5.0}), "primaryValue: -5.0 is not a possible"),
        (lambda f: answer(f, KOREA | {"primaryValue": "12,5"}), "'12,5' is not a number"),
        (lambda f: answer(f, KOREA | {"flowCode": "2"}), "unknown flowCode '2'"),
        (lambda f: answer(f, KOREA | {"reporterCode": "KOR"}), "reporterCode: 'KOR' is not a number"),
        (lambda f: answer(f, {"yr": 2015}), "no 'refYear'"),
        (lambda f: answer(f, "garbage"), "record 1 is not an object"),
        (lambda f: answer(f), "no row"),
        (lambda f: answer(f, KOREA | {"primaryValue": None}), "no row"),
    ],
)
def test_wrong_answers(tmp_path: Path, written: Callable[[Path], Path], words: str) -> None:
    path = written(tmp_path)
    with pytest.raises(InputError, match=words):
        round_trip(SOURCE, path, ASKED, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
