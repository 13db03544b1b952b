"""Files in the layout of their publishers, written from real figures, for tests of the sources read row by row."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd

from autarky.sources.base import Piece, Source
from autarky.sources.io.tidy import Notes, Record, read_tidy, write_tidy


def piece_of(source: Source, key: str = "") -> Piece:
    """The piece called `key`, or the first one."""
    return next(p for p in source.pieces() if not key or p.key == key)


def read(
    source: Source,
    path: Path,
    folder: Path,
    *,
    key: str = "",
    only: Mapping[str, Sequence[str]] | None = None,
) -> tuple[pd.DataFrame, Record]:
    """Read `path`, write the tidy file, read that: what a user gets."""
    piece, notes, about = piece_of(source, key), Notes(), source.about
    record = Record(
        source=about.name,
        key=piece.key,
        title=about.title,
        provider=about.provider,
        licence=about.licence,
        citation=about.citation,
        unit=about.unit,
        years=piece.years,
        url=about.url,
        raw_file=path.name,
        sha256="",
        bytes=0,
        only={k: tuple(v) for k, v in (only or {}).items()},
    )
    target = folder / "tidy" / f"{about.name}.parquet"
    made = write_tidy(target, source.columns, source.read(path, piece, only or {}, notes), record, notes)
    table = read_tidy(target)
    assert table.schema.names == [c.name for c in source.columns] and table.num_rows == made.rows
    return table.to_pandas(), made


def text(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(folder: Path, name: str, members: Mapping[str, str | bytes]) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return path


def xlsx(folder: Path, name: str, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """An Excel file with these rows: numbers as numbers, text in the cell itself, None as no cell."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    members = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1"'
        f' Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        + "".join(f'<sheet name="{escape(s)}" sheetId="{n}" r:id="rId{n}"/>' for n, s in enumerate(sheets, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        + "</Relationships>",
    }
    for n, rows in enumerate(sheets.values(), 1):
        data = "".join(
            f'<row r="{r}">'
            + "".join(
                _cell(value, f"{chr(64 + c)}{r}") for c, value in enumerate(row, 1) if value is not None
            )
            + "</row>"
            for r, row in enumerate(rows, 1)
        )
        members[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>'
        )
    return zipped(folder, name, members)


def _cell(value: Any, at: str) -> str:
    if isinstance(value, int | float):
        return f'<c r="{at}"><v>{value}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


# Exports of goods and services, current USD: Belarus as in the World Factbook of 2026.
EXPORTS = {2022: 47.124e9, 2023: 47.714e9, 2024: 49.386e9}


def api_entry(code: str, name: str, year: int, value: float | None, status: str = "") -> dict[str, Any]:
    """One figure as the World Bank's API gives it."""
    return {
        "indicator": {"id": "NE.EXP.GNFS.CD", "value": "Exports of goods and services (current US$)"},
        "country": {"id": code[:2], "value": name},
        "countryiso3code": code,
        "date": str(year),
        "value": value,
        "unit": "",
        "obs_status": status,
        "decimal": 0,
    }


def api_page(
    entries: Sequence[dict[str, Any]], page: int = 1, pages: int = 1, total: int | None = None
) -> str:
    header = {
        "page": page, "pages": pages, "per_page": 20000, "total": len(entries) if total is None else total,
        "sourceid": "2", "lastupdated": "2026-10-07",
    }  # fmt: skip
    return json.dumps([header, list(entries)])


BELARUS = [api_entry("BLR", "Belarus", year, value) for year, value in EXPORTS.items()]
WORLD = [api_entry("WLD", "World", 2025, None), api_entry("WLD", "World", 2023, 30.6e12, "E")]

# Sanctions: three cases of release 4, as they are there.
GSDB = """\
case_id,sanctioned_state,sanctioning_state,begin,end,trade,descr_trade,arms,military,financial,travel,other,\
target_mult,sender_mult,objective,success
66,"Korea, South",United States,1961,1961,0,,0,0,1,0,0,0,0,"democracy,human_rights","success_total,success_total"
765,Belarus,"EU, Croatia, Bosnia and Herzegovina, Serbia",2006,2011,0,,0,0,1,1,0,0,1,"democracy,human_rights",\
"failed,failed"
1081,Qatar,"Mauritania, Djibouti, Yemen, North, Niger",2017,2021,0,,0,0,0,0,1,0,1,"terrorism,policy_change",\
"failed,failed"
780,"Korea, North",Australia,2006,2023,1,"exp_part,imp_compl",1,1,1,1,1,0,0,prevent_war,ongoing
"""

