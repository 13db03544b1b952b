"""Elasticities and closures: how strongly economies react, and what happens to deficits."""

from collections.abc import Sequence
from typing import Literal, cast, get_args

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, ArrayLike, Float

from autarky.economy.backend import double
from autarky.errors import InputError

Deficits = Literal["fixed", "proportional", "zero"]
# one number, or one for each sector, or for each economy and sector
Varied = float | Float[ArrayLike, "..."] | Sequence[float] | Sequence[Sequence[float]]


class Behaviour(eqx.Module):
    """Parameters of the nests (docs/theory/equilibrium.md, "Behaviour").

    - `theta`: trade elasticity sigma - 1, by sector [J], or by buying economy and sector [N, J]
    - `eta`: across inputs; `rho`: value added against materials; each one number, by using sector [J], or by economy
      and using sector [N, J]
    - `xi`: across final goods; one number, or by economy [N]
    - `specificity`: 1/(1 + nu), from 0 (factors fully mobile, nu infinite) to 1 (specific to sectors, nu = 0); shaped
      as `eta`
    - `deficits`: "fixed" in units of world value added, "proportional" to own income (up to the common factor
      that makes the world's deficits sum to zero), or "zero"
    """

    theta: Float[Array, "*buyers J"] = eqx.field(converter=double)
    eta: Float[Array, "*users"] = eqx.field(converter=double)
    rho: Float[Array, "*makers"] = eqx.field(converter=double)
    xi: Float[Array, "*consumers"] = eqx.field(converter=double)
    specificity: Float[Array, "*owners"] = eqx.field(converter=double)
    deficits: Deficits = eqx.field(static=True, default="fixed")

    @property
    def theta_of_buyers(self) -> Float[Array, "J *buyers"]:
        """`theta`, sectors first: [J] or [J, N]."""
        return self.theta if self.theta.ndim == 1 else self.theta.T


def behaviour(
    theta: Varied,
    *,
    eta: Varied = 1.0,
    rho: Varied = 1.0,
    xi: Varied = 1.0,
    nu: Varied = float("inf"),
    deficits: str = "fixed",
) -> Behaviour:
    """Checked parameters; the defaults are Caliendo & Parro (2015).

    `theta` by sector [J], or by buyer and sector [N, J]; `eta`, `rho` and `nu` one number, by sector [J], or by economy
    and sector [N, J]; `xi` one number, or by economy [N]. Raises `InputError` outside the model's range, and
    for arrays of other dimensions; whether the lengths are those of a world is checked when a problem is solved.
    """
    theta_ = _shaped("theta", theta, (1, 2))
    if not bool(np.all(np.isfinite(theta_) & (theta_ > -1))):
        raise InputError("Trade elasticities theta = sigma - 1 must be finite and above -1 in every sector.")
    dimensions = {"eta": (0, 1, 2), "rho": (0, 1, 2), "xi": (0, 1), "nu": (0, 1, 2)}
    found = {}
    for name, value in {"eta": eta, "rho": rho, "xi": xi, "nu": nu}.items():
        found[name] = _shaped(name, value, dimensions[name])
        wrong = np.argwhere(~(found[name] >= 0))
        if len(wrong):
            at = tuple(int(k) for k in wrong[0])
            where = f" at {list(at)}" if at else ""
            raise InputError(f"Elasticity {name} = {found[name][at]}{where} is not in the range from 0 up.")
    if deficits not in get_args(Deficits):
        raise InputError(
            f"Unknown deficit closure {deficits!r}; expected one of {', '.join(get_args(Deficits))}."
        )
    return Behaviour(
        theta=double(theta_),
        eta=double(found["eta"]),
        rho=double(found["rho"]),
        xi=double(found["xi"]),
        specificity=double(1.0 / (1.0 + found["nu"])),
        deficits=cast(Deficits, deficits),
    )


def _shaped(name: str, value: Varied, dimensions: tuple[int, ...]) -> np.ndarray:
    array = np.asarray(value, dtype=float)
    if array.ndim not in dimensions:
        allowed = {0: "a number", 1: "one for each " + ("economy" if name == "xi" else "sector")}
        choices = " or ".join(allowed.get(d, "one for each economy and sector") for d in dimensions)
        raise InputError(f"Elasticity {name} has {array.ndim} dimensions; expected {choices}.")
    return array


def check_shapes(behaviour: Behaviour, economies: int, sectors: int) -> None:
    """Raise `InputError` where a parameter has not one value for each sector, or economy and sector, of a world."""
    for name in ("theta", "eta", "rho", "specificity", "xi"):
        shape = jnp.shape(getattr(behaviour, name))
        expected = {0: (), 1: (economies,) if name == "xi" else (sectors,), 2: (economies, sectors)}
        if shape != expected[len(shape)]:
            shown = "nu" if name == "specificity" else name
            raise InputError(
                f"Elasticity {shown} has shape {list(shape)}; this world has {economies} economies and {sectors}"
                f" sectors, so {list(expected[len(shape)])} is expected."
            )
