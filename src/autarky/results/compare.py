"""Two runs side by side: outcomes by economy, their difference, and its range where both share their draws."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky.economy.result import Result
from autarky.errors import InputError
from autarky.uncertainty.draws import Draws
from autarky.uncertainty.paired import paired, why_not_the_same

if TYPE_CHECKING:
    import pandas as pd

QUANTITIES = ("welfare", "real_gdp", "consumer_prices")


def compare(a: Any, b: Any, *, quantity: str = "welfare") -> "pd.DataFrame":
    """`quantity` of every economy in two runs, and b less a.

    `a` and `b`: a result, a list of results, a run (`autarky.run`), or the folder of a run. Columns: `economy`, `name`,
    `horizon` (years), `a`, `b`, `difference`, and `low` and `high`, the 5th and 95th percentiles of the difference draw
    by draw, where both runs have the same draws (else missing, and `attrs["no_range"]` says why). Fractions; largest
    difference first. Raises `InputError` for an unknown quantity, no common horizon or no common economy.
    """
    import pandas as pd

    if quantity not in QUANTITIES:
        raise InputError(f"{quantity!r} is not compared; known: {', '.join(QUANTITIES)}")
    (left, drawn_left), (right, drawn_right) = _run(a), _run(b)
    why = why_not_the_same(*(d[0].source if d else {} for d in (drawn_left, drawn_right)))
    rows = []
    for x in left:
        for y in right:
            if _years(x) != _years(y):
                continue
            both = None if why else paired(drawn_left, drawn_right, _years(x), _years(y))
            for code in x.world.economies:
                if code not in y.world.economies:
                    continue
                u, v = (float(r.data[quantity].sel(economy=code)) for r in (x, y))
                span = None if both is None else both.difference(code, quantity)
                low, high = (np.nan, np.nan) if span is None else (span.low, span.high)
                rows.append((code, x.world.economy_names[code], _years(x), u, v, v - u, low, high))
    if not rows:
        when = [", ".join(f"{_years(r):g}" for r in side) for side in (left, right)]
        raise InputError(f"The runs have no horizon (years: {when[0]}; {when[1]}) or no economy in common.")
    columns = ["economy", "name", "horizon", "a", "b", "difference", "low", "high"]
    frame = pd.DataFrame(rows, columns=columns)
    frame = frame.sort_values("difference", key=lambda d: -d.abs(), kind="stable").reset_index(drop=True)
    frame.attrs |= {"quantity": quantity, "unit": "fraction", "no_range": why}
    return frame


def _run(given: Any) -> tuple[Sequence[Result], Sequence[Draws]]:
    """Results and draws of whatever stands for a run."""
    from autarky.results.folder import load_draws, load_run

    if isinstance(given, str | Path):
        return load_run(given), load_draws(given)
    if isinstance(given, Result):
        return [given], ()
    if hasattr(given, "results"):
        return list(given.results), list(getattr(given, "draws", ()) or ())
    return list(given), ()


def _years(result: Result) -> float:
    stated = result.record.get("horizon")
    years = stated.get("years") if isinstance(stated, dict) else stated
    return float("nan") if years is None else float(years)
