"""Sources read row by row, against the real files: known figures, and what is not resolved or absent."""

from pathlib import Path

import pandas as pd
import pytest
from others_samples import read, zipped

from autarky.sources.commodities.factbook import SOURCE as FACTBOOK
from autarky.sources.commodities.fao_fertilizers import SOURCE as FAO
from autarky.sources.commodities.mining_codes import SOURCE as CODES
from autarky.sources.commodities.world_mining import SOURCE as MINING
from autarky.sources.macro.invoicing import SOURCE as INVOICING
from autarky.sources.politics.atop import SOURCE as ATOP
from autarky.sources.politics.gsdb import SOURCE as GSDB
from autarky.sources.politics.un_ideal_points import SOURCE as POINTS
from autarky.sources.politics.un_votes import SOURCE as VOTES
from autarky.sources.politics.wgi import SOURCE as WGI
from autarky.sources.trade.contiguity import SOURCE as BORDERS
from autarky.sources.trade.fontagne import SOURCE as FONTAGNE

pytestmark = pytest.mark.shared


@pytest.fixture
def data(shared: Path) -> Path:
    return shared / "data"


def test_potash_and_rare_earths(data: Path, tmp_path: Path) -> None:
    table, record = read(MINING, data / "world-mining/world_mining_2018_2024.csv", tmp_path)
    assert (
        table.economy.notna().all()
        and table.material.nunique() == 65
        and sorted(set(table.year)) == [*range(2018, 2025)]
    )
    potash = table[(table.economy == "BLR") & (table.material == "Potash (K2O)")]
    tonnes = potash.set_index("year").value.to_dict()
    assert [tonnes[y] for y in range(2021, 2025)] == [7.75e6, 4e6, 6.38e6, 6.5e6]
    assert set(potash.unit) == {"t"} and set(potash.status) == {"estimated"}
    rare = table[(table.material == "Rare Earths (REO)") & (table.year == 2024)].set_index("economy").value
    assert round(rare["CHN"] / rare.sum(), 2) == 0.68
    # 1,954 rows of 7 years, less what is blank
    assert len(table) == 1954 * 7 - 271 and "271 cells are blank" in record.notes[0]
    # French Guiana's row has Guyana's code in the file
    gold = table[(table.material == "Gold") & (table.year == 2024)]
    assert not gold.economy.duplicated().any() and {"GUF", "GUY", "TWN"} <= set(table.economy)
    assert {"t", "kg", "carat", "million m3"} == set(table.unit)


def test_codes_of_raw_materials(data: Path, tmp_path: Path) -> None:
    table, record = read(CODES, data / "world-mining/hs_code_map.csv", tmp_path)
    rare = table[table.material == "Rare Earths (REO)"].set_index("product").main
    assert rare.to_dict() == {"284690": True, "284610": False, "280530": False}
    assert table.material.nunique() == 65 and table[table["product"].isna()].material.nunique() == 12
    assert "Potash (K2O)" in record.notes[0]
    mined, _ = read(MINING, data / "world-mining/world_mining_2018_2024.csv", tmp_path)
    assert set(table.material) == set(mined.material)


def test_fertilizers(data: Path, tmp_path: Path) -> None:
    """The rows of 2021; all years take long where every call is checked for types, see below."""
    import pyarrow.parquet as pq

    path = tmp_path / "fertilizers_2021.parquet"
    whole = data / "fao-fertilizers/fertilizers_1961_2021.parquet"
    pq.write_table(pq.read_table(whole, filters=[("Year", "==", 2021)]), path)
    table, record = read(FAO, path, tmp_path)
    belarus = table[(table.economy == "BLR") & (table.nutrient == "K2O")].set_index("element")
    assert belarus.value["export"] == pytest.approx(6.94e6, rel=1e-3)  # as the README rounds it
    assert belarus.value["production"] == 7562153 and belarus.unit["export"] == "t"
    assert (
        table.status.isna().all() and "imputed" in record.notes[0]
    )  # the file has no flags: nothing is claimed
    # groups and countries are told apart: they add up to the world alike
    exports = table[(table.element == "export") & (table.nutrient == "K2O")]
    world = exports[exports.area == "World"].value.sum()
    assert exports[~exports.is_group].value.sum() == pytest.approx(
        world, rel=0.01
    )  # small countries and rounding
    assert table[table.area == "Micronesia"].economy.isna().all()


@pytest.mark.slow
def test_fertilizers_of_all_years(data: Path, tmp_path: Path) -> None:
    table, _ = read(FAO, data / "fao-fertilizers/fertilizers_1961_2021.parquet", tmp_path)
    assert len(table) == 203778 and table.year.min() == 1961
    assert set(table[table.area.isin(["USSR", "Yugoslav SFR"])].economy) == {"SUN", "YUG"}


