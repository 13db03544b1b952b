"""Elasticities by sector and by economy: one number and an array full of it agree; worked cases; every derivative.

All but the worked cases have 4 economies, 3 sectors and every elasticity as an array: one compiled program serves all.
"""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import random_shock, random_world, rich_behaviour

from autarky.economy.behaviour import Behaviour, behaviour
from autarky.economy.calibration import calibrate
from autarky.economy.ceiling import add_ceiling
from autarky.economy.gradient import outcomes_at
from autarky.economy.inputs import input_demand
from autarky.economy.problem import Problem
from autarky.economy.search import search
from autarky.economy.shock import Shock
from autarky.economy.solve import equilibrium, gradient
from autarky.errors import InputError, NoEquilibriumError
from autarky.world.accounts import World

OUTCOMES = ("welfare", "real_gdp", "real_wage", "consumer_prices", "terms_of_trade", "volume_of_trade")


def varied(world: World, seed: int = 0) -> Behaviour:
    """Every elasticity by economy, and by sector where it has one."""
    rng = np.random.default_rng(seed)
    N, J = len(world.economies), len(world.sectors)
    nu = rng.uniform(0.0, 6.0, (N, J))
    nu[0, 0], nu[1, 1], nu[2] = (
        0.0,
        np.inf,
        0.0,
    )  # a specific factor, a mobile one, an economy where none can move
    return behaviour(
        rng.uniform(1.0, 8.0, (N, J)),
        eta=rng.uniform(0.0, 1.5, (N, J)),
        rho=rng.uniform(0.1, 1.5, (N, J)),
        xi=rng.uniform(0.1, 1.5, N),
        nu=nu,
    )


@pytest.mark.parametrize("quotas", [False, True])
@pytest.mark.parametrize("shape", ["economy", pytest.param("sector", marks=pytest.mark.slow)])
def test_an_array_full_of_one_number_is_the_number(shape: str, quotas: bool) -> None:
    world = random_world(30)
    N, J = len(world.economies), len(world.sectors)
    number = rich_behaviour(world)
    size = (J,) if shape == "sector" else (N, J)
    array = behaviour(
        np.broadcast_to(np.asarray(number.theta), size),
        eta=np.full(size, 0.4),
        rho=np.full(size, 0.6),
        xi=np.full(N, 0.8) if shape == "economy" else 0.8,
        nu=np.full(size, 1.5),
    )
    shock = random_shock(world, seed=3, quotas=quotas)
    a, b = (equilibrium(world, shock, h, tolerance=1e-12) for h in (number, array))
    for name in a.data.data_vars:
        # both are within 1e-12 of the same root, in logs, which small economies magnify up to a hundredfold
        np.testing.assert_allclose(
            b[name].values, a[name].values, rtol=1e-9, atol=1e-10 * max(1.0, np.abs(a[name].values).max())
        )


def two_sectors(use: float) -> World:
    """One economy, alone: two goods, and two industries that use them to make these."""
    return World.from_arrays(
        economies=["AAA"],
        sectors=["one", "two"],
        trade=np.array([[[100.0], [100.0]]]),
        tariff=np.zeros((1, 2, 1)),
        export_tax=np.zeros((1, 2, 1)),
        inputs=np.full((2, 1, 2), use),
        final=np.full((2, 1), 100.0 - 2 * use),
        attrs={"name": "two", "year": 2000, "unit": "USD million"},
    )


def test_each_sector_has_its_own_ces_of_inputs() -> None:
    """Costs solved by bisection of the textbook CES: eta 0.2 in sector one, 2.5 in sector two."""
    world, eta, A = two_sectors(20.0), np.array([0.2, 2.5]), np.array([0.7, 1.1])
    shock = replace(Shock.empty(calibrate(world)), productivity=A[None, :])
    found = equilibrium(world, shock, behaviour([4.0, 4.0], eta=eta, rho=1.0), tolerance=1e-13)
    # closed economy, one mobile factor: w = 1 in units of world value added; c = w^0.6 PM^0.4 / A, PM from c itself
    c = np.ones(2)
    for _ in range(400):  # a contraction with factor 0.4
        PM = (0.5 * c[0] ** (1 - eta) + 0.5 * c[1] ** (1 - eta)) ** (1 / (1 - eta))
        c = PM**0.4 / A
    # the solver's 1e-13 in logs
    np.testing.assert_allclose(found["unit_cost"].values[0], c - 1, rtol=1e-11)
    shares = 0.5 * (c[:, None] / PM[None, :]) ** (1 - eta)
    spent = found["inputs"].values[:, 0, :]
    np.testing.assert_allclose(spent / spent.sum(0), shares, rtol=1e-11)


