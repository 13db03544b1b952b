"""CEPII Gravity: the official layout, filters, and files that are wrong."""

import zipfile
from pathlib import Path

import pytest
from trade_samples import piece_of, round_trip, rows

from autarky.errors import InputError
from autarky.sources.trade.cepii_gravity import SOURCE

# the columns of release V202211, in its order
COLUMNS = """
year country_id_o country_id_d iso3_o iso3_d iso3num_o iso3num_d country_exists_o country_exists_d
gmt_offset_2020_o gmt_offset_2020_d distw_harmonic distw_arithmetic distw_harmonic_jh
distw_arithmetic_jh dist main_city_source_o main_city_source_d distcap contig diplo_disagreement
scaled_sci_2021 comlang_off comlang_ethno comcol col45 legal_old_o legal_old_d legal_new_o
legal_new_d comleg_pretrans comleg_posttrans transition_legalchange comrelig heg_o heg_d
col_dep_ever col_dep col_dep_end_year col_dep_end_conflict empire sibling_ever sibling sever_year
sib_conflict pop_o pop_d gdp_o gdp_d gdpcap_o gdpcap_d pop_source_o pop_source_d gdp_source_o
gdp_source_d gdp_ppp_o gdp_ppp_d gdpcap_ppp_o gdpcap_ppp_d pop_pwt_o pop_pwt_d gdp_ppp_pwt_o
gdp_ppp_pwt_d gatt_o gatt_d wto_o wto_d eu_o eu_d fta_wto fta_wto_raw rta_coverage rta_type
entry_cost_o entry_cost_d entry_proc_o entry_proc_d entry_time_o entry_time_d entry_tp_o entry_tp_d
tradeflow_comtrade_o tradeflow_comtrade_d tradeflow_baci manuf_tradeflow_baci tradeflow_imf_o
tradeflow_imf_d
"""
HEADER = COLUMNS.split()
# distances, populations and memberships as CEPII and the World Bank have them; Belarus is no member of the WTO
PAIR = {
    "year": 2021, "country_id_o": "BLR", "country_id_d": "RUS", "iso3_o": "BLR", "iso3_d": "RUS",
    "country_exists_o": 1, "country_exists_d": 1, "dist": 686, "distcap": 686, "distw_harmonic": 994,
    "distw_arithmetic": 1495, "contig": 1, "comlang_off": 1, "comlang_ethno": 1, "comcol": 0, "col45": 1,
    "col_dep_ever": 1, "sibling_ever": 0, "comrelig": 0.37, "diplo_disagreement": 0.42, "pop_o": 9340.314,
    "pop_d": 143446.06, "gdp_o": 68205380, "gdp_d": 1775799900, "wto_o": 0, "wto_d": 1, "eu_o": 0, "eu_d": 0,
    "fta_wto": 1, "main_city_source_o": '"UN, 2018"', "tradeflow_baci": 16394562.8,
}  # fmt: skip


def line(**changed: object) -> str:
    pair = PAIR | changed
    return ",".join(str(pair.get(name, "")) for name in HEADER) + "\n"


BACK = {"country_id_o": "RUS", "country_id_d": "BLR", "iso3_o": "RUS", "iso3_d": "BLR", "tradeflow_baci": ""}
TEXT = (
    ",".join(HEADER)
    + "\n"
    + line()
    + line(**BACK)
    + line(year=2020)
    + line(country_id_o="DEU.1", iso3_o="DEU", country_exists_o=0)
    + line(country_id_o="DEU.2", iso3_o="DEU")
)
YEAR = piece_of(SOURCE, "2021")


def zipped(folder: Path, text: str = TEXT) -> Path:
    path = folder / "Gravity_csv_V202211.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Gravity_V202211.csv", text)
        archive.writestr("Countries_V202211.csv", "country_id,iso3\nBLR,BLR\n")
    return path


def test_a_year(tmp_path: Path) -> None:
    table, record = round_trip(SOURCE, zipped(tmp_path), YEAR, tmp_path)
    assert rows(
        table, "year", "origin", "destination", "contig", "wto_o", "pop_o", "tradeflow_baci", "gdp_d"
    ) == [
        (2021, "BLR", "RUS", True, False, 9340.314, 16394562.8, 1775799900.0),
        (2021, "DEU", "RUS", True, False, 9340.314, 16394562.8, 1775799900.0),
        (2021, "RUS", "BLR", True, False, 9340.314, None, 1775799900.0),  # blank is absent
    ]
    assert table.column("scaled_sci_2021").null_count == 3
    assert record.notes == ("1 rows of countries that did not exist in their year; left out.",)


def test_all_years_and_filters(tmp_path: Path) -> None:
    whole = piece_of(SOURCE, "all")
    assert round_trip(SOURCE, zipped(tmp_path), whole, tmp_path)[0].num_rows == 4
    only = {"origin": ["BLR"], "year": ["2020"]}
    table, _ = round_trip(SOURCE, zipped(tmp_path), whole, tmp_path, only)
    assert rows(table, "year", "origin", "destination") == [(2020, "BLR", "RUS")]


def test_csv_of_a_spreadsheet(tmp_path: Path) -> None:
    text = TEXT.replace('"UN, 2018"', "x").replace(",", ";").replace(".", ",").replace("DEU,", "DEU.")
    path = tmp_path / "Gravity_V202211.csv"
    path.write_text("\ufeff" + text, encoding="utf-8")
    table, _ = round_trip(SOURCE, path, YEAR, tmp_path)
    assert {p for (p,) in rows(table, "pop_o")} == {9340.314}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT + line(), "twice in one year"),
        (TEXT.replace("9340.314", "9.3 million", 1), "line 2, column pop_o: '9.3 million' is not a number"),
        (TEXT.replace("16394562.8", "-1", 1), "line 2, column tradeflow_baci: -1 is negative"),
        (TEXT + line(year=2021, contig=2, **BACK), "line 7, column contig: '2' is not 0 or 1"),
        (TEXT.replace("BLR,RUS,BLR,RUS", "BLR,RUS,Belarus,RUS", 1), "'Belarus' is not an ISO3 code"),
        (TEXT.replace("\n2021", "\nMMXXI"), "line 2, column year: 'MMXXI' is not a year"),
        (TEXT.replace("\n2021", "\n2019"), "no row"),
        (
            TEXT.replace("distw_harmonic,", "distw,"),
            "release V202211: no column 'distw_harmonic'",
        ),
        (TEXT[:-30], "cut short"),
    ],
)
def test_wrong_files(tmp_path: Path, text: str, words: str) -> None:
    path = zipped(tmp_path, text)
    with pytest.raises(InputError, match=words):
        round_trip(SOURCE, path, YEAR, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
