"""One field of a scenario varied: the outcomes for each value, side by side."""

import copy
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky.errors import AutarkyError, InputError, NoEquilibriumError, SolveError
from autarky.files.source import put
from autarky.scenario.model import Scenario

if TYPE_CHECKING:
    import xarray as xr

    from autarky.economy.result import Result
    from autarky.world.accounts import World

# outcomes by economy; fractions (0.01 = +1 %)
OUTCOMES = ("welfare", "real_gdp", "real_wage", "consumer_prices", "terms_of_trade")


def sweep(
    world: "World",
    scenario: Scenario,
    field: str,
    values: Sequence[Any],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> "xr.Dataset":
    """Outcomes of `scenario` with `field` at each of `values`, at every horizon of the scenario.

    `field`: dotted path as in ``--set``, acts counted from 1 (``acts.1.rate``, ``elasticities.eta``, ``deficits``,
    ``horizon``). Returns a dataset with dimensions (value, horizon, economy), where the first has the name of the
    field's last part (``rate``) and `horizon` is in years, in ascending order of the scenario: `welfare`, `real_gdp`,
    `real_wage`, `consumer_prices` and `terms_of_trade` as fractions. A value without an equilibrium is NaN and its
    reason stands in `reason` (value, horizon); it never ends a sweep. Along ``horizon`` the values are the horizons.

    Raises `InputError` for a field that is none, a value that the field refuses, or no values.
    """
    import xarray as xr

    from autarky.economy.horizon import parse_horizon
    from autarky.scenario.solving import solve

    given = list(values)
    if not given:
        raise InputError("A sweep needs at least one value.")
    if field == "horizon":
        scenarios = [scenario]
        years = [parse_horizon(v) for v in given]
    else:
        scenarios = [with_field(scenario, field, v) for v in given]
        years = list(scenario.horizons)
    shape = len(scenarios), len(years)
    found = {q: np.full((*shape, len(world.economies)), np.nan) for q in OUTCOMES}
    reason = np.full(shape, "", dtype=object)
    for k, one in enumerate(scenarios):
        for h, time in enumerate(years):
            try:
                result: Result = solve(world, one, time)
            except (NoEquilibriumError, SolveError) as e:
                reason[k, h] = str(e)
            else:
                for q in OUTCOMES:
                    found[q][k, h] = result.data[q].values
            if progress is not None:
                progress(k * len(years) + h + 1, shape[0] * shape[1])
    name = field.rpartition(".")[2]
    dims = (name, "horizon", "economy")
    data: dict[str, tuple[tuple[str, ...], np.ndarray, dict[str, str]]] = {
        q: (dims, v, {"unit": "fraction", "long_name": q.replace("_", " ")}) for q, v in found.items()
    }
    why = {"long_name": "why there is no solution; empty: solved"}
    data["reason"] = (dims[:2], reason.astype(str), why)
    if field == "horizon":  # one scenario: its horizons are the values
        data = {q: (d[1:], v[0], about) for q, (d, v, about) in data.items()}
    coords: dict[str, Any] = {
        name: years if field == "horizon" else _coordinates(scenarios, field, given),
        "horizon": years,
        "economy": list(world.economies),
        "economy_name": ("economy", list(world.economy_names.values())),
    }
    attrs = {"scenario": scenario.name, "field": field, "world": world.name, "fingerprint": world.fingerprint}
    return xr.Dataset(data, coords, attrs)


def with_field(scenario: Scenario, field: str, value: Any) -> Scenario:
    """The scenario with one field at another value. Raises `InputError` that names field and value."""
    data = copy.deepcopy(scenario.given())
    told = f"{field} = {value!r}: "
    put(data, field, value, told)
    try:
        made = Scenario(**data)
    except AutarkyError as e:
        raise InputError(f"{told}{e}") from None
    made._source = scenario.source  # paths of worlds are still taken from the scenario's folder
    return made


def _coordinates(scenarios: Sequence[Scenario], field: str, given: Sequence[Any]) -> list[Any]:
    """What the scenarios read from the values: numbers where all are numbers (``"10%"`` is 0.1), else the texts."""
    read = [_read(s, field) for s in scenarios]
    if all(isinstance(v, float | int) and not isinstance(v, bool) for v in read):
        return [float(v) for v in read]
    return [", ".join(map(str, v)) if isinstance(v, list | tuple) else str(v) for v in given]


def _read(scenario: Scenario, field: str) -> Any:
    at: Any = scenario
    for step in field.split("."):
        at = (
            at[int(step) - 1]
            if step.isdigit()
            else at[step]
            if isinstance(at, dict)
            else getattr(at, step, None)
        )
    return at
