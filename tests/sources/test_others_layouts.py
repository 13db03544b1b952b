"""Sources read row by row: files in the layout of the publisher, and how they become tidy tables."""

from pathlib import Path

import pytest
from others_samples import (
    ATOP,
    BELARUS,
    EMBER,
    ENERGY,
    EXPORTS,
    FAO,
    FAO_MEMBER,
    GSDB,
    IDEAL_POINTS,
    POTASH,
    PROTEE,
    VOTES,
    WORLD,
    api_page,
    factbook_zip,
    read,
    text,
    xlsx,
    zipped,
)  # fmt: skip

from autarky.errors import InputError
from autarky.sources.base import Source
from autarky.sources.commodities.ember import SOURCE as EMBER_SOURCE
from autarky.sources.commodities.energy_institute import SOURCE as ENERGY_SOURCE
from autarky.sources.commodities.factbook import SOURCE as FACTBOOK_SOURCE
from autarky.sources.commodities.fao_fertilizers import SOURCE as FAO_SOURCE
from autarky.sources.commodities.mining_codes import SOURCE as CODES_SOURCE
from autarky.sources.commodities.world_mining import SOURCE as MINING_SOURCE
from autarky.sources.io.tidy import STATUSES
from autarky.sources.macro.invoicing import SOURCE as INVOICING_SOURCE
from autarky.sources.macro.wdi import SOURCE as WDI_SOURCE
from autarky.sources.politics.atop import SOURCE as ATOP_SOURCE
from autarky.sources.politics.gsdb import SOURCE as GSDB_SOURCE
from autarky.sources.politics.un_ideal_points import SOURCE as POINTS_SOURCE
from autarky.sources.politics.un_votes import SOURCE as VOTES_SOURCE
from autarky.sources.politics.wgi import SOURCE as WGI_SOURCE
from autarky.sources.trade.contiguity import SOURCE as BORDERS_SOURCE
from autarky.sources.trade.fontagne import SOURCE as FONTAGNE_SOURCE

ALL = (
    ATOP_SOURCE, BORDERS_SOURCE, CODES_SOURCE, EMBER_SOURCE, ENERGY_SOURCE, FACTBOOK_SOURCE, FAO_SOURCE,
    FONTAGNE_SOURCE, GSDB_SOURCE, INVOICING_SOURCE, MINING_SOURCE, POINTS_SOURCE, VOTES_SOURCE, WDI_SOURCE, WGI_SOURCE,
)  # fmt: skip


@pytest.mark.parametrize("source", ALL, ids=lambda s: s.about.name)
def test_says_what_it_is(source: Source) -> None:
    about = source.about
    assert isinstance(source, Source)
    for said in (
        about.title,
        about.provider,
        about.coverage,
        about.unit,
        about.licence,
        about.citation,
        about.url,
    ):
        assert said
    assert about.definitions and about.name == about.name.lower()
    pieces = source.pieces()
    assert len({p.key for p in pieces}) == len(pieces) > 0
    for piece in pieces:
        assert piece.patterns and (piece.urls or about.by_hand)
    assert all(c.meaning for c in source.columns)
    assert len({c.name for c in source.columns}) == len(source.columns)


def test_world_bank_api(tmp_path: Path) -> None:
    path = text(tmp_path, "NE.EXP.GNFS.CD.json", api_page([*BELARUS, *WORLD]))
    table, record = read(WDI_SOURCE, path, tmp_path, key="NE.EXP.GNFS.CD")
    belarus = table[table.economy == "BLR"].set_index("year")
    assert belarus.value.to_dict() == EXPORTS and not belarus.is_group.any()
    world = table[table.economy == "WLD"]
    # the year without a figure has no row, the estimate is marked
    assert world.year.tolist() == [2023] and world.is_group.all() and world.status.tolist() == ["estimated"]
    assert belarus.status.isna().all() and "groups" in record.notes[0]


@pytest.mark.parametrize("join", ["lines", "list"])
def test_world_bank_api_in_pages(tmp_path: Path, join: str) -> None:
    pages = [api_page(BELARUS, 1, 2, 5), api_page(WORLD, 2, 2, 5)]
    content = "\n".join(pages) if join == "lines" else f"[{','.join(pages)}]"
    table, _ = read(WDI_SOURCE, text(tmp_path, "x.json", content), tmp_path, key="NE.EXP.GNFS.CD")
    assert len(table) == 4


