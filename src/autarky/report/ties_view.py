"""The ties of one economy in a terminal or notebook: the largest losses, all measures side by side, a chart."""

from typing import TYPE_CHECKING

import numpy as np

from autarky.charts.bars import Chart, bar_spec
from autarky.cuts.ties import Brief
from autarky.formatting import percent
from autarky.report.brief import answer, brief_tables, name, sheets, title
from autarky.report.view_parts import chosen, html_box, html_table, plain, preformatted

if TYPE_CHECKING:
    import pandas as pd


class TiesView:
    """What `autarky ties` shows, of the same tables."""

    def __init__(self, ties: Brief) -> None:
        self.ties = ties

    def text(self) -> str:
        """The answer in a few sentences and the losses by partner."""
        t = self.ties
        loss = t.table.sel(measure="welfare loss")
        rows = [(name(t, str(p)), float(loss.sel(partner=p))) for p in t.table["partner"].values]
        wide = max(len(n) for n, _ in rows)
        lines = [f"{n.ljust(wide)}  {percent(-v) if np.isfinite(v) else 'not solved'}" for n, v in rows]
        head = f"{'Tie cut with'.ljust(wide)}  Welfare"
        return "\n".join([f"<Ties of {name(t, t.of)}>", *answer(t), "", head, *lines])

    def html(self) -> str:
        """The same as HTML; all tables open on a click."""
        t = self.ties
        more = [(s.heading, html_table(s.columns, s.rows, s.note)) for s in sheets(t)]
        return html_box(title(t), answer(t), preformatted(self.text().split("\n\n", 1)[1]), more=more)

    def summary(self) -> str:
        """All tables of the terminal."""
        return plain(brief_tables(self.ties))

    def to_frame(self, table: str = "") -> "pd.DataFrame":
        """`measures`: one row for each partner and measure; `dependents`: who would lose most if this economy is cut
        off; `sectors`: losses and trade of the main tie, sector by sector. Fractions."""
        t = self.ties
        return chosen(
            {
                "measures": lambda: t.table.rename("value").to_dataframe().reset_index(),
                "dependents": lambda: t.dependents.to_dataframe().reset_index(),
                "sectors": lambda: t.sectors[["loss", "trade"]].to_dataframe().reset_index(),
            },
            table,
            "ties",
        )

    def plot(self) -> "TiesPlots":
        return TiesPlots(self.ties)


class TiesPlots:
    """Charts of the ties."""

    def __init__(self, ties: Brief) -> None:
        self._ties = ties

    def welfare(self) -> Chart:
        """Change of welfare when the tie with each partner is cut."""
        t = self._ties
        loss = t.table.sel(measure="welfare loss")
        rows = [
            (name(t, str(p)), "", [-100 * float(loss.sel(partner=p))])
            for p in t.table["partner"].values
            if np.isfinite(float(loss.sel(partner=p)))
        ]
        horizon, leakage = str(t.record["horizon"]), float(t.record["leakage"])
        spec = bar_spec(title(t), rows, [horizon], lambda v: percent(v / 100, plus=False))
        note = f"Embargo both ways, {percent(leakage, plus=False)} of the quantity still through; horizon {horizon}."
        return Chart(f"Welfare of {name(t, t.of)} when a tie is cut, %", note, spec)

    def __repr__(self) -> str:
        return "<plots: welfare>"
