"""Files in the layout of their publishers, written from real figures, for tests of trade and tariff sources."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from autarky.sources.base import Piece, Source
from autarky.sources.io.tidy import Notes, Record, read_tidy, write_tidy

# CEPII BACI, HS92, 2021: t, i, j, k, v (thousand USD), q (tonnes). 643 Russia, 112 Belarus, 156 China, 276 Germany,
# 616 Poland, 490 "Other Asia" (Taiwan), 579 Norway, 251 France, 842 United States.
BACI_2021 = """\
t,i,j,k,v,q
2021,112,616,270119,9.075,              55
2021,112,616,760110,349,          104.13
2021,112,643,250310,.598,          53.142
2021,112,643,711029,5.117,              NA
2021,112,643,760110,12462.727,        4668.075
2021,251,276,270900,7966.39,       13377.034
2021,490,156,260300,426107.567,      224419.334
2021,579,276,270900,2862750.572,     4649672.283
2021,643,112,270900,6700299.887,      15621834.3
2021,643,112,271111,43.658,              50
2021,643,112,280530,.11,
2021,643,156,270900,36166424.731,    72110074.682
2021,643,156,271111,2763024.03,     4939654.543
2021,643,156,271121,1510642.469,     3931718.654
2021,842,276,270900,3973864.23,     7236129.259
"""
BACI_COUNTRIES = """\
country_code,country_name,country_iso2,country_iso3
112,Belarus,BY,BLR
156,China,CN,CHN
251,France,FR,FRA
276,Germany,DE,DEU
490,"Other Asia, nes",N/A,S19
579,Norway,NO,NOR
616,Poland,PL,POL
643,Russian Federation,RU,RUS
842,USA,US,USA
"""
BACI_PRODUCTS = (
    'code,description\n270900,"Petroleum oils and oils obtained from bituminous minerals; crude"\n'
)


def baci_zip(folder: Path, trade: str | bytes = BACI_2021, countries: str = BACI_COUNTRIES) -> Path:
    """A zip as CEPII gives it: two years, the country codes and the product codes."""
    path = folder / "BACI_HS92_V202501.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "BACI_HS92_Y2020_V202501.csv", "t,i,j,k,v,q\n2020,643,112,270900,3300307.996,11898798\n"
        )
        archive.writestr("BACI_HS92_Y2021_V202501.csv", trade)
        archive.writestr("country_codes_V202501.csv", countries)
        archive.writestr("product_codes_HS92_V202501.csv", BACI_PRODUCTS)
        archive.writestr("Readme.txt", "List of Variables:\n\nt: year\ni: exporter\n")
    return path


def piece_of(source: Source, key: str) -> Piece:
    return next(p for p in source.pieces() if p.key == key)


def round_trip(
    source: Source, path: Path, piece: Piece, folder: Path, only: Mapping[str, Any] | None = None
) -> tuple[pa.Table, Record]:
    """What a user reads back after the source read `path` and the tidy table was written; and its record."""
    notes = Notes()
    about = source.about
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
    tidy = folder / "tidy.parquet"
    written = write_tidy(tidy, source.columns, source.read(path, piece, only or {}, notes), record, notes)
    return read_tidy(tidy), written


def rows(table: pa.Table, *names: str) -> list[tuple[Any, ...]]:
    """The columns `names` of a table as tuples, sorted."""
    return sorted(zip(*(table.column(n).to_pylist() for n in names), strict=True), key=repr)
