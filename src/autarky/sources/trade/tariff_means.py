"""One applied rate per pair and industry from the rows of a tariff source: which duty counts, and for whom.

A product's rate is the effectively applied one where the source has it, else the preferential, else the MFN rate of
the importer (rows of origin WLD); bound rates do not count. Rates of the European Union hold for its members of the
year, which are free of duty among themselves. Means over the products of an industry are simple.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from autarky.sources.io.names import WORLD
from autarky.sources.mrio.crosswalk import industry_of_isic3

if TYPE_CHECKING:
    import pandas as pd

UNION = "EUN"
ORDER = ("AHS", "PRF", "MFN")  # the first that there is
# first year inside; the United Kingdom's last is 2020, when it still kept the common tariff
ACCESSION = {
    **dict.fromkeys(("BEL", "DEU", "FRA", "ITA", "LUX", "NLD"), 1958),
    **dict.fromkeys(("DNK", "GBR", "IRL"), 1973),
    "GRC": 1981,
    **dict.fromkeys(("ESP", "PRT"), 1986),
    **dict.fromkeys(("AUT", "FIN", "SWE"), 1995),
    **dict.fromkeys(("CYP", "CZE", "EST", "HUN", "LVA", "LTU", "MLT", "POL", "SVK", "SVN"), 2004),
    **dict.fromkeys(("BGR", "ROU"), 2007),
    "HRV": 2013,
}
LEFT = {"GBR": 2020}


def union_members(year: int) -> tuple[str, ...]:
    """ISO3 of the members of the European Union that applied its tariff in `year`."""
    return tuple(c for c, first in ACCESSION.items() if first <= year <= LEFT.get(c, 9999))


def applied_means(
    rows: "pd.DataFrame", economies: Sequence[str], year: int, product_industry: Callable[[str], str | None]
) -> "pd.DataFrame":
    """`origin`, `destination`, `sector` (ICIO industry) and `rate` for all pairs of `economies` that the rows cover.

    `rows`: origin, destination, duty_type, rate and product (HS) or sector (ISIC Rev. 3), of one year, from `wits` or
    `teti`. Pairs without any rate are left out: absent, not free of duty.
    """
    import pandas as pd

    frame = _by_line(rows, product_industry)
    union = frame[frame["destination"] == UNION]
    # nothing to share out where the source has each member as an importer of its own
    members = [] if union.empty else [c for c in union_members(year) if c in economies]
    copies = [union.assign(destination=c) for c in members]
    frame = pd.concat([frame[frame["destination"] != UNION], *copies], ignore_index=True)
    frame = frame[frame["destination"].isin(economies)]
    frame = frame[frame["origin"].isin([*economies, WORLD])]
    inside = frame["origin"].isin(members) & frame["destination"].isin(members)
    frame = frame[~inside & (frame["origin"] != frame["destination"])]
    means = _filled(_first(frame), economies, frozenset(members))
    if members:
        sectors = sorted(union["sector"].unique())
        free = [(a, b, s, 0.0) for a in members for b in members if a != b for s in sectors]
        means = pd.concat([means, pd.DataFrame(free, columns=list(means.columns))], ignore_index=True)
    return means


def _by_line(rows: "pd.DataFrame", product_industry: Callable[[str], str | None]) -> "pd.DataFrame":
    """The rows that count, as text: `line` is the product or sector as given, `sector` its ICIO industry."""
    frame = rows[rows["duty_type"].astype(str).isin(ORDER) & rows["rate"].notna()]
    products = "product" in frame and frame["product"].notna().any()
    line = frame["product" if products else "sector"].astype(str)
    find = product_industry if products else industry_of_isic3
    industry = {code: find(code) for code in line.unique()}
    made = frame[["origin", "destination", "duty_type"]].astype(str)
    made = made.assign(line=line, sector=line.map(industry), rate=frame["rate"].astype(float))
    return made[made["sector"].notna()]


def _first(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Of several duties on a line the one that comes first in `ORDER`; of several rates of one, their mean."""
    key = ["origin", "destination", "sector", "line"]
    mean = frame.groupby([*key, "duty_type"], as_index=False, sort=True)["rate"].mean()
    rank = mean["duty_type"].map({duty: k for k, duty in enumerate(ORDER)})
    return mean.assign(rank=rank).sort_values([*key, "rank"]).drop_duplicates(key)[[*key, "rate"]]


def _filled(frame: "pd.DataFrame", economies: Sequence[str], members: frozenset[str]) -> "pd.DataFrame":
    """Means by industry, in which a line without a rate of the pair's own takes the importer's rate for WLD."""
    import pandas as pd

    by = ["origin", "destination", "sector"]
    general = frame[frame["origin"] == WORLD].drop(columns="origin")
    own = frame[frame["origin"] != WORLD]
    joined = own.merge(general, on=["destination", "sector", "line"], how="left", suffixes=("", "_general"))
    # what the pair's own rates change in the sums over lines of the general ones
    change = joined.assign(
        rate=joined["rate"] - joined["rate_general"].fillna(0.0),
        count=joined["rate_general"].isna().astype(float),
    )
    changes = change.groupby(by)[["rate", "count"]].sum()
    sums = general.groupby(["destination", "sector"])["rate"].agg(["sum", "count"]).reset_index()
    pairs = sums.merge(pd.DataFrame({"origin": list(economies)}), how="cross")
    pairs = pairs[pairs["origin"] != pairs["destination"]]
    pairs = pairs[~(pairs["origin"].isin(members) & pairs["destination"].isin(members))]
    base = pairs.set_index(by).rename(columns={"sum": "rate"})[["rate", "count"]].astype(float)
    total = base.add(changes, fill_value=0.0)
    return (total["rate"] / total["count"]).rename("rate").reset_index()
