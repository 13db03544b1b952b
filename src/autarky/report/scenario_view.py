"""A scenario in a terminal or notebook: who does what to whom, in which world, at which horizons."""

from typing import TYPE_CHECKING, Any

from autarky.errors import InputError
from autarky.report.view_parts import chosen, html_box, html_table, preformatted
from autarky.scenario.model import Scenario

if TYPE_CHECKING:
    import pandas as pd


class ScenarioView:
    """What the scenario says; what it means in a world is `scenario.resolve(world)`."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    @property
    def _setting(self) -> str:
        from autarky.economy.horizon import horizon_label

        s = self.scenario
        when = ", ".join(horizon_label(h) for h in s.horizons)
        return f"world {s.world}; after {when}; deficits {s.deficits}; elasticities {s.elasticities.source}"

    def _acts(self) -> "pd.DataFrame":
        """One row for each act: number, type, and the fields that it sets."""
        import pandas as pd

        rows = [{"act": k + 1, **act.given()} for k, act in enumerate(self.scenario.acts)]
        return pd.DataFrame(rows, columns=None if rows else ["act", "type"])

    def _lines(self) -> list[str]:
        def written(value: Any) -> str:
            return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

        told = []
        for k, act in enumerate(self.scenario.acts):
            fields = {
                f: v for f, v in act.given().items() if f != "type" and v != type(act).model_fields[f].default
            }
            told.append(
                f"{k + 1}. {act.type}: " + "; ".join(f"{f} = {written(v)}" for f, v in fields.items())
            )
        return told or ["no acts: the base year"]

    def text(self) -> str:
        """At most one screen."""
        title = self.scenario.title or self.scenario.name
        return "\n".join([f"<Scenario {self.scenario.name}: {title}>", self._setting, *self._lines()])

    def html(self) -> str:
        """The same as HTML; the file opens on a click."""
        rows = [line.split(". ", 1)[-1].split(": ", 1) for line in self._lines()]
        table = html_table(["Act", "Fields"], [row if len(row) > 1 else [*row, ""] for row in rows])
        more = [("As a file", preformatted(self.scenario.to_toml()))]
        return html_box(self.scenario.title or self.scenario.name, [self._setting], table, more=more)

    def summary(self) -> str:
        """The screen, and what to look for."""
        return "\n".join(filter(None, [self.text(), self.scenario.look_for]))

    def to_frame(self, table: str = "") -> "pd.DataFrame":
        """`acts`: one row each."""
        return chosen({"acts": self._acts}, table, "a scenario")

    def plot(self) -> Any:
        raise InputError(
            "A scenario has nothing to draw before it is solved: autarky.run(scenario).plot.welfare()"
        )
