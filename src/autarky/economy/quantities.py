"""From the unknowns of a solution to every quantity that is handed out, in the currency of the world."""

import equinox as eqx
import jax
import numpy as np

from autarky.economy.behaviour import Behaviour
from autarky.economy.calibration import Economy
from autarky.economy.equilibrium import Allocation, Unknowns, allocate
from autarky.economy.outcomes import Outcomes, outcomes
from autarky.economy.shock import Shock
from autarky.world.accounts import World


@eqx.filter_jit
def _evaluate(
    economy: Economy, behaviour: Behaviour, shock: Shock, unknowns: Unknowns
) -> tuple[Allocation, Outcomes]:
    allocation = allocate(economy, behaviour, shock, unknowns)
    return allocation, outcomes(economy, shock, allocation)


def quantities(
    world: World, economy: Economy, behaviour: Behaviour, shock: Shock, unknowns: Unknowns
) -> dict[str, np.ndarray]:
    """Everything in `result.QUANTITIES`, as arrays."""
    a, measures = jax.device_get(_evaluate(economy, behaviour, shock, unknowns))
    return _in_currency(world, economy, shock, a, measures)


def _in_currency(
    world: World, economy: Economy, shock: Shock, a: Allocation, measures: Outcomes
) -> dict[str, np.ndarray]:
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
