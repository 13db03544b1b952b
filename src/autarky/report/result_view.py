"""A solved scenario in a terminal or notebook: one screen of figures, the tables, the charts of the report."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from autarky.charts.bars import Chart
from autarky.economy.result import Result
from autarky.errors import InputError
from autarky.formatting import horizon, money_unit, number, percent
from autarky.report import findings
from autarky.report.bands import Bands
from autarky.report.figures import RunCharts
from autarky.report.view_parts import chosen, html_box, html_table, plain
from autarky.uncertainty.draws import Draws

if TYPE_CHECKING:
    import pandas as pd

    from autarky.runs.run import Run

SHOWN = 6  # economies on one screen


def run_view(run: "Run") -> "ResultView":
    """A run shows what has been solved, with its draws."""
    return ResultView(run.analyse(), run.draws)


class ResultView:
    """Results of one scenario at one or more horizons, with their draws where there are any."""

    def __init__(self, results: Result | Sequence[Result], draws: Sequence[Draws] = ()) -> None:
        self.results = [results] if isinstance(results, Result) else list(results)
        self.draws = draws

    @property
    def _title(self) -> str:
        record = self.results[0].record
        return str(record.get("title") or self.results[0].name)

    @property
    def _setting(self) -> str:
        world = self.results[0].world
        after = ", ".join(horizon(r) for r in self.results)
        return f"after {after}; {world.name}, {len(world.economies)} economies x {len(world.sectors)} sectors"

    @property
    def _certificate(self) -> str:
        block, size = max((r.certificate.worst() for r in self.results), key=lambda worst: worst[1])
        return f"every equation recomputed; largest violation {size:.0e} ({block})"

    def _rows(self) -> tuple[list[str], list[list[str]]]:
        factor, unit = money_unit(self.results[0].world.unit)
        head = ["Economy"]
        for name in ("Welfare", "Real GDP", unit):
            head += [f"{name}, {horizon(r)}" for r in self.results]
        rows = [
            [
                row.name,
                *map(percent, row.welfare),
                *map(percent, row.real_gdp),
                *(number(v * factor, plus=True) for v in row.value),
            ]
            for row in findings.headline(findings.impacts(self.results), SHOWN)
        ]
        return head, rows

    def text(self) -> str:
        """At most one screen."""
        head, rows = self._rows()
        wide = [max(len(row[k]) for row in [head, *rows]) for k in range(len(head))]
        lines = [
            "  ".join([row[0].ljust(wide[0]), *(c.rjust(w) for c, w in zip(row[1:], wide[1:], strict=True))])
            for row in [head, *rows]
        ]
        return "\n".join([f"<Result: {self._title}>", self._setting, "", *lines, "", self._certificate])

    def html(self) -> str:
        """The same as HTML, with the chart of welfare."""
        head, rows = self._rows()
        drawn = [Markup(c.svg("welfare")) for c in self._charts.welfare()[:1]]
        picture = Markup("<div style='max-width:360px'>{}</div>").format(Markup("").join(drawn))
        return html_box(self._title, [self._setting, self._certificate], html_table(head, rows), picture)

    def summary(self) -> str:
        """The tables that `autarky run` prints."""
        from autarky.report.terminal import summary

        return plain(summary(self.results))

    def to_frame(self, table: str = "") -> "pd.DataFrame":
        """A tidy table: economies, sectors, prices, trade or quotas; `attrs` says what each column means."""
        import pandas as pd

        from autarky.results.tables import tables

        def frame(found: "pd.DataFrame", meaning: dict[str, str]) -> "pd.DataFrame":
            found.attrs["meaning"] = meaning
            return found

        made = {
            t.name: lambda t=t: frame(pd.DataFrame(dict(t.columns)), dict(t.meaning))
            for t in tables(self.results)
        }
        return chosen(made, table, "a result")

    @property
    def _charts(self) -> RunCharts:
        return RunCharts(self.results, Bands(self.results, self.draws))

    def plot(self) -> "ResultPlots":
        return ResultPlots(self._charts)


class ResultPlots:
    """The charts of a run's report. Each method raises `InputError` where there is nothing to show."""

    def __init__(self, charts: RunCharts) -> None:
        self._charts = charts

    def welfare(self) -> Chart:
        """Welfare of those who gain and lose most, percent of base-year expenditure."""
        return _one(self._charts.welfare()[:1], "no change of welfare")

    def welfare_value(self) -> Chart:
        """The same in money."""
        return _one(self._charts.welfare()[1:2], "no change of welfare")

    def real_gdp(self) -> Chart:
        """Real GDP, percent, largest changes first."""
        return _one(self._charts.welfare()[2:3], "no change of real GDP")

    def output(self, economy: str) -> Chart:
        """Output by sector of one economy (code or name), percent at constant prices."""
        from autarky.world.groups import resolve_economies

        (code, *others) = resolve_economies(economy, self._charts.world)
        if others:
            raise InputError(f"{economy} is {1 + len(others)} economies; name one")
        return _one(self._charts.output(code), f"no change of output in {economy}")

    def trade(self) -> Chart:
        """The largest changes of trade, quantities at base-year prices."""
        return self._trade("Largest changes of trade")

    def sellers(self) -> Chart:
        """Third countries that sell more to the parties."""
        return self._trade("Who sells more to the parties")

    def buyers(self) -> Chart:
        """Third countries that buy more from the parties."""
        return self._trade("Who buys more from the parties")

    def prices(self) -> Chart:
        """The largest changes of prices among goods that matter to their buyers."""
        return self._trade("Prices of note")

    def _trade(self, title: str) -> Chart:
        return _one([c for c in self._charts.trade() if c.title == title], f"nothing for the chart {title!r}")

    def __repr__(self) -> str:
        return f"<plots: {', '.join(n for n in dir(self) if not n.startswith('_'))}>"


def _one(charts: Sequence[Chart], nothing: str) -> Chart:
    if not charts:
        raise InputError(f"There is {nothing} to draw.")
    return charts[0]
