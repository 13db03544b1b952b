"""Which elasticities a scenario assumes: a published set, and single values put in their place; and what they are in a
world."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator, model_validator

from autarky.errors import InputError
from autarky.files.fields import FieldError, Model, blame

if TYPE_CHECKING:
    from autarky.economy.behaviour import Behaviour
    from autarky.economy.horizon import HorizonParameters
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World


def _elasticity(low: float, *, may_equal: bool) -> Callable[[Any], Any]:
    """A check that a number lies above `low`; None stays None."""

    def check(value: Any) -> Any:
        if value is None:
            return None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not (value > low or (may_equal and value == low)):
            floor = f"{low:g} or more" if may_equal else f"a number above {low:g}"
            raise ValueError(f"expected {floor}, got {value!r:.60}")
        return _float(value)

    return check


def _float(value: int | float) -> float:
    try:
        return float(value)
    except OverflowError:
        raise ValueError(f"{value!r:.20}... is too large") from None


def _theta(value: Any) -> Any:
    check = _elasticity(-1.0, may_equal=False)
    if isinstance(value, Mapping):
        return {str(sector): _finite(check(v)) for sector, v in value.items()}
    return None if value is None else _finite(check(value))


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("a trade elasticity must be finite; `embargo` with leakage 0 removes a flow")
    return value


_positive = _elasticity(0.0, may_equal=True)
_POSITIVE = BeforeValidator(_positive)
SCALARS = ("eta", "rho", "xi", "nu")  # one number each unless a scenario says more


def _by_sector(value: Any) -> Any:
    """A number for all, or numbers by sector."""
    if isinstance(value, Mapping):
        return {str(sector): _positive(v) for sector, v in value.items()}
    return _positive(value)


def _labels(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


_VARIED = (
    BeforeValidator(_by_sector),
    WithJsonSchema(
        {"anyOf": [{"type": "number"}, {"type": "object", "additionalProperties": {"type": "number"}}]}
    ),
)
_LABELS = (
    BeforeValidator(_labels),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
)


class Local(Model):
    """Elasticities of some economies in some sectors, in place of those that hold elsewhere."""

    economies: Annotated[Sequence[str], *_LABELS] = Field(
        default=("all",),
        description="whose: users and makers; for theta the buyers",
        examples=[["RUS", "KAZ"]],
    )
    sectors: Annotated[Sequence[str], *_LABELS] = Field(
        default=("all",), description="in which sectors", examples=[["oil and gas"]]
    )
    theta: Annotated[float | None, BeforeValidator(lambda v: None if v is None else _finite(_theta(v)))] = (
        Field(default=None, description="long-run trade elasticity of these buyers; the horizon scales it")
    )
    eta: Annotated[float | None, _POSITIVE] = Field(default=None, description="substitution across inputs")
    rho: Annotated[float | None, _POSITIVE] = Field(
        default=None, description="substitution between value added and inputs"
    )
    xi: Annotated[float | None, _POSITIVE] = Field(
        default=None, description="substitution across final goods; of whole economies only"
    )
    nu: Annotated[float | None, _POSITIVE] = Field(
        default=None, description="mobility of factors in and out of these sectors, 0 to inf"
    )

    @model_validator(mode="after")
    def _says_something(self) -> "Local":
        if not self.values:
            raise ValueError("sets nothing; give one of theta, eta, rho, xi, nu")
        if self.xi is not None and tuple(self.sectors) != ("all",):
            raise ValueError("xi is substitution across all final goods; it cannot differ by sector")
        return self

    @property
    def values(self) -> dict[str, float]:
        """What it sets."""
        names = ("theta", *SCALARS)
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    def given(self) -> dict[str, Any]:
        """As TOML holds it."""
        return {"economies": list(self.economies), "sectors": list(self.sectors)} | self.values


class Elasticities(Model):
    """Which elasticities hold: a published set, and single values put in their place."""

    source: str = Field(
        default="fontagne-2022",
        description="published set of long-run trade elasticities (`autarky elasticities`)",
    )
    theta: Annotated[
        float | Mapping[str, float] | None,
        BeforeValidator(_theta),
        WithJsonSchema(
            {"anyOf": [{"type": "number"}, {"type": "object", "additionalProperties": {"type": "number"}}]}
        ),
    ] = Field(
        default=None,
        description="long-run trade elasticity sigma - 1, for all or by sector; the horizon scales it",
        examples=[4.0, {"oil and gas": 8.0}],
    )
    eta: Annotated[float | Mapping[str, float] | None, *_VARIED] = Field(
        default=None, description="substitution across inputs, at any horizon (default: the horizon's)"
    )
    rho: Annotated[float | Mapping[str, float] | None, *_VARIED] = Field(
        default=None, description="substitution between value added and inputs (default: the horizon's)"
    )
    xi: Annotated[float | None, _POSITIVE] = Field(
        default=None, description="substitution across final goods (default: the horizon's)"
    )
    nu: Annotated[float | Mapping[str, float] | None, *_VARIED] = Field(
        default=None, description="mobility of factors between sectors, 0 to inf (default: the horizon's)"
    )
    local: Sequence[Local] = Field(
        default=(), description="`[[elasticities.local]]`: other values for some economies and sectors"
    )

    @field_validator("source")
    @classmethod
    def _known(cls, value: str) -> str:
        from autarky.economy.elasticities import elasticity_set

        try:
            return elasticity_set(value).name
        except InputError as e:
            raise ValueError(str(e)) from None

    def given(self) -> dict[str, Any]:
        """Every field that is set, as TOML holds it."""
        plain = {
            k: v for k in type(self).model_fields if k != "local" and (v := getattr(self, k)) is not None
        }
        return plain | ({"local": [entry.given() for entry in self.local]} if self.local else {})

    @property
    def varied(self) -> bool:
        """Whether eta, rho, xi, nu or theta differ within the world by what is set here."""
        return bool(self.local) or any(isinstance(getattr(self, k), Mapping) for k in SCALARS)


def read_elasticities(value: Any) -> Elasticities:
    """A choice of elasticities from the name of a set or a table. Raises `FieldError` or `ValueError`."""
    fields = {"source": value} if isinstance(value, str) else value
    if isinstance(fields, Elasticities):
        return fields
    if not isinstance(fields, Mapping):
        raise ValueError(f"expected the name of a published set or a table of choices, got {value!r:.60}")
    with blame("elasticities"):
        given: dict[str, Any] = {str(k): v for k, v in fields.items()}
        return Elasticities(**given)


def long_run_theta(world: "World", scenario: "Scenario") -> np.ndarray:
    """Trade elasticities by sector in the long run [J]: the published set with the scenario's own values."""
    from autarky.economy.elasticities import trade_elasticities
    from autarky.world.sectors import select_sectors

    chosen = scenario.elasticities
    theta = trade_elasticities(world, chosen.source)
    if isinstance(chosen.theta, float | int):
        return np.full_like(theta, float(chosen.theta))
    for label, value in (chosen.theta or {}).items():
        try:
            inside = select_sectors([label], world).labels
        except InputError as e:
            raise scenario.located(FieldError([(("elasticities", "theta", label), str(e))])) from None
        theta[[world.sectors.index(s) for s in inside]] = value
    return theta


