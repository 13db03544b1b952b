"""Codes of ISIC Rev. 3 (and 3.1), as tariff data by sector use them, to industries of the ICIO (ISIC Rev. 4).

By the correspondence tables of UN Statistics, cut to where the goods of a code mostly go.
"""

from collections.abc import Mapping

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
