"""Inexact Newton-Krylov for optimistix: damped steps, forcing terms, statistics that tell what happened."""

from collections.abc import Callable
from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import jax.tree_util as jtu
import lineax as lx
import optimistix as optx
from jaxtyping import Array, Bool, Float, Int, PyTree

from autarky.economy.krylov import Krylov


class NewtonState(eqx.Module):
    residual: PyTree[Array]
    largest: Float[Array, ""]  # max norm, what convergence is judged by
    size: Float[Array, ""]  # 2-norm, what the line search lowers
    stuck: Bool[Array, ""]
    slow: Int[Array, ""]  # steps in a row that hardly lowered `size`
    products: Int[Array, ""]  # Jacobian-vector products so far
    steps: Int[Array, ""]


class NewtonKrylov(optx.AbstractRootFinder):
    """Root of `fn` to ``max |fn| <= atol``; each step solves the linear system only as well as it pays.

    Steps are limited to `longest` (the unknowns are logs) and halved until the 2-norm falls; when no step of
    2^-`halvings` does, or `patience` steps in a row gain less than a tenth, the search stops with `stuck` and the
    driver continues along a path instead.
    Forcing term and safeguards: Eisenstat & Walker (1996).
    """

    rtol: float = 0.0
    atol: float | Array = 1e-10  # type: ignore[assignment]  # an array, so that a new tolerance compiles nothing
    norm: Callable[[PyTree], Array] = optx.max_norm
    longest: float = 2.0
    halvings: int = 8
    patience: int = 8

    def init(
        self, fn: Any, y: Any, args: Any, options: Any, f_struct: Any, aux_struct: Any, tags: Any
    ) -> NewtonState:
        residual, _ = fn(y, args)
        size = optx.two_norm(residual)
        zero = jnp.array(0)
        return NewtonState(residual, self.norm(residual), size, ~jnp.isfinite(size), zero, zero, zero)

    def step(
        self, fn: Any, y: Any, args: Any, options: Any, state: NewtonState, tags: Any
    ) -> tuple[Any, NewtonState, Any]:
        _, product, aux = jax.linearize(lambda y_: fn(y_, args), y, has_aux=True)
        operator = lx.FunctionLinearOperator(product, jax.eval_shape(lambda: y), tags)
        solved = lx.linear_solve(
            operator,
            state.residual,
            # No better than the next step needs: its error is of second order, and below a tenth of atol is waste.
            Krylov(rtol=jnp.clip(0.1 * state.size, 1e-6, 1e-2), atol=0.1 * self.atol),
            throw=False,
        )
        direction = solved.value
        longest = jnp.where(self.norm(direction) > self.longest, self.longest / self.norm(direction), 1.0)

        def trial(scale: Array) -> tuple[Any, Any, Array]:
            moved = jtu.tree_map(lambda a, b: a - scale * b, y, direction)
            residual, _ = fn(moved, args)
            return moved, residual, optx.two_norm(residual)

        def poor(carry: Any) -> Array:
            scale, _, _, size, tries = carry
            falls = size <= (1 - 1e-4 * scale) * state.size
            return ~(falls & jnp.isfinite(size)) & (tries <= self.halvings)

        def shorter(carry: Any) -> Any:
            scale, *_, tries = carry
            scale = jnp.where(tries == 0, scale, scale / 2)
            return (scale, *trial(scale), tries + 1)

        untried = (longest, y, state.residual, jnp.array(jnp.inf), jnp.array(0))
        _, moved, residual, size, _ = jax.lax.while_loop(poor, shorter, untried)
        better = jnp.isfinite(size) & (size < state.size)
        y = jtu.tree_map(lambda new, old: jnp.where(better, new, old), moved, y)
        residual = jtu.tree_map(lambda new, old: jnp.where(better, new, old), residual, state.residual)
        slow = jnp.where(size > 0.9 * state.size, state.slow + 1, 0)
        new_state = NewtonState(
            residual,
            self.norm(residual),
            jnp.where(better, size, state.size),
            ~better | (slow >= self.patience),
            slow,
            state.products + solved.stats["num_steps"],
            state.steps + 1,
        )
        return y, new_state, aux

    def terminate(
        self, fn: Any, y: Any, args: Any, options: Any, state: NewtonState, tags: Any
    ) -> tuple[Bool[Array, ""], optx.RESULTS]:
        done = state.largest <= self.atol
        result = optx.RESULTS.where(
            state.stuck & ~done, optx.RESULTS.nonlinear_divergence, optx.RESULTS.successful
        )
        return done | state.stuck, result

    def postprocess(
        self, fn: Any, y: Any, aux: Any, args: Any, options: Any, state: NewtonState, tags: Any, result: Any
    ) -> tuple[Any, Any, dict[str, Any]]:
        return y, aux, {"residual": state.largest, "products": state.products, "newton_steps": state.steps}
