"""The same equations as a plain numpy program: damped iteration on prices, activity and budgets.

What one writes from the paper in an afternoon: textbook CES indices, arrays, a loop. Trade-cost shocks only.
"""

import numpy as np

from autarky.world.accounts import World

Array = np.ndarray


def ces(shares: Array, prices: Array, sigma: Array | float) -> tuple[Array, Array]:
    """Index and new shares over the first axis."""
    if np.ndim(sigma) == 0 and abs(1 - float(sigma)) < 1e-9:
        return np.exp((shares * np.log(prices)).sum(0)), np.broadcast_to(shares, np.shape(prices + shares))
    e = 1 - np.asarray(sigma)
    weights = shares * prices**e
    total = weights.sum(0)
    used = total > 0
    total = np.where(used, total, 1.0)
    return np.where(used, total ** (1 / e), 1.0), weights / total


def solve(
    world: World, kappa: Array, theta: Array, eta: float, rho: float, xi: float, specificity: float,
    *, damping: float, tolerance: float = 1e-10, most: int = 5000,
) -> tuple[int, float]:  # fmt: skip
    """Iterations and the largest residual (logs). Deficits fixed, no taxes."""
    unit = 1 / world.array("value_added").sum()
    X, M, F = (world.array(v) * unit for v in ("trade", "inputs", "final"))
    V, Y, D = (world.array(v) * unit for v in ("value_added", "output", "deficit"))
    Q, materials, E0 = X.sum(0), M.sum(0), F.sum(0)
    pi = X / np.where(Q > 0, Q, 1.0)
    omega = M / np.where(materials > 0, materials, 1.0)
    va, alpha, made = V / np.where(Y > 0, Y, 1.0), F / E0, Y > 0
    prices, activity, spending = np.ones(Q.shape), np.zeros(V.shape), np.zeros(len(E0))
    left = np.inf
    for count in range(1, most + 1):
        income = (V * np.exp(activity)).sum(1)
        phi = income / V.sum(1)
        world_income = np.log(income.sum())
        wage = np.where(va > 0, np.exp(specificity * activity) * (phi ** (1 - specificity))[:, None], 1.0)
        bundle, bought = ces(omega, prices[:, :, None], eta)
        cost, (_, share) = ces(np.stack([va, 1 - va]), np.stack([wage, bundle]), rho)
        output = Y * np.exp(activity) * np.where(va > 0, (wage / cost) ** (rho - 1), 1.0)
        _, final = ces(alpha, prices, xi)
        E = E0 * np.exp(spending)
        demand = final * E + (bought * (share * output)).sum(2)
        implied, sourced = ces(pi, cost[:, :, None] * kappa, 1 + theta[:, None])
        sales = (sourced * demand).sum(2)
        excess = np.where(made, np.log(np.where(made, output, 1.0) / np.where(made, sales, 1.0)), 0.0)
        excess = np.where(made, excess + world_income, activity)
        budget = 1 - (income + D * np.exp(world_income)) / E
        left = max(np.abs(np.log(prices / implied)).max(), np.abs(excess).max(), np.abs(budget).max())
        if not np.isfinite(left) or left <= tolerance:
            return count, float(left)
        prices, activity, spending = implied, activity - damping * excess, spending - budget
    return most, float(left)