WIDE = """\
\ufeff"Country Name","Country Code","Indicator Name","Indicator Code","2022","2023","2024",
"Belarus","BLR","Exports (current US$)","NE.EXP.GNFS.CD","47124000000","47714000000","49386000000",
"Belarus","BLR","Population, total","SP.POP.TOTL","9228071","","9056696",
"European Union","EUU","Population, total","SP.POP.TOTL","","447000000","",
"""


def test_world_bank_bulk(tmp_path: Path) -> None:
    members = {"WDICSV.csv": WIDE, "WDICountry.csv": '"Country Code"\n"BLR"\n', "WDISeries.csv": "x\n"}
    path = zipped(tmp_path, "WDI_CSV.zip", members)
    table, _ = read(WDI_SOURCE, path, tmp_path, key="all")
    assert len(table) == 6  # blanks have no row
    assert table[table.is_group].economy.tolist() == ["EUU"]
    only = {"indicator": ["SP.POP.TOTL"], "economy": ["BLR"]}
    kept, record = read(WDI_SOURCE, path, tmp_path, key="all", only=only)
    assert kept.year.tolist() == [2022, 2024] and record.only == {k: tuple(v) for k, v in only.items()}


def test_governance_in_three_layouts(tmp_path: Path) -> None:
    # political stability of Belarus in 2023: -0.39, standard error 0.30 or so
    sheet = [
        ["codeindyr", "code", "countryname", "year", "indicator", "estimate", "stddev", "nsource", "pctrank",
         "pctranklower", "pctrankupper"],
        ["BLRpv2023", "BLR", "Belarus", 2023, "pv", -0.3926, 0.25, 6, 30.1, 20.2, 45.3],
        ["ROMpv1996", "ROM", "Romania", 1996, "pv", "..", "..", "..", "..", "..", ".."],
    ]  # fmt: skip
    long, _ = read(WGI_SOURCE, xlsx(tmp_path, "wgidataset.xlsx", {"wgi": sheet}), tmp_path)
    assert long.set_index("measure").value["PV.EST"] == -0.3926
    assert set(long.measure) == {
        "PV.EST", "PV.STD.ERR", "PV.NO.SRC", "PV.PER.RNK", "PV.PER.RNK.LOWER", "PV.PER.RNK.UPPER",
    }  # fmt: skip
    entry = BELARUS[1] | {
        "indicator": {"id": "GOV_WGI_PV.EST", "value": "Political Stability"},
        "value": -0.3926,
    }
    api, _ = read(WGI_SOURCE, text(tmp_path, "PV.EST.json", api_page([entry])), tmp_path, key="PV.EST")
    wide = WIDE.replace("NE.EXP.GNFS.CD", "PV.EST").replace("47714000000", "-0.3926")
    bulk, _ = read(
        WGI_SOURCE,
        zipped(tmp_path, "WGI_CSV.zip", {"WGICSV.csv": wide}),
        tmp_path,
        only={"measure": ["PV.EST"]},
    )
    for table in (api, bulk[bulk.year == 2023]):
        assert table[["economy", "measure", "year", "value"]].values.tolist() == [
            ["BLR", "PV.EST", 2023, -0.3926]
        ]


def test_sanctions(tmp_path: Path) -> None:
    table, record = read(GSDB_SOURCE, text(tmp_path, "GSDB_V4.csv", GSDB), tmp_path)
    assert table[table["case"] == 66].target.tolist() == ["KOR"]
    senders = table[table["case"] == 765]
    assert senders.sender.tolist() == ["EU", "HRV", "BIH", "SRB"]
    assert senders.sender_kind.tolist() == ["organisation", "economy", "economy", "economy"]
    assert table[table["case"] == 1081].sender.tolist() == ["MRT", "DJI", "YEM", "NER"]
    korea = table[table["case"] == 780].iloc[0]
    assert (korea.target, korea.exports, korea.imports, korea.ongoing, korea.end) == (
        "PRK", "partial", "complete", True, 2023,
    )  # fmt: skip
    assert record.notes == ()
    # what cannot be resolved stays, with a note
    path = text(tmp_path, "GSDB_V4.csv", GSDB.replace("Qatar", "Atlantis"))
    table, record = read(GSDB_SOURCE, path, tmp_path, only={"target": ["Atlantis"]})
    assert len(table) == 4 and set(table.target_kind) == {"name"} and "Atlantis" in record.notes[0]


