"""Names of economies as publishers write them, and Correlates of War codes."""

import pytest

from autarky.sources.io.names import (
    COW,
    COW_NAMES,
    cow_state,
    economy,
    economy_of_code,
    economy_of_m49,
    split_names,
)
from autarky.world.labels import iso3


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Korea, South", "KOR"),
        ("S. Korea", "KOR"),
        ("Korea, North", "PRK"),
        ("Congo, Republic of the", "COG"),
        ("Congo, Democratic Republic of the", "COD"),
        ("Gambia, The", "GMB"),
        ("Yemen, North", "YEM"),
        ("Egypt, Arab Rep.", "EGY"),
        ("C&ocirc;te d'Ivoire", "CIV"),
        ("St. Vincent &amp; the Grenadines", "VCT"),
        ("Russian Federation", "RUS"),
        ("Soviet Union", "SUN"),
        ("Yugoslavia", "YUG"),
        ("Macedonia", "MKD"),
        ("World", None),
        ("Africa", None),
        ("North", None),
        ("EU", None),
    ],
)
def test_names(name: str, code: str | None) -> None:
    assert economy(name) == code


def test_codes_are_not_names() -> None:
    assert (
        economy_of_code("BLR") == "BLR"
        and economy_of_code("ROM") == "ROU"
        and economy_of_code("XKX") == "XKX"
    )
    for other in ("WLD", "EUU", "AFE", "R20", "PUS", "USSR", "UK", "Lao", ""):
        assert economy_of_code(other) is None
    assert economy_of_m49(156) == "CHN" and economy_of_m49(112) == "BLR" and economy_of_m49(159) is None


def test_names_with_commas_in_lists() -> None:
    assert split_names("Korea, South, Japan") == ["Korea, South", "Japan"]
    assert split_names("Japan, Korea, South") == ["Japan", "Korea, South"]
    assert split_names("Congo, Democratic Republic of the, Gambia, The, Niger") == [
        "Congo, Democratic Republic of the", "Gambia, The", "Niger",
    ]  # fmt: skip
    assert split_names("EU, Bulgaria, Cyprus") == ["EU", "Bulgaria", "Cyprus"]
    assert split_names("Guinea, Guinea-Bissau, Congo, Gabon") == ["Guinea", "Guinea-Bissau", "Congo", "Gabon"]
    assert split_names("") == []


def test_correlates_of_war() -> None:
    assert not set(COW.values()) - {"CSK", "DDR", "YMD"} - {c for c in COW.values() if iso3(c) == c}
    # every state of today has one code; two German and two Yemeni codes are one economy
    double = sorted(c for c in set(COW.values()) if list(COW.values()).count(c) > 1)
    assert double == ["DEU", "YEM"]
    assert cow_state(365, 1980)[0] == cow_state(365, 2018)[0] == "RUS"
    assert cow_state(260, 1970) == ("DEU", "German Federal Republic") and cow_state(255, 2018)[0] == "DEU"
    assert [cow_state(345, y)[0] for y in (1900, 1947, 2000, 2004, 2010)] == [
        "SRB",
        "YUG",
        "YUG",
        "SCG",
        "SRB",
    ]
    assert [cow_state(c, 1990)[0] for c in (315, 316, 317)] == ["CSK", "CZE", "SVK"]
    assert cow_state(300, 1900) == (None, "Austria-Hungary") and cow_state(817, 1963) == (
        None,
        "South Vietnam",
    )
    assert not set(COW_NAMES) - set(COW) & {345}