def test_political_stability(data: Path, tmp_path: Path) -> None:
    table, record = read(WGI, data / "world-mining/wgi_political_stability_estimate.csv", tmp_path)
    belarus = table[table.economy == "BLR"].set_index("year").value
    assert belarus[2024] == pytest.approx(-0.3773, abs=1e-4) and belarus.index.min() == 1996
    assert 1997 not in set(table.year) and table.value.between(-3.5, 2.5).all()
    # two rows are called Guyana: the one in the place of French Guiana is given to nobody
    assert (table[table.economy == "GUY"].groupby("year").size() == 1).all()
    assert "French Guiana" in " ".join(record.notes)


def test_sanctions(data: Path, tmp_path: Path) -> None:
    table, record = read(GSDB, data / "gsdb/GSDB_V4.csv", tmp_path)
    assert table["case"].nunique() == 1547 and table.begin.min() == 1949 and table.end.max() == 2023
    assert table[table.target.isin(["BLR", "RUS"])]["case"].nunique() == 80
    both = table[(table.target == "PRK") | (table.sender == "KOR")]
    assert len(both) > 30 and not table.target_name.isin(["Korea", "North", "South"]).any()
    names = set(table[table.target_kind == "name"].target) | set(table[table.sender_kind == "name"].sender)
    assert names == {
        "Balkans", "Cyprus (Northern)", "ICC Rome Statute Signatories", "Kimberly Process Participants",
        "Paris Agreement Signatories", "South Vietnam", "Terrorist Organizations (Al-Qaeda)",
        "Terrorist Organizations (ISIL and ANF)", "Terrorist Organizations (Taliban and Al-Qaeda)",
        "Terrorist Organizations (Taliban)", "Western countries",
    }  # fmt: skip
    assert all(n in record.notes[0] for n in names)
    eu = table[(table.sender == "EU") & (table.target == "BLR") & table.ongoing]
    assert eu.trade.any() and set(eu.exports) <= {"", "partial", "complete"}


def test_invoicing(data: Path, tmp_path: Path) -> None:
    table, record = read(INVOICING, data / "invoicing-currency/all_countries_update.xls", tmp_path)
    exports = table[table.flow == "export"]
    assert exports.economy.nunique() == 105 and exports.year.min() == 1990 and table.year.max() == 2019
    assert set(table[table.economy == "BLR"].year) == {*range(2015, 2020)} and "CHN" not in set(table.economy)
    assert set(table[table.economy == "RUS"].year) == {*range(2008, 2020)}
    parts = exports[exports.currency.isin(["USD", "EUR", "home", "other", "unclassified"])]
    sums = parts.groupby(["economy", "year"], observed=True).share.agg(["sum", "size"])
    whole = sums[sums["size"] == 5]["sum"]
    assert (
        whole.sub(100).abs().median() < 0.01
    )  # shares are of 100; a few countries' do not add up, as published
    assert "blank" in record.notes[0]


