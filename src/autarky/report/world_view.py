"""A world in a terminal or notebook: who is in it, what is estimated, its tables, one economy's partners as a chart."""

from typing import TYPE_CHECKING

import numpy as np

from autarky.charts.bars import Chart, bar_spec
from autarky.formatting import money_unit, number, percent
from autarky.report.view_parts import chosen, html_box, html_table, preformatted
from autarky.world.accounts import VARIABLES, World

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 8  # economies on one screen
PARTNERS = 10  # in a chart


class WorldView:
    """The accounts of a world, from the largest economies down."""

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def _setting(self) -> str:
        w = self.world
        estimated = w.data.get("trade_estimated")
        share = ""
        if estimated is not None:
            trade = w.array("trade")
            share = f"; {percent(float((estimated.values * trade).sum() / trade.sum()), plus=False)} of trade estimated"
        return f"{len(w.economies)} economies x {len(w.sectors)} sectors, {w.year}, {w.unit}{share}"

    def _economies(self) -> "pd.DataFrame":
        """Economy by economy: value added, trade with others, deficit, and the share of trade that is estimated."""
        import pandas as pd

        w = self.world
        trade = w.array("trade").copy()
        own = np.arange(len(w.economies))
        estimated = w.data.get("trade_estimated")
        marked = np.zeros_like(trade) if estimated is None else estimated.values * trade
        trade[own, :, own], marked[own, :, own] = 0.0, 0.0
        both = trade.sum((1, 2)) + trade.sum((0, 1))
        frame = pd.DataFrame(
            {
                "economy": list(w.economies),
                "name": list(w.economy_names.values()),
                "value_added": w.array("value_added").sum(1),
                "exports": trade.sum((1, 2)),
                "imports": trade.sum((0, 1)),
                "deficit": w.array("deficit"),
                # without the variable the world does not say what is estimated: missing, not zero
                "estimated": np.nan
                if estimated is None
                else (marked.sum((1, 2)) + marked.sum((0, 1))) / np.where(both > 0, both, np.nan),
            }
        )
        frame.attrs["unit"] = w.unit
        return frame

    def _rows(self) -> tuple[list[str], list[list[str]]]:
        factor, unit = money_unit(self.world.unit)
        frame = self._economies().sort_values("value_added", ascending=False).head(SHOWN)
        head = [f"Largest economies ({unit})", "Value added", "Exports", "Imports", "Deficit"]
        rows = [
            [
                str(r["name"]),
                *(number(float(r[c]) * factor) for c in ("value_added", "exports", "imports", "deficit")),
            ]
            for _, r in frame.iterrows()
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
        title = str(self.world.data.attrs.get("title", ""))
        return "\n".join([f"<World {self.world.name}: {title}>", self._setting, "", *lines])

    def html(self) -> str:
        """The same as HTML; sectors and notes open on a click."""
        head, rows = self._rows()
        w = self.world
        more = [
            ("Economies", preformatted(", ".join(f"{c} {n}" for c, n in w.economy_names.items()))),
            ("Sectors", preformatted("\n".join(f"{c}  {n}" for c, n in w.sector_names.items()))),
            ("Attributes", preformatted("\n".join(f"{k}: {v}" for k, v in w.data.attrs.items()))),
        ]
        return html_box(f"World {w.name}", [self._setting], html_table(head, rows), more=more)

    def summary(self) -> str:
        """The screen, and what the world says of its source."""
        said = [
            f"{k}: {v}"
            for k, v in self.world.data.attrs.items()
            if k in ("source", "citation", "licence", "notes")
        ]
        return "\n".join([self.text(), "", *said])

    def to_frame(self, table: str = "") -> "pd.DataFrame":
        """`economies` (totals), or one of the world's variables in tidy form (`trade`, `inputs`, `final`, ...)."""
        d = self.world.data
        made = {"economies": self._economies} | {
            v: lambda v=v: d[v].to_series().rename(v).reset_index() for v in VARIABLES
        }
        return chosen(made, table, "a world")

    def plot(self) -> "WorldPlots":
        return WorldPlots(self.world)


class WorldPlots:
    """Charts of the base year."""

    def __init__(self, world: World) -> None:
        self._world = world

    def partners(self, economy: str, most: int = PARTNERS) -> Chart:
        """The largest trading partners of one economy (code or name): shares of its exports and imports."""
        from autarky.measures.labels import one_economy

        w = self._world
        code = one_economy(w, economy)
        n = w.economies.index(code)
        trade = w.array("trade").sum(1)
        sold, bought = trade[n].copy(), trade[:, n].copy()
        sold[n] = bought[n] = 0.0
        shares = np.stack([sold / (sold.sum() or 1.0), bought / (bought.sum() or 1.0)], 1)
        order = np.argsort(-shares.max(1), kind="stable")[:most]
        names = list(w.economy_names.values())
        rows = [(names[k], "", [float(v) for v in shares[k]]) for k in order if shares[k].max() > 0]
        title = f"Trading partners of {w.economy_names[code]}, {w.year}"
        note = "Share of exports (dark) and of imports (light), all sectors."
        spec = bar_spec(title, rows, ["exports", "imports"], lambda v: percent(v, plus=False))
        return Chart(title, note, spec)

    def __repr__(self) -> str:
        return "<plots: partners>"
