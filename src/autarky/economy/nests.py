"""The CES nest, the one building block of every price index, cost and share in the model."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.custom_derivatives import SymbolicZero
from jaxtyping import Array, Float

ROUNDING = 1e-12  # how far shares may be from summing to one by rounding alone
SERIES = 0.01  # below it six terms of exp(x) - 1 are exact in double precision
UNITY_BAND = 1e-5  # |1 - sigma| below which the derivative in sigma is expanded around Cobb-Douglas


@jax.custom_jvp
def ces_nest(
    shares: Float[Array, "first *rest"],
    log_prices: Float[Array, "first ..."],
    elasticity: Float[Array, "..."],
) -> tuple[Float[Array, "*rest"], Float[Array, "first *rest"]]:
    """Price index and new expenditure shares of a CES nest over the first axis, in exact hat algebra.

    With base shares a and price changes p (in logs), for elasticity sigma:
    ``P = (sum a p^(1-sigma))^(1/(1-sigma))`` and ``a' = a (p/P)^(1-sigma)``; ``P = prod p^a`` at sigma = 1
    (Dekle, Eaton & Kortum 2008). Returns (log P, a'). A nest without spending (all shares 0) keeps log P = 0.

    Shares may sum to less than one where a variety was withdrawn; P then rises accordingly.
    """
    e = _safe(1.0 - elasticity)
    exponent = e * log_prices
    bought = shares > 0
    size = jnp.max(jnp.where(bought, exponent, -jnp.inf), axis=0)
    spread = jnp.max(jnp.where(bought, jnp.abs(exponent), 0.0), axis=0)
    # Small exponents go through exp(x) - 1 and log1p, exact as sigma -> 1; large ones are shifted against overflow.
    small = spread < 1.0
    shift = jnp.where(small, 0.0, size)
    relative = jnp.where(bought, exponent - shift, 0.0)
    factor = jnp.exp(relative)
    grown = jnp.where(jnp.abs(relative) < SERIES, _expm1_series(relative), factor - 1.0)
    weights = shares * factor
    total = weights.sum(0)
    used = total > 0
    # rounding in the sum of the shares must not be divided by a small 1 - sigma; withdrawn shares count
    withdrawn = shares.sum(0) - 1.0
    excess = (shares * grown).sum(0) + jnp.where(jnp.abs(withdrawn) < ROUNDING, 0.0, withdrawn)
    log_sum = jnp.where(
        small, jnp.log1p(jnp.where(used & small, excess, 0.0)), jnp.log(jnp.where(used, total, 1.0))
    )
    log_index = jnp.where(used, (shift + log_sum) / e, 0.0)
    return log_index, weights / jnp.where(used, total, 1.0)


def _expm1_series(x: Array) -> Array:
    # one exponential serves both the shares (relative precision when tiny) and exp(x) - 1 (when x is)
    return x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4 * (1 + x / 5 * (1 + x / 6)))))


def _safe(e: Array) -> Array:
    # The series and log1p keep full relative precision here, so a tiny exponent stands in for Cobb-Douglas.
    return jnp.where(jnp.abs(e) < 1e-14, 1e-14, e)


def _ces_nest_jvp(primals: tuple[Any, ...], tangents: tuple[Any, ...]) -> tuple[Any, Any]:
    """Shephard's lemma: ``dlog P = sum a' dlog p``, ``dlog a' = (1-sigma)(dlog p - dlog P)``; also in a and sigma."""
    shares, log_prices, elasticity = primals
    d_shares, d_log_prices, d_elasticity = tangents
    log_index, new_shares = ces_nest(shares, log_prices, elasticity)
    e = 1.0 - elasticity
    relative = jnp.where(shares > 0, log_prices - log_index, 0.0)

    d_index = jnp.zeros_like(log_index)
    d_log_shares = jnp.zeros_like(new_shares)
    if not isinstance(d_log_prices, SymbolicZero):
        d_index = d_index + (new_shares * d_log_prices).sum(0)
        d_log_shares = d_log_shares + e * d_log_prices
    if not isinstance(d_elasticity, SymbolicZero):
        mean = (new_shares * relative).sum(0)
        variance = (new_shares * (relative - mean) ** 2).sum(0)
        near = jnp.abs(e) < UNITY_BAND
        slope = jnp.where(near, 0.5 * variance, mean / jnp.where(near, 1.0, e))
        d_index = d_index - d_elasticity * slope
        d_log_shares = d_log_shares - d_elasticity * relative
    direct = None
    if not isinstance(d_shares, SymbolicZero):
        direct = d_shares * jnp.exp(_safe(e) * relative)
        d_index = d_index + direct.sum(0) / _safe(e)
    d_new = new_shares * (d_log_shares - e * d_index)
    if direct is not None:
        d_new = d_new + direct
    return (log_index, new_shares), (d_index, d_new)


ces_nest.defjvp(_ces_nest_jvp, symbolic_zeros=True)


def by_buyer[T: (Array, np.ndarray)](theta: T) -> T:
    """Trade elasticities [J] or [J, N] by sector and buyer; one column where all buyers share them."""
    return theta[:, None] if theta.ndim == 1 else theta
