"""What every act is: a declarative model with units, and a pure function from shock to shock."""

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
)

from autarky.acts.quantities import show_percent
from autarky.errors import InputError, did_you_mean

if TYPE_CHECKING:
    from jaxtyping import Array

    from autarky.acts.claims import Claim
    from autarky.economy.shock import Shock
    from autarky.world.accounts import World
    from autarky.world.selection import Selection

Path = tuple[str | int, ...]


class FieldError(InputError):
    """Wrong fields: pairs of a path (("acts", 0, "origin")) and what is wrong there."""

    def __init__(self, errors: Sequence[tuple[Path, str]]) -> None:
        self.errors = list(errors)
        super().__init__("\n".join(f"{show_path(path)}{message}" for path, message in self.errors))

    def below(self, *prefix: str | int) -> "FieldError":
        """The same errors, with `prefix` put before every path."""
        return FieldError([((*prefix, *path), message) for path, message in self.errors])


def show_path(path: Path) -> str:
    """``act 2, origin: ``; acts are counted from 1, as people do."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int) and parts and parts[-1] == "acts":
            parts[-1] = f"act {step + 1}"
        elif isinstance(step, int):
            parts.append(f"entry {step + 1}")
        else:
            parts.append(str(step))
    return f"{', '.join(parts)}: " if parts else ""


@contextmanager
def blame(*path: str | int) -> Iterator[None]:
    """Say which field an `InputError` raised inside is about."""
    try:
        yield
    except FieldError as e:
        raise e.below(*path) from e
    except InputError as e:
        raise FieldError([(path, str(e))]) from e


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


class Model(BaseModel):
    """A pydantic model whose errors are `FieldError`, in the reader's words."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    def __init__(self, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as e:
            raise FieldError([_in_words(type(self), error, data) for error in e.errors()]) from None


def _in_words(model: type[BaseModel], error: Any, data: dict[str, Any]) -> tuple[Path, str]:
    path, kind, given = tuple(error["loc"]), error["type"], error.get("input")
    known = [f for f in model.model_fields if f != "type"]
    if kind == "missing":
        field = model.model_fields.get(str(path[-1]))
        what = f" ({field.description})" if field is not None and field.description else ""
        return path[:-1], f"{path[-1]} is missing{what}"
    if kind == "extra_forbidden":
        return path, f"unknown field{did_you_mean(str(path[-1]), known)}; expected {', '.join(known)}"
    if kind in ("value_error", "assertion_error"):
        return path, str(error["ctx"]["error"])
    if kind == "literal_error":
        choices = error["ctx"]["expected"].replace("'", "")
        return (
            path,
            f"{given!r} is not one of {choices}{did_you_mean(str(given), re.split(', | or ', choices))}",
        )
    expected = {"string_type": "text", "bool_type": "true or false", "bool_parsing": "true or false"}
    what = expected.get(kind, str(error["msg"]))
    shown = repr(given) if len(repr(given)) <= 60 else repr(given)[:57] + "..."
    return path, f"expected {what}, got {shown}" if kind in expected else f"{what} (got {shown})"


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
    """What acts may look at besides the shock: the labels and accounts of the base year."""

    world: "World"

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
    example_also: ClassVar[tuple[str, ...]] = ()  # optional fields that an example shows
    type: str

    label: Text = Field(default="", description="name of the act in reports and messages")

    @abstractmethod
    def apply(self, shock: "Shock", context: Context) -> "Shock":
        """The shock with this act added; nothing else happens. Raises `FieldError`."""

    @abstractmethod
    def resolve(self, context: Context) -> dict[str, Any]:
        """What the act means in this world, JSON-ready (docs/reference/acts.md). Raises `FieldError`."""

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
