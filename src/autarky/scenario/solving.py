"""Solving scenarios: one equilibrium for each horizon, each with the record needed to compute it again."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky import __version__
from autarky.acts.base import Context
from autarky.errors import AutarkyError, InputError, NoEquilibriumError
from autarky.files.fields import FieldError
from autarky.scenario.best_response import settled
from autarky.scenario.model import Scenario

if TYPE_CHECKING:
    from autarky.economy.behaviour import Behaviour
    from autarky.economy.horizon import HorizonParameters
    from autarky.economy.result import Result
    from autarky.world.accounts import World


def solve(world: "World", scenario: Scenario, horizon: str | float | None = None) -> "Result":
    """The equilibrium of `world` after the acts of `scenario`, at `horizon` (default: the scenario's only
    one).

    Raises `InputError` for what is wrong in the scenario (file and line), `NoEquilibriumError` where none can
    exist, `SolveError` where none was found.
    """
    if horizon is None:
        if len(scenario.horizons) > 1:
            raise InputError(
                f"scenario {scenario.name} has {len(scenario.horizons)} horizons: name one, or use solve_all"
            )
        horizon = scenario.horizons[0]
    from autarky.economy.horizon import parse_horizon

    return next(_results(world, scenario, (parse_horizon(horizon),)))


def solve_all(world: "World", scenario: Scenario) -> "list[Result]":
    """`solve` at every horizon of the scenario, in its order."""
    return list(_results(world, scenario, scenario.horizons))


def _results(world: "World", scenario: Scenario, horizons: tuple[float, ...]) -> "Iterator[Result]":
    from autarky.economy.backend import prepare

    prepare()
    from autarky.economy.horizon import horizon_parameters
    from autarky.economy.solve import equilibrium

    scenario = settled(world, scenario)
    shock, resolved = scenario.compile(world), scenario.resolve(world)
    long_run = long_run_theta(world, scenario)
    for years in horizons:
        parameters = horizon_parameters(years)
        reaction = behaviour_of(scenario, parameters, long_run)
        check_bans(world, scenario, np.asarray(reaction.theta))
        record = _record(world, scenario, parameters, reaction, long_run, resolved)
        try:
            yield equilibrium(world, shock, reaction, record=record)
        except AutarkyError as e:  # says which economies and sectors; which file and horizon is known here
            raise type(e)(f"{scenario.source.where(())}after {record['horizon']['label']}: {e}") from None


def long_run_theta(world: "World", scenario: Scenario) -> np.ndarray:
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


def behaviour_of(scenario: Scenario, parameters: "HorizonParameters", long_run: np.ndarray) -> "Behaviour":
    from autarky.acts.base import to_jax
    from autarky.economy.behaviour import behaviour

    chosen = scenario.elasticities
    own = {k: v for k in ("eta", "rho", "xi", "nu") if (v := getattr(chosen, k)) is not None}
    values = {k: getattr(parameters, k) for k in ("eta", "rho", "xi", "nu")} | own
    return behaviour(to_jax(long_run * parameters.theta_multiplier), deficits=scenario.deficits, **values)


def check_bans(world: "World", scenario: Scenario, theta: np.ndarray) -> None:
    """Refuse a flow cut to zero that buyers cannot do without, naming the act (model.md, "Acts become
    shocks")."""
    context = Context(world)
    for k, act in enumerate(scenario.acts):
        for claim in act.claims(context):
            if claim.channel != "quantity" or claim.value > 0:
                continue
            essential = (claim.mask & (world.array("trade") > 0)).any((0, 2)) & (theta <= 0)
            if essential.any():
                sector = world.sectors[int(np.argmax(essential))]
                sigma = 1 + theta[np.argmax(essential)]
                message = (
                    f"no equilibrium: leakage 0 in {sector}, where sigma = {sigma:.2g} <= 1, takes away what"
                    " buyers cannot replace; allow a leakage above 0 or a longer horizon"
                )
                raise NoEquilibriumError(str(scenario.located(FieldError([(("acts", k), message)]))))


def _record(
    world: "World",
    scenario: Scenario,
    parameters: "HorizonParameters",
    reaction: "Behaviour",
    long_run: np.ndarray,
    resolved: list[dict[str, Any]],
) -> dict[str, Any]:
    """JSON-ready facts to compute the result again; no date, so that equal input gives equal bytes."""
    from autarky.economy.elasticities import elasticity_set
    from autarky.economy.horizon import horizon_label
    from autarky.world.zoom.product import own_elasticities

    published = elasticity_set(scenario.elasticities.source)
    kept = ("name", "title", "version", "year", "unit", "source", "citation", "licence", "url")
    own = {k: v for k, v in scenario.elasticities.given().items() if k != "source"}
    return {
        "name": scenario.name,
        "title": scenario.title,
        "look_for": scenario.look_for,
        "world": {k: _plain(world.data.attrs[k]) for k in kept if k in world.data.attrs}
        | {
            "fingerprint": world.fingerprint,
            "economies": len(world.economies),
            "sectors": len(world.sectors),
        },
        "horizon": {"label": horizon_label(parameters.years)}
        | {k: _plain(v) for k, v in parameters.as_dict().items()},
        "elasticities": {
            "set": published.name,
            "title": published.title,
            "source": published.source,
            "own": {k: _plain(v) for k, v in own.items()},
            **({"of_the_world": of_world} if (of_world := own_elasticities(world)) else {}),
            "theta_long_run": dict(zip(world.sectors, map(float, long_run), strict=True)),
            "theta": dict(zip(world.sectors, map(float, np.asarray(reaction.theta)), strict=True)),
            "eta": float(reaction.eta),
            "rho": float(reaction.rho),
            "xi": float(reaction.xi),
            "nu": _plain(parameters.nu if scenario.elasticities.nu is None else scenario.elasticities.nu),
        },
        "deficits": scenario.deficits,
        "acts": resolved,
        "autarky": __version__,
    }


def _plain(value: Any) -> Any:
    """JSON has no infinity: it is written as text."""
    if isinstance(value, float) and not math.isfinite(value):
        return "infinite" if value > 0 else str(value)
    if isinstance(value, np.generic):
        return _plain(value.item())
    return {k: _plain(v) for k, v in value.items()} if isinstance(value, dict) else value
