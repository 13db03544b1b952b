"""What every act is: a declarative model with units, and a pure function from shock to shock."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Protocol

import numpy as np
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    WithJsonSchema,
)

from autarky.acts.quantities import show_percent
from autarky.acts.resolved import Resolved, resolved_from
from autarky.errors import InputError
from autarky.files.fields import Model, blame
from autarky.formatting import show_share

if TYPE_CHECKING:
    from jaxtyping import Array

    from autarky.acts.claims import Claim
    from autarky.economy.behaviour import Behaviour
    from autarky.economy.result import Result
    from autarky.economy.shock import Shock
    from autarky.world.accounts import World
    from autarky.world.labels import Selection


def select(
    field: str, labels: Sequence[str], world: "World", how: "Callable[[Sequence[str], World], Selection]"
) -> "Selection":
    """`how` applied to the labels of `field`; an error names the entry to blame where one alone is."""
    with blame(field):
        try:
            return how(labels, world)
        except InputError:
            for k, label in enumerate(labels if len(labels) > 1 else ()):
                with blame(k):
                    how([label], world)
            raise


def _labels(value: Any) -> tuple[str, ...]:
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list | tuple):
        raise ValueError(f'expected a label or a list of labels such as ["EU27", "GBR"], got {value!r}')
    if not given:
        raise ValueError("the list is empty: name at least one")
    for entry in given:
        if not isinstance(entry, str):
            raise ValueError(f"expected labels as text, got {entry!r}")
        if not entry.strip().lstrip("-!").strip():
            raise ValueError("an empty label")
    return tuple(str(entry).strip() for entry in given)


_TEXT = {"type": "string"}
# One label or several; after validation always a tuple.
Labels = Annotated[
    Sequence[str],
    BeforeValidator(_labels),
    WithJsonSchema({"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}),
]
# The same, or nothing.
MaybeLabels = Annotated[
    Sequence[str] | None,
    BeforeValidator(lambda value: None if value is None else _labels(value)),
    WithJsonSchema({"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}),
]


def number(parse: Callable[[Any], float]) -> tuple[BeforeValidator, Any]:
    """Annotations of a numeric field that `parse` reads from a number or a text with a unit."""
    return BeforeValidator(parse), WithJsonSchema({"anyOf": [{"type": "number"}, _TEXT]})


def _strict(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"expected true or false, got {value!r}")
    return value


Flag = Annotated[bool, BeforeValidator(_strict)]


def _one_line(value: str) -> str:
    return " ".join(value.split())


Text = Annotated[str, AfterValidator(_one_line)]


@dataclass(frozen=True)
class Context:
    """What acts may look at besides the shock: the labels and accounts of the base year, the acts before them, and the
    trade elasticities that the scenario assumes (`long_run` finds them when they are asked for)."""

    world: "World"
    before: "tuple[Act, ...]" = ()
    long_run: "Callable[[], np.ndarray] | None" = None

    @cached_property
    def theta(self) -> np.ndarray:
        """Long-run trade elasticities by sector [J]: the scenario's, else those of the default set."""
        if self.long_run is not None:
            return self.long_run()
        from autarky.economy.elasticities import trade_elasticities

        return trade_elasticities(self.world)

    @cached_property
    def gdp(self) -> np.ndarray:
        """Base GDP at market prices, as a share of world value added [N]."""
        world = self.world
        X, t, x = (world.array(v) for v in ("trade", "tariff", "export_tax"))
        taxes = (t * (1 + x) * X).sum((0, 1)) + (x * X).sum((1, 2))
        income: np.ndarray = world.array("value_added").sum(1) + taxes
        return income / self.unit

    @cached_property
    def unit(self) -> float:
        """World value added in the unit of the world: what values of a `Shock` are shares of."""
        return float(self.world.array("value_added").sum())


