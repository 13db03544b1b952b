"""From products of the Harmonized System to the industries that make them."""

import csv
from functools import cache
from importlib.resources import files


@cache
def _table() -> dict[str, str]:
    text = files("autarky.world").joinpath("data", "hs-industry.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {r["hs"]: r["industry"] for r in rows}


def industry_of(product: str) -> str | None:
    """The ICIO industry (2025 edition) that makes an HS product, by the longest prefix in `data/hs-industry.csv`;
    None where HS has no such chapter (77, 98, 99)."""
    table = _table()
    for length in range(len(product), 1, -1):
        if product[:length] in table:
            return table[product[:length]]
    return None
