"""Own supply in place of foreign supply, at a premium, as trade costs: shares as planned, no other gain or loss.

A plan says which share `replaced` of what buyers spend on `rivals` goes to own suppliers instead, who ask a
`premium` for it. With spending shares pi of own (o), rivals (r) and others (u), what the buyers want then costs
``dearer = 1 + replaced pi_r premium`` times as much, and the new shares are

    pi'_o = (pi_o + replaced pi_r (1 + premium)) / dearer
    pi'_r = (1 - replaced) pi_r / dearer
    pi'_u = pi_u / dearer

The model's sourcing (docs/theory/equilibrium.md, "Behaviour") gives exactly these shares, and a composite that costs
exactly `dearer`, at unchanged unit costs with ``kappa_i = dearer (pi'_i / pi_i)^(-1/theta)``: then ``sum_i pi_i
kappa_i^-theta = dearer^-theta sum_i pi'_i``. Costs below 1 of own supply are offset by costs above 1 of foreign
supply: more and better plants at home make own goods fit more uses, without a gain from variety for free. The premium
uses up resources of the own suppliers.
"""

import numpy as np

Array = np.ndarray


def spending_shares(trade: Array, tariff: Array, export_tax: Array) -> tuple[Array, Array]:
    """Shares of spending by origin [N,J,N], 0 where nothing is bought, and spending [J,N], at the buyers' prices."""
    paid = (1 + export_tax) * (1 + tariff) * trade
    spending = paid.sum(0)
    return paid / np.where(spending > 0, spending, 1.0), spending


def replace_supply(
    shares: Array, own: Array, rivals: Array, replaced: Array, premium: Array
) -> tuple[Array, Array]:
    """Shares after the plan [N,J,N] and how much dearer the composite is [J,N].

    `own` and `rivals` are masks of origins [N]; `replaced` and `premium` [J,N], 0 where the plan does nothing.
    """
    moved = replaced * shares[rivals].sum(0)
    dearer = 1 + moved * premium
    mine = shares[own].sum(0)
    grown = np.where(mine > 0, 1 + moved * (1 + premium) / np.where(mine > 0, mine, 1.0), 1.0)
    after = shares.copy()
    after[own] *= grown
    after[rivals] *= 1 - replaced
    return after / dearer, dearer


def cost_factors(before: Array, after: Array, dearer: Array, theta: Array) -> Array:
    """Trade cost factors [N,J,N] that turn shares `before` into `after` (module docstring); 1 where nothing moves.

    `theta` [J], above 0 wherever shares move.
    """
    moves = (before > 0) & ~np.isclose(after, before, rtol=1e-14, atol=0.0)
    ratio = np.where(moves, after / np.where(before > 0, before, 1.0), 1.0)
    power = -1 / np.where(theta > 0, theta, 1.0)
    factors: Array = np.where(moves, dearer[None] * ratio ** power[None, :, None], 1.0)
    return factors
