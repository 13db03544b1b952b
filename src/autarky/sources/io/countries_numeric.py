"""Numeric and retired codes of economies -> ISO3, as trade statistics use them.

ISO 3166 numbers come from pycountry; the exceptions below are those of UN Comtrade, BACI and WITS (facts from the
country tables that BACI ships and from WITS' country metadata).
"""

from collections.abc import Iterable, Mapping
from functools import cache

from autarky.errors import InputError, did_you_mean

WORLD = "WLD"

# Codes of UN statistics that are not ISO 3166 numbers of today. Labels of areas that are no country stay as BACI
# writes them (R20, ZA1, PUS); states of the past keep their old ISO3.
SPECIAL: Mapping[int, str] = {
    0: WORLD,
    58: "BEL",  # Belgium-Luxembourg, until 1998
    200: "CSK",
    230: "ETH",  # Ethiopia with Eritrea, until 1992
    251: "FRA",  # with Monaco and the overseas departments
    278: "DDR",
    280: "DEU",  # Federal Republic, until 1990
    490: "TWN",  # "Other Asia, not elsewhere specified": in practice Taiwan
    530: "ANT",
    579: "NOR",  # with Svalbard and Jan Mayen
    582: "PCI",
    590: "PAN",
    592: "PAN",
    697: "R20",  # "Europe EFTA, not elsewhere specified": no country, so not Switzerland
    699: "IND",
    711: "ZA1",  # Southern African Customs Union, until 1999
    720: "YMD",
    736: "SDN",  # before South Sudan, until 2011
    757: "CHE",  # with Liechtenstein
    810: "SUN",
    841: "USA",  # before 1981, without the Virgin Islands
    842: "USA",  # with Puerto Rico and the Virgin Islands
    849: "PUS",
    868: "VDR",
    886: "YEM",  # Arab Republic, until 1990
    890: "YUG",
    891: "SCG",
    918: "EUN",  # European Union, in WITS
}

# Retired or unusual three-letter codes -> ISO3 of today. YUG, CSK, SUN, DDR, SCG and ANT have no single successor
# and stay.
RENAMED: Mapping[str, str] = {
    "BUR": "MMR",
    "PAL": "PSE",
    "ROM": "ROU",
    "S19": "TWN",
    "TMP": "TLS",
    "W00": WORLD,
    "WBG": "PSE",
    "ZAR": "COD",
}


@cache
def numeric_codes() -> Mapping[int, str]:
    """ISO 3166 and UN statistical number -> ISO3."""
    import pycountry

    return {int(c.numeric): str(c.alpha_3) for c in pycountry.countries} | dict(SPECIAL)


def iso3_of_number(code: int | str) -> str | None:
    """ISO3 (or WLD, EUN, or the label of an area that is no country) of a number; None for an unknown one."""
    try:
        return numeric_codes().get(int(code))
    except ValueError:
        return None


@cache
def numbers_of_iso3() -> Mapping[str, tuple[int, ...]]:
    """ISO3 -> the numbers it has had, in the order UN Comtrade prefers (its own codes before ISO's)."""
    made: dict[str, tuple[int, ...]] = {}
    special = {251, 490, 579, 699, 757, 842}
    for number, code in numeric_codes().items():
        made[code] = (number, *made.get(code, ())) if number in special else (*made.get(code, ()), number)
    return made


def current(code: str) -> str:
    """Today's ISO3 of a three-letter code, or the code itself."""
    return RENAMED.get(code, code)


def check_economies(wanted: Iterable[str], known: Iterable[str], where: str) -> None:
    """`InputError` for an economy in `wanted` that is not among `known`."""
    known = set(known)
    for code in wanted:
        if code not in known:
            raise InputError(f"{where} has no economy {code!r}{did_you_mean(code, known)}; give ISO3 codes")