def test_specific_beside_mobile_factors() -> None:
    """Ricardo-Viner by hand: sectors one (specific) and two (mobile); demand Cobb-Douglas shifts nothing, so a
    transfer of tastes is made by xi: prices follow from p_k q_k = xi-CES demand."""
    world = two_sectors(0.0)
    shock = replace(Shock.empty(calibrate(world)), productivity=np.array([[0.5, 1.0]]))
    xi = 0.4
    found = equilibrium(
        world, shock, behaviour([4.0, 4.0], xi=xi, nu=np.array([0.0, np.inf])), tolerance=1e-13
    )
    # nothing can leave sector one, and no other sector is there to take what leaves sector two: quantities follow A
    q = np.array([0.5, 1.0])
    np.testing.assert_allclose(found["output_volume"].values[0], q - 1, rtol=1e-10, atol=1e-12)
    p = (q / q[1]) ** (-1 / xi)  # relative prices of CES demand with equal shares
    value = p * q / (p * q).sum() * 2
    np.testing.assert_allclose(found["factor_price"].values[0], value - 1, rtol=1e-10)


def test_first_order_gains_are_those_of_an_efficient_economy() -> None:
    """Hulten (1978), with every elasticity by economy and sector: at the base, a cost of trade takes each flow."""
    world = random_world(21, taxes=False, balanced=True, inputs=True, N=4, J=3)
    shock = Shock.empty(calibrate(world))
    weights = world.array("final").sum(0)
    total = sum(
        gradient(world, shock, varied(world), of=c).values * weights[n] for n, c in enumerate(world.economies)
    )
    # what the linear solve to 1e-11 leaves, times the weights
    np.testing.assert_allclose(total, -world.array("trade"), rtol=1e-6, atol=1e-7 * weights.sum())


@given(st.integers(0, 10_000), st.booleans())
@settings(max_examples=8, deadline=None)
def test_solutions_certify(seed: int, quotas: bool) -> None:
    world = random_world(seed, spread=0.5)
    shock = random_shock(world, seed=seed, size=0.1, quotas=quotas)
    result = equilibrium(world, shock, varied(world, seed))
    # what `Problem.solve` promises; the certificate shares no line with the solver
    assert result.certificate.worst()[1] <= 1e-9


@pytest.mark.parametrize("quotas", [False, True])
@pytest.mark.parametrize("instrument", ["trade_cost", "productivity"])
def test_gradient_is_the_central_difference(instrument: str, quotas: bool) -> None:
    world = random_world(20, zeros=0.0)
    shock, react = random_shock(world, seed=1, quotas=quotas), varied(world)
    cell = {"trade_cost": (1, 0, 2), "productivity": (1, 0)}[instrument]
    h = 1e-4

    def at(step: float):
        values = jnp.asarray(getattr(shock, instrument)).at[cell].add(step)
        return equilibrium(world, replace(shock, **{instrument: values}), react, tolerance=1e-13)

    there = {k: at(k * h) for k in (-2, -1, 1, 2)}
    for outcome in OUTCOMES:
        of = {k: float(r[outcome].sel(economy="C02")) for k, r in there.items()}
        expected = (8 * (of[1] - of[-1]) - (of[2] - of[-2])) / (12 * h)
        slope = gradient(world, shock, react, of="C02", outcome=outcome, with_respect_to=instrument).values[
            cell
        ]
        # five points: 1e-12 from curvature, 1e-9 from the solver's 1e-13 over the step
        assert float(slope) == pytest.approx(expected, rel=1e-6, abs=1e-8), outcome


