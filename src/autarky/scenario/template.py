"""The scenario that `autarky init` writes."""

_TEMPLATE = '''\
# A scenario for autarky. Run it with:  autarky run FILE   (or --dry-run to see what the acts mean)
# All but the acts has a default. `autarky acts` lists the acts, `autarky acts NAME` explains one.

title = "The EU stops buying Belarusian chemicals"
look_for = """
Belarus loses the market, the EU buyers pay more, and others sell in their place: compare welfare with
the trade that is diverted, and the first months with the years after.
"""

world = "icio-2022"                 # autarky worlds
horizon = ["3m", "1y", "10y"]       # time to adjust; one or several, each solved by itself
elasticities = "fontagne-2022"      # autarky elasticities; or a table [elasticities] with own values
deficits = "fixed"                  # or "proportional", "zero"

# Acts apply in order; any number of them, by any states.
[[acts]]
type = "embargo"
origin = "BLR"                      # sellers: ISO2, ISO3, names or groups
destination = "EU27"                # buyers; ["EU27", "-HUN"] leaves Hungary out
sectors = "chemicals"               # codes (C20), names or groups; "-C21" leaves out; default: all
leakage = "10%"                     # of the quantity still gets through
# both_ways = true                  # also what the buyers sell to the sellers

# [[acts]]
# type = "tariff"
# origin = "RUS"
# destination = ["EU27", "GBR"]
# sectors = ["C24", "machinery"]
# change = "20 pp"                  # percentage points; or rate = "25%" for the new level

# [[acts]]
# type = "transfer"
# origin = "RUS"
# destination = "BLR"
# amount = "USD 1.5 billion"        # or "2% of GDP" of the payer
'''


def template() -> str:
    """TOML text of a commented scenario that runs as it is."""
    return _TEMPLATE
