"""Names of economies as publishers write them, and Correlates of War codes, resolved to ISO3.

States that are gone keep the code that ISO 3166-3 lists for them (SUN, YUG, CSK, DDR, SCG, YMD); territories that
only changed their name get the code of today. What has no code stays a name: nothing is dropped for its name.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from html import unescape

from autarky.errors import InputError, did_you_mean
from autarky.world.labels import country_name, fold, iso3

_CODES = """
2 USA 20 CAN 31 BHS 40 CUB 41 HTI 42 DOM 51 JAM 52 TTO 53 BRB 54 DMA 55 GRD 56 LCA 57 VCT 58 ATG 60 KNA 70 MEX
80 BLZ 90 GTM 91 HND 92 SLV 93 NIC 94 CRI 95 PAN 100 COL 101 VEN 110 GUY 115 SUR 130 ECU 135 PER 140 BRA 145 BOL
150 PRY 155 CHL 160 ARG 165 URY 200 GBR 205 IRL 210 NLD 211 BEL 212 LUX 220 FRA 221 MCO 223 LIE 225 CHE 230 ESP
232 AND 235 PRT 255 DEU 260 DEU 265 DDR 290 POL 305 AUT 310 HUN 315 CSK 316 CZE 317 SVK 325 ITA 331 SMR 338 MLT
339 ALB 341 MNE 343 MKD 344 HRV 346 BIH 347 XKX 349 SVN 350 GRC 352 CYP 355 BGR 359 MDA 360 ROU 365 RUS 366 EST
367 LVA 368 LTU 369 UKR 370 BLR 371 ARM 372 GEO 373 AZE 375 FIN 380 SWE 385 NOR 390 DNK 395 ISL 402 CPV 403 STP
404 GNB 411 GNQ 420 GMB 432 MLI 433 SEN 434 BEN 435 MRT 436 NER 437 CIV 438 GIN 439 BFA 450 LBR 451 SLE 452 GHA
461 TGO 471 CMR 475 NGA 481 GAB 482 CAF 483 TCD 484 COG 490 COD 500 UGA 501 KEN 510 TZA 516 BDI 517 RWA 520 SOM
522 DJI 530 ETH 531 ERI 540 AGO 541 MOZ 551 ZMB 552 ZWE 553 MWI 560 ZAF 565 NAM 570 LSO 571 BWA 572 SWZ 580 MDG
581 COM 590 MUS 591 SYC 600 MAR 615 DZA 616 TUN 620 LBY 625 SDN 626 SSD 630 IRN 640 TUR 645 IRQ 651 EGY 652 SYR
660 LBN 663 JOR 666 ISR 670 SAU 678 YEM 679 YEM 680 YMD 690 KWT 692 BHR 694 QAT 696 ARE 698 OMN 700 AFG 701 TKM
702 TJK 703 KGZ 704 UZB 705 KAZ 710 CHN 712 MNG 713 TWN 731 PRK 732 KOR 740 JPN 750 IND 760 BTN 770 PAK 771 BGD
775 MMR 780 LKA 781 MDV 790 NPL 800 THA 811 KHM 812 LAO 816 VNM 820 MYS 830 SGP 835 BRN 840 PHL 850 IDN 860 TLS
900 AUS 910 PNG 920 NZL 935 VUT 940 SLB 946 KIR 947 TUV 950 FJI 955 TON 970 NRU 983 MHL 986 PLW 987 FSM 990 WSM
"""
_WORDS = _CODES.split()

# code -> ISO3, those of states whose code depends on the year (345) left out
COW: dict[int, str] = {int(n): iso for n, iso in zip(_WORDS[::2], _WORDS[1::2], strict=True)}

# states that have no ISO3 code, or one that pycountry does not name
COW_NAMES: dict[int, str] = {
    240: "Hanover",
    245: "Bavaria",
    260: "German Federal Republic",
    265: "German Democratic Republic",
    267: "Baden",
    269: "Saxony",
    271: "Wuerttemberg",
    273: "Hesse Electoral",
    275: "Hesse Grand Ducal",
    280: "Mecklenburg Schwerin",
    300: "Austria-Hungary",
    315: "Czechoslovakia",
    327: "Papal States",
    329: "Two Sicilies",
    332: "Modena",
    335: "Parma",
    337: "Tuscany",
    511: "Zanzibar",
    678: "Yemen Arab Republic",
    680: "Yemen People's Republic",
    730: "Korea",
    817: "South Vietnam",
}


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
