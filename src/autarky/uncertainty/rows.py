"""The figures that every draw keeps: those of all economies, and the rows that a report shows of the central answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

# kept for every economy of the world: fractions
BY_ECONOMY = ("welfare", "real_gdp", "consumer_prices")
# quantity -> (unit, meaning); "value": currency of the world
ROWS: dict[str, tuple[str, str]] = {
    "output_volume": ("fraction", "change of a sector's output at constant prices"),
    "composite_price": ("fraction", "change of the price of what an economy buys from a sector"),
    "trade_quantity": ("value", "change of what arrives, at base-year prices"),
    "trade_value": ("value", "change of the value of a flow"),
    "through": ("fraction", "share of what is held down that still arrives"),
    "around": ("fraction", "share of what is held down that may go around, at most"),
}


@dataclass(frozen=True)
class Row:
    """One figure: of an economy (the seller of a flow, the buyer of a composite), a sector (none: all) and, for
    flows, the buyer as `partner`."""

    quantity: str
    economy: str
    sector: str = ""
    partner: str = ""


def distinct(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Each row once, in order of first appearance."""
    return tuple(dict.fromkeys(rows))


def through_and_around(
    before: np.ndarray, gain: np.ndarray, held: np.ndarray, i: int, n: int
) -> tuple[float, float]:
    """Of the cells from `i` to `n` that are held down: what still arrives, and what may go around, at base prices.

    `before`, `gain` (change of what arrives) and `held` are [N, J, N]. Around: the smaller of what third economies buy
    more from the seller and sell more to the buyer of the same sectors, summed over third economies: an upper bound,
    since the model traces values, not consignments.
    """
    which = held[i, :, n]
    third = ~np.isin(np.arange(len(before)), (i, n))
    # third economies that are themselves cut off cannot be a way around
    bought = np.maximum(np.where(held[i, which], 0, gain[i, which]), 0).sum(0)
    sold = np.maximum(np.where(held[:, which, n], 0, gain[:, which, n]), 0).sum(1)
    arrives = float((before[i, which, n] + gain[i, which, n]).sum())
    return arrives, float(np.minimum(bought, sold)[third].sum())


class Index:
    """Where the rows lie in the arrays of a solution; `take` reads them.

    Raises `ValueError` for a label or quantity that the world or this module does not know.
    """

    def __init__(
        self,
        economies: Sequence[str],
        sectors: Sequence[str],
        rows: Sequence[Row],
        held: np.ndarray | None = None,
    ) -> None:
        self.rows = tuple(rows)
        self.held = held
        N = {c: n for n, c in enumerate(economies)}
        J = {s: j for j, s in enumerate(sectors)} | {"": -1}
        try:
            self._at = [(r.quantity, N[r.economy], J[r.sector], N.get(r.partner, -1)) for r in self.rows]
        except KeyError as e:
            raise ValueError(f"no economy or sector {e}") from None
        unknown = [r.quantity for r in self.rows if r.quantity not in ROWS]
        if unknown or (held is None and any(r.quantity in ("through", "around") for r in self.rows)):
            raise ValueError(f"quantities {unknown or 'through, around'} cannot be kept")

    def take(
        self,
        output_volume: np.ndarray,
        composite_price: np.ndarray,
        before: np.ndarray,
        quantity: np.ndarray,
        value: np.ndarray,
    ) -> np.ndarray:
        """The figure of every row [K]: from [N, J], [J, N] and three [N, J, N] (base trade, changes of quantity and
        value, in currency)."""
        leaks: dict[tuple[int, int], tuple[float, float]] = {}
        out = np.empty(len(self.rows))
        for k, (name, i, s, n) in enumerate(self._at):
            if name == "output_volume":
                out[k] = output_volume[i, s]
            elif name == "composite_price":
                out[k] = composite_price[s, i]
            elif name in ("trade_quantity", "trade_value"):
                change = quantity if name == "trade_quantity" else value
                out[k] = change[i, :, n].sum() if s < 0 else change[i, s, n]
            else:
                assert self.held is not None
                if (i, n) not in leaks:
                    total = float(before[i, self.held[i, :, n], n].sum())
                    through, around = through_and_around(before, quantity, self.held, i, n)
                    leaks[i, n] = (through / total, around / total) if total > 0 else (np.nan, np.nan)
                out[k] = leaks[i, n][name == "around"]
        return out