def behaviour_of(
    world: "World", scenario: "Scenario", parameters: "HorizonParameters", long_run: np.ndarray
) -> "Behaviour":
    """How economies react at a horizon, where `long_run` [J] are the trade elasticities of the scenario.

    Raises `InputError`, with file and line, for labels that `world` does not have.
    """
    scalars = {k: getattr(parameters, k) for k in SCALARS}
    multiplier = parameters.theta_multiplier
    try:
        return reacting(
            world,
            scenario.elasticities,
            long_run * multiplier,
            scalars,
            multiplier=multiplier,
            deficits=scenario.deficits,
        )
    except FieldError as e:
        raise scenario.located(e) from None


def reacting(
    world: "World",
    chosen: Elasticities,
    theta: np.ndarray,
    scalars: Mapping[str, float],
    *,
    multiplier: float,
    deficits: str,
) -> "Behaviour":
    """The behaviour that `theta` [J] (at the horizon) and `scalars` (of the horizon, or of a draw) give, with what
    `chosen` sets itself in their place: for all, by sector, by economy and sector; the later entry counts.

    `multiplier`: what the horizon makes of a long-run trade elasticity. Raises `FieldError` for unknown labels.
    """
    from autarky.acts.base import to_jax
    from autarky.economy.behaviour import behaviour
    from autarky.world.groups import select_economies
    from autarky.world.sectors import select_sectors

    N, J = len(world.economies), len(world.sectors)
    values: dict[str, np.ndarray] = {"theta": theta} | {k: np.asarray(v, float) for k, v in scalars.items()}

    def at(
        labels: Sequence[str], all_of: Sequence[str], select: Callable[..., Any], *path: str | int
    ) -> list[int]:
        with blame("elasticities", *path):
            return [all_of.index(c) for c in select(labels, world).labels]

    for name in SCALARS:
        own = getattr(chosen, name)
        if isinstance(own, Mapping):
            values[name] = np.full(J, values[name])
            for label, value in own.items():
                values[name][at([label], world.sectors, select_sectors, name, label)] = value
        elif own is not None:
            values[name] = np.asarray(own, float)
    for k, entry in enumerate(chosen.local):
        who = at(entry.economies, world.economies, select_economies, "local", k, "economies")
        which = at(entry.sectors, world.sectors, select_sectors, "local", k, "sectors")
        for name, value in entry.values.items():
            if name == "xi":
                values[name] = np.broadcast_to(values[name], N).copy()
                values[name][who] = value
            else:
                values[name] = np.broadcast_to(values[name], (N, J)).copy()
                values[name][np.ix_(who, which)] = value * (multiplier if name == "theta" else 1.0)
    return behaviour(deficits=deficits, **{k: to_jax(v) if v.ndim else float(v) for k, v in values.items()})
