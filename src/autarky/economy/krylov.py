"""GMRES for lineax that stops as soon as the residual is small enough.

`lineax.GMRES` fills its whole restart space before it looks at the residual; here one look costs one rotation,
and most Newton steps need 10 to 20 products with the Jacobian (Saad & Schultz 1986, with Givens rotations).
"""

from typing import Any

import jax
import jax.numpy as jnp
import lineax as lx
from jax.flatten_util import ravel_pytree
from jaxtyping import Array, PyTree

BLOCK = 8  # rows of the basis that are read at once


class Krylov(lx.AbstractLinearSolver):
    """Solve A x = b to ``|b - A x| <= max(rtol |b|, atol)`` in the 2-norm, `restarts` times with `size` directions."""

    rtol: float | Array
    atol: float | Array = 0.0
    size: int = 80
    restarts: int = 3

    def init(self, operator: lx.AbstractLinearOperator, options: dict[str, Any]) -> Any:
        del options
        return lx.linearise(operator)

    def compute(
        self, state: Any, vector: PyTree[Array], options: dict[str, Any]
    ) -> tuple[Any, Any, dict[str, Any]]:
        del options
        b, unravel = ravel_pytree(vector)

        def product(x: Array) -> Array:
            return ravel_pytree(state.mv(unravel(x)))[0]

        # more directions than unknowns are rounding, divided by its own length
        size = min(self.size, b.size)
        goal = jnp.maximum(self.rtol * jnp.linalg.norm(b), self.atol)

        def again(carry: tuple[Array, Array, Array, Array]) -> Array:
            _, _, norm, count = carry
            return (norm > goal) & (count < self.restarts)

        def cycle(carry: tuple[Array, Array, Array, Array]) -> tuple[Array, Array, Array, Array]:
            x, products, _, count = carry
            r = jnp.where(count == 0, b, b - product(x))
            step, used, norm = _cycle(product, r, goal, size)
            return x + step, products + used, norm, count + 1

        start = (jnp.zeros_like(b), jnp.array(0), jnp.linalg.norm(b), jnp.array(0))
        x, products, norm, _ = jax.lax.while_loop(again, cycle, start)
        ok = norm <= goal
        result = lx.RESULTS.where(ok, lx.RESULTS.successful, lx.RESULTS.max_steps_reached)
        return unravel(x), result, {"num_steps": products, "residual": norm}

    def transpose(self, state: Any, options: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        del options
        return state.transpose(), {}

    def conj(self, state: Any, options: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        del options
        return lx.conj(state), {}

    def assume_full_rank(self) -> bool:
        return True


def _cycle(product: Any, r: Array, goal: Array, size: int) -> tuple[Array, Array, Array]:
    """One GMRES cycle from residual `r`: returns (correction, number of products, norm of the residual left)."""
    beta = jnp.linalg.norm(r)
    rows = BLOCK * (size // BLOCK + 1)  # at least size + 1
    basis = jnp.zeros((rows, r.size)).at[0].set(r / jnp.where(beta > 0, beta, 1.0))
    upper = jnp.eye(size)  # R of the rotated Hessenberg matrix; the identity keeps unused columns harmless
    givens = jnp.zeros((size, 2)).at[:, 0].set(1.0)
    rhs = jnp.zeros(size + 1).at[0].set(beta)

    def busy(carry: Any) -> Array:
        _, _, _, rhs, k = carry
        return (k < size) & (jnp.abs(rhs[k]) > goal)

    def extend(carry: Any) -> Any:
        basis, upper, givens, rhs, k = carry
        v = product(basis[k])
        # twice is enough (Giraud et al. 2005)
        v, h = _project(basis, v, k)
        v, again = _project(basis, v, k)
        h = h + again
        length = jnp.linalg.norm(v)
        column, (low, _) = _rotate(h[:size], givens, k)
        radius = jnp.hypot(low, length)
        safe = jnp.where(radius > 0, radius, 1.0)
        cos, sin = jnp.where(radius > 0, low / safe, 1.0), length / safe
        column = column.at[k].set(radius)
        keep = jnp.arange(size) <= k
        return (
            basis.at[k + 1].set(v / jnp.where(length > 0, length, 1.0)),
            upper.at[:, k].set(jnp.where(keep, column, 0.0)),
            givens.at[k].set(jnp.array([cos, sin])),
            rhs.at[k + 1].set(-sin * rhs[k]).at[k].set(cos * rhs[k]),
            k + 1,
        )

    basis, upper, _, rhs, k = jax.lax.while_loop(busy, extend, (basis, upper, givens, rhs, jnp.array(0)))
    known = jnp.arange(size) < k
    weights = jax.scipy.linalg.solve_triangular(upper, jnp.where(known, rhs[:size], 0.0))
    return weights @ basis[:size], k, jnp.abs(rhs[k])


def _project(basis: Array, v: Array, k: Array) -> tuple[Array, Array]:
    """`v` without its components in the first k + 1 rows of `basis` (a multiple of `BLOCK`), and the components.

    Row blocks that hold nothing yet are not read: the basis outgrows the processor's cache.
    """

    def one(j: Array, carry: tuple[Array, Array]) -> tuple[Array, Array]:
        h, found = carry
        block = jax.lax.dynamic_slice_in_dim(basis, j * BLOCK, BLOCK)
        part = block @ v
        return jax.lax.dynamic_update_slice_in_dim(h, part, j * BLOCK, 0), found + part @ block

    empty = (jnp.zeros(basis.shape[0]), jnp.zeros_like(v))
    h, found = jax.lax.fori_loop(0, k // BLOCK + 1, one, empty)
    return v - found, h


def _rotate(column: Array, givens: Array, k: Array) -> tuple[Array, tuple[Array, Array]]:
    """Apply the first k rotations to a new Hessenberg column; the entry at k is returned beside it."""

    def one(j: Array, column: Array) -> Array:
        c, s = givens[j, 0], givens[j, 1]
        a, b = column[j], column[j + 1]
        return column.at[j].set(c * a + s * b).at[j + 1].set(-s * a + c * b)

    column = jax.lax.fori_loop(0, k, one, column)
    return column, (column[k], column[k])