# World Mining Data: Belarus' potash as in the edition with 2018-2024.
POTASH = [
    ["Potash (K2O)"],
    ["Country", "unit", 2020, 2021, 2022, 2023, 2024, "data source"],
    ["Belarus", "metr. t", 7562153, 7750000, 4000000, 6380000, 6500000, "e"],
    ["Congo, D.R.", "metr. t", None, 0, 0, None, 12, "r"],
    ["Total", "metr. t", 7562153, 7750000, 4000000, 6380000, 6500012, None],
]

# FAOSTAT: Belarus 2021, and the two Chinas.
FAO_MEMBER = "Inputs_FertilizersNutrient_E_All_Data_(Normalized).csv"
_FAO_COLUMNS = (
    "Area Code", "Area Code (M49)", "Area", "Item Code", "Item", "Element Code", "Element", "Year Code", "Year", "Unit",
    "Value", "Flag", "Note",
)  # fmt: skip
_FAO_ROWS = (
    ("57", "'112", "Belarus", "5510", "Production", 2021, "7562153.000000", "I"),
    ("57", "'112", "Belarus", "5910", "Export quantity", 2021, "6940300.99", "A"),
    ("57", "'112", "Belarus", "5610", "Import quantity", 1992, "", "M"),
    ("351", "'159", "China", "5510", "Production", 2021, "5900000", "E"),
    ("41", "'156", "China, mainland", "5510", "Production", 2021, "5900000", "E"),
    ("107", "'384", "C\u00f4te d'Ivoire", "5157", "Agricultural Use", 2021, "1", "A"),
    ("228", "'810", "USSR", "5510", "Production", 1990, "9000000", "A"),
)
_POTASH = ("3104", "Nutrient potash K2O (total)")
FAO = "".join(
    ",".join(f'"{cell}"' for cell in row) + "\n"
    for row in (
        _FAO_COLUMNS,
        *((a, m, n, *_POTASH, e, t, y, y, "t", v, f, "") for a, m, n, e, t, y, v, f in _FAO_ROWS),
    )
)

# United Nations: the first roll call of the first session, and ideal points of 2012.
VOTES = """\
"rcid","ccode","member","vote","Country","Countryname","year","session","abstain","yes","no","importantvote","date",\
"unres","amend","para","short","descr","me","nu","di","hr","co","ec"
3,2,1,1,"USA","United States of America",1946,1,4,29,18,0,"1946-01-01","R/1/66",1,0,"AMENDMENTS","TO ADOPT",0,0,0,0,0,0
3,20,1,3,"CAN","Canada",1946,1,4,29,18,0,"1946-01-01","R/1/66",1,0,"AMENDMENTS","TO ADOPT",0,0,0,0,0,0
3,345,1,8,"YUG","Yugoslavia",1946,1,4,29,18,0,"1946-01-01","R/1/66",1,0,"AMENDMENTS","TO ADOPT",0,0,0,0,0,0
3,370,1,3,"BLR","Belarus",1946,1,4,29,18,0,"1946-01-01","R/1/66",1,0,"AMENDMENTS","TO ADOPT",0,0,0,0,0,0
9101,365,1,1,"RUS","Russia",2019,74,9,160,2,0,"2019-12-03","A/RES/74/12",0,0,"","",1,0,0,0,1,0
9101,341,0,9,"MNE","Montenegro",2019,74,9,160,2,0,"2019-12-03","A/RES/74/12",0,0,"","",1,0,0,0,1,0
"""
IDEAL_POINTS = """\
"ccode","Countryname","iso3c","session","IdealPointAll","NVotesAll"
370,"Belarus","BLR",67,-0.406358,68
305,"Austria","AUT",67,0.748466,68
345,"Yugoslavia","YUG",40,-0.3,100
710,"China","CHN",20,NA,0
"""

