"""World markets: who buys from whom at given costs, and what that adds up to; with a derivative made for products.

The sums over cells are what an equilibrium asks for, thousands of times with other directions. Cell by cell, prices
and taxes depend on three numbers only (cost, rationed price, numeraire), so their slopes are taken once per point and
each directional derivative is a few products of matrices with vectors.
"""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.custom_derivatives import SymbolicZero
from jaxtyping import Array, Float

from autarky.economy.border import Border, Passage, listed, log_rationed, passage, without_ceilings
from autarky.economy.nests import by_buyer, ces_nest


class Flows(NamedTuple):
    """Sales of every cell at given costs, prices of composites and spending on them."""

    log_P_implied: Float[Array, "J N"]
    pi: Float[Array, "J N N"]
    X: Float[Array, "J N N"]
    passage: Passage


class Totals(NamedTuple):
    """What the flows add up to."""

    log_P_implied: Float[Array, "J N"]
    sales: Float[Array, "N J"]
    revenue: Float[Array, " N"]  # taxes on trade and rents that each state receives


def flows(
    b: Border,
    theta: Float[Array, "J *buyers"],
    log_c: Float[Array, "N J"],
    log_P: Float[Array, "J N"],
    Q: Float[Array, "J N"],
    log_world: Float[Array, " N"],
) -> Flows:
    """Sourcing of every composite (docs/theory/equilibrium.md, "Behaviour"); cells sector first."""
    rationed = log_rationed(b, theta, log_P, Q)[:, None, :]
    cost = log_c.T[:, :, None]
    if b.few is None:
        way = passage(b, theta, cost, rationed, log_world)
    else:
        way = passage(without_ceilings(b), theta, cost, rationed, log_world)
        k = b.few
        held = passage(
            listed(b, k), _of_cells(theta, k.sector, k.destination), k.of(cost), k.of(rationed), log_world[:1]
        )
        at = (k.sector, k.origin, k.destination)
        way = Passage(*(a.at[at].set(v[:, 0, 0]) for a, v in zip(way, held, strict=True)))
    log_P_implied, pi = jax.vmap(ces_nest)(b.pi, way.log_paid, 1 + by_buyer(theta))
    return Flows(log_P_implied, pi, pi * Q[:, None, :] / way.received, way)


@jax.custom_jvp
def totals(
    b: Border,
    theta: Float[Array, "J *buyers"],
    log_c: Float[Array, "N J"],
    log_P: Float[Array, "J N"],
    Q: Float[Array, "J N"],
    log_world: Float[Array, " N"],
) -> Totals:
    """Sums of `flows`."""
    return _sums(flows(b, theta, log_c, log_P, Q, log_world))


def _sums(f: Flows) -> Totals:
    way = f.passage
    revenue = (way.to_destination * f.X).sum((0, 1)) + (way.to_origin * f.X).sum((0, 2))
    return Totals(f.log_P_implied, f.X.sum(2).T, revenue)


def _totals_jvp(primals: tuple[Any, ...], tangents: tuple[Any, ...]) -> tuple[Totals, Totals]:
    if not all(_is_zero(t) for t in tangents[:2]):  # in the border or the elasticities: cell by cell
        given = [_instantiate(p, t) for p, t in zip(primals, tangents, strict=True)]
        made: tuple[Totals, Totals] = jax.jvp(lambda *a: _sums(flows(*a)), primals, tuple(given))
        return made
    rule = _directional if primals[0].few is None else _directional_few
    return rule(primals, [_instantiate(p, t) for p, t in zip(primals[2:], tangents[2:], strict=True)])


