"""Groups of countries by year of membership."""

import pytest

from autarky.errors import InputError
from autarky.world.accounts import World
from autarky.world.groups import groups, members, resolve_economies, select_economies
from autarky.world.labels import country_name


@pytest.mark.parametrize(
    ("group", "year", "count"),
    [
        ("EU", 1957, None),
        ("EU", 1958, 6),
        ("EU", 1973, 9),
        ("EU", 1986, 12),
        ("EU", 1995, 15),
        ("EU", 2004, 25),
        ("EU", 2007, 27),
        ("EU", 2013, 28),
        ("EU", 2019, 28),
        ("EU", 2020, 27),
        ("EuroArea", 1999, 11),
        ("EuroArea", 2022, 19),
        ("EuroArea", 2023, 20),
        ("EuroArea", 2026, 21),
        ("EFTA", 2022, 4),
        ("EEA", 2022, 30),
        ("EAEU", 2022, 5),
        ("UnionState", 2022, 2),
        ("G7", 2022, 7),
        ("G20", 2022, 19),
        ("BRICS", 2009, 4),
        ("BRICS", 2010, 5),
        ("BRICS", 2024, 9),
        ("BRICS", 2025, 10),
        ("ASEAN", 2022, 10),
        ("ASEAN", 2025, 11),
        ("OECD", 2022, 38),
        ("NATO", 2022, 30),
        ("NATO", 2024, 32),
        ("CSTO", 2022, 6),
        ("SCO", 2022, 8),
        ("SCO", 2024, 10),
        ("OPEC", 2022, 13),
        ("OPEC", 2024, 12),
        ("OPEC+", 2022, 23),
        ("GCC", 2022, 6),
        ("MERCOSUR", 2022, 4),
        ("USMCA", 2022, 3),
        ("RCEP", 2023, 15),
        ("CPTPP", 2024, 12),
        ("Visegrad", 2022, 4),
        ("Nordics", 2022, 5),
        ("Baltics", 2022, 3),
    ],
)
def test_number_of_members(group: str, year: int, count: int | None) -> None:
    if count is None:
        with pytest.raises(InputError, match="begins in 1958"):
            members(group, year)
    else:
        assert len(members(group, year)) == count


def test_the_year_after_the_at_sign_wins() -> None:
    assert "GBR" in members("EU@2010", 2022)
    assert "GBR" not in members("EU", 2022)
    assert "HRV" not in members("EU@2010", 2022)
    assert members("EU28", 2022) == members("EU@2013", 2022)
    assert len(members("EU15", 2022)) == 15
    assert members("eurozone", 2022) == members("EuroArea", 2022)
    assert members("NAFTA", 2000) == ("CAN", "MEX", "USA")


def test_every_member_is_a_country_and_every_group_has_a_source() -> None:
    for group in groups().values():
        assert group.source and group.name
        for code, spells in group.spells.items():
            assert country_name(code) != code, f"{code} in {group.key}"
            assert all(b is None or a < b for a, b in spells)


def test_the_sanctioning_coalition_holds_the_union_and_the_g7() -> None:
    coalition = set(members("sanctioning", 2022))
    assert coalition > set(members("EU27", 2022)) | set(members("G7", 2022))
    assert not coalition & {"RUS", "BLR", "CHN", "IND", "TUR"}


def test_mistakes() -> None:
    with pytest.raises(InputError, match=r"did you mean EU2[78]"):
        members("EU72", 2022)
    with pytest.raises(InputError, match="expected a year"):
        members("EU@soon", 2022)
    with pytest.raises(InputError, match="already means"):
        members("EU27@2010", 2022)


def test_selection_in_a_world(embedded: World) -> None:
    union = select_economies("EU27", embedded)
    inside = {m for c in union.labels for m in embedded.members[c]}
    assert inside == set(members("EU27", 2022)) and not union.dropped  # the region REU makes it whole
    eaeu = select_economies("EAEU", embedded)
    assert eaeu.labels == ("BLR", "KAZ", "RUS")
    assert eaeu.dropped == {"ARM": "ROW", "KGZ": "ROW"}
    assert "ARM, KGZ (inside ROW)" in eaeu.remainder()


def test_lists_exclusion_and_the_world(embedded: World) -> None:
    assert resolve_economies("world", embedded) == embedded.economies
    assert resolve_economies(["-USA"], embedded) == tuple(c for c in embedded.economies if c != "USA")
    assert "HUN" not in resolve_economies(["EU27", "-Hungary"], embedded)
    assert resolve_economies(["Russia", "BY"], embedded) == ("BLR", "RUS")  # in the order of the world
    assert "ZAF" not in resolve_economies("BRICS", embedded, year=2009)
    with pytest.raises(InputError, match="leaves no economy"):
        resolve_economies(["BLR", "-BLR"], embedded)
    with pytest.raises(InputError, match=r"unknown economy or group 'EU26' \(did you mean"):
        resolve_economies(["EU26"], embedded)
    with pytest.raises(InputError, match="no economy named"):
        resolve_economies([], embedded)
