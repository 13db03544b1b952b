"""Which elasticities a scenario assumes: a published set, and single values put in their place; and what they are in a
world."""

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator

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


_POSITIVE = BeforeValidator(_elasticity(0.0, may_equal=True))


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
    eta: Annotated[float | None, _POSITIVE] = Field(
        default=None, description="substitution across inputs, at any horizon (default: the horizon's)"
    )
    rho: Annotated[float | None, _POSITIVE] = Field(
        default=None, description="substitution between value added and inputs (default: the horizon's)"
    )
    xi: Annotated[float | None, _POSITIVE] = Field(
        default=None, description="substitution across final goods (default: the horizon's)"
    )
    nu: Annotated[float | None, _POSITIVE] = Field(
        default=None, description="mobility of factors between sectors, 0 to inf (default: the horizon's)"
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
        return {k: v for k in type(self).model_fields if (v := getattr(self, k)) is not None}


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


def behaviour_of(scenario: "Scenario", parameters: "HorizonParameters", long_run: np.ndarray) -> "Behaviour":
    """How economies react at a horizon, where `long_run` [J] are the trade elasticities of the scenario."""
    from autarky.acts.base import to_jax
    from autarky.economy.behaviour import behaviour

    chosen = scenario.elasticities
    own = {k: v for k in ("eta", "rho", "xi", "nu") if (v := getattr(chosen, k)) is not None}
    values = {k: getattr(parameters, k) for k in ("eta", "rho", "xi", "nu")} | own
    return behaviour(to_jax(long_run * parameters.theta_multiplier), deficits=scenario.deficits, **values)
