"""Reported currency shares of countries (Boz et al. 2022), from the fetched source `invoicing`."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from autarky.acts.payments.currencies import Flow, Reported
from autarky.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

OLDEST = 10  # years before the one asked for, beyond which a report is left out
GET = (
    "autarky data get invoicing --from all_countries_update.xls (the file is on"
    ' https://data.mendeley.com/datasets/6z6w78968m), or invoicing = "assumed"'
)


def reported_shares(year: int) -> Reported:
    """The last report of each country up to `year`, at most `OLDEST` years older; parts sum to 1.

    What the source could not assign is left out and the rest scaled up. Raises `InputError` where nothing is fetched.
    """
    from autarky.sources.inventory import records

    found = [p for p, r in records("invoicing").items() if not r.only]
    if not found:
        raise InputError(f"the invoicing shares of Boz et al. are not here: {GET}")
    shares = _reports(found[-1], found[-1].stat().st_mtime_ns, year)
    if not shares:
        raise InputError(f"the invoicing shares here have nothing from {year - OLDEST} to {year}: {GET}")
    return shares


@cache
def _reports(path: Path, changed: int, year: int) -> Reported:
    from autarky.sources.io.tidy import read_tidy

    frame = read_tidy(path).to_pandas()
    frame = frame[frame["economy"].notna() & frame["year"].between(year - OLDEST, year)]
    wide = frame.pivot_table(
        index=["economy", "flow", "year"], columns="currency", values="share", observed=True
    )
    found: dict[tuple[str, Flow], tuple[float, float, float | None, float]] = {}
    for (economy, flow, _), row in wide.sort_index().iterrows():  # later years replace earlier ones
        if (report := _report(row)) is not None:
            found[str(economy), "export" if flow == "export" else "import"] = report
    return found


def _report(row: "pd.Series") -> tuple[float, float, float | None, float] | None:
    """Dollar, euro, home and other as fractions that sum to 1; home None where only both together are known."""
    share = {str(k): max(float(v), 0.0) / 100 for k, v in row.items() if v == v}
    if "USD" not in share or "EUR" not in share:
        return None
    home: float | None = None
    if "home" in share and "other" in share:
        home, other = share["home"], share["other"]
    elif "other_excl_usd_eur" in share:
        other = share["other_excl_usd_eur"]
    else:
        return None
    total = share["USD"] + share["EUR"] + (home or 0.0) + other
    if total <= 0:
        return None
    return share["USD"] / total, share["EUR"] / total, None if home is None else home / total, other / total
