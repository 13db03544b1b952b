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
