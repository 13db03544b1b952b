"""A question to a measure and its answer as rows: what the command line prints and other programs read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from autarky.errors import InputError
from autarky.measures.registry import Measure, find_measure

if TYPE_CHECKING:
    from autarky.world.accounts import World

Row = Mapping[str, float | str | bool | None]


@dataclass(frozen=True)
class Ask:
    """What is asked. None: not given, the default of the measure holds."""

    of: str | None = None
    on: str | None = None
    world: str | None = None
    horizon: str | None = None
    elasticities: str | None = None
    leakage: float | None = None
    sector: Sequence[str] | None = None
    product: Sequence[str] | None = None
    year: int | None = None
    data: str | None = None
    top: int | None = None

    @property
    def rows(self) -> int:
        """How many rows to show."""
        return 10 if self.top is None else self.top

    def load(self) -> "World":
        """The world asked for, the embedded one by default."""
        from autarky.worlds import load_world

        return load_world() if self.world is None else load_world(self.world)


@dataclass(frozen=True)
class Answer:
    """Rows with the unit of each column, year and source.

    "share", "index", "ratio" and "count" are plain numbers (a share of 0.1 is 10 %), "" is text."""

    title: str
    columns: Mapping[str, str]
    rows: Sequence[Row]
    year: int
    source: str
    notes: Sequence[str] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self, measure: Measure) -> dict[str, Any]:
        """JSON-ready, numbers unrounded."""
        return {
            "measure": measure.name,
            "title": self.title,
            "unit": measure.unit,
            "year": self.year,
            "source": self.source,
            "settings": dict(self.settings),
            "columns": dict(self.columns),
            "rows": [dict(r) for r in self.rows],
            "notes": list(self.notes),
            "formula": measure.formula,
            "reference": measure.reference,
        }


def answer(name: str, ask: Ask) -> Answer:
    """The answer of measure `name`. Raises `InputError` for an unknown measure, for an option that it does not take and
    for one that it needs and lacks; `SolveError` where an equilibrium was not found."""
    measure = find_measure(name)
    for option in ask.__dataclass_fields__:
        given = getattr(ask, option) is not None
        if given and option not in measure.takes:
            raise InputError(
                f"measure {name} takes no --{option}; it takes {', '.join(f'--{o}' for o in measure.takes)}"
            )
        if not given and option in measure.requires:
            example = {"of": "--of BLR", "on": "--on RUS", "product": "--product Cobalt"}[option]
            raise InputError(f"measure {name} needs --{option}, for example {example}")
    if ask.top is not None and ask.top < 1:
        raise InputError(f"--top {ask.top}: show at least one row")
    module, function = measure.answer.split(":")
    respond: Callable[[Ask], Answer] = getattr(import_module(f"autarky.measures.{module}"), function)
    return respond(ask)
