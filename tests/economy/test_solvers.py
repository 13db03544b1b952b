"""The linear and the nonlinear solver on problems with known answers."""

import jax
import jax.numpy as jnp
import lineax as lx
import numpy as np
import optimistix as optx
import pytest

from autarky.economy.krylov import Krylov
from autarky.economy.newton import NewtonKrylov


@pytest.mark.parametrize("size", [5, 60])
def test_krylov_solves_and_its_transpose_too(size: int) -> None:
    rng = np.random.default_rng(0)
    A = np.eye(size) + 0.1 * rng.normal(size=(size, size))
    b = rng.normal(size=size)
    solve = jax.jit(lambda A, b: lx.linear_solve(lx.MatrixLinearOperator(A), b, Krylov(rtol=1e-12)).value)
    np.testing.assert_allclose(solve(jnp.asarray(A), jnp.asarray(b)), np.linalg.solve(A, b), rtol=1e-9)
    gradient = jax.grad(lambda b: solve(jnp.asarray(A), b).sum())(jnp.asarray(b))
    np.testing.assert_allclose(gradient, np.linalg.solve(A.T, np.ones(size)), rtol=1e-9)


def test_krylov_restarts_and_says_when_it_gives_up() -> None:
    A = jnp.diag(jnp.linspace(1.0, 50.0, 50))
    operator = lx.MatrixLinearOperator(A)
    restarted = lx.linear_solve(operator, jnp.ones(50), Krylov(rtol=1e-8, size=20, restarts=20))
    np.testing.assert_allclose(restarted.value, 1 / jnp.diag(A), rtol=1e-6)
    short = lx.linear_solve(operator, jnp.ones(50), Krylov(rtol=1e-8, size=5, restarts=1), throw=False)
    assert short.result == lx.RESULTS.max_steps_reached


def test_krylov_stops_as_soon_as_it_may() -> None:
    operator = lx.MatrixLinearOperator(jnp.diag(jnp.array([1.0, 1.0, 2.0, 2.0])))
    solution = lx.linear_solve(operator, jnp.ones(4), Krylov(rtol=1e-10))
    assert int(solution.stats["num_steps"]) == 2  # as many as distinct eigenvalues


def test_krylov_of_zero_is_zero() -> None:
    solution = lx.linear_solve(lx.MatrixLinearOperator(jnp.eye(3)), jnp.zeros(3), Krylov(rtol=1e-10))
    assert not np.any(np.asarray(solution.value))


def test_newton_is_damped_where_full_steps_diverge() -> None:
    """arctan: undamped Newton diverges from beyond 1.39."""
    solution = optx.root_find(lambda y, _: jnp.arctan(y), NewtonKrylov(), jnp.array([3.0]), throw=False)
    assert abs(float(solution.value[0])) < 1e-10
    assert float(solution.stats["residual"]) <= 1e-10


def test_newton_without_a_root_reports_it() -> None:
    solution = optx.root_find(lambda y, _: y**2 + 1.0, NewtonKrylov(), jnp.array([2.0]), throw=False)
    assert solution.result != optx.RESULTS.successful
    assert float(solution.stats["residual"]) >= 1.0 - 1e-12