def _directional(primals: tuple[Any, ...], tangents: list[Any]) -> tuple[Totals, Totals]:
    """The derivative in costs, prices, spending and numeraire, cell slopes first."""
    b, theta, log_c, log_P, Q, log_world = primals
    d_c, d_P, d_Q, d_world = tangents
    at = flows(*primals)
    way, X = at.passage, at.X
    rationed = log_rationed(b, theta, log_P, Q)[:, None, :]
    d_log_Q = jnp.where(Q > 0, d_Q / jnp.where(Q > 0, Q, 1.0), 0.0)
    d_rationed = d_P + (d_log_Q - d_P) / (1 + by_buyer(theta))
    cost = log_c.T[:, :, None]
    # the slopes of all cells in one of their arguments, and the tangent that scales them: by s and i, s and n, or i
    directions = [(_slopes(lambda x: passage(b, theta, x, rationed, log_world), cost), "si", d_c.T)]
    if b.ceilings is not None:
        directions.append(
            (_slopes(lambda x: passage(b, theta, cost, x, log_world), rationed), "sn", d_rationed)
        )
    if b.log_cap is not None:
        directions.append((_slopes(lambda x: passage(b, theta, cost, rationed, x), log_world), "i", d_world))
    # log P' is the mean of prices paid; log X = (1-sigma)(paid - P') + log Q - log received
    d_index = sum(
        (jnp.einsum(f"sin,{v}->sn", at.pi * s.log_paid, d) for s, v, d in directions), jnp.zeros_like(log_P)
    )
    common = d_log_Q + by_buyer(theta) * d_index
    growth = [-by_buyer(theta)[:, None] * s.log_paid - s.received / way.received for s, _, _ in directions]
    d_sales = jnp.einsum("sin,sn->si", X, common)
    for g, (_, v, d) in zip(growth, directions, strict=True):
        d_sales = d_sales + jnp.einsum(f"sin,{v}->si", X * g, d)

    d_revenue = jnp.zeros_like(log_world)
    for side, rate, slopes in (
        ("n", way.to_destination, [s.to_destination for s, _, _ in directions]),
        ("i", way.to_origin, [s.to_origin for s, _, _ in directions]),
    ):
        rates = [X * (rate * g + slope) for g, slope in zip(growth, slopes, strict=True)]
        terms = [
            (X * rate, "sn", common),
            *((m, v, d) for m, (_, v, d) in zip(rates, directions, strict=True)),
        ]

        def added(terms: list[tuple[Array, str, Array]] = terms, side: str = side) -> Array:
            return sum((_onto(side, m, v, d) for m, v, d in terms), jnp.zeros_like(log_world))

        some = jnp.any(rate != 0) | jnp.any(jnp.stack([jnp.any(s != 0) for s in slopes]))
        d_revenue = d_revenue + jax.lax.cond(some, added, lambda: jnp.zeros_like(log_world))
    return _sums(at), Totals(d_index, d_sales.T, d_revenue)


def _onto(side: str, cells: Array, over: str, tangent: Array) -> Array:
    """Sum of cells times a tangent for each origin ("i") or destination ("n")."""
    if side == "i" and over == "sn":  # laid out for one product of a matrix with a vector
        return jnp.einsum("isn,sn->i", jnp.swapaxes(cells, 0, 1), tangent)
    return jnp.einsum(f"sin,{over}->{side}", cells, tangent)


