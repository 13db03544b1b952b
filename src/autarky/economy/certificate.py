"""The certificate of a solution: every block of equations, recomputed in plain numpy from the accounts and the answer.

Nothing of the solver is used: neither its nests, nor its unknowns, nor its residuals. What is checked is what was
handed out, in the currency of the world.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from autarky.economy.behaviour import Behaviour
from autarky.economy.shock import Shock
from autarky.world.accounts import World

Arrays = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Certificate:
    """Largest violation of each block; in logs or relative, Walras and numeraire relative to world value added."""

    prices: float  # composite prices against sourcing
    costs: float  # unit costs against the CES nests
    demand: float  # flows, inputs and final demand against the shares that prices imply
    markets: float  # output against sales
    factors: float  # factor income against output and against factor supply
    budgets: float  # expenditure against income
    quotas: float  # arrivals above a ceiling, or a wedge where the ceiling does not bind
    walras: float  # trade balances against deficits: an equation not used in solving
    numeraire: float  # world value added against the base

    def as_dict(self) -> dict[str, float]:
        return asdict(self)

    def worst(self) -> tuple[str, float]:
        """Name and size of the largest violation."""
        values = asdict(self)
        name = max(values, key=lambda k: np.inf if np.isnan(values[k]) else values[k])
        return name, values[name]


def _ces(shares: np.ndarray, prices: np.ndarray, sigma: np.ndarray | float) -> np.ndarray:
    """Textbook CES index over the first axis; 1 where nothing is bought."""
    sigma = np.broadcast_to(sigma, np.broadcast_shapes(np.shape(sigma), shares.shape[1:]))
    near = np.abs(sigma - 1) < 1e-9
    power = np.where(near, 1.0, 1 - sigma)
    bought = shares > 0
    terms = np.where(bought, shares * np.where(bought, prices, 1.0) ** power, 0.0).sum(0)
    logs = (shares * np.where(bought, np.log(prices), 0.0)).sum(0)
    used = shares.sum(0) > 0
    return np.where(used, np.where(near, np.exp(logs), np.where(used, terms, 1.0) ** (1 / power)), 1.0)


def _gap(a: np.ndarray, b: np.ndarray, where: np.ndarray, rounding: np.ndarray | float = 0.0) -> float:
    """Largest ``|log a/b|`` over the cells of `where`, beyond what `rounding` explains."""
    if not where.any():
        return 0.0
    explained = np.broadcast_to(rounding, a.shape)[where]
    return float(np.maximum(np.abs(np.log(a[where] / b[where])) - explained, 0.0).max())


def _migration_gap(shock: Shock, income: np.ndarray, moved: np.ndarray) -> float:
    """Whether heads moved as real income per head says, group by group, and none was lost; `income` before sharing."""
    if shock.movement is None:
        return float(np.abs(moved - 1).max())
    group, mu, people = (
        np.asarray(v) for v in (shock.movement.group, shock.movement.elasticity, shock.movement.population)
    )
    worst = float(np.abs(moved[group == 0] - 1).max(initial=0.0))
    for g in np.unique(group[group > 0]):
        inside = group == g
        pull = mu[inside] * np.log((income / moved)[inside])
        level = np.log((people[inside] * np.exp(pull - pull.max())).sum() / people[inside].sum()) + pull.max()
        # over 1 + mu: movement multiplies what is left of the unknowns' error by mu
        worst = max(worst, float((np.abs(np.log(moved[inside]) - pull + level) / (1 + mu[inside])).max()))
    return worst


def certify(world: World, shock: Shock, behaviour: Behaviour, answer: Arrays) -> Certificate:
    """Recompute every equation from `world` and the quantities of `answer` (named as in `result.QUANTITIES`)."""
    X0, V0, M0, F0 = (world.array(v) for v in ("trade", "value_added", "inputs", "final"))
    t0, x0, Y0, D0 = (world.array(v) for v in ("tariff", "export_tax", "output", "deficit"))
    t1, kappa, A, L = (
        np.asarray(v) for v in (shock.tariff, shock.trade_cost, shock.productivity, shock.endowment)
    )
    theta, eta, rho, xi, m = (
        np.asarray(v)
        for v in (behaviour.theta, behaviour.eta, behaviour.rho, behaviour.xi, behaviour.specificity)
    )
    theta_n = theta[:, None] if theta.ndim == 1 else theta.T  # by sector and buyer
    c, P, w = (1 + answer[v] for v in ("unit_cost", "composite_price", "factor_price"))
    # a factor that has become all but worthless: what 1 + change keeps of its price
    w = np.maximum(w, 1e-30)
    w_rounding, w_known = 4 * np.finfo(float).eps / w, ~(w < 1e-12)
    X, M, F, V, Y, E = (
        answer[v] for v in ("trade", "inputs", "final", "value_added", "output", "expenditure")
    )
    x1, mu = answer["export_tax"], 1 + answer["quota_wedge"]

    # sourcing
    spent0 = (1 + t0) * (1 + x0) * X0
    Q0, Q = M0.sum(2) + F0, M.sum(2) + F
    pi0 = spent0 / np.where(Q0 > 0, Q0, 1.0)
    limit = np.full(X0.shape, np.inf) if shock.quota is None else np.asarray(shock.quota.limit)
    pi_left = np.where(limit > 0, pi0, 0.0)
    paid = c[:, :, None] * (1 + x1) / (1 + x0) * kappa * (1 + t1) / (1 + t0) * mu
    P_implied = _ces(pi_left, paid, 1 + theta_n)
    to_buyer, to_seller = (
        (np.zeros(X0.shape),) * 2
        if shock.quota is None
        else (np.asarray(shock.quota.to_buyer), np.asarray(shock.quota.to_seller))
    )
    rent = (mu - 1) * (1 + x1) * (1 + t1) * X
    spent = (1 + x1) * (1 + t1) * X + (to_buyer + to_seller) * rent
    sourced = pi_left * (paid / P) ** -theta_n * Q
    # below this share of a market, a flow is at the edge of what double precision can tell
    seen = sourced > 1e-12 * np.maximum(Q, 1e-300)

    # technology and tastes
    materials0 = M0.sum(0)
    omega0 = M0 / np.where(materials0 > 0, materials0, 1.0)
    # above one by the rounding of accounts that were solved, where nothing is bought from others
    va0 = np.minimum(V0 / np.where(Y0 > 0, Y0, 1.0), 1.0)
    PM = _ces(omega0, np.broadcast_to(P[:, :, None], M0.shape), eta)
    cost = _ces(np.stack([va0, 1 - va0]), np.stack([w, PM]), rho)
    w_share = va0 * (w / cost) ** (1 - rho)
    E0 = F0.sum(0)
    PF = _ces(F0 / E0, P, xi)
    M_implied = omega0 * (P[:, :, None] / PM) ** (1 - eta) * (1 - va0) * (PM / cost) ** (1 - rho) * Y
    F_implied = F0 / E0 * (P / PF) ** (1 - xi) * E
    made = Y0 > 0

    # incomes
    factors = V0 > 0
    V_n0, V_n = V0.sum(1), V.sum(1)
    L = L * (1 + answer["migration"])
    # income of mobile factors per head: where sectors differ, each counts with its mobile part
    part = np.broadcast_to(1 - m, V.shape)
    some = (part * V0).sum(1) > 0
    pool = np.where(some, (part * V).sum(1), V_n) / np.where(some, (part * V0).sum(1), V_n0)
    Phi = (V_n / V_n0 if m.ndim == 0 else pool) / L
    grown = np.where(factors, V / np.where(factors, V0, 1.0), 1.0) / L[:, None]
    supply = grown**m * Phi[:, None] ** (1 - m)
    tariffs = (t1 * (1 + x1) * X).sum((0, 1))
    export_taxes = (x1 * X).sum((1, 2))
    rents = (to_buyer * rent).sum((0, 1)) + (to_seller * rent).sum((1, 2))
    income = V_n + tariffs + export_taxes + rents
    unit = V_n0.sum()
    transfer = np.asarray(shock.transfer) * unit
    if behaviour.deficits == "fixed":
        budget = income + D0 + transfer
    elif behaviour.deficits == "zero":
        budget = income + transfer
    else:
        own = income + transfer
        keep = E0 / (E0 - D0) * own
        number = np.zeros(len(own)) if shock.blocs is None else np.asarray(shock.blocs)
        bloc = number[:, None] == number[None, :]
        budget = keep * (bloc @ own) / (bloc @ keep)

    # what arrives against its ceiling
    with np.errstate(invalid="ignore", divide="ignore"):
        arrives = np.where(X0 > 0, spent / paid / np.where(X0 > 0, spent0, 1.0), 0.0)
        # lost rents: the flow itself melts, so the buyer's spending already holds the wedge
        bound = np.isfinite(limit) & (limit > 0) & (X0 > 0)
        excess = np.where(bound, arrives / np.where(bound, limit, 1.0) - 1, 0.0)
    slack = np.where(bound & (mu > 1), np.abs(excess), np.maximum(excess, 0.0))
    slack = np.maximum(slack, np.where((limit <= 0) & (X > 0), np.inf, 0.0))

    # trade balances: exports as received, imports as paid before the buyer's own taxes and rents
    received = (1 + x1) * X + to_seller * rent
    price_paid = spent - t1 * (1 + x1) * X - to_buyer * rent
    own = np.eye(len(V_n))[:, None, :]
    balance = (received * (1 - own)).sum((1, 2)) - (price_paid * (1 - own)).sum((0, 1)) + answer["deficit"]

    return Certificate(
        prices=_gap(P, P_implied, Q0 > 0),
        costs=_gap(c * A, cost, made & (w_known | (rho < 1)), w_share * w_rounding),
        demand=max(_gap(spent, sourced, seen), _gap(M, M_implied, M0 > 0), _gap(F, F_implied, F0 > 0)),
        markets=_gap(Y, X.sum(2), made),
        factors=max(
            _gap(V, w_share * Y, factors & w_known, abs(1 - rho) * w_rounding),
            _gap(w, supply, factors & w_known, w_rounding),
            _migration_gap(shock, V_n / V_n0 / np.asarray(shock.endowment) / PF, 1 + answer["migration"]),
        ),
        budgets=float(np.abs(budget / E - 1).max()),
        quotas=float(slack.max(initial=0.0)),
        walras=float(np.abs(balance).max() / unit),
        numeraire=float(abs(V_n.sum() / unit - 1)),
    )
