"""Elasticities and closures: how strongly economies react, and what happens to deficits."""

from collections.abc import Sequence
from typing import Literal, cast, get_args

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, ArrayLike, Float

from autarky.economy.backend import double
from autarky.errors import InputError

Deficits = Literal["fixed", "proportional", "zero"]


class Behaviour(eqx.Module):
    """Parameters of the nests (model.md, "Behaviour").

    - `theta`: trade elasticity sigma - 1 by sector; `eta`: across inputs; `rho`: value added against materials;
      `xi`: across final goods
    - `specificity`: 1/(1 + nu), from 0 (factors fully mobile, nu infinite) to 1 (specific to sectors, nu = 0)
    - `deficits`: "fixed" in units of world value added, "proportional" to own income (up to the common factor
      that makes the world's deficits sum to zero), or "zero"
    """

    theta: Float[Array, " J"] = eqx.field(converter=double)
    eta: Float[Array, ""] = eqx.field(converter=double)
    rho: Float[Array, ""] = eqx.field(converter=double)
    xi: Float[Array, ""] = eqx.field(converter=double)
    specificity: Float[Array, ""] = eqx.field(converter=double)
    deficits: Deficits = eqx.field(static=True, default="fixed")


def behaviour(
    theta: Float[ArrayLike, " J"] | Sequence[float],
    *,
    eta: float = 1.0,
    rho: float = 1.0,
    xi: float = 1.0,
    nu: float = float("inf"),
    deficits: str = "fixed",
) -> Behaviour:
    """Checked parameters; the defaults are Caliendo & Parro (2015). Raises `InputError` outside the model's range."""
    theta_ = double(theta)
    if not bool(jnp.all(jnp.isfinite(theta_) & (theta_ > -1))):
        raise InputError("Trade elasticities theta = sigma - 1 must be finite and above -1 in every sector.")
    for name, value in {"eta": eta, "rho": rho, "xi": xi, "nu": nu}.items():
        if not value >= 0:
            raise InputError(f"Elasticity {name} = {value} is not in the range from 0 up.")
    if deficits not in get_args(Deficits):
        raise InputError(
            f"Unknown deficit closure {deficits!r}; expected one of {', '.join(get_args(Deficits))}."
        )
    return Behaviour(
        theta=theta_,
        eta=double(eta),
        rho=double(rho),
        xi=double(xi),
        specificity=double(1.0 / (1.0 + nu)),
        deficits=cast(Deficits, deficits),
    )
