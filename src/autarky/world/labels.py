"""Names of economies: ISO2, ISO3, English names and everyday aliases, resolved to ISO3 or to a label of a
world.

Nothing here imports xarray or pandas; pycountry is imported on the first name that is not already a known
code.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from autarky.errors import InputError, did_you_mean

# Names people write that pycountry does not carry (left side already folded, see `fold`).
ALIASES: dict[str, str] = {
    "america": "USA",
    "bolivia": "BOL",
    "bosnia": "BIH",
    "britain": "GBR",
    "brunei": "BRN",
    "burma": "MMR",
    "byelorussia": "BLR",
    "cape verde": "CPV",
    "chinese taipei": "TWN",
    "congo brazzaville": "COG",
    "congo kinshasa": "COD",
    "cote d ivoire": "CIV",
    "czech republic": "CZE",
    "dprk": "PRK",
    "dr congo": "COD",
    "drc": "COD",
    "east timor": "TLS",
    "el": "GRC",
    "england": "GBR",
    "great britain": "GBR",
    "holland": "NLD",
    "hong kong china": "HKG",
    "hong kong sar": "HKG",
    "iran": "IRN",
    "ivory coast": "CIV",
    "korea": "KOR",
    "kosovo": "XKX",
    "kyrgyz republic": "KGZ",
    "laos": "LAO",
    "macau": "MAC",
    "macedonia": "MKD",
    "mainland china": "CHN",
    "moldova": "MDA",
    "north korea": "PRK",
    "palestine": "PSE",
    "prc": "CHN",
    "republic of korea": "KOR",
    "russia": "RUS",
    "slovak republic": "SVK",
    "south korea": "KOR",
    "swaziland": "SWZ",
    "syria": "SYR",
    "taiwan": "TWN",
    "tanzania": "TZA",
    "the gambia": "GMB",
    "the netherlands": "NLD",
    "turkey": "TUR",
    "turkiye": "TUR",
    "u k": "GBR",
    "u s": "USA",
    "u s a": "USA",
    "uae": "ARE",
    "uk": "GBR",
    "united states of america": "USA",
    "us": "USA",
    "vatican": "VAT",
    "venezuela": "VEN",
    "viet nam": "VNM",
    "vietnam": "VNM",
    "xk": "XKX",
}

# Short display names where pycountry's are long or inverted.
SHORT_NAMES: dict[str, str] = {
    "BRN": "Brunei",
    "CIV": "Côte d'Ivoire",
    "COD": "DR Congo",
    "COG": "Congo",
    "FSM": "Micronesia",
    "GBR": "United Kingdom",
    "HKG": "Hong Kong",
    "IRN": "Iran",
    "KOR": "South Korea",
    "LAO": "Laos",
    "MAC": "Macao",
    "PRK": "North Korea",
    "PSE": "Palestine",
    "RUS": "Russia",
    "SYR": "Syria",
    "TUR": "Türkiye",
    "TWN": "Taiwan",
    "USA": "United States",
    "VNM": "Vietnam",
    "XKX": "Kosovo",
}


def fold(label: str) -> str:
    """Lower case, accents and punctuation gone, single spaces: what two spellings of one name share."""
    plain = unicodedata.normalize("NFKD", label)
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.casefold().split())


@cache
def _countries() -> dict[str, str]:
    """Folded ISO2, ISO3, names and aliases of every country -> ISO3."""
    import pycountry

    table: dict[str, str] = {"xkx": "XKX"}
    for c in pycountry.countries:
        names = [c.alpha_3, c.alpha_2, c.name, getattr(c, "official_name", ""), getattr(c, "common_name", "")]
        for name in names:
            if name:
                table[fold(name)] = c.alpha_3
                if ", " in name:  # "Korea, Republic of" is also written "Republic of Korea"
                    head, tail = name.split(", ", 1)
                    table.setdefault(fold(f"{tail} {head}"), c.alpha_3)
    return table | ALIASES | {fold(name): code for code, name in SHORT_NAMES.items()}


def iso3(label: str) -> str | None:
    """ISO3 code of a country given in any of the accepted spellings, None if it is not a country."""
    return _countries().get(fold(label))


def known_codes() -> list[str]:
    """All ISO3 codes that `iso3` gives."""
    return sorted(set(_countries().values()))


def country_name(code: str) -> str:
    """Short English name of an ISO3 code, the code itself if it is not a country."""
    if code in SHORT_NAMES:
        return SHORT_NAMES[code]
    import pycountry

    country = pycountry.countries.get(alpha_3=code)
    return code if country is None else str(getattr(country, "common_name", country.name))


def resolve_economy(
    label: str,
    known: Iterable[str],
    *,
    names: Mapping[str, str] | None = None,
    members: Mapping[str, Sequence[str]] | None = None,
    where: str = "this world",
) -> str:
    """The label among `known` that `label` means (a code of `known`, its name, ISO2, ISO3 or a country name).

    `names` and `members` are those of the world, `where` its name for messages. Raises `InputError` for
    what is no country (with a suggestion) and for a country the world holds only inside a region.
    """
    codes = list(known)
    wanted = fold(label)
    for code in codes:
        if wanted == fold(code) or wanted == fold((names or {}).get(code, code)):
            return code
    code_of_country = iso3(label)
    if code_of_country in codes:
        return code_of_country
    if code_of_country is None:
        raise InputError(f"unknown economy {label!r}{suggest_economy(label, codes, names)}")
    named = f"{country_name(code_of_country)} ({code_of_country}) is not an economy of its own in {where}"
    regions = members or {c: (c,) for c in codes}
    for wanted_member in (
        code_of_country,
        "ROW",
    ):  # a country the source does not name is in its rest of the world
        for region, inside in regions.items():
            if wanted_member in inside:
                raise InputError(f"{named}; it lies inside {region}")
    raise InputError(f"{named}; it knows {', '.join(codes)}")


def suggest_economy(label: str, codes: Sequence[str], names: Mapping[str, str] | None = None) -> str:
    """`` (did you mean BLR?)``, or an empty string. A code is taken for a slip in its last letter first."""
    if len(label) <= 3:
        same_start = [c for c in codes if len(label) == 3 and c[:2] == label[:2].upper() and len(c) == 3]
        if len(same_start) == 1:
            return f" (did you mean {same_start[0]}?)"
        return did_you_mean(label, codes)
    by_name = {fold((names or {}).get(c) or country_name(c)): c for c in codes}
    near = did_you_mean(fold(label), by_name, most=1)
    if near:
        name = near.removeprefix(" (did you mean ").removesuffix("?)")
        return f" (did you mean {country_name(by_name[name])} ({by_name[name]})?)"
    return did_you_mean(label, codes)


@dataclass(frozen=True)
class Selection:
    """Labels of the world, in its order, and what was asked for but lies inside a wider region or sector.

    `dropped` maps each such item (ISO3 code or source industry) to the label it lies in, "" if it is in none.
    """

    labels: tuple[str, ...]
    dropped: Mapping[str, str] = field(default_factory=dict)

    def remainder(self) -> str:
        """One sentence on what was dropped, empty if nothing was."""
        if not self.dropped:
            return ""
        by_region: dict[str, list[str]] = {}
        for item, region in self.dropped.items():
            by_region.setdefault(region, []).append(item)
        parts = [
            f"{', '.join(items)} ({f'inside {region}' if region else 'not in this world'})"
            for region, items in by_region.items()
        ]
        return "not included, because the world does not show them singly: " + "; ".join(parts)
