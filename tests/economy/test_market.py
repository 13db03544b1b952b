"""Sums over world markets: their derivative made for products against plain differences, and lists of ceilings."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from samples import random_shock, random_world, rich_behaviour

from autarky.economy.border import SIZES, border, few_ceilings
from autarky.economy.calibration import calibrate
from autarky.economy.market import flows, totals
from autarky.economy.search import search
from autarky.economy.shock import Quota


@pytest.mark.parametrize("taxes", [False, True])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("instrument", ["nothing", "quotas", "caps"])
def test_products_are_the_derivative(instrument: str, seed: int, taxes: bool) -> None:
    world = random_world(seed, taxes=taxes)
    economy, b = calibrate(world), rich_behaviour(world, seed)
    shock = random_shock(world, seed, quotas=instrument == "quotas")
    rng = np.random.default_rng(seed)
    if instrument == "quotas":
        give = rng.uniform(0, 0.5, economy.X.shape)
        shock = replace(
            shock, quota=replace(shock.quota, to_buyer=jnp.asarray(give), to_seller=jnp.asarray(0.9 - give))
        )
    if instrument == "caps":
        shock = replace(shock, price_cap=jnp.asarray(rng.choice([0.9, np.inf], economy.X.shape)))
    N, J = economy.Y.shape
    at = [
        jnp.asarray(v)
        for v in (
            0.1 * rng.standard_normal((N, J)), 0.1 * rng.standard_normal((J, N)),
            np.asarray(economy.Q) * rng.uniform(0.5, 1.5, (J, N)), 0.1 * rng.standard_normal(N),
        )
    ]  # fmt: skip
    ways = [
        jnp.asarray(rng.standard_normal(v.shape)) * (economy.Q if k == 2 else 1) for k, v in enumerate(at)
    ]
    lists = [None] + ([few_ceilings(shock)] if instrument == "quotas" else [])
    assert instrument != "quotas" or lists[1] is not None
    found = []
    for few in lists:
        drawn = border(economy, shock, few)
        value, slope = jax.jvp(lambda *a, d=drawn: totals(d, b.theta, *a), tuple(at), tuple(ways))
        step = 1e-6
        ahead, behind = (
            totals(drawn, b.theta, *(a + sign * step * w for a, w in zip(at, ways, strict=True)))
            for sign in (1, -1)
        )
        for exact, up, down in zip(slope, ahead, behind, strict=True):
            # central differences: rounding over the step, and the step squared
            np.testing.assert_allclose(exact, (up - down) / (2 * step), rtol=1e-6, atol=1e-8)
        found.append((*value, *slope))
    for dense, listed in zip(found[0], found[-1], strict=True):
        np.testing.assert_allclose(listed, dense, rtol=1e-12, atol=1e-14)


def test_sums_are_those_of_the_flows() -> None:
    world = random_world(1)
    economy, b = calibrate(world), rich_behaviour(world)
    shock = random_shock(world, 1, quotas=True)
    N, J = economy.Y.shape
    given = (b.theta, jnp.full((N, J), 0.1), jnp.zeros((J, N)), economy.Q, jnp.zeros(N))
    for few in (None, few_ceilings(shock)):
        drawn = border(economy, shock, few)
        cells, sums = flows(drawn, *given), totals(drawn, *given)
        np.testing.assert_allclose(sums.sales, cells.X.sum(2).T, rtol=1e-14)
        way = cells.passage
        revenue = (way.to_destination * cells.X).sum((0, 1)) + (way.to_origin * cells.X).sum((0, 2))
        np.testing.assert_allclose(sums.revenue, revenue, rtol=1e-13, atol=1e-18)


def test_lists_only_where_they_pay() -> None:
    world = random_world(0, N=12, J=16)
    economy = calibrate(world)
    shock = random_shock(world, 0)
    assert few_ceilings(shock) is None
    limit = np.full(economy.X.shape, np.inf)
    none = np.zeros_like(limit)
    assert few_ceilings(replace(shock, quota=Quota(limit, none, none))) is None
    limit[0, 0, 1:4] = 0.5, 0.0, 0.5  # a withdrawn flow is no ceiling
    listed = few_ceilings(replace(shock, quota=Quota(limit, none, none)))
    assert listed is not None and listed.counts.sum() == 2 and len(listed.counts) == SIZES[0]
    assert few_ceilings(replace(shock, quota=Quota(np.full_like(limit, 0.5), none, none))) is None  # too many


def test_a_list_finds_the_same_equilibrium(monkeypatch: pytest.MonkeyPatch) -> None:
    world = random_world(2)
    economy, b = calibrate(world), rich_behaviour(world)
    shock = random_shock(world, 2, quotas=True)
    listed, _ = search(economy, b, shock)
    monkeypatch.setattr("autarky.economy.search.few_ceilings", lambda _: None)
    dense, _ = search(economy, b, shock)
    for one, other in zip(jax.tree.leaves(listed), jax.tree.leaves(dense), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-9)  # both to 1e-10 of residuals