def test_mining(tmp_path: Path) -> None:
    path = xlsx(tmp_path, "6.4. Minerals.xlsx", {"About": [["World Mining Data"]], "Potash (K2O)": POTASH})
    table, record = read(MINING_SOURCE, path, tmp_path)
    belarus = table[table.economy == "BLR"].set_index("year")
    assert belarus.value.to_dict() == {2020: 7562153, 2021: 7.75e6, 2022: 4e6, 2023: 6.38e6, 2024: 6.5e6}
    assert (
        set(belarus.unit) == {"t"}
        and set(belarus.status) == {"estimated"}
        and set(belarus.material) == {"Potash (K2O)"}
    )
    congo = table[table.economy == "COD"]
    # a reported 0 is a figure, a blank is none
    assert congo[["year", "value"]].values.tolist() == [[2021, 0], [2022, 0], [2024, 12]]
    assert "Total" not in set(table.name) and "2 cells are blank" in record.notes[0]


def test_fertilizers(tmp_path: Path) -> None:
    # FAOSTAT's older archives are in Latin-1
    members = {
        FAO_MEMBER: FAO.encode("latin-1"),
        "Inputs_FertilizersNutrient_E_Flags.csv": "Flag,Description\n",
    }
    path = zipped(tmp_path, "fertilizers.zip", members)
    table, _ = read(FAO_SOURCE, path, tmp_path)
    belarus = table[table.economy == "BLR"].set_index("element")
    assert belarus.value.round(2).to_dict()["export"] == 6940300.99
    assert belarus.status.to_dict() == {"production": "estimated", "export": "reported", "import": "absent"}
    assert belarus.value.isna().to_dict() == {"production": False, "export": False, "import": True}
    chinas = table[table.area.str.startswith("China")].set_index("area")
    assert chinas.is_group.to_dict() == {"China": True, "China, mainland": False}
    assert chinas.economy["China, mainland"] == "CHN"
    assert set(table[table.area.isin(["Côte d'Ivoire", "USSR"])].economy) == {"CIV", "SUN"}


def test_flags_that_are_new(tmp_path: Path) -> None:
    """A publisher adds a flag: the figure stays, nothing is claimed of it, and a note says so."""
    table, record = read(FAO_SOURCE, text(tmp_path, "f.csv", FAO.replace('"I"', '"NEW"')), tmp_path)
    new = table[table.flag == "NEW"]
    assert new.value.tolist() == [7562153] and new.status.isna().all() and "NEW" in record.notes[0]
    sheet = [[*row[:-1], "x" if row[-1] == "e" else row[-1]] for row in POTASH]
    table, record = read(MINING_SOURCE, xlsx(tmp_path, "6.4.xlsx", {"Potash (K2O)": sheet}), tmp_path)
    assert table[table.economy == "BLR"].status.isna().all() and " x." in " ".join(record.notes)


def test_votes_and_ideal_points(tmp_path: Path) -> None:
    table, _ = read(VOTES_SOURCE, text(tmp_path, "UNVotes.csv", VOTES), tmp_path)
    cast = dict(zip(table.economy, table.vote, strict=True))
    assert cast == {
        "USA": "yes",
        "CAN": "no",
        "YUG": "absent",
        "BLR": "no",
        "RUS": "yes",
    }  # Montenegro: no member
    assert dict(zip(table.rcid, table.issues, strict=True)) == {3: "", 9101: "me,co"}
    assert set(table.year) == {1946, 2019} and set(table.session) == {1, 74}
    by_code = VOTES.replace("Countryname", "other").replace('"Country"', '"other2"')
    again, _ = read(VOTES_SOURCE, text(tmp_path, "UNVotes.csv", by_code), tmp_path)
    assert again.economy.tolist() == table.economy.tolist()

    points, record = read(POINTS_SOURCE, text(tmp_path, "Idealpoints.csv", IDEAL_POINTS), tmp_path)
    found = points.set_index(["economy", "year"]).ideal_point.to_dict()
    assert found == {("BLR", 2012): -0.406358, ("AUT", 2012): 0.748466, ("YUG", 1985): -0.3}
    assert "1 rows without an ideal point" in record.notes[0]


