"""Strategic dependence of products: the European Commission's core indicators and CEPII's GeoDep conditions.

Both ask, product by product: is it bought from few, and could own supply stand in? They work on a trade table
(`trade.TradeTable`), best at six digits; products not in the table are unknown, not harmless.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from autarky.errors import InputError
from autarky.measures.trade import TradeTable

CONCENTRATED = 0.4  # HHI, both methods
MOSTLY_FOREIGN = 0.5  # CDI2
NOT_REPLACEABLE = 1.0  # CDI3 and GeoDep's third condition
NO_EXPORTS = 9999.0  # what GeoDep puts where exports are nil
WINDOW, ENOUGH = 3, 2  # GeoDep: years looked at, years in which all must hold


def cdi(
    table: TradeTable, importer: str, year: int | None = None, products: Sequence[str] | None = None
) -> pd.DataFrame:
    """The Commission's three core dependency indicators of a group such as EU27, or of a country (product).

    CDI1 = HHI of extra-group sources of imports (> 0.4); CDI2 = extra-group imports / all imports of its members,
    trade among them included (> 0.5; NaN for a single country, which has no trade with itself); CDI3 = extra-group
    imports / all exports of its members, the proxy for what it can make itself (> 1; infinite without exports).
    `dependent`: all that are defined exceed their threshold. European Commission, SWD(2021) 352, "Strategic
    dependencies and capacities". Whether its CDI3 counts exports to members is read here as yes (total EU exports);
    its list of 137 products also needs all 5,200 products and further screening. Attributes: year, source, refused
    (product -> why). Unit: indices and ratios. Needs: bilateral trade by product. Raises `InputError` where no
    product is left.
    """
    at = table.year(year)
    codes, inside = table.product_codes(products), table.members(importer, at)
    kept, refused = _screen(table, inside, codes, at, importer)
    frame = table.select(at, kept)
    rows: dict[str, dict[str, float | str]] = {}
    for product, trade in frame.groupby("product"):
        buys = trade["importer"].isin(inside)
        sells = trade["exporter"].isin(inside)
        extra = trade[buys & ~sells].groupby("exporter")["value"].sum()
        if not extra.sum() > 0:
            continue
        exports = float(trade.loc[sells, "value"].sum())
        shares = extra / extra.sum()
        rows[str(product)] = {
            "imports": float(extra.sum()) / 1e3,
            "cdi1": float((shares**2).sum()),
            "cdi2": float(extra.sum() / trade.loc[buys, "value"].sum()) if len(inside) > 1 else np.nan,
            "cdi3": float(extra.sum()) / exports if exports > 0 else np.inf,
            "first": str(shares.idxmax()),
            "first_share": float(shares.max()),
        }
    _some(rows, importer, at)
    found = _frame(rows, ["imports", "cdi1", "cdi2", "cdi3", "first", "first_share"])
    found["dependent"] = (
        (found["cdi1"] > CONCENTRATED)
        & ((found["cdi2"] > MOSTLY_FOREIGN) | found["cdi2"].isna())
        & (found["cdi3"] > NOT_REPLACEABLE)
    )
    found.attrs = {"year": at, "source": table.source, "refused": refused}
    return found


def geodep(
    table: TradeTable, importer: str, year: int | None = None, products: Sequence[str] | None = None
) -> pd.DataFrame:
    """CEPII's GeoDep conditions for a country or a group, recomputed (product).

    1: HHI of its sources of imports > 0.4; 2: HHI of world exports of the product > 0.4; 3: imports / exports > 1
    (9999 where it exports none); a dependence: all three hold in at least two of the three years up to `year`
    (`years`: in how many). Shown are the values of `year`. Lefebvre & Wibaux (2024), "Import dependencies: where does
    the EU stand?", CEPII Policy Brief 47, and the documentation of GeoDep. For a group, imports and exports are
    extra-group, and world exports leave out trade among its members (our reading). Their own data are
    non-commercial; these come from BACI. Attributes: year, source, refused. Unit: indices and ratios. Needs:
    bilateral trade by product, three years.
    """
    at = table.year(year)
    window = [y for y in table.years if at - WINDOW < y <= at]
    if len(window) < WINDOW:
        raise InputError(f"GeoDep needs three years up to {at}; these data begin in {table.years[0]}")
    codes, inside = table.product_codes(products), table.members(importer, at)
    refused: dict[str, str] = {}
    for y in window:
        refused |= _screen(table, inside, codes, y, importer)[1]
    kept = [c for c in codes if c not in refused]
    holds: dict[str, int] = {}
    last: dict[str, dict[str, float | str]] = {}
    for y in window:
        for product, trade in table.select(y, kept).groupby("product"):
            values = _conditions(trade, inside)
            if values is None:
                continue
            met = (
                float(values["hhi_imports"]) > CONCENTRATED
                and float(values["hhi_world"]) > CONCENTRATED
                and float(values["imports_over_exports"]) > NOT_REPLACEABLE
            )
            holds[str(product)] = holds.get(str(product), 0) + met
            if y == at:
                last[str(product)] = values
    _some(last, importer, at)
    columns = ["imports", "hhi_imports", "hhi_world", "imports_over_exports", "first", "first_share"]
    found = _frame(last, columns)
    found["years"] = [holds.get(str(p), 0) for p in found.index]
    found["dependent"] = found["years"] >= ENOUGH
    found.attrs = {"year": at, "source": table.source, "refused": refused}
    return found


def _conditions(trade: pd.DataFrame, inside: Sequence[str]) -> dict[str, float | str] | None:
    buys, sells = trade["importer"].isin(inside), trade["exporter"].isin(inside)
    sources = trade[buys & ~sells].groupby("exporter")["value"].sum()
    if not sources.sum() > 0:
        return None
    outside = trade[~(buys & sells)]
    world = outside.groupby("exporter")["value"].sum()
    exports = float(trade.loc[sells & ~buys, "value"].sum())
    shares = sources / sources.sum()
    return {
        "imports": float(sources.sum()) / 1e3,
        "hhi_imports": float((shares**2).sum()),
        "hhi_world": float(((world / world.sum()) ** 2).sum()),
        "imports_over_exports": float(sources.sum()) / exports if exports > 0 else NO_EXPORTS,
        "first": str(shares.idxmax()),
        "first_share": float(shares.max()),
    }


def _screen(
    table: TradeTable, inside: Sequence[str], codes: Sequence[str], year: int, importer: str
) -> tuple[list[str], dict[str, str]]:
    """Products that can be judged, and why the others cannot; `InputError` where none is left."""
    refused = {
        c: why for c in codes if (why := table.gap(inside, c, year) or table.dark_exports(inside, c, year))
    }
    kept = [c for c in codes if c not in refused]
    if not kept:
        why = "; ".join(list(refused.values())[:3]) + (
            f"; and {len(refused) - 3} more" if len(refused) > 3 else ""
        )
        raise InputError(f"{importer} in {year}: {why}. A missing flow is not zero: use an earlier year.")
    return kept, refused


def _some(rows: dict[str, dict[str, float | str]], importer: str, year: int) -> None:
    if not rows:
        raise InputError(
            f"{importer} in {year}: the table shows no imports of these products from outside; whether there were none"
            " or none were reported it cannot tell"
        )


def _frame(rows: dict[str, dict[str, float | str]], columns: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    frame.index.name = "product"
    return frame.sort_values("imports", ascending=False)
