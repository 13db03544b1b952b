"""Solve the model for a world and a shock: search, certificate, labels."""

from dataclasses import replace
from typing import Any

import equinox as eqx
import jax
import numpy as np

from autarky.economy.behaviour import Behaviour
from autarky.economy.calibration import Economy, calibrate
from autarky.economy.certificate import Certificate, certify
from autarky.economy.equilibrium import Allocation, Unknowns, allocate
from autarky.economy.feasible import check_equilibrium, check_shock, with_blocs
from autarky.economy.outcomes import Outcomes, outcomes
from autarky.economy.result import Result, labelled
from autarky.economy.search import TOLERANCE, polished, search
from autarky.economy.shock import Shock
from autarky.errors import SolveError
from autarky.world.accounts import World

CERTIFIED = 1e-9  # a certificate recomputes logs of rounded figures, so it asks for one digit less


@eqx.filter_jit
def _evaluate(
    economy: Economy, behaviour: Behaviour, shock: Shock, unknowns: Unknowns
) -> tuple[Allocation, Outcomes]:
    allocation = allocate(economy, behaviour, shock, unknowns)
    return allocation, outcomes(economy, shock, allocation)


def equilibrium(
    world: World,
    shock: Shock,
    behaviour: Behaviour,
    *,
    tolerance: float = TOLERANCE,
    record: dict[str, Any] | None = None,
) -> Result:
    """The equilibrium of `world` after `shock`, with labels and certificate.

    With ``deficits="zero"`` the base is first solved without deficits, and all changes are against that base
    (as in Caliendo & Parro 2015); `Result.world` is then that base. Raises `InputError` for a shock outside the
    model, `NoEquilibriumError` where none exists, `SolveError` where none was found: never an unconverged number.
    """
    check_shock(world, shock)
    if (
        behaviour.deficits == "zero"
        and float(np.abs(world.array("deficit")).max()) > 1e-12 * world.array("trade").max()
    ):
        world = without_deficits(world, behaviour, tolerance=tolerance)
    check_equilibrium(world, shock, behaviour)
    economy = calibrate(world)
    shock = with_blocs(economy, shock)
    unknowns, statistics = search(economy, behaviour, shock, tolerance=tolerance, world=world)
    # a looser tolerance asked for is a looser certificate
    allowed = max(CERTIFIED, 10 * tolerance)
    answer, certificate = _certified(world, economy, behaviour, shock, unknowns)
    if not certificate.worst()[1] <= allowed:
        # demand holds to theta times what prices hold to: some Newton steps more where theta is large
        unknowns = polished(economy, behaviour, shock, unknowns, tolerance / 30)
        answer, certificate = _certified(world, economy, behaviour, shock, unknowns)
    block, size = certificate.worst()
    if not size <= allowed:
        raise SolveError(
            f"The solution does not certify: {block} are violated by {size:.1e} (allowed {CERTIFIED:.0e}), though the "
            f"solver reports {statistics.residual:.1e}. Please report this world and scenario."
        )
    full = dict(record or {}) | {"solver": statistics.as_dict() | {"tolerance": tolerance}}
    return Result(world, labelled(world, answer), certificate, full)


def _certified(
    world: World, economy: Economy, behaviour: Behaviour, shock: Shock, unknowns: Unknowns
) -> tuple[dict[str, np.ndarray], Certificate]:
    allocation, measures = jax.device_get(_evaluate(economy, behaviour, shock, unknowns))
    answer = _quantities(world, economy, shock, allocation, measures)
    return answer, certify(world, shock, behaviour, answer)


def without_deficits(world: World, behaviour: Behaviour, *, tolerance: float = TOLERANCE) -> World:
    """The equilibrium accounts of `world` with all deficits removed, as a world to start from."""
    economy = calibrate(world)
    shock = Shock.empty(economy)
    behaviour = replace(behaviour, deficits="zero")
    check_equilibrium(world, shock, behaviour)
    shock = with_blocs(economy, shock)
    unknowns, _ = search(economy, behaviour, shock, tolerance=tolerance, world=world)
    allocation, measures = jax.device_get(_evaluate(economy, behaviour, shock, unknowns))
    answer = _quantities(world, economy, shock, allocation, measures)
    result = Result(world, labelled(world, answer), certify(world, shock, behaviour, answer))
    return result.world_after(f"{world.name} without deficits")


def _quantities(
    world: World, economy: Economy, shock: Shock, a: Allocation, measures: Outcomes
) -> dict[str, np.ndarray]:
    """Everything in `result.QUANTITIES`, in the currency of `world`."""
    unit = float(world.array("value_added").sum())
    X0 = np.asarray(economy.X)
    with np.errstate(invalid="ignore", divide="ignore"):
        shipped = np.asarray(a.X) / np.exp(a.log_c)[:, :, None] / np.asarray(shock.trade_cost)
        if shock.quota is not None:
            lost = 1 - np.asarray(shock.quota.to_buyer) - np.asarray(shock.quota.to_seller)
            shipped = shipped / (1 + lost * np.expm1(a.log_wedge_quota))
        volume = np.where(X0 > 0, shipped / np.where(X0 > 0, X0, 1.0), 0.0) - 1
    rent = np.expm1(a.log_wedge_quota) * (1 + a.seller_tax) * (1 + np.asarray(shock.tariff)) * a.X * unit
    to_buyer = 0.0 if shock.quota is None else np.asarray(shock.quota.to_buyer)
    to_seller = 0.0 if shock.quota is None else np.asarray(shock.quota.to_seller)
    headline = {name: np.asarray(getattr(measures, name)) for name in measures.__dataclass_fields__}
    return headline | {
        "migration": np.expm1(a.log_moved),
        "expenditure": a.E * unit,
        "factor_income": a.V.sum(1) * unit,
        "tariff_revenue": a.tariff_revenue * unit,
        "export_tax_revenue": a.export_tax_revenue * unit,
        "rents": a.rents * unit,
        "deficit": a.D * unit,
        "output": a.Y * unit,
        "value_added": a.V * unit,
        "output_volume": np.where(
            np.asarray(economy.Y) > 0, a.Y / np.where(economy.Y > 0, economy.Y, 1.0), 1.0
        )
        * np.exp(-a.log_c)
        - 1,
        "unit_cost": np.expm1(a.log_c),
        "factor_price": np.expm1(a.log_w),
        "composite_price": np.expm1(a.log_P),
        "trade": a.X * unit,
        "trade_volume": volume,
        "quota_wedge": np.expm1(a.log_wedge_quota),
        "buyer_rent": to_buyer * rent,
        "seller_rent": to_seller * rent,
        "tariff": np.asarray(shock.tariff),
        "export_tax": np.asarray(a.seller_tax),
        "inputs": a.M * unit,
        "final": a.F * unit,
    }