def _directional_few(primals: tuple[Any, ...], tangents: list[Any]) -> tuple[Totals, Totals]:
    """`_directional` where ceilings are few: other cells follow costs one to one, those of the list are put right."""
    b, theta, log_c, log_P, Q, log_world = primals
    d_c, d_P, d_Q, _ = tangents
    at, k = flows(*primals), b.few
    X = at.X
    s, i, n = k.sector, k.origin, k.destination
    d_log_Q = jnp.where(Q > 0, d_Q / jnp.where(Q > 0, Q, 1.0), 0.0)
    d_rationed = (d_P + (d_log_Q - d_P) / (1 + by_buyer(theta)))[s, n]
    d_cost = d_c[i, s]
    # the cells of the list: slopes in cost and in the rationed price
    here, theta_k, one = (
        listed(b, k),
        _of_cells(theta, s, n),
        log_world[:1],
    )  # no caps, so the numeraire does not matter
    cost = k.of(log_c.T[:, :, None])
    rationed = k.of(log_rationed(b, theta, log_P, Q)[:, None, :])
    way: Passage = passage(here, theta_k, cost, rationed, one)
    by_cost = _slopes(lambda x: passage(here, theta_k, x, rationed, one), cost)
    by_ration = _slopes(lambda x: passage(here, theta_k, cost, x, one), rationed)
    way, by_cost, by_ration = (Passage(*(v[:, 0, 0] for v in p)) for p in (way, by_cost, by_ration))
    pi_k, X_k = at.pi[s, i, n] * k.counts, X[s, i, n] * k.counts

    paid = (by_cost.log_paid - 1) * d_cost + by_ration.log_paid * d_rationed
    received = (by_cost.received * d_cost + by_ration.received * d_rationed) / way.received
    d_index = jnp.einsum("sin,si->sn", at.pi, d_c.T) + jnp.zeros_like(log_P).at[s, n].add(pi_k * paid)
    common = d_log_Q + by_buyer(theta) * d_index
    beyond = -theta_k * paid - received  # growth of the cells of the list beyond what costs alone say
    own = -_times_theta(X, theta) * d_c.T
    d_sales = jnp.einsum("sin,sn->si", X, common) + own + jnp.zeros_like(own).at[s, i].add(X_k * beyond)

    growth = common[s, n] - theta_k * d_cost + beyond
    d_destination = by_cost.to_destination * d_cost + by_ration.to_destination * d_rationed
    d_origin = by_cost.to_origin * d_cost + by_ration.to_origin * d_rationed
    none = jnp.zeros_like(log_world)
    d_revenue = none.at[n].add(X_k * d_destination).at[i].add(X_k * d_origin)

    def everywhere() -> Array:
        rate_n, rate_i = at.passage.to_destination, at.passage.to_origin
        made = jnp.einsum("sin,sn->n", X * rate_n, common)
        made = made + jnp.einsum("isn,sn->i", jnp.swapaxes(X * rate_i, 0, 1), common)
        if theta.ndim == 1:
            made = made - jnp.einsum("sin,si->n", X * rate_n, theta[:, None] * d_c.T)
            made = made - jnp.einsum("sin,si->i", X * rate_i, theta[:, None] * d_c.T)
        else:
            made = made - jnp.einsum("sin,sn,si->n", X * rate_n, theta, d_c.T)
            made = made - jnp.einsum("sin,sn,si->i", X * rate_i, theta, d_c.T)
        return made.at[n].add(X_k * way.to_destination * beyond).at[i].add(X_k * way.to_origin * beyond)

    def in_the_list() -> Array:
        return none.at[n].add(X_k * way.to_destination * growth).at[i].add(X_k * way.to_origin * growth)

    taxed = jnp.any(b.tariff != 0) | jnp.any(b.export_tax != 0)
    d_revenue = d_revenue + jax.lax.cond(taxed, everywhere, in_the_list)
    return _sums(at), Totals(d_index, d_sales.T, d_revenue)


def _of_cells(theta: Float[Array, "J *buyers"], sector: Array, buyer: Array) -> Float[Array, " K"]:
    return theta[sector] if theta.ndim == 1 else theta[sector, buyer]


def _times_theta(X: Float[Array, "J N N"], theta: Float[Array, "J *buyers"]) -> Float[Array, "J N"]:
    """Sales times the buyers' elasticities, summed over the buyers."""
    return X.sum(2) * theta[:, None] if theta.ndim == 1 else jnp.einsum("sin,sn->si", X, theta)


def _slopes(of: Any, at: Array) -> Passage:
    """The slope of each cell in its own argument: all cells move by one together."""
    slopes: Passage = jax.jvp(of, (at,), (jnp.ones_like(at),))[1]
    return slopes


def _is_zero(tangent: Any) -> bool:
    leaves = jax.tree.leaves(tangent, is_leaf=lambda x: isinstance(x, SymbolicZero))
    return all(isinstance(leaf, SymbolicZero) for leaf in leaves)


def _instantiate(primal: Any, tangent: Any) -> Any:
    def one(p: Array, t: Any) -> Any:
        if not jnp.issubdtype(p.dtype, jnp.inexact):
            return np.zeros(p.shape, jax.dtypes.float0)
        return jnp.zeros_like(p) if isinstance(t, SymbolicZero) else t

    return jax.tree.map(one, primal, tangent, is_leaf=lambda x: isinstance(x, SymbolicZero))


totals.defjvp(_totals_jvp, symbolic_zeros=True)
