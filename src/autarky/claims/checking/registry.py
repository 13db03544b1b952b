"""Which module of `claims.checking` brings the truths of a measure; nothing is imported before it is asked."""

from functools import cache
from importlib import import_module

from autarky.claims.checking.evidence import Family

# measure -> module:function
FAMILIES: dict[str, str] = {
    # shares of partners
    "export_share": "partners:shares",
    "import_share": "partners:shares",
    "trade_share": "partners:shares",
    "supply_share": "supply:shares",
    # shares of the world
    "world_export_share": "mining:world_shares",
    "world_import_share": "mining:world_shares",
    "world_use_share": "mining:world_shares",
    "output_share": "mining:world_shares",
    "reserves_share": "mining:world_shares",
    # amounts
    "export_value": "values:values",
    "import_value": "values:values",
    "trade_value": "values:values",
    "export_quantity": "values:quantities",
    "import_quantity": "values:quantities",
    "production": "mining:amounts",
    "reserves": "mining:amounts",
    "debt": "ratios:debt",
    "military_spending": "ratios:military",
    "budget": "ratios:budget",
    # changes
    "growth": "changes:growth",
    "share_change": "changes:share_change",
    # other shares
    "gdp_share": "ratios:of_gdp",
    "debt_share": "ratios:debt",
    "energy_mix_share": "ratios:energy_mix",
    "settlement_share": "others:settlement",
    # states
    "area": "facts:truths",
    "population": "facts:truths",
    "gdp": "facts:truths",
    "gdp_growth": "facts:truths",
    "inflation": "facts:truths",
    "border_length": "facts:borders",
    "distance": "others:distance",
    "rank": "ranks:ranks",
    "duration": "others:duration",
}


@cache
def family(measure: str) -> Family | None:
    """Return the family of a measure, None where no data are known that decide it."""
    place = FAMILIES.get(measure)
    if place is None:
        return None
    module, _, name = place.partition(":")
    found: Family = getattr(import_module(f"autarky.claims.checking.{module}"), name)
    return found
