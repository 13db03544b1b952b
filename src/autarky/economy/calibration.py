"""Base-year shares and values of a world, as arrays: all that the equations need to know of the data."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from autarky.economy.backend import prepare
from autarky.world.accounts import World


class Economy(eqx.Module):
    """The calibrated base, values as shares of world value added (so the currency cannot matter).

    N economies, J sectors. Indices: origin or economy, sector, destination, using sector.
    """

    pi: Float[Array, "N J N"]  # of spending on s in n, the share bought from i
    omega: Float[Array, "J N J"]  # of materials of sector k in n, the share of s
    va: Float[Array, "N J"]  # value added over output
    alpha: Float[Array, "J N"]  # of final expenditure, the share of s
    V: Float[Array, "N J"]  # value added
    Y: Float[Array, "N J"]  # output
    Q: Float[Array, "J N"]  # spending on composite s in n
    X: Float[Array, "N J N"]  # sales at the origin's price net of taxes
    E: Float[Array, " N"]  # final expenditure
    D: Float[Array, " N"]  # deficit
    tariff: Float[Array, "N J N"]
    export_tax: Float[Array, "N J N"]


def _shares(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    total = values.sum(0)
    return values / np.where(total > 0, total, 1.0), total


def calibrate(world: World) -> Economy:
    """Shares and values of `world`, scaled by world value added. Assumes `world.check()` has passed."""
    prepare()
    scale = 1.0 / world.array("value_added").sum()
    X = world.array("trade") * scale
    tariff, export_tax = world.array("tariff"), world.array("export_tax")
    inputs, final = world.array("inputs") * scale, world.array("final") * scale
    V, Y = world.array("value_added") * scale, world.array("output") * scale
    pi, Q = _shares((1 + tariff) * (1 + export_tax) * X)
    omega, _ = _shares(inputs)
    alpha, E = _shares(final)
    return Economy(
        pi=jnp.asarray(pi),
        omega=jnp.asarray(omega),
        va=jnp.asarray(V / np.where(Y > 0, Y, 1.0)),
        alpha=jnp.asarray(alpha),
        V=jnp.asarray(V),
        Y=jnp.asarray(Y),
        Q=jnp.asarray(Q),
        X=jnp.asarray(X),
        E=jnp.asarray(E),
        D=jnp.asarray(world.array("deficit") * scale),
        tariff=jnp.asarray(tariff),
        export_tax=jnp.asarray(export_tax),
    )
