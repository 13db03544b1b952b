"""Names of economies as publishers write them, and Correlates of War codes, resolved to ISO3.

States that are gone keep the code that ISO 3166-3 lists for them (SUN, YUG, CSK, DDR, SCG, YMD); territories that
only changed their name get the code of today. What has no code stays a name: nothing is dropped for its name.
"""

from functools import cache
from html import unescape

from autarky.sources.politics.cow import COW, COW_NAMES
from autarky.world.labels import country_name, fold, iso3

# Folded names that `world.labels` does not carry.
ALIASES: dict[str, str] = {
    "antigua barbuda": "ATG",
    "bahamas the": "BHS",
    "bosnia herzegovina": "BIH",
    "br virgin isds": "VGB",
    "cayman isds": "CYM",
    "central african rep": "CAF",
    "ceylon": "LKA",
    "china hong kong sar": "HKG",
    "china macao sar": "MAC",
    "china mainland": "CHN",
    "congo brazzaville": "COG",
    "congo d r": "COD",
    "congo dem rep": "COD",
    "congo democratic republic of": "COD",
    "congo democratic republic of the": "COD",
    "congo rep": "COG",
    "congo republic of the": "COG",
    "cook isds": "COK",
    "dem people s rep of korea": "PRK",
    "dem rep of the congo": "COD",
    "democratic people s republic of korea": "PRK",
    "democratic republic of congo": "COD",
    "democratic republic of the congo": "COD",
    "dominican rep": "DOM",
    "egypt arab rep": "EGY",
    "ethiopia excludes eritrea": "ETH",
    "ethiopia pdr": "ETH",
    "falkland islands islas malvinas": "FLK",
    "federal republic of germany": "DEU",
    "federated states of micronesia": "FSM",
    "fs micronesia": "FSM",
    "gambia the": "GMB",
    "german federal republic": "DEU",
    "holy see vatican city": "VAT",
    "iran islamic rep": "IRN",
    "jersey channel islands": "JEY",
    "korea dem people s rep": "PRK",
    "korea north": "PRK",
    "korea rep": "KOR",
    "korea south": "KOR",
    "lao people s dem rep": "LAO",
    "lao pdr": "LAO",
    "malagasy republic": "MDG",
    "malaya": "MYS",
    "marshall isds": "MHL",
    "micronesia federated states of": "FSM",
    "myanmar burma": "MMR",
    "n korea": "PRK",
    "netherlands the": "NLD",
    "pitcairn islands": "PCN",
    "rep of korea": "KOR",
    "rep of moldova": "MDA",
    "rhodesia": "ZWE",
    "russian federation": "RUS",
    "s korea": "KOR",
    "saint helena ascension and tristan da cunha": "SHN",
    "saint martin": "MAF",
    "sao tome principe": "STP",
    "sint maarten": "SXM",
    "solomon isds": "SLB",
    "south georgia and south sandwich islands": "SGS",
    "st kitts and nevis": "KNA",
    "st kitts nevis": "KNA",
    "st lucia": "LCA",
    "st vincent and the grenadines": "VCT",
    "st vincent grenadines": "VCT",
    "st vincent the grenadines": "VCT",
    "sudan former": "SDN",
    "svalbard": "SJM",
    "taiwan china": "TWN",
    "the bahamas": "BHS",
    "the dominican": "DOM",
    "timor": "TLS",
    "transjordan": "JOR",
    "trinidad tobago": "TTO",
    "turkey turkiye": "TUR",
    "united rep of tanzania": "TZA",
    "united states virgin islands": "VIR",
    "us": "USA",
    "virgin islands": "VIR",
    "wallis and futuna islands": "WLF",
    "yemen arab republic": "YEM",
    "yemen north": "YEM",
}

# States that are gone, with their code in ISO 3166-3.
FORMER: dict[str, str] = {
    "czechoslovakia": "CSK",
    "east germany": "DDR",
    "fry": "YUG",
    "german democratic republic": "DDR",
    "netherlands antilles": "ANT",
    "netherlands antilles 2010": "ANT",
    "north vietnam": "VDR",
    "serbia and montenegro": "SCG",
    "soviet union": "SUN",
    "ussr": "SUN",
    "yemen people s republic": "YMD",
    "yemen south": "YMD",
    "yugoslav sfr": "YUG",
    "yugoslavia": "YUG",
}


@cache
def economy(name: str) -> str | None:
    """ISO3 of the state that a publisher calls `name`; None where it is none that has a code."""
    folded = fold(unescape(name))
    return FORMER.get(folded) or ALIASES.get(folded) or iso3(unescape(name))


@cache
def economy_of_code(code: str) -> str | None:
    """ISO3 for a code that should be one: itself if it is, a successor for codes that ISO replaced, else None.

    Never a name that happens to have three letters.
    """
    changed = {
        "ROM": "ROU",
        "ZAR": "COD",
        "TMP": "TLS",
        "ADO": "AND",
        "WBG": "PSE",
        "KSV": "XKX",
        "BUR": "MMR",
    }
    code = changed.get(code, code)
    return code if len(code) == 3 and code.isupper() and iso3(code) == code else None


@cache
def economy_of_m49(number: int) -> str | None:
    """ISO3 of a United Nations M49 code of a country or area; None for groups of them."""
    import pycountry

    found = pycountry.countries.get(numeric=f"{number:03d}")
    return None if found is None else str(found.alpha_3)


def split_names(text: str) -> list[str]:
    """The names in a list joined by commas where a name may hold a comma itself ("Korea, South, Japan").

    The longest run of pieces (up to 3) that is the name of an economy is one name.
    """
    pieces = [p.strip() for p in text.split(",")]
    names: list[str] = []
    while pieces:
        for length in (3, 2):
            run = ", ".join(pieces[:length])
            if length <= len(pieces) and economy(run):
                break
        else:
            length, run = 1, pieces[0]
        if run:
            names.append(run)
        del pieces[:length]
    return names


def cow_state(code: int, year: int) -> tuple[str | None, str]:
    """ISO3 (or None) and name of the state with a Correlates of War `code` in `year`.

    Correlates of War counts the Soviet Union and Russia as one state (365), so RUS is both. Serbia (345) was
    Yugoslavia from 1918 to 2002 (YUG) and Serbia and Montenegro until 2006 (SCG). The Federal Republic of Germany
    (260, 1955-1990) is DEU as Germany is (255), its eastern neighbour (265) DDR; northern Yemen (678) is YEM as
    Yemen is (679), the south (680) YMD; Vietnam (816) is VNM from the start. States that were taken over before
    ISO 3166 existed have a name only.
    """
    if code == 345:
        spans = ((1918, "SRB", "Serbia"), (2003, "YUG", "Yugoslavia"), (2006, "SCG", "Serbia and Montenegro"))
        return next(((iso, name) for end, iso, name in spans if year < end), ("SRB", "Serbia"))
    if code in COW_NAMES:
        return COW.get(code), COW_NAMES[code]
    iso = COW.get(code)
    return iso, f"COW {code}" if iso is None else country_name(iso)
