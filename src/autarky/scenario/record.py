"""The record of a solution: the facts needed to compute it again."""

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky import __version__

if TYPE_CHECKING:
    from autarky.economy.behaviour import Behaviour
    from autarky.economy.horizon import HorizonParameters
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World


def record_of(
    world: "World",
    scenario: "Scenario",
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
            "theta": _by_label(world, reaction.theta),
            "eta": _by_label(world, reaction.eta),
            "rho": _by_label(world, reaction.rho),
            "xi": _by_label(world, reaction.xi),
            "nu": _mobility(world, scenario, parameters, reaction),
        },
        "deficits": scenario.deficits,
        "acts": resolved,
        "autarky": __version__,
    }


def _by_label(world: "World", values: Any) -> Any:
    """One number; or by sector, by economy and sector, or by economy where there is one for each."""
    array = np.asarray(values)
    if array.ndim == 0:
        return _plain(float(array))
    if array.ndim == 2:
        rows = (dict(zip(world.sectors, map(_plain, map(float, row)), strict=True)) for row in array)
        return dict(zip(world.economies, rows, strict=True))
    labels = world.sectors if len(array) == len(world.sectors) else world.economies
    return dict(zip(labels, map(_plain, map(float, array)), strict=True))


def _mobility(
    world: "World", scenario: "Scenario", parameters: "HorizonParameters", reaction: "Behaviour"
) -> Any:
    specificity = np.asarray(reaction.specificity)
    if specificity.ndim == 0:  # as it was given, not by way of the specificity
        return _plain(parameters.nu if scenario.elasticities.nu is None else scenario.elasticities.nu)
    with np.errstate(divide="ignore"):
        return _by_label(world, np.where(specificity > 0, 1 / specificity - 1, np.inf))


def _plain(value: Any) -> Any:
    """JSON has no infinity: it is written as text."""
    if isinstance(value, float) and not math.isfinite(value):
        return "infinite" if value > 0 else str(value)
    if isinstance(value, np.generic):
        return _plain(value.item())
    return {k: _plain(v) for k, v in value.items()} if isinstance(value, dict) else value
