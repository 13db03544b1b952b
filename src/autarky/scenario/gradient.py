"""Derivatives of an outcome of a scenario with respect to every instrument."""

from typing import TYPE_CHECKING

from autarky.errors import InputError
from autarky.scenario.model import Scenario

if TYPE_CHECKING:
    import xarray as xr

    from autarky.economy.behaviour import Behaviour
    from autarky.economy.shock import Shock
    from autarky.world.accounts import World


def gradient(
    world: "World",
    at: "Scenario | Shock",
    behaviour: "Behaviour | None" = None,
    *,
    of: str,
    outcome: str = "welfare",
    with_respect_to: str = "trade_cost",
    horizon: str | float | None = None,
) -> "xr.DataArray":
    """Derivative of `outcome` of economy `of` with respect to every entry of an instrument, at a scenario's equilibrium
    (or at that of a shock with a behaviour).

    Instruments: trade_cost, tariff, export_tax (origin, sector, destination), productivity (economy, sector),
    endowment, transfer (economy). Units: fraction per unit of the instrument, so 0.01 times the derivative with respect
    to a tariff is the effect of one percentage point. `horizon`: one of several of the scenario. Raises `InputError`
    for unknown labels and for a scenario with several horizons of which none is named, else as `solve`.
    """
    from autarky.economy.horizon import parse_horizon
    from autarky.economy.solve import gradient as at_shock
    from autarky.scenario.solving import prepare

    if not isinstance(at, Scenario):
        if behaviour is None:
            raise InputError("A gradient at a shock needs the behaviour too; a scenario brings its own.")
        return at_shock(world, at, behaviour, of=of, outcome=outcome, with_respect_to=with_respect_to)
    if behaviour is not None:
        raise InputError("A scenario brings its own behaviour; set its elasticities instead.")
    if horizon is None and len(at.horizons) > 1:
        raise InputError(f"scenario {at.name} has {len(at.horizons)} horizons: name one (horizon=...)")
    years = at.horizons[0] if horizon is None else parse_horizon(horizon)
    problem = prepare(world, at).problem(years)
    return problem.gradient(of=of, outcome=outcome, with_respect_to=with_respect_to)