def test_alliances(tmp_path: Path) -> None:
    other = {"atop5_1ddyr_NNA.txt": "x", "atop5_1a.csv": "atopid,member\n"}
    path = zipped(tmp_path, "atop_5.1__.csv_.zip", {"ATOP 5.1 (.csv)/atop5_1ddyr.csv": ATOP, **other})
    table, record = read(ATOP_SOURCE, path, tmp_path)
    assert table.economy_a.tolist()[:2] == ["RUS", "BLR"] and table.defense.all()
    hanover = table[table.cow_b == 240].iloc[0]
    assert hanover.economy_a == "DEU" and hanover.name_b == "Hanover" and hanover.isna().economy_b
    yugoslavia = table[table.cow_a == 345].iloc[0]
    assert yugoslavia.economy_a == "YUG" and yugoslavia.isna().nonaggression  # -9 is missing, not no
    assert not (table.cow_a == 2).any() and "Hanover" in record.notes[0] and "1 rows" in record.notes[1]


CONTIGUITY = """\
dyad,state1no,state1ab,state2no,state2ab,conttype,begin,end,notes,version
365370,370,BLR,365,RUS,1,199112,201612,,3.2
2365,2,USA,365,RUS,0,181601,195812,,3.2
2365,2,USA,365,RUS,2,195901,201612,,3.2
300345,300,AUH,345,YUG,1,187807,191811,,3.2
"""


def test_borders(tmp_path: Path) -> None:
    members = {"contdir.csv": CONTIGUITY, "contdird.csv": CONTIGUITY, "contdirs.csv": "x,y\n"}
    path = zipped(tmp_path, "DirectContiguity320.zip", members)
    table, record = read(BORDERS_SOURCE, path, tmp_path)
    assert table[["economy_a", "economy_b", "border", "begin", "end"]].values.tolist()[:2] == [
        ["BLR", "RUS", "land", 1991, 2016],
        ["USA", "RUS", "water to 12 miles", 1959, 2016],
    ]
    assert table.name_a[2] == "Austria-Hungary" and "1 spells without a border" in record.notes[0]
    for old, new, message in (
        (",1,1991", ",7,1991", "line 2, column 'conttype': '7' is not a kind of border"),
        ("199112", "19911201", "line 2, column 'begin': '19911201' is not a date"),
        ("370,BLR", "1370,BLR", "line 2, column 'state1no': '1370' is not a Correlates"),
    ):
        with pytest.raises(InputError, match=message):
            read(BORDERS_SOURCE, text(tmp_path, "contdir.csv", CONTIGUITY.replace(old, new, 1)), tmp_path)


def test_invoicing(tmp_path: Path) -> None:
    parts = ("USD", "EUR", "Home", "Other", "Unclassified", "Other_Excl_USDEUR")
    header = [
        "country",
        "ISO3C",
        "imfcode",
        "year",
        *(f"{p}{f}" for f in ("Export", "Import") for p in parts),
    ]
    exports = [27.667819, 34.159975, 0.233350, 37.938855, 0, 38.172207]
    rows = [
        header,
        ["Belarus", "BLR", 913, 2019, *exports, *[None] * 6],
        ["Timor", "TLS", 537, 2019, *[None] * 12],
    ]
    table, record = read(
        INVOICING_SOURCE, xlsx(tmp_path, "all_countries_update.xlsx", {"Sheet1": rows}), tmp_path
    )
    assert set(table.flow) == {"export"} and set(table.economy) == {"BLR"}
    share = table.set_index("currency").share
    # the four parts and what is unclassified make all of it; the sixth is another reading
    assert share.drop("other_excl_usd_eur").sum() == pytest.approx(100, abs=1e-4)  # shares have 6 digits here
    assert share["unclassified"] == 0 and "18 cells are blank" in record.notes[0]


