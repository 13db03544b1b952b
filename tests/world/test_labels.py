"""Economies and sectors by any of their names."""

import subprocess
import sys

import numpy as np
import pytest

from autarky.errors import InputError
from autarky.world.accounts import World
from autarky.world.labels import country_name, iso3, resolve_economy
from autarky.world.sectors import INDUSTRIES, industries_of, resolve_sector, resolve_sectors, select_sectors

KNOWN = ("BLR", "RUS", "KOR", "TUR", "GBR", "USA", "CZE", "CIV", "TWN", "HKG", "LAO", "MMR", "ROW")


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("BLR", "BLR"),
        ("blr", "BLR"),
        ("BY", "BLR"),
        ("Belarus", "BLR"),
        ("Russia", "RUS"),
        ("Russian Federation", "RUS"),
        ("South Korea", "KOR"),
        ("Korea, Republic of", "KOR"),
        ("Turkey", "TUR"),
        ("Türkiye", "TUR"),
        ("turkiye", "TUR"),
        ("UK", "GBR"),
        ("U.K.", "GBR"),
        ("USA", "USA"),
        ("United States", "USA"),
        ("Czech Republic", "CZE"),
        ("Czechia", "CZE"),
        ("Ivory Coast", "CIV"),
        ("Côte d'Ivoire", "CIV"),
        ("Taiwan", "TWN"),
        ("Chinese Taipei", "TWN"),
        ("Hong Kong", "HKG"),
        ("Laos", "LAO"),
        ("Burma", "MMR"),
        ("row", "ROW"),
    ],
)
def test_names(label: str, code: str) -> None:
    assert resolve_economy(label, KNOWN) == code


def test_a_near_miss_gets_a_suggestion() -> None:
    with pytest.raises(InputError, match=r"unknown economy 'BLX' \(did you mean BLR\?\)"):
        resolve_economy("BLX", KNOWN)
    with pytest.raises(InputError, match=r"unknown economy 'Belrus' \(did you mean Belarus \(BLR\)\?\)"):
        resolve_economy("Belrus", KNOWN)


def test_a_country_inside_a_region_is_named_with_it(embedded: World) -> None:
    from autarky.world.groups import economy

    message = r"Moldova \(MDA\) is not an economy of its own in world icio-2022; it lies inside ROW"
    with pytest.raises(InputError, match=message):
        economy("Moldova", embedded)
    with pytest.raises(InputError, match="lies inside REU"):
        economy("Luxembourg", embedded)
    assert economy("Rest of the world", embedded) == "ROW"


def test_a_world_without_rest_does_not_claim_one() -> None:
    with pytest.raises(InputError, match="it knows BLR, RUS"):
        resolve_economy("Moldova", ("BLR", "RUS"))


def test_display_names() -> None:
    assert (country_name("RUS"), country_name("KOR"), country_name("MDA")) == (
        "Russia",
        "South Korea",
        "Moldova",
    )
    assert iso3("Atlantis") is None


def test_resolving_labels_loads_neither_xarray_nor_pandas() -> None:
    code = (
        "import sys; from autarky.world.labels import resolve_economy; resolve_economy('UK', ['GBR']);"
        "import autarky.world.sectors, autarky.world.groups;"
        "assert not {'xarray', 'pandas', 'jax'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("code", "industries"),
    [
        ("C20", ("C20",)),
        ("C24", ("C24A", "C24B")),
        ("B", ("B05", "B06", "B07", "B08", "B09")),
        ("B07T09", ("B07", "B08", "B09")),
        ("C30", ("C301", "C302T309")),
        ("H50T53", ("H50", "H51", "H52", "H53")),
        ("M_N", ("M", "N")),
        ("O_to_T", ("O", "P", "Q", "R", "S", "T")),
        ("Z99", ()),
        ("D35", ()),
        ("nonsense", ()),
    ],
)
def test_codes_cover_industries(code: str, industries: tuple[str, ...]) -> None:
    assert industries_of(code) == industries


def test_sectors_by_code_name_and_industry(embedded: World) -> None:
    assert resolve_sector("c20", embedded) == "C20"
    assert resolve_sector("Chemicals", embedded) == "C20"
    assert resolve_sector("A01", embedded) == "A"  # a source industry stands for the sector that holds it
    assert resolve_sector("Electronics and optical products", embedded) == "C26"
    with pytest.raises(InputError, match="means 3 sectors"):
        resolve_sector("fossil fuels", embedded)
    with pytest.raises(InputError, match=r"unknown sector 'chemicls' \(did you mean Chemicals"):
        resolve_sector("chemicls", embedded)


def test_sector_groups(embedded: World) -> None:
    assert resolve_sectors("energy", embedded) == ("B05", "B06", "C19", "D")
    assert resolve_sectors(["energy", "-C19"], embedded) == ("B05", "B06", "D")
    assert set(resolve_sectors("all", embedded)) == set(embedded.sectors)
    goods = resolve_sectors("goods", embedded)
    assert goods[0] == "A" and all(s[0] in "ABC" for s in goods) and len(goods) == 20
    assert set(resolve_sectors(["-goods"], embedded)) == set(embedded.sectors) - set(goods)
    assert {i for s in embedded.sectors for i in embedded.industries[s]} == set(INDUSTRIES)
    with pytest.raises(InputError, match="leaves no sector"):
        resolve_sectors(["C20", "-C20"], embedded)


def test_a_group_says_what_lies_inside_wider_sectors(embedded: World) -> None:
    coarse = embedded.aggregate(sectors={"SERV": ["D", "E", "services"]})
    chosen = select_sectors("energy", coarse)
    assert chosen.labels == ("B05", "B06", "C19") and chosen.dropped == {"D": "SERV"}
    assert "D (inside SERV)" in chosen.remainder()
    with pytest.raises(InputError, match="only a part of SERV"):
        resolve_sectors("transport", coarse)


def test_all_means_every_sector_whatever_its_name() -> None:
    world = World.from_arrays(
        economies=["AUT", "BEL"],
        sectors=["A01_02", "PORK"],
        trade=np.ones((2, 2, 2)),
        inputs=np.zeros((2, 2, 2)),
        final=2 * np.ones((2, 2)),
    )
    assert resolve_sectors("all", world) == ("A01_02", "PORK")
    assert resolve_sectors(["-PORK"], world) == ("A01_02",)
