"""The equations of the model (model.md, "Behaviour"), once, in the order of the text.

`allocate` carries out every equation that is explicit given three unknowns; `residuals` are the remaining ones:
composite prices, goods markets and budgets. Unit costs, factor prices, quota wedges and all flows are explicit,
so any number of binding quotas adds no unknown.
"""

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from autarky.economy.behaviour import Behaviour
from autarky.economy.calibration import Economy
from autarky.economy.nests import ces_nest
from autarky.economy.shock import Shock


class Unknowns(eqx.Module):
    """What the solver searches for, as logs of changes from the base; also the residuals, block by block."""

    prices: Float[Array, "J N"]  # log P_hat, composite s in n
    activity: Float[
        Array, "N J"
    ]  # log V_hat, factor income of sector k in n (log Y_hat where it has no factors)
    spending: Float[Array, " N"]  # log E_hat

    @classmethod
    def base(cls, economy: Economy) -> "Unknowns":
        N, J = economy.Y.shape
        return cls(jnp.zeros((J, N)), jnp.zeros((N, J)), jnp.zeros(N))


class Allocation(eqx.Module):
    """Every endogenous quantity at given unknowns; values over base world value added, `log_` changes in logs."""

    log_P: Float[Array, "J N"]
    log_P_implied: Float[Array, "J N"]
    log_c: Float[Array, "N J"]
    log_w: Float[Array, "N J"]
    log_Phi: Float[Array, " N"]
    log_PF: Float[Array, " N"]
    log_wedge_quota: Float[Array, "N J N"]
    seller_tax: Float[Array, "N J N"]  # export tax in force, price caps included
    pi: Float[Array, "N J N"]
    X: Float[Array, "N J N"]
    Q: Float[Array, "J N"]
    M: Float[Array, "J N J"]
    F: Float[Array, "J N"]
    V: Float[Array, "N J"]
    Y: Float[Array, "N J"]
    Y_demanded: Float[Array, "N J"]
    E: Float[Array, " N"]
    E_budget: Float[Array, " N"]
    D: Float[Array, " N"]
    tariff_revenue: Float[Array, " N"]
    export_tax_revenue: Float[Array, " N"]
    rents: Float[Array, " N"]
    log_world: Float[
        Array, " N"
    ]  # log change of the world's (the bloc's) value added: zero once the numeraire holds