def test_factbook(tmp_path: Path) -> None:
    table, record = read(FACTBOOK_SOURCE, factbook_zip(tmp_path), tmp_path)
    belarus = table[table.economy == "BLR"]
    partners = belarus[belarus.kind == "partner"]
    assert dict(zip(partners.partner, partners.value, strict=True)) == {
        "CHN": 34, "KAZ": 10, "UZB": 7, "POL": 6, "BRA": 5,
    }  # fmt: skip
    # the trap: Russia is not there, and every row says so
    assert partners.caution.str.startswith("Russia is missing").all() and "Russia is missing" in " ".join(
        record.notes
    )
    total = belarus[belarus.kind == "total"].iloc[0]
    assert (total.value, total.unit, total.year, total.status) == (47714, "USD million", 2023, "estimated")
    assert belarus[belarus.kind == "commodity"].label.tolist()[0] == "fertilizers"
    gabon = table[table.economy == "GAB"]
    assert gabon.partner.tolist()[-1] == "COG" and (gabon.caution == "").all()
    monaco = table[table.economy == "MCO"]
    assert monaco.value.isna().all() and set(monaco.status) == {"absent"} and set(monaco.year) == {2021}


def test_electricity_and_energy(tmp_path: Path) -> None:
    path = text(tmp_path, "yearly_full_release_long_format.csv", EMBER)
    ember, record = read(EMBER_SOURCE, path, tmp_path)
    assert ember[ember.economy == "BLR"][["year", "value", "unit"]].values.tolist() == [[2023, 12.653, "GW"]]
    assert ember[ember.is_group].name.tolist() == ["World"] and "XKX" in set(ember.economy)
    assert record.notes == ("1 rows without a value are left out.", "Years read: 2023 to 2023.")
    energy, _ = read(ENERGY_SOURCE, text(tmp_path, "Statistical Review Narrow.csv", ENERGY), tmp_path)
    assert energy.economy.tolist()[:2] == ["RUS", "RUS"] and energy.economy.isna()[2]
    assert energy.is_group.tolist() == [False, False, True]
    assert energy.unit.tolist() == ["thousand barrels a day", "billion m3", "thousand barrels a day"]


def test_elasticities(tmp_path: Path) -> None:
    table, record = read(FONTAGNE_SOURCE, text(tmp_path, "ProTEE_0_1.csv", PROTEE), tmp_path)
    found = table.set_index("product")
    assert found.index.tolist() == ["010110", "310420", "310430", "310490"]
    assert found.theta.dropna().to_dict() == {"010110": 4.5, "310420": 9.25, "310430": 7}
    assert found.own_estimate.tolist() == [True, True, False, False]
    assert found.status.tolist() == ["estimated"] * 3 + ["absent"] and "1 products" in record.notes[0]
    potash, _ = read(FONTAGNE_SOURCE, tmp_path / "ProTEE_0_1.csv", tmp_path, only={"product": ["3104"]})
    assert len(potash) == 3


def test_statuses_are_those_of_the_project(tmp_path: Path) -> None:
    from autarky.sources.commodities import fao_fertilizers, world_mining
    from autarky.sources.macro import worldbank

    for statuses in (fao_fertilizers.STATUS, world_mining.STATUS, worldbank.STATUS):
        assert {s for s in statuses.values() if s} <= set(STATUSES)


def test_a_spreadsheet_saved_in_europe(tmp_path: Path) -> None:
    """BOM, semicolons and decimal commas: read for what they are."""
    semicolons = ENERGY.replace(",", ";").replace("613.447", "613,447").replace("10879", "10.879.000,5")
    table, _ = read(ENERGY_SOURCE, text(tmp_path, "narrow.csv", f"\ufeff{semicolons}"), tmp_path)
    assert table.value.tolist() == [10879000.5, 613.447, 40]
    utf16 = ENERGY.encode("utf-16")
    table, _ = read(ENERGY_SOURCE, text(tmp_path, "narrow.csv", utf16), tmp_path)
    assert table.value.tolist() == [10879, 613.447, 40]


def test_columns_that_do_not_exist_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column 'countri'"):
        read(ENERGY_SOURCE, text(tmp_path, "narrow.csv", ENERGY), tmp_path, only={"countri": ["RUS"]})
