"""The equations of the model (docs/theory/equilibrium.md, "Behaviour"), once, in the order of the text.

`allocate` carries out every equation that is explicit given three unknowns; `residuals` are the remaining ones:
composite prices, goods markets and budgets. Unit costs, factor prices, quota wedges and all flows are explicit,
so any number of binding quotas adds no unknown.
"""

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from autarky.economy.behaviour import Behaviour
from autarky.economy.border import Border, border, by_sector
from autarky.economy.calibration import Economy
from autarky.economy.inputs import input_demand, input_price
from autarky.economy.market import flows, totals
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
    log_moved: Float[Array, " N"]  # labour force, by migration


def _mobile_income(economy: Economy, V: Float[Array, "N J"], m: Float[Array, "*users"]) -> Float[Array, " N"]:
    """Log change of the income of mobile factors, where sectors differ in specificity (theory, "Factors")."""
    base, now = ((1 - m) * economy.V).sum(1), ((1 - m) * V).sum(1)
    some = base > 0
    return jnp.log(jnp.where(some, now, 1.0) / jnp.where(some, base, 1.0))


def allocate(
    economy: Economy, behaviour: Behaviour, shock: Shock, unknowns: Unknowns, drawn: Border | None = None
) -> Allocation:
    """All quantities that follow explicitly from the unknowns; `drawn` is the border of `shock` where it is at hand."""
    log_P = unknowns.prices
    has_factors = economy.va > 0
    log_PF, alpha = ces_nest(economy.alpha, log_P, behaviour.xi)

    # factor income and factor prices: V' = V L w^(1+nu) Phi^(-nu), solved for w
    V = economy.V * jnp.exp(unknowns.activity)
    V_n, V_base = V.sum(1), economy.V.sum(1)
    log_world = jnp.log(_total(shock, V_n) / _total(shock, V_base))
    log_V = jnp.log(jnp.where(V_base > 0, V_n, 1.0) / jnp.where(V_base > 0, V_base, 1.0))
    log_moved = _moved(shock, log_V - jnp.log(shock.endowment) - log_PF)
    log_L = jnp.log(shock.endowment) + log_moved
    log_Phi = log_V - log_L
    m = behaviour.specificity
    log_mobile = log_Phi if m.ndim == 0 else _mobile_income(economy, V, m) - log_L
    log_w = jnp.where(
        has_factors, m * (unknowns.activity - log_L[:, None]) + (1 - m) * log_mobile[:, None], 0.0
    )

    # unit cost: c = CES_rho(va: w, 1-va: PM) / A, with PM = CES_eta(omega: P)
    log_PM = input_price(economy.omega, log_P, behaviour.eta)
    log_cost, (_, material_share) = ces_nest(
        jnp.stack([economy.va, 1 - economy.va]), jnp.stack([log_w, log_PM]), behaviour.rho
    )
    log_c = log_cost - jnp.log(shock.productivity)

    # output that this factor income belongs to: Y' = V' / va'
    log_Y = unknowns.activity + jnp.where(has_factors, (behaviour.rho - 1) * (log_w - log_cost), 0.0)
    Y = economy.Y * jnp.exp(log_Y)

    # spending on composites, final and intermediate
    spent = material_share * Y
    E = economy.E * jnp.exp(unknowns.spending)
    F = alpha * E
    Q = F + input_demand(economy.omega, log_P, behaviour.eta, spent)
    _, omega = ces_nest(economy.omega, log_P[:, :, None], behaviour.eta)

    # sourcing, and what it adds up to
    drawn = border(economy, shock) if drawn is None else drawn
    market = (drawn, behaviour.theta_of_buyers, log_c, log_P, Q, log_world)
    sums, cells = totals(*market), flows(*market)
    way = cells.passage
    tariff_revenue = (drawn.tariff * (1 + way.seller_tax) * cells.X).sum((0, 1))
    export_tax_revenue = (way.seller_tax * cells.X).sum((0, 2))

    rents = jnp.zeros_like(E)
    if drawn.ceilings is not None:
        rent = jnp.expm1(way.log_wedge) * (1 + way.seller_tax) * (1 + drawn.tariff) * cells.X
        rents = (drawn.ceilings.to_buyer * rent).sum((0, 1)) + (drawn.ceilings.to_seller * rent).sum((0, 2))

    income = V_n + sums.revenue
    E_budget = _budget(economy, behaviour, shock, income, jnp.exp(log_world))
    return Allocation(
        log_P=log_P,
        log_P_implied=sums.log_P_implied,
        log_c=log_c,
        log_w=log_w,
        log_Phi=log_Phi,
        log_PF=log_PF,
        log_wedge_quota=by_sector(way.log_wedge),
        seller_tax=by_sector(way.seller_tax),
        pi=by_sector(cells.pi),
        X=by_sector(cells.X),
        Q=Q,
        M=omega * spent,
        F=F,
        V=V,
        Y=Y,
        Y_demanded=sums.sales,
        E=E,
        E_budget=E_budget,
        D=E_budget - income,
        tariff_revenue=tariff_revenue,
        export_tax_revenue=export_tax_revenue,
        rents=rents,
        log_world=log_world,
        log_moved=log_moved,
    )


def _total(shock: Shock, values: Float[Array, " N"]) -> Float[Array, " N"]:
    """Sum over the world, or over the bloc of each economy where the world falls apart."""
    if shock.blocs is None:
        return jnp.full_like(values, values.sum())
    return (shock.blocs[:, None] == shock.blocs[None, :]).astype(values.dtype) @ values


def _moved(shock: Shock, log_income: Float[Array, " N"]) -> Float[Array, " N"]:
    """Log change of the labour force by migration, which follows real income per head within each group.

    ``m[n] = r[n]^mu / sum p r^mu * sum p`` with r the real income per head after migration; income is shared by those
    who are there, so ``r = income / m`` and m follows from income with the exponent mu / (1 + mu).
    """
    if shock.movement is None:
        return jnp.zeros_like(log_income)
    group, mu, people = shock.movement.group, shock.movement.elasticity, shock.movement.population
    pull = mu / (1 + mu) * log_income
    together = (group[:, None] == group[None, :]) & (group > 0)[:, None]
    # where nobody moves, one over one: a logarithm of zero has no derivative, also where it is not taken
    drawn = jnp.where(group > 0, together @ (people * jnp.exp(pull)), 1.0)
    mean = jnp.log(drawn / jnp.where(group > 0, together @ people, 1.0))
    return jnp.where(group > 0, pull - mean, 0.0)


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