def allocate(economy: Economy, behaviour: Behaviour, shock: Shock, unknowns: Unknowns) -> Allocation:
    """All quantities that follow explicitly from the unknowns."""
    log_P = unknowns.prices
    has_factors = economy.va > 0

    # factor income and factor prices: V' = V L w^(1+nu) Phi^(-nu), solved for w
    V = economy.V * jnp.exp(unknowns.activity)
    V_n, V_base = V.sum(1), economy.V.sum(1)
    log_world = jnp.log(_total(shock, V_n) / _total(shock, V_base))
    log_L = jnp.log(shock.endowment)
    log_Phi = jnp.log(jnp.where(V_base > 0, V_n, 1.0) / jnp.where(V_base > 0, V_base, 1.0)) - log_L
    m = behaviour.specificity
    log_w = jnp.where(has_factors, m * (unknowns.activity - log_L[:, None]) + (1 - m) * log_Phi[:, None], 0.0)

    # unit cost: c = CES_rho(va: w, 1-va: PM) / A, with PM = CES_eta(omega: P)
    log_PM, omega = ces_nest(economy.omega, log_P[:, :, None], behaviour.eta)
    log_cost, (_, material_share) = ces_nest(
        jnp.stack([economy.va, 1 - economy.va]), jnp.stack([log_w, log_PM]), behaviour.rho
    )
    log_c = log_cost - jnp.log(shock.productivity)

    # output that this factor income belongs to: Y' = V' / va'
    log_Y = unknowns.activity + jnp.where(has_factors, (behaviour.rho - 1) * (log_w - log_cost), 0.0)
    Y = economy.Y * jnp.exp(log_Y)

    # spending on composites, final and intermediate
    log_PF, alpha = ces_nest(economy.alpha, log_P, behaviour.xi)
    E = economy.E * jnp.exp(unknowns.spending)
    F = alpha * E
    M = omega * (material_share * Y)
    Q = F + M.sum(2)

    # prices paid: c wedge, price caps and quotas included
    log_seller = log_c[:, :, None] + jnp.log((1 + shock.export_tax) / (1 + economy.export_tax))
    seller_tax = shock.export_tax
    if shock.price_cap is not None:
        cap = jnp.log(shock.price_cap) + log_world[:, None, None]
        seller_tax = jnp.where(
            cap < log_seller, (1 + economy.export_tax) * jnp.exp(cap - log_c[:, :, None]) - 1, seller_tax
        )
        log_seller = jnp.minimum(log_seller, cap)
    log_paid = log_seller + jnp.log(shock.trade_cost * (1 + shock.tariff) / (1 + economy.tariff))
    sigma = 1 + behaviour.theta[:, None]
    pi_base = economy.pi
    log_wedge = jnp.zeros_like(log_paid)
    paid_wedge = jnp.ones_like(log_paid)
    if shock.quota is not None:
        gone = shock.quota.limit <= 0
        bound = jnp.isfinite(shock.quota.limit) & ~gone
        pi_base = jnp.where(gone, 0.0, pi_base)
        # arrives: (Q/P) (p/P)^(-sigma); the price at which just `limit` of the base quantity is bought
        log_volume = (
            jnp.log(jnp.where(economy.Q > 0, Q / jnp.where(economy.Q > 0, economy.Q, 1.0), 1.0)) - log_P
        )
        rationed = log_P + (log_volume - jnp.log(jnp.where(bound, shock.quota.limit, 1.0))) / sigma
        log_wedge = jnp.where(bound, _ramp(rationed - log_paid, shock.quota.softness), 0.0)
        log_paid = log_paid + log_wedge
        rent_paid = shock.quota.to_buyer + shock.quota.to_seller
        paid_wedge = 1 + rent_paid * jnp.expm1(log_wedge)

    # composite price and sourcing
    log_P_implied, pi = ces_nest(pi_base, log_paid, sigma)
    received = (1 + seller_tax) * (1 + shock.tariff) * paid_wedge
    X = pi * Q / received

    # public revenue and rents
    tariff_base = shock.tariff * (1 + seller_tax) * X
    tariff_revenue = tariff_base.sum((0, 1))
    export_tax_revenue = (seller_tax * X).sum((1, 2))
    rents = jnp.zeros_like(E)
    if shock.quota is not None:
        rent = jnp.expm1(log_wedge) * (1 + seller_tax) * (1 + shock.tariff) * X
        rents = (shock.quota.to_buyer * rent).sum((0, 1)) + (shock.quota.to_seller * rent).sum((1, 2))

    income = V_n + tariff_revenue + export_tax_revenue + rents
    E_budget = _budget(economy, behaviour, shock, income, jnp.exp(log_world))
    return Allocation(
        log_P=log_P,
        log_P_implied=log_P_implied,
        log_c=log_c,
        log_w=log_w,
        log_Phi=log_Phi,
        log_PF=log_PF,
        log_wedge_quota=log_wedge,
        seller_tax=seller_tax,
        pi=pi,
        X=X,
        Q=Q,
        M=M,
        F=F,
        V=V,
        Y=Y,
        Y_demanded=X.sum(2),
        E=E,
        E_budget=E_budget,
        D=E_budget - income,
        tariff_revenue=tariff_revenue,
        export_tax_revenue=export_tax_revenue,
        rents=rents,
        log_world=log_world,
    )


def _total(shock: Shock, values: Float[Array, " N"]) -> Float[Array, " N"]:
    """Sum over the world, or over the bloc of each economy where the world falls apart."""
    if shock.blocs is None:
        return jnp.full_like(values, values.sum())
    return (shock.blocs[:, None] == shock.blocs[None, :]).astype(values.dtype) @ values


def _ramp(x: Array, softness: Array) -> Array:
    """max(x, 0), rounded off over a width of `softness`."""
    soft = softness > 0
    rounded = 0.5 * (x + jnp.sqrt(x**2 + jnp.where(soft, 4 * softness**2, 1.0)))
    return jnp.where(soft, rounded, jnp.maximum(x, 0.0))


def _budget(
    economy: Economy,
    behaviour: Behaviour,
    shock: Shock,
    income: Float[Array, " N"],
    world: Float[Array, " N"],
) -> Float[Array, " N"]:
    """Final expenditure that the budget allows, by deficit closure; `world` is the change of world value added."""
    if behaviour.deficits == "fixed":
        return income + (economy.D + shock.transfer) * world
    with_transfer = income + shock.transfer * world
    if behaviour.deficits == "zero":
        return with_transfer
    ratio = economy.E / (economy.E - economy.D)
    return ratio * with_transfer * _total(shock, with_transfer) / _total(shock, ratio * with_transfer)


def residuals(economy: Economy, unknowns: Unknowns, allocation: Allocation) -> Unknowns:
    """Composite prices, goods markets and budgets, in logs (budgets relative); all zero in equilibrium.

    The system is homogeneous in values and one goods market follows from the others (Walras). Adding the
    numeraire, log of world value added, to every goods market removes both: summed over markets with base
    weights the excess demands cancel, so the common term must be zero by itself.
    """
    a = allocation
    sold = economy.Y > 0
    excess = jnp.log(jnp.where(sold, a.Y, 1.0) / jnp.where(sold, a.Y_demanded, 1.0)) + a.log_world[:, None]
    return Unknowns(
        prices=a.log_P - a.log_P_implied,
        activity=jnp.where(sold, excess, unknowns.activity),
        spending=1 - a.E_budget / a.E,
    )