# ATOP: Russia and Belarus as in 2018, Prussia's ally Hanover as in 1850.
ATOP = """\
ddyad,stateA,stateB,year,atopally,defense,offense,neutral,nonagg,consul,shareob,bilatno,multino,number,atopid1
365370,365,370,2018,1,1,0,0,1,1,1,1,3,4,3515
370365,370,365,2018,1,1,0,0,1,1,1,1,3,4,3515
255240,255,240,1850,1,1,0,0,1,1,1,0,1,1,1010
345365,345,365,1947,1,1,0,0,-9,1,1,1,0,1,3010
2365,2,365,2018,0,0,0,0,0,0,0,0,0,0,-8
"""

# Ember: Belarus' capacity in 2023 as in the Factbook; Energy Institute: Russia's oil and gas in 2023, likewise.
EMBER = """\
Area,ISO 3 code,Year,Area type,Continent,Ember region,EU,OECD,G20,G7,ASEAN,Category,Subcategory,Variable,Unit,Value,\
YoY absolute change,YoY % change
Belarus,BLR,2023,Country or economy,Europe,Europe,0,0,0,0,0,Capacity,Total,Total Capacity,GW,12.653,,
Belarus,BLR,2024,Country or economy,Europe,Europe,0,0,0,0,0,Capacity,Total,Total Capacity,GW,,,
Kosovo,XKX,2023,Country or economy,Europe,Europe,0,0,0,0,0,Capacity,Total,Total Capacity,GW,1.5,,
World,,2023,Region,,,,,,,,Electricity demand,Demand,Demand,TWh,29471,,
"""
ENERGY = """\
Country,Year,ISO3166_alpha3,ISO3166_numeric,Region,SubRegion,OPEC,EU,OECD,CIS,Var,Value
Russian Federation,2023,RUS,643,CIS,CIS,0,0,0,1,oilprod_kbd,10879
Russian Federation,2023,RUS,643,CIS,CIS,0,0,0,1,gasprod_bcm,613.447
Other CIS,2023,,,CIS,CIS,0,0,0,1,oilprod_kbd,40
Total OPEC,2023,,,,,1,0,0,0,oilprod_kbd,
"""

# ProTEE: the layout; the numbers are invented.
PROTEE = """\
"HS6","zero","positive","sigma"
10110,0,0,-4.5
310420,0,0,-9.25
310430,1,0,-7
310490,0,1,0.8
"""

FACTBOOK = {
    "factbook.json-master/europe/bo.json": {
        "Government": {
            "Country name": {
                "conventional short form": {"text": "Belarus"},
                "conventional long form": {"text": "Republic of Belarus"},
            }
        },
        "Economy": {
            "Exports": {
                "Exports 2023": {"text": "$47.714 billion (2023 est.)"},
                "note": "<b>note:</b> balance of payments",
            },
            "Exports - partners": {
                "text": "China 34%, Kazakhstan 10%, Uzbekistan 7%, Poland 6%, Brazil 5% (2023)",
                "note": "<b>note:</b> top five export partners based on percentage share of exports",
            },
            "Exports - commodities": {"text": "fertilizers, rapeseed oil, wood, poultry, beef (2023)"},
        },
    },
    "factbook.json-master/africa/gb.json": {
        "Government": {"Country name": {"conventional short form": {"text": "Gabon"}}},
        "Economy": {
            "Exports - partners": {
                "text": "China 26%, Indonesia 8%, Spain 7%, Israel 6%, Congo, Republic of the 5% (2023)"
            }
        },
    },
    "factbook.json-master/europe/mn.json": {
        "Government": {"Country name": {"conventional short form": {"text": "Monaco"}}},
        "Economy": {"Exports - partners": {"text": "<p>Italy, Switzerland</p> (2021)"}},
    },
}


def factbook_zip(folder: Path, profiles: Mapping[str, Any] = FACTBOOK) -> Path:
    """An archive as GitHub makes it of the repository."""
    members = {name: json.dumps(content) for name, content in profiles.items()}
    return zipped(
        folder, "factbook.json-master.zip", {"factbook.json-master/README.md": "# Factbook", **members}
    )
