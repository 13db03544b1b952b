"""From the industries of a source to those of the OECD ICIO, 2025 edition, in which elasticities, groups of sectors
and products are kept.

Codes of ISIC Rev. 4 and NACE Rev. 2 are read by their spans of divisions. Older classifications (the 35 industries
of WIOD 2013 and the ADB, NACE Rev. 1.1 in EXIOBASE) go by the tables below, approximate where a division was split
(repair, software, recycling).
"""

import re
from collections.abc import Iterable, Mapping

from autarky.world.sectors import INDUSTRIES, industries_of

# longest prefix wins
INDUSTRY: Mapping[str, str] = {
    "01": "A01", "02": "A02", "05": "A03", "10": "B05", "11": "B06", "12": "B07", "13": "B07", "14": "B08",
    "15": "C10T12", "16": "C10T12", "17": "C13T15", "18": "C13T15", "19": "C13T15", "20": "C16", "21": "C17_18",
    "22": "C17_18", "221": "J58T60", "23": "C19", "24": "C20", "2423": "C21", "25": "C22", "26": "C23",
    "27": "C24A", "272": "C24B", "2732": "C24B", "28": "C25", "29": "C28", "2927": "C25", "293": "C27",
    "30": "C26", "31": "C27", "32": "C26", "33": "C26", "34": "C29", "35": "C302T309", "351": "C301",
    "36": "C31T33", "37": "C31T33", "40": "D", "41": "E", "74": "M", "92": "R", "93": "S",
}  # fmt: skip


def industry_of_isic3(code: str) -> str | None:
    """The ICIO industry of a class, group or division; None for what is none. A lost zero is put back (111: 0111)."""
    if not code.isdigit() or len(code) > 4:
        return None
    full = code.zfill(4 if len(code) >= 3 else 2)
    return next((INDUSTRY[full[:n]] for n in range(len(full), 1, -1) if full[:n] in INDUSTRY), None)


# ISIC Rev. 3, the 35 industries of WIOD 2013 and the ADB MRIO
ISIC_3: dict[str, str] = {
    "c1": "A01 A02 A03", "c2": "B05 B06 B07 B08 B09", "c3": "C10T12", "c4": "C13T15", "c5": "C13T15", "c6": "C16",
    "c7": "C17_18 J58T60", "c8": "C19", "c9": "C20 C21", "c10": "C22", "c11": "C23", "c12": "C24A C24B C25",
    "c13": "C28", "c14": "C26 C27", "c15": "C29 C301 C302T309", "c16": "C31T33", "c17": "D E", "c18": "F", "c19": "G",
    "c20": "G", "c21": "G", "c22": "I", "c23": "H49", "c24": "H50", "c25": "H51", "c26": "H52", "c27": "H53 J61",
    "c28": "K", "c29": "L", "c30": "J62_63 M N", "c31": "O", "c32": "P", "c33": "Q", "c34": "E R S", "c35": "T",
}  # fmt: skip

# NACE Rev. 1.1 divisions, as in the codes i01.a, i11.b of EXIOBASE 3
NACE_1: dict[str, str] = {
    "01": "A01", "02": "A02", "05": "A03", "10": "B05", "11": "B06", "12": "B07", "13": "B07", "14": "B08",
    "15": "C10T12", "16": "C10T12", "17": "C13T15", "18": "C13T15", "19": "C13T15", "20": "C16", "21": "C17_18",
    "22": "C17_18 J58T60", "23": "C19", "24": "C20 C21", "25": "C22", "26": "C23", "27": "C24A C24B", "28": "C25",
    "29": "C28", "30": "C26", "31": "C27", "32": "C26", "33": "C26", "34": "C29", "35": "C301 C302T309",
    "36": "C31T33", "37": "E", "40": "D", "41": "E", "45": "F", "50": "G", "51": "G", "52": "G", "55": "I",
    "60": "H49", "61": "H50", "62": "H51", "63": "H52", "64": "H53 J61", "65": "K", "66": "K", "67": "K", "70": "L",
    "71": "N", "72": "J62_63", "73": "M", "74": "M N", "75": "O", "80": "P", "85": "Q", "90": "E", "91": "S",
    "92": "R", "93": "S", "95": "T", "99": "T",
}  # fmt: skip
# divisions of NACE 1.1 that EXIOBASE splits by metal, fuel and service
EXIOBASE: dict[str, str] = {
    "i27.a": "C24A", "i27.b": "C24B", "i27.41": "C24B", "i27.42": "C24B", "i27.43": "C24B", "i27.44": "C24B",
    "i27.45": "C24B", "i27.5": "C24A C24B", "i40.2": "D", "i40.3": "D", "i64": "H53 J61",
}  # fmt: skip


def icio_industries(codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """ICIO industries behind each code; a code that is none of the known classifications stands for itself."""
    return {code: _icio(code) or (code,) for code in codes}


def _icio(code: str) -> tuple[str, ...]:
    if code in ISIC_3:
        return tuple(ISIC_3[code].split())
    for known, industries in EXIOBASE.items():
        if code == known or code.startswith(f"{known}."):
            return tuple(industries.split())
    division = re.fullmatch(r"i(\d\d)(\..*)?", code)
    if division:
        return tuple(NACE_1.get(division[1], "").split())
    return _by_span(code)


def _by_span(code: str) -> tuple[str, ...]:
    """``C10-C12`` -> C10T12; ``G45`` -> G, which holds it; ``R_S`` -> R and S."""
    letters = re.fullmatch(r"([A-U])_([A-U])", code)
    if letters:
        return tuple(i for i in INDUSTRIES if letters[1] <= i[0] <= letters[2])
    plain = re.sub(r"[-_]([A-U])?(?=\d)", "T", code)
    inside = industries_of(code) or industries_of(plain)
    if inside:
        return inside
    if code.startswith("U"):
        return ("T",)  # bodies abroad: with households as employers, both tiny
    match = re.fullmatch(r"([A-U])(\d\d)(?:T(\d\d))?", plain)
    if not match:
        return ()
    first, last = int(match[2]), int(match[3] or match[2])
    found = []
    for industry in INDUSTRIES:
        if industry[0] != match[1]:
            continue
        numbers = re.findall(r"\d\d", industry[1:])
        low, high = (int(numbers[0]), int(numbers[-1])) if numbers else (0, 99)
        if low <= last and first <= high:
            found.append(industry)
    return tuple(found)
