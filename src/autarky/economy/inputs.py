"""Inputs of all users at once: what a bundle costs, and what all bundles together buy of each good.

Both are `ces_nest` over inputs; a tangent of the sums is one product of a matrix with a vector per economy.
"""

from typing import Any

import jax
import jax.numpy as jnp
from jax.custom_derivatives import SymbolicZero
from jaxtyping import Array, Float

from autarky.economy.nests import ces_nest


def input_price(
    omega: Float[Array, "J N J"], log_P: Float[Array, "J N"], eta: Float[Array, "*users"]
) -> Float[Array, "N J"]:
    """Log price of each user's bundle of inputs."""
    return ces_nest(omega, log_P[:, :, None], eta)[0]


@jax.custom_jvp
def input_demand(
    omega: Float[Array, "J N J"],
    log_P: Float[Array, "J N"],
    eta: Float[Array, "*users"],
    spent: Float[Array, "N J"],
) -> Float[Array, "J N"]:
    """What all users together spend on each input, given what each spends on its bundle."""
    return (ces_nest(omega, log_P[:, :, None], eta)[1] * spent).sum(2)


def _input_demand_jvp(primals: tuple[Any, ...], tangents: tuple[Any, ...]) -> tuple[Array, Array]:
    omega, log_P, eta, spent = primals
    zero = [isinstance(t, SymbolicZero) for t in tangents]
    d_omega, d_P, d_eta, d_spent = (
        jnp.zeros_like(p) if z else t for p, t, z in zip(primals, tangents, zero, strict=True)
    )
    if not (zero[0] and zero[2]):
        made: tuple[Array, Array] = jax.jvp(
            lambda *a: (ces_nest(a[0], a[1][:, :, None], a[2])[1] * a[3]).sum(2),
            primals,
            (d_omega, d_P, d_eta, d_spent),
        )
        return made
    bought = ces_nest(omega, log_P[:, :, None], eta)[1]
    demand = (bought * spent).sum(2)
    by_economy = jnp.transpose(bought, (1, 0, 2))
    d_bundle = jnp.einsum("nsk,sn->nk", by_economy, d_P)
    # d(share) = share (1-eta) (dlog P - dlog of the bundle)
    change = jnp.einsum("nsk,nk->sn", by_economy, d_spent - (1 - eta) * spent * d_bundle)
    if eta.ndim == 0:
        return demand, (1 - eta) * d_P * demand + change
    return demand, d_P * (bought * ((1 - eta) * spent)).sum(2) + change


input_demand.defjvp(_input_demand_jvp, symbolic_zeros=True)
