"""Numeric and retired codes of economies, HS prefixes, and what all trade sources promise."""

import pyarrow as pa
import pytest

from autarky.errors import InputError
from autarky.sources.base import Source
from autarky.sources.io.names import SPECIAL, current, iso3_of_number, numbers_of_iso3
from autarky.sources.io.rowwise import check_only, kept, products_wanted
from autarky.sources.trade import baci, baci_raw_materials, cepii_gravity, comtrade, geodist, imts, teti, wits

MODULES = (baci, baci_raw_materials, comtrade, imts, cepii_gravity, geodist, wits, teti)


@pytest.mark.parametrize("source", [m.SOURCE for m in MODULES], ids=lambda s: s.about.name)
def test_what_every_source_says(source: Source) -> None:
    assert isinstance(source, Source)
    about = source.about
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
    assert len(about.definitions) > 100
    assert len({c.name for c in source.columns}) == len(source.columns) and all(
        c.meaning for c in source.columns
    )
    keys = [p.key for p in source.pieces()]
    assert len(set(keys)) == len(keys)
    for piece in source.pieces():
        assert piece.urls or about.by_hand or piece.patterns
        assert all(url.startswith("https://") for url in piece.urls)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (112, "BLR"), (643, "RUS"), (490, "TWN"), (158, "TWN"), (251, "FRA"), (250, "FRA"), (579, "NOR"),
        (699, "IND"), (757, "CHE"), (842, "USA"), (841, "USA"), (58, "BEL"), (0, "WLD"), (918, "EUN"),
        (697, "R20"), (810, "SUN"), ("004", "AFG"),
    ],
)  # fmt: skip
def test_numbers(number: int | str, code: str) -> None:
    assert iso3_of_number(number) == code


def test_numbers_back_and_unknown_ones() -> None:
    assert iso3_of_number(999) is None and iso3_of_number("x") is None
    assert numbers_of_iso3()["FRA"][0] == 251 and set(numbers_of_iso3()["USA"]) == {840, 841, 842}
    assert all(iso3_of_number(n) == code for n, code in SPECIAL.items())
    assert [current(c) for c in ("ROM", "ZAR", "TMP", "YUG", "BLR")] == ["ROU", "COD", "TLS", "YUG", "BLR"]


def test_products_by_prefix() -> None:
    codes = pa.array(["310420", "310490", "270900", "31", "TOTAL", None])
    assert products_wanted(codes, ["3104"]).to_pylist() == [True, True, False, False, False, False]
    assert products_wanted(codes, ["27", "310490"]).to_pylist()[:3] == [False, True, True]
    assert products_wanted(codes, ["TOTAL"]).to_pylist()[4] is True


def test_wishes() -> None:
    columns = baci.COLUMNS
    check_only({"product": ["TOTAL"]}, columns, "x", others=("TOTAL",))
    with pytest.raises(InputError, match="product 'TOTAL'"):
        check_only({"product": ["TOTAL"]}, columns, "x")
    table = pa.table({"year": pa.array([2020, 2021], pa.int16()), "product": ["310420", "270900"]})
    assert kept(table, {"year": ["2021"]}).num_rows == 1
    assert kept(table, {"product": ["31"], "year": []}).num_rows == 1
    with pytest.raises(InputError, match="year: soon"):
        kept(table, {"year": ["soon"]})
