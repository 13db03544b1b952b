"""The charts of a run's report, section by section: bars, and over each the band that the draws give."""

from collections.abc import Callable, Sequence
from itertools import count

from markupsafe import Markup

from autarky.charts import bars
from autarky.charts.bars import Chart
from autarky.charts.svg import Picture
from autarky.economy.result import Result
from autarky.formatting import horizon, money_unit, number, percent
from autarky.report import findings
from autarky.report.bands import DIVERTED, PRICES, Bands, flow_row, order, price_row, sector_row
from autarky.uncertainty.rows import Row
from autarky.uncertainty.summary import Band

# label, its second line, values, bands (none without draws); one of each per horizon
Item = tuple[str, str, Sequence[float], Sequence[Band]]


def figures(results: Sequence[Result], bands: Bands) -> dict[str, list[Picture]]:
    """Figures by section, each with ids of its own."""
    drawing = RunCharts(results, bands)
    sections = {
        "welfare": drawing.welfare(),
        "sectors": [c for code in findings.told_sectors(results) for c in drawing.output(code)],
        "trade": drawing.trade(),
    }
    number = count(1)
    return {
        section: [Picture(c.title, c.note, Markup(c.svg(f"c{next(number)}"))) for c in found]
        for section, found in sections.items()
    }


class RunCharts:
    """The charts of a run; where there is nothing to show a list is empty."""

    def __init__(self, results: Sequence[Result], bands: Bands) -> None:
        self.results, self.bands = results, bands
        self.world = results[0].world
        self.factor, self.unit = money_unit(self.world.unit)

    def chart(
        self, title: str, note: str, items: Sequence[Item], show: Callable[[float], str], ranking: str = ""
    ) -> list[Chart]:
        if not items:
            return []
        said = "; ".join(f"{a}{', ' + b if b else ''} {show(v[0])}" for a, b, v, _ in items[:3])
        ranges = [[(b.low, b.high) for b in band] for *_, band in items] if self.bands else None
        rows = [(a, b, v) for a, b, v, _ in items]
        when = [horizon(r) for r in self.results]
        spec = bars.bar_spec(f"{title}. {said}.", rows, when, show, ranges)
        line = f"Line: {self.bands.of_draws}." if ranges and all(ranges) else ""
        return [Chart(title, " ".join(filter(None, (note, line, ranking))), spec)]

    def welfare(self) -> list[Chart]:
        found = findings.impacts(self.results)
        impacts = findings.headline(found, 10)
        by_value = sorted(findings.headline_value(found, 10), key=lambda r: findings.extreme(r.value))
        by_output = sorted(found, key=lambda r: -abs(findings.extreme(r.real_gdp)))[:6]
        f, of = self.factor, self.bands
        return [
            *self.chart(
                "Welfare",
                "Percent of base-year expenditure.",
                [(r.name, "", r.welfare, of.of(Row("welfare", r.code))) for r in impacts],
                percent,
                self._order([Row("welfare", r.code) for r in impacts if findings.extreme(r.welfare) < 0]),
            ),
            *self.chart(
                "Welfare in money",
                f"{self.unit} a year, equivalent variation.",
                [(r.name, "", [v * f for v in r.value], of.value(r.code, f)) for r in by_value],
                _amount,
            ),
            *self.chart(
                "Real GDP",
                "Percent, at base-year prices.",
                [(r.name, "", r.real_gdp, of.of(Row("real_gdp", r.code))) for r in by_output],
                percent,
            ),
        ]

    def output(self, code: str) -> list[Chart]:
        rows = findings.sectors(self.results, code)
        goods = self.world.sector_names
        return self.chart(
            f"Output in {self.world.economy_names[code]}",
            "Percent, at constant prices; ordered by weight in the economy.",
            [(goods[s.sector], "", s.change, self.bands.of(sector_row(s))) for s in rows],
            percent,
        )

    def trade(self) -> list[Chart]:
        seller, buyer = (found[:6] for found in findings.diversion(self.results, DIVERTED))
        quantity = f"{self.unit} at base-year prices: quantities, not values."
        third = f"{quantity} Third countries, all sectors."
        names, goods = self.world.economy_names, self.world.sector_names
        prices = findings.prices(self.results, *PRICES[1])
        priced = [(names[p.economy], goods[p.sector], p.change, self.bands.of(price_row(p))) for p in prices]
        return [
            *self._flows("Largest changes of trade", quantity, findings.trade_changes(self.results, 8)),
            *self._flows("Who sells more to the parties", third, seller),
            *self._flows("Who buys more from the parties", third, buyer),
            *self.chart(
                "Prices of note",
                "Percent, what buyers pay on average for the good.",
                priced,
                percent,
                self._order([price_row(p) for p in prices]),
            ),
        ]

    def _flows(self, title: str, note: str, flows: Sequence[findings.Flow]) -> list[Chart]:
        names, f = self.world.economy_names, self.factor
        items: list[Item] = [
            (
                *_tie(names[x.origin], names[x.destination], self.world.sector_names.get(x.sector, "")),
                [c * f for c in x.change],
                self.bands.of(flow_row(x), f),
            )
            for x in flows
        ]
        return self.chart(title, note, items, _amount, self._order([flow_row(x) for x in flows]))

    def _order(self, rows: Sequence[Row]) -> str:
        return order(self.bands.holds(rows))


def _amount(value: float) -> str:
    return number(value, plus=True)


def _tie(origin: str, destination: str, goods: str) -> tuple[str, str]:
    """Two lines for a flow; long names give way to the goods."""
    if goods:
        return f"{_brief(origin)} → {_brief(destination)}", goods
    return (
        (f"{origin} →", destination) if len(origin + destination) > 20 else (f"{origin} → {destination}", "")
    )


def _brief(name: str, most: int = 12) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