def test_alliances(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Russia, Belarus, China and Austria-Hungary owe; all pairs take long where every call is checked."""
    from autarky.sources.io.sheets import read_rda
    from autarky.sources.politics import atop

    def of_some(path: Path, name: str) -> pd.DataFrame:
        frame = read_rda(path, name)
        return frame[frame.ccode1.isin([365, 370, 710, 300])]

    monkeypatch.setattr(atop, "read_rda", of_some)
    table, record = read(ATOP, data / "alliances/atop_alliance.rda", tmp_path)
    assert table.year.max() == 2018
    pact = table[(table.economy_a == "RUS") & (table.economy_b == "BLR")].set_index("year")
    assert pact.defense[2018] and not pact.offense[2018] and pact.index.min() >= 1990
    assert not ((table.economy_a == "CHN") & (table.economy_b == "BLR") & table.defense).any()
    nameless = {*table[table.economy_a.isna()].name_a}
    assert nameless == {"Austria-Hungary"} and "Austria-Hungary" in record.notes[0]


def test_borders(data: Path, tmp_path: Path) -> None:
    table, record = read(BORDERS, data / "alliances/cow_contdir.rda", tmp_path)
    now = table[(table.economy_a == "BLR") & (table.end == 2016) & (table.border == "land")]
    assert set(now.economy_b) == {"POL", "LVA", "LTU", "UKR", "RUS"} and set(now.begin) == {1991}
    assert len(table) == 1874 - 180 and "180 spells" in record.notes[0]
    assert not any(n.startswith("COW") for n in {*table.name_a, *table.name_b})


@pytest.mark.slow
def test_all_alliances(data: Path, tmp_path: Path) -> None:
    table, record = read(ATOP, data / "alliances/atop_alliance.rda", tmp_path)
    assert len(table) == 273296
    assert not any(n.startswith("COW") for n in {*table.name_a, *table.name_b})  # every code has a name
    assert not table.duplicated(["cow_a", "cow_b", "year"]).any()
    nameless = {*table[table.economy_a.isna()].name_a}
    assert len(nameless) == 15 and all(n in record.notes[0] for n in nameless)


def test_ideal_points(data: Path, tmp_path: Path) -> None:
    table, record = read(POINTS, data / "un-votes/unvoting_idealpoints.csv", tmp_path)
    assert len(table) == 9120 and table.year.max() == 2012
    last = table[table.year == 2012].set_index("economy")
    # AUS is Austria in the file and SWZ Switzerland
    assert (
        last.name["AUT"] == "Austria"
        and last.name["AUS"] == "Australia"
        and last.name["CHE"] == "Switzerland"
    )
    assert last.ideal_point["BLR"] < last.ideal_point["RUS"] < last.ideal_point["USA"]
    assert not table[table.economy.notna()].duplicated(["economy", "year"]).any()
    assert "Kiribati" in record.notes[0]


def test_factbook(data: Path, tmp_path: Path) -> None:
    table, _ = read(FACTBOOK, data / "factbook/json", tmp_path)
    partners = table[table.kind == "partner"]
    assert partners[partners.flow == "export"].name.nunique() == 235
    assert partners.partner.notna().all()  # every partner has a code
    belarus = partners[partners.economy == "BLR"]
    assert not (belarus.partner == "RUS").any() and belarus.caution.str.startswith("Russia is missing").all()
    assert not partners[partners.economy != "BLR"].caution.str.contains("Russia").any()
    russia = partners[(partners.economy == "RUS") & (partners.flow == "export")].set_index("partner").value
    assert russia.to_dict() == {"CHN": 33, "IND": 17, "TUR": 8, "KAZ": 4, "BRA": 3}
    # the archive of the repository gives the same
    files = (data / "factbook/json").rglob("*.json")
    members = {f"factbook.json-master/{p.parent.name}/{p.name}": p.read_text(encoding="utf-8") for p in files}
    again, _ = read(FACTBOOK, zipped(tmp_path, "factbook.zip", members), tmp_path)
    key = ["name", "flow", "kind", "label", "year"]
    pd.testing.assert_frame_equal(
        again.sort_values(key, ignore_index=True).astype(object),
        table.sort_values(key, ignore_index=True).astype(object),
    )


def test_elasticities_by_sector(data: Path, tmp_path: Path) -> None:
    table, _ = read(FONTAGNE, data / "icio-2022-81x28/trade_elasticities.csv", tmp_path, key="icio-sectors")
    assert table.sector.nunique() == 28 and table.study.nunique() == 8 and len(table) == 224
    mining = table[table.sector == "B05"].set_index("study").theta
    assert mining["FGO"] == 3.41 and mining["CP"] == 13.53 and mining["U4"] == 4


@pytest.mark.slow
def test_votes(data: Path, tmp_path: Path) -> None:
    # as in the repository of the R package
    members = {f"unvotes-master/data/{p.name}": p.read_bytes() for p in (data / "un-votes").glob("*.rda")}
    table, record = read(VOTES, zipped(tmp_path, "unvotes-master.zip", members), tmp_path)
    assert len(table) == 870109 and set(table.vote) == {"yes", "no", "abstain"}
    assert table.year.notna().all() and table.session.max() == 74
    assert set(table[table.economy.isna()].name) == {"Zanzibar"} and "Zanzibar" in record.notes[0]
    embargo = table[table.issues.str.contains("ec")]
    assert embargo.rcid.nunique() > 700
    # the Soviet Union votes as Russia from the first session on
    assert table[table.economy == "RUS"].year.min() == 1946


def test_old_excel_file_that_is_cut_short(data: Path, tmp_path: Path) -> None:
    from autarky.errors import InputError

    whole = (data / "invoicing-currency/all_countries_update.xls").read_bytes()
    for length in (40, 500, 512, 5120, 100_000, 409_600, len(whole) - 1):
        path = tmp_path / "all_countries_update.xls"
        path.write_bytes(whole[:length])
        with pytest.raises(
            InputError, match=r"all_countries_update.xls is damaged, cut short or no Excel file"
        ):
            read(INVOICING, path, tmp_path)
