"""The draws beside a run's results: which figures they must keep, and the band of each figure that is shown."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from autarky.economy.result import Result
from autarky.formatting import number
from autarky.report import findings
from autarky.report.parties import restricted
from autarky.uncertainty.draws import Draws, Watch
from autarky.uncertainty.rows import Row, distinct
from autarky.uncertainty.summary import LEVEL, Band, band, ordered

# how much the report shows; the terminal shows the first of these
FLOWS, DIVERTED, LEAKS = 20, 8, 12
PRICES = ((16, 6), (8, 3))  # at most, and of one economy: table, chart


def watched(results: Sequence[Result]) -> Watch:
    """What the report of `results` shows besides the outcomes of every economy."""
    flows = chain(findings.trade_changes(results, FLOWS), *findings.diversion(results, DIVERTED))
    rows = [
        *(
            row
            for code in findings.told_sectors(results)
            for row in map(sector_row, findings.sectors(results, code))
        ),
        *(row for f in flows for row in (flow_row(f), flow_row(f, "trade_value"))),
        *(price_row(p) for most, each in PRICES for p in findings.prices(results, most, each)),
        *(
            Row(q, leak.origin, "", leak.destination)
            for leak in findings.leakage(results, LEAKS)
            for q in ("through", "around")
        ),
    ]
    held = np.any([restricted(r) for r in results], axis=0)
    return Watch(distinct(rows), held)


def sector_row(s: findings.Sector) -> Row:
    return Row("output_volume", s.economy, s.sector)


def flow_row(f: findings.Flow, quantity: str = "trade_quantity") -> Row:
    return Row(quantity, f.origin, f.sector, f.destination)


def price_row(p: findings.Price) -> Row:
    return Row("composite_price", p.economy, p.sector)


class Bands:
    """Bands by figure, one for each horizon; without draws there are none."""

    def __init__(self, results: Sequence[Result], draws: Sequence[Draws]) -> None:
        self.results, self.draws = results, draws

    def __bool__(self) -> bool:
        return bool(self.draws)

    @property
    def of_draws(self) -> str:
        """``90 % of 200 draws``"""
        return f"{LEVEL:.0%} of {len(self.draws[0].z)} draws".replace("%", " %")

    def of(self, row: Row, scale: float = 1.0) -> list[Band]:
        """The band of `row` at each horizon, times `scale`; empty where the draws did not keep it."""
        found = self._values(row)
        return [band(scale * v) for v in found] if len(found) == len(self.results) else []

    def value(self, economy: str, scale: float = 1.0) -> list[Band]:
        """The band of the equivalent variation in money, times `scale`."""
        n = self.results[0].world.economies.index(economy)
        spending = [float(self._spending(r)[n]) for r in self.results]
        found = self._values(Row("welfare", economy))
        return [band(scale * s * v) for s, v in zip(spending, found, strict=False)]

    def world(self) -> list[Band]:
        """The band of welfare added up over all economies, as a share of base expenditure."""
        shares = self._spending(self.results[0])
        return [band(d.welfare @ (shares / shares.sum())) for d in self.draws]

    def holds(self, rows: Sequence[Row], scales: Sequence[float] = ()) -> list[float]:
        """For rows listed largest first (at whichever horizon they are), the share of the draws in which each is
        larger than the next."""
        found = [self._values(r) for r in rows]
        if len(rows) < 2 or not all(len(f) == len(self.results) for f in found):
            return []
        largest = [np.abs(np.stack(f)).max(0) for f in found]
        return ordered(np.stack(largest, 1) * (scales or 1.0))

    def _values(self, row: Row) -> list[np.ndarray]:
        return [v for d in self.draws if (v := d.of(row)) is not None]

    @staticmethod
    def _spending(result: Result) -> np.ndarray:
        return np.asarray(result.world.data["final"].sum("sector").values)


def span(b: Band, scale: float = 1.0) -> str:
    """``−0.26 … −0.07``"""
    return f"{number(scale * b.low, plus=True)} … {number(scale * b.high, plus=True)}"


def order(holds: Sequence[float]) -> str:
    """How often a ranking holds, in words; empty where there is none."""
    if not holds:
        return ""
    low, high = f"{min(holds):.0%}".replace("%", " %"), f"{max(holds):.0%}".replace("%", " %")
    share = low if low == high else f"{low.removesuffix(' %')} to {high}"
    return f"Each is larger than the next in {share} of the draws."
