"""What an analysis hands out: exhibits, plain tables that the terminal, JSON and the report all show."""

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autarky.acts.base import SolvedScenario
    from autarky.economy.result import Result

Value = str | float | int | None  # None: not known, which is not zero
Tell = Callable[[str], None]  # what is being computed now, for the progress line


@dataclass(frozen=True)
class Column:
    """A column of an exhibit; numbers stand in `unit` ("%": 5.3 is 5.3 %; "": text or pure numbers)."""

    name: str
    unit: str = ""


@dataclass(frozen=True)
class Exhibit:
    """One table with its heading and the sentence that says how to read it; rows stand in the order to be shown.

    `chart`: "" (table only), "bars" (the first column names the rows, the columns `charted` are the bars, at most
    three of one unit), "lines" (the first column is the year, the columns `charted` the lines, none negative), or the
    name of a drawing of its own, which reads `data` (JSON-ready).
    """

    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    chart: str = ""
    charted: tuple[int, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    most: int = 12  # rows that the terminal shows

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.title}: a row has {len(row)} cells for {len(self.columns)} columns")
            if any(isinstance(v, float) and not math.isfinite(v) for v in row):
                raise ValueError(f"{self.title}: a number that is not finite; None says that it is not known")

    def as_plain(self) -> dict[str, Any]:
        """JSON-ready; `from_plain` reads it back."""
        return asdict(self)

    @classmethod
    def from_plain(cls, given: dict[str, Any]) -> "Exhibit":
        """The exhibit that `as_plain` wrote."""
        return cls(
            title=given["title"],
            note=given["note"],
            columns=tuple(Column(**c) for c in given["columns"]),
            rows=tuple(tuple(r) for r in given["rows"]),
            chart=given["chart"],
            charted=tuple(given["charted"]),
            data=given["data"],
            most=given["most"],
        )


# The exhibits for the acts of one type in a scenario, all of them at once; raises `AutarkyError`.
Analysis = Callable[["SolvedScenario"], list[Exhibit]]
EXHIBITS = "exhibits"  # key of the record of the first result under which they travel


def exhibits_of(results: "Sequence[Result]") -> list[Exhibit]:
    """The exhibits that travel with the results of a run."""
    return [Exhibit.from_plain(e) for e in results[0].record.get(EXHIBITS, ())] if results else []
