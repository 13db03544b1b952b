"""What every solution guarantees (docs/theory/equilibrium.md, last section)."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr
from samples import cobb_douglas, random_shock, random_world, rich_behaviour

from autarky.economy.calibration import calibrate
from autarky.economy.result import QUANTITIES
from autarky.economy.shock import Quota, Shock
from autarky.economy.solve import equilibrium
from autarky.errors import NoEquilibriumError, SolveError
from autarky.world.accounts import World

CHANGES = [q for q, (_, unit, _) in QUANTITIES.items() if unit == "fraction"]


def largest_change(data: xr.Dataset) -> float:
    moved = [
        np.abs(np.where(data["trade"] > 0, data[q], 0.0) if q == "trade_volume" else data[q]).max()
        for q in CHANGES
    ]
    return float(max(moved))


@pytest.mark.parametrize("deficits", ["fixed", "proportional"])
@pytest.mark.parametrize("seed", range(3))
def test_empty_shock_returns_the_base(seed: int, deficits: str) -> None:
    world = random_world(seed)
    result = equilibrium(world, Shock.empty(calibrate(world)), rich_behaviour(world, deficits=deficits))
    assert largest_change(result.data) < 1e-12
    for variable in ("trade", "inputs", "final", "value_added", "output", "deficit"):
        base = world.array(variable)
        assert np.abs(result.data[variable].values - base).max() < 1e-12 * np.abs(world.array("trade")).max()


def test_empty_shock_without_deficits_returns_the_balanced_base() -> None:
    world = random_world(1)
    result = equilibrium(world, Shock.empty(calibrate(world)), cobb_douglas(world, deficits="zero"))
    # the base itself is solved to 1e-10
    assert largest_change(result.data) < 1e-9
    assert np.abs(result.world.array("deficit")).max() < 1e-9 * world.array("value_added").sum()


@pytest.mark.parametrize("factor", [2.0, 1e-6, 1e9])
def test_the_currency_does_not_matter(factor: float) -> None:
    world = random_world(2)
    scaled = World.from_arrays(
        economies=world.economies,
        sectors=world.sectors,
        **{v: world.array(v) * factor for v in ("trade", "inputs", "final")},
        **{v: world.array(v) for v in ("tariff", "export_tax")},
    )
    shock = random_shock(world)
    here = equilibrium(world, shock, rich_behaviour(world)).data
    there = equilibrium(scaled, shock, rich_behaviour(world)).data
    for quantity in CHANGES:
        # both are solved to 1e-10
        np.testing.assert_allclose(there[quantity], here[quantity], atol=1e-9)


@pytest.mark.parametrize("deficits", ["fixed", "proportional", "zero"])
@pytest.mark.parametrize("quotas", [False, True])
def test_every_equation_holds_in_what_is_handed_out(deficits: str, quotas: bool) -> None:
    world = random_world(3)
    result = equilibrium(world, random_shock(world, quotas=quotas), rich_behaviour(world, deficits=deficits))
    block, size = result.certificate.worst()
    assert size < 1e-9, block
    assert result.certificate.walras < 1e-9
    assert not any(bool(np.isnan(result.data[q]).any()) for q in QUANTITIES)


@pytest.mark.parametrize("quotas", [False, True])
def test_the_accounts_after_the_acts_are_a_world(quotas: bool) -> None:
    world = random_world(4)
    result = equilibrium(world, random_shock(world, quotas=quotas), rich_behaviour(world))
    after = result.world_after()
    after.check(1e-9)
    scale = world.array("trade").max()
    np.testing.assert_allclose(after.array("deficit"), result["deficit"].values, atol=1e-9 * scale)


def test_a_second_shock_from_the_world_after_the_first_adds_up() -> None:
    """Two acts in turn are the same as both at once (exact hat algebra is path independent)."""
    world = random_world(5)
    behaviour = rich_behaviour(world, rho=1.0, eta=1.0, xi=1.0, nu=np.inf)
    shock = random_shock(world)
    economy = calibrate(world)
    first = replace(Shock.empty(economy), trade_cost=shock.trade_cost)
    after = equilibrium(world, first, behaviour).world_after()
    second = replace(Shock.empty(calibrate(after)), tariff=shock.tariff)
    both = replace(first, tariff=shock.tariff)
    in_turn = equilibrium(after, second, behaviour)
    at_once = equilibrium(world, both, behaviour)
    chained = (1 + equilibrium(world, first, behaviour).welfare) * (1 + in_turn.welfare) - 1
    np.testing.assert_allclose(chained, at_once.welfare, atol=1e-8)


def sufficient_statistic(world: World, result: xr.Dataset, theta: float) -> np.ndarray:
    """Arkolakis, Costinot & Rodriguez-Clare (2012) with input-output links: real income from home shares alone.

    ``ln P - ln w = (I - B')^-1 (ln pi_hat / theta)`` with B[s, k] the cost share of input s in sector k.
    """
    trade0, trade1 = world.array("trade"), result["trade"].values
    out = []
    for n in range(len(world.economies)):
        home = np.log(trade1[n, :, n] / trade1[:, :, n].sum(0)) - np.log(
            trade0[n, :, n] / trade0[:, :, n].sum(0)
        )
        B = world.array("inputs")[:, n, :] / world.array("output")[n]
        prices = np.linalg.solve(np.eye(len(world.sectors)) - B.T, home / theta)
        alpha = world.array("final")[:, n] / world.array("final")[:, n].sum()
        out.append(np.exp(-alpha @ prices) - 1)
    return np.array(out)


@pytest.mark.parametrize("inputs", [False, True])
def test_welfare_is_the_sufficient_statistic(inputs: bool) -> None:
    world = random_world(6, taxes=False, balanced=True, inputs=inputs)
    economy = calibrate(world)
    shock = replace(Shock.empty(economy), trade_cost=random_shock(world, size=0.5).trade_cost)
    result = equilibrium(world, shock, cobb_douglas(world, theta=3.0, deficits="zero"))
    base = result.world
    np.testing.assert_allclose(result.welfare, sufficient_statistic(base, result.data, 3.0), atol=1e-9)


def test_autarky_gains_are_the_closed_form() -> None:
    """All borders closed: welfare is home share to the power 1/theta (ACR 2012), one sector, no inputs."""
    world = random_world(7, N=4, J=1, taxes=False, inputs=False, balanced=True, zeros=0.0)
    economy = calibrate(world)
    border = np.eye(4)[:, None, :] == 0
    limit = np.where(border, 0.0, np.inf)
    shock = replace(Shock.empty(economy), quota=Quota(limit, np.zeros_like(limit), np.zeros_like(limit)))
    result = equilibrium(world, shock, cobb_douglas(world, theta=5.0))
    home = np.diagonal(world.array("trade")[:, 0, :]) / world.array("trade")[:, 0, :].sum(0)
    np.testing.assert_allclose(result.welfare, home ** (1 / 5.0) - 1, atol=1e-9)


def test_an_economy_cut_off_with_a_fixed_deficit_is_refused() -> None:
    world = random_world(8)
    limit = np.full((4, 3, 4), np.inf)
    limit[0, :, 1:] = limit[1:, :, 0] = 0.0
    shock = replace(
        Shock.empty(calibrate(world)), quota=Quota(limit, np.zeros_like(limit), np.zeros_like(limit))
    )
    with pytest.raises(NoEquilibriumError, match=r"C00 would be cut off from all trade"):
        equilibrium(world, shock, rich_behaviour(world))
    # without the deficit there is one, and it is found
    alone = equilibrium(world, shock, rich_behaviour(world, deficits="zero"))
    assert alone.certificate.worst()[1] < 1e-9
    # what cannot be compared across a closed border is normalised on each side of it
    base = alone.world.array("value_added").sum(1)
    np.testing.assert_allclose(alone["factor_income"].values[0], base[0], rtol=1e-9)


def test_no_substitution_and_no_supply_is_refused() -> None:
    world = random_world(8)
    limit = np.full((4, 3, 4), np.inf)
    limit[0, 0, 1] = 0.0
    shock = replace(
        Shock.empty(calibrate(world)), quota=Quota(limit, np.zeros_like(limit), np.zeros_like(limit))
    )
    behaviour = replace(rich_behaviour(world), theta=np.array([-0.2, 2.0, 2.0]))
    with pytest.raises(NoEquilibriumError, match=r"S0 is cut to zero"):
        equilibrium(world, shock, behaviour)


def test_a_transfer_beyond_all_income_never_returns_a_number() -> None:
    world = random_world(9)
    share = world.array("value_added").sum(1) / world.array("value_added").sum()
    transfer = np.array([-1.5 * share[0], 1.5 * share[0], 0.0, 0.0])
    shock = replace(Shock.empty(calibrate(world)), transfer=transfer)
    with pytest.raises(SolveError, match=r"did not converge.*worst equation"):
        equilibrium(world, shock, rich_behaviour(world))


def test_relabelling_changes_nothing() -> None:
    world = random_world(10)
    order, sectors = np.array([2, 0, 3, 1]), np.array([1, 2, 0])
    cells, made = np.ix_(order, sectors, order), np.ix_(order, sectors)
    moved = World.from_arrays(
        economies=[world.economies[n] for n in order],
        sectors=[world.sectors[s] for s in sectors],
        inputs=world.array("inputs")[np.ix_(sectors, order, sectors)],
        final=world.array("final")[np.ix_(sectors, order)],
        **{v: world.array(v)[cells] for v in ("trade", "tariff", "export_tax")},
    )
    shock, b = random_shock(world), rich_behaviour(world)
    there = Shock(
        **{v: np.asarray(getattr(shock, v))[cells] for v in ("trade_cost", "tariff", "export_tax")},
        productivity=np.asarray(shock.productivity)[made],
        endowment=np.asarray(shock.endowment)[order],
        transfer=np.asarray(shock.transfer)[order],
    )
    one = equilibrium(world, shock, b).data
    two = equilibrium(moved, there, replace(b, theta=b.theta[sectors])).data
    for quantity in ("welfare", "unit_cost", "composite_price"):
        xr.testing.assert_allclose(
            two[quantity].reindex_like(one[quantity]), one[quantity], atol=1e-9, rtol=0
        )


def split_first(values: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    """The first economy becomes two identical halves along `axes`, its flows divided evenly."""
    for axis in axes:
        half = np.take(values, [0], axis) / 2
        values = np.concatenate([half, half, np.delete(values, 0, axis)], axis)
    return values


def test_splitting_an_economy_in_two_halves_changes_nothing() -> None:
    world = random_world(11)
    repeat = np.array([0, 0, 1, 2, 3])
    halves = World.from_arrays(
        economies=["C00a", "C00b", *world.economies[1:]],
        sectors=world.sectors,
        trade=split_first(world.array("trade"), (0, 2)),
        inputs=split_first(world.array("inputs"), (1,)),
        final=split_first(world.array("final"), (1,)),
        **{v: world.array(v)[repeat][:, :, repeat] for v in ("tariff", "export_tax")},
    )
    shock, b = random_shock(world), rich_behaviour(world)
    both = Shock(
        **{
            v: np.asarray(getattr(shock, v))[repeat][:, :, repeat]
            for v in ("trade_cost", "tariff", "export_tax")
        },
        productivity=np.asarray(shock.productivity)[repeat],
        endowment=np.asarray(shock.endowment)[repeat],
        transfer=split_first(np.asarray(shock.transfer), (0,)),
    )
    whole = equilibrium(world, shock, b)
    parts = equilibrium(halves, both, b)
    np.testing.assert_allclose(parts.welfare.values, whole.welfare.values[repeat], atol=1e-9)
    np.testing.assert_allclose(parts["unit_cost"].values, whole["unit_cost"].values[repeat], atol=1e-9)