def test_gradient_in_the_elasticities_themselves() -> None:
    """Along a direction in all of them at once, by economy and sector."""
    world = random_world(20, zeros=0.0)
    economy, shock = calibrate(world), random_shock(world, seed=1)
    react = varied(world)
    react = replace(
        react, specificity=jnp.clip(react.specificity, 0.1, 0.9)
    )  # away from the ends of its range
    rng = np.random.default_rng(0)
    direction = jax.tree.map(lambda v: jnp.asarray(0.1 * rng.normal(size=v.shape)), react)
    start, _ = search(economy, react, shock, tolerance=1e-13)

    def moved(step):
        return jax.tree.map(lambda v, d: v + step * d, react, direction)

    def solved(step: float) -> float:
        return float(equilibrium(world, shock, moved(step), tolerance=1e-13)["welfare"].values[1])

    h = 1e-3
    expected = (8 * (solved(h) - solved(-h)) - (solved(2 * h) - solved(-2 * h))) / (12 * h)
    _, tangent = jax.jvp(lambda t: outcomes_at(economy, moved(t), shock, start).welfare[1], (0.0,), (1.0,))
    # fourth power of the step, and 1e-13 over the step
    assert float(tangent) == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_derivative_of_demand_for_inputs() -> None:
    """The product made for all users at once against differentiating every nest."""
    rng = np.random.default_rng(0)
    omega = rng.random((3, 2, 3))
    omega = jnp.asarray(omega / omega.sum(0))
    log_P, eta, spent = rng.normal(size=(3, 2)), jnp.asarray(rng.uniform(0, 2, (2, 3))), rng.random((2, 3))
    d_P, d_spent = rng.normal(size=(3, 2)), rng.normal(size=(2, 3))

    def along(t: float) -> jax.Array:
        return input_demand(omega, jnp.asarray(log_P + t * d_P), eta, jnp.asarray(spent + t * d_spent))

    h = 1e-6
    _, tangent = jax.jvp(along, (0.0,), (1.0,))
    # curvature times h squared
    np.testing.assert_allclose(tangent, (along(h) - along(-h)) / (2 * h), rtol=1e-8)


def test_what_does_not_fit_the_world_is_refused() -> None:
    world = random_world(30)
    shock = Shock.empty(calibrate(world))
    theta = np.full(3, 4.0)
    with pytest.raises(InputError, match=r"eta has shape \[2\].*4 economies and 3 sectors"):
        Problem.of(world, behaviour(theta, eta=np.ones(2)), shock).check()
    with pytest.raises(InputError, match=r"theta has shape \[5\]"):
        Problem.of(world, behaviour(np.full(5, 4.0)), shock).check()
    with pytest.raises(InputError, match=r"nu has shape \[3, 4\]"):
        Problem.of(world, behaviour(theta, nu=np.ones((3, 4))), shock).check()
    with pytest.raises(InputError, match=r"rho = -1.0 at \[1\]"):
        behaviour(theta, rho=np.array([1.0, -1.0, 1.0]))
    with pytest.raises(InputError, match="xi has 2 dimensions"):
        behaviour(theta, xi=np.ones((4, 3)))


def test_only_the_buyer_that_cannot_replace_stands_against_a_ban() -> None:
    world = random_world(30, zeros=0.0)
    theta = np.full((4, 3), 4.0)
    theta[1, 0] = -0.5  # C01 cannot do without any origin of S0
    react = replace(varied(world), theta=theta)
    mask = np.zeros((4, 3, 4), dtype=bool)
    mask[0, 0, 2] = True
    empty = Shock.empty(calibrate(world))
    assert equilibrium(world, add_ceiling(empty, mask, 0.0, "lost"), react).certificate.worst()[1] <= 1e-9
    mask[0, 0, 1] = True
    with pytest.raises(NoEquilibriumError, match=r"a flow of S0 is cut to zero, but with sigma = 0\.5"):
        equilibrium(world, add_ceiling(empty, mask, 0.0, "lost"), react)