class SolvedScenario(Protocol):
    """A scenario solved in a world, as an act's `analysis` is handed it: what there is, and ways to solve it otherwise.

    Solving raises `NoEquilibriumError` where there is no equilibrium, `SolveError` where none was found.
    """

    @property
    def world(self) -> "World":
        """The world before the acts."""

    @property
    def acts(self) -> "Sequence[Act]":
        """The acts as they were asked for; a rate that is to be found is still open."""

    @property
    def settled(self) -> "Sequence[Act]":
        """The acts as they were solved, with the rates that were found."""

    @property
    def contexts(self) -> Sequence[Context]:
        """What each act may look at."""

    @property
    def horizons(self) -> Sequence[float]:
        """In years, one for each result."""

    @property
    def results(self) -> "Sequence[Result]":
        """The equilibrium at each horizon."""

    @property
    def shock(self) -> "Shock":
        """What all acts together amount to."""

    @property
    def published_elasticities(self) -> str | None:
        """The published set of elasticities that holds; None where the scenario has values of its own."""

    @property
    def deficits(self) -> str:
        """How trade deficits close: fixed, proportional or zero."""

    def tell(self, text: str) -> None:
        """Say what is being computed, for the progress line."""

    def solve(self, acts: "Sequence[Act]", years: float, world: "World | None" = None) -> "Result":
        """The equilibrium with these acts, in `world` if it is another one."""

    def solve_shock(self, shock: "Shock", years: float) -> "Result":
        """The equilibrium after a shock that no act describes."""

    def behaviour(self, years: float, world: "World | None" = None) -> "Behaviour":
        """How economies react after `years`."""

    def best_rate(self, number: int, years: float) -> tuple[float, float, bool]:
        """The best rate of the cartel at this position in `acts` after `years`, what its members get by it, and whether
        it is the highest that was looked at."""


def to_jax(values: np.ndarray) -> "Array":
    """A double-precision array for a `Shock`. Acts compute in numpy: a handful of compiled operations
    would cost more than the whole compilation of a scenario."""
    from autarky.economy.backend import prepare

    prepare()
    import jax.numpy as jnp

    return jnp.asarray(values, dtype=float)


class Act(Model):
    """Base of all acts. Subclasses set `type`, their fields and the methods below."""

    summary: ClassVar[str]
    title: ClassVar[str] = ""  # in sentences; default: the type
    # fields of the facts that name who acts and who is acted on
    roles: ClassVar[tuple[str, ...]] = ("origin", "destination")
    between: ClassVar[str] = "on sales from {origin} to {destination}"  # the parties in a sentence
    unsaid: ClassVar[tuple[str, ...]] = (
        "both_ways",
        "moved",
    )  # terms that `between` and the amount say already
    analysis: ClassVar[str] = ""  # module with `analyse`, loaded when a run asks for it
    drawings: ClassVar[Mapping[str, str]] = {}  # charts of its exhibits: name, module with `draw`
    example_also: ClassVar[tuple[str, ...]] = ()  # optional fields that an example shows
    type: str

    label: Text = Field(default="", description="name of the act in reports and messages")

    @abstractmethod
    def apply(self, shock: "Shock", context: Context) -> "Shock":
        """The shock with this act added; nothing else happens. Raises `FieldError`."""

    @abstractmethod
    def facts(self, context: Context) -> dict[str, Any]:
        """What the act means in this world, JSON-ready (docs/reference/acts.md). Raises `FieldError`."""

    def resolve(self, context: Context, number: int = 1) -> Resolved:
        """What the act means in this world, typed; `number` counts the acts of a scenario. Raises `FieldError`."""
        return self.read_facts(self.facts(context), number)

    @classmethod
    def read_facts(cls, facts: Mapping[str, Any], number: int = 1) -> Resolved:
        """`Resolved` from facts, also those of a record."""
        units = {name: unit for name in cls.model_fields if (unit := cls.unit(name))}
        return resolved_from(facts, number, cls.roles, units)

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        """The part of the act's sentence that says what its parameters are."""
        terms = cls.read_facts(facts).terms
        shown = [
            (t.name, t.value) for t in terms if t.name not in cls.unsaid and t.value not in (None, "", [])
        ]
        return ", ".join(f"{k.replace('_', ' ')} {show_share(v)}" for k, v in shown)

    def claims(self, context: Context) -> "tuple[Claim, ...]":
        """What the act writes where, so that contradictions are found (`claims.contradictions`)."""
        return ()

    def given(self) -> dict[str, Any]:
        """Every field, defaults included, as TOML and JSON hold them."""
        shown = {name: _plain(getattr(self, name), self.unit(name)) for name in self._shown()}
        return {"type": self.type, **shown}

    @classmethod
    def unit(cls, field: str) -> str:
        """Unit of a field, "" if it has none."""
        extra = cls.model_fields[field].json_schema_extra
        return str(extra.get("unit", "")) if isinstance(extra, dict) else ""

    def _shown(self) -> list[str]:
        fields = [n for n in type(self).model_fields if n != "type"]
        return [n for n in fields if getattr(self, n) is not None and (n != "label" or self.label)]


def _plain(value: Any, unit: str) -> Any:
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 else list(value)
    if isinstance(value, float) and abs(value) >= 1 and unit in ("%", "pp"):
        return show_percent(value, "pp" if unit == "pp" else "%")  # a plain number would be refused
    return value if isinstance(value, bool | str | int | float) else str(value)
