"""What holds in every random world: properties of the equilibrium, over the whole range of the parameters.

Each shape compiles its own programs, so there are few of them.
"""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from samples import random_shock, random_world

from autarky.economy.behaviour import Behaviour, behaviour
from autarky.economy.calibration import calibrate
from autarky.economy.result import QUANTITIES, Result
from autarky.economy.shock import Quota, Shock
from autarky.economy.solve import equilibrium
from autarky.errors import NoEquilibriumError, SolveError
from autarky.world.accounts import World

FAST = [(2, 1), (3, 2), (5, 4)]
SLOW = [(12, 8)]
SHAPES = [*FAST, *(pytest.param(*shape, marks=pytest.mark.slow) for shape in SLOW)]
EXAMPLES = 6  # for each shape: a solve costs 10 to 50 ms, one that goes along a path a second
CLOSURES = ["fixed", "proportional", "zero"]
# the same worlds on every machine and every run: a red build must mean a change of the code
steady = settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.generate],  # shrinking solves hundreds of worlds more
    suppress_health_check=list(HealthCheck),
)

near_one = st.sampled_from([1.0, 1 - 1e-6, 1 + 1e-6, 1 - 1e-9, 1 + 1e-12])
across = st.one_of(near_one, st.just(0.0), st.floats(0, 4))
seeds = st.integers(0, 10_000)


def draw_world(data: st.DataObject, N: int, J: int) -> World:
    """Built outside of the strategy: what xarray does inside is not hypothesis's business."""
    options = {
        "seed": seeds,
        "taxes": st.booleans(),
        "inputs": st.booleans(),
        "zeros": st.sampled_from([0.0, 0.3]),
        # 4: the largest is thousands of times the smallest
        "spread": st.sampled_from([0.0, 1.0, 4.0]),
    }
    return random_world(N=N, J=J, **data.draw(st.fixed_dictionaries(options)))


def draw_behaviour(data: st.DataObject, J: int, closures: list[str] = CLOSURES) -> Behaviour:
    theta = st.sampled_from([0.5, 1e-6, 50.0]) | st.floats(0.5, 50)
    options = {
        "theta": st.lists(theta, min_size=J, max_size=J),
        "eta": across,
        "rho": across,
        "xi": across,
        "nu": st.sampled_from([0.0, np.inf]) | st.floats(0, 5),
        "deficits": st.sampled_from(closures),
    }
    return behaviour(**data.draw(st.fixed_dictionaries(options)))


def solved(world: World, shock: Shock, reaction: Behaviour) -> Result | None:
    """The equilibrium, or nothing where the answer is a sentence: never a number that did not converge."""
    try:
        return equilibrium(world, shock, reaction)
    except (NoEquilibriumError, SolveError) as e:
        assert len(str(e)) > 60 and not re.search(r"\bnan\b", str(e))
        # a certificate that fails on a converged solution is a defect of ours, not a property of the world
        assert "does not certify" not in str(e)
        return None


def largest_change(result: Result) -> float:
    changes = [q for q, (_, unit, _) in QUANTITIES.items() if unit == "fraction" and q != "trade_volume"]
    return max(float(np.abs(result[q]).max()) for q in changes)


@pytest.mark.parametrize(("N", "J"), SHAPES)
def test_what_is_handed_out_is_an_equilibrium(N: int, J: int) -> None:
    answered = 0

    @steady
    @given(st.data())
    def check(data: st.DataObject) -> None:
        nonlocal answered
        world = draw_world(data, N, J)
        shock = random_shock(
            world,
            data.draw(seeds),
            size=data.draw(st.sampled_from([0.05, 0.3])),
            quotas=data.draw(st.booleans()),
        )
        result = solved(world, shock, draw_behaviour(data, J))
        if result is None:
            return
        answered += 1
        # the solver's 1e-10, and one digit for figures recomputed from rounded ones
        for block, size in result.certificate.as_dict().items():
            assert size <= 1e-9, block
        for quantity in QUANTITIES:
            assert np.isfinite(result[quantity].values).all(), quantity
        after = result.world_after()
        after.check()
        deficit = after.array("deficit") - result["deficit"].values
        assert np.abs(deficit).max() <= 1e-8 * world.array("value_added").sum()

    check()
    assert answered >= EXAMPLES // 2  # refusals are the exception


@pytest.mark.parametrize(("N", "J"), SHAPES)
def test_nothing_happens_without_a_shock(N: int, J: int) -> None:
    @steady
    @given(st.data())
    def check(data: st.DataObject) -> None:
        world = draw_world(data, N, J)
        reaction = draw_behaviour(data, J, ["fixed", "proportional"])
        result = equilibrium(world, Shock.empty(calibrate(world)), reaction)
        # the base is the starting point, and exact up to the rounding of its own accounts
        assert largest_change(result) <= 1e-11

    check()


@pytest.mark.parametrize(("N", "J"), SHAPES)
def test_the_currency_changes_nothing(N: int, J: int) -> None:
    @steady
    @given(st.data())
    def check(data: st.DataObject) -> None:
        world = draw_world(data, N, J)
        shock, reaction = random_shock(world, data.draw(seeds)), draw_behaviour(data, J)
        factor = data.draw(st.sampled_from([1e-6, 2.0, 1e9]))
        scaled = World.from_arrays(
            economies=world.economies,
            sectors=world.sectors,
            **{v: world.array(v) * factor for v in ("trade", "inputs", "final")},
            **{v: world.array(v) for v in ("tariff", "export_tax")},
        )
        here, there = solved(world, shock, reaction), solved(scaled, shock, reaction)
        assert (here is None) == (there is None)
        if here is not None and there is not None:
            # both residuals are below 1e-10; small theta and tiny economies pass them on enlarged
            np.testing.assert_allclose(there.welfare, here.welfare, atol=1e-7)

    check()


@pytest.mark.parametrize(("N", "J"), SHAPES)
def test_names_and_order_change_nothing(N: int, J: int) -> None:
    @steady
    @given(st.data())
    def check(data: st.DataObject) -> None:
        world = draw_world(data, N, J)
        reaction, shock = draw_behaviour(data, J), random_shock(world, data.draw(seeds))
        n = np.array(data.draw(st.permutations(range(N))))
        s = np.array(data.draw(st.permutations(range(J))))
        cells, made = np.ix_(n, s, n), np.ix_(n, s)
        moved = World.from_arrays(
            economies=[world.economies[k] for k in n],
            sectors=[world.sectors[k] for k in s],
            inputs=world.array("inputs")[np.ix_(s, n, s)],
            final=world.array("final")[np.ix_(s, n)],
            **{v: world.array(v)[cells] for v in ("trade", "tariff", "export_tax")},
        )
        there = Shock(
            **{v: np.asarray(getattr(shock, v))[cells] for v in ("trade_cost", "tariff", "export_tax")},
            productivity=np.asarray(shock.productivity)[made],
            endowment=np.asarray(shock.endowment)[n],
            transfer=np.asarray(shock.transfer)[n],
        )
        one = solved(world, shock, reaction)
        two = solved(moved, there, replace(reaction, theta=reaction.theta[s]))
        assert (one is None) == (two is None)
        if one is not None and two is not None:
            np.testing.assert_allclose(two.welfare.values, one.welfare.values[n], atol=1e-7)

    check()


def test_a_large_economy_gains_terms_of_trade_by_a_tariff() -> None:
    """One sector, no inputs, balanced: the tariff lowers what others get for their goods, in every world."""

    @steady
    @given(st.data())
    def check(data: st.DataObject) -> None:
        world = random_world(
            data.draw(seeds), 3, 1, taxes=False, inputs=False, balanced=True, zeros=0.0, spread=1.0
        )
        n = int(world.array("output")[:, 0].argmax())
        rates = data.draw(st.sampled_from([(0.02, 0.1), (0.1, 0.3)]))
        theta = data.draw(st.floats(1.0, 10.0))
        relative = []
        for rate in rates:
            shock = Shock.empty(calibrate(world))
            tariff = np.zeros((3, 1, 3))
            tariff[:, :, n] = rate
            tariff[n, :, n] = 0.0
            result = equilibrium(world, replace(shock, tariff=tariff), behaviour([theta], deficits="zero"))
            cost = 1 + result["unit_cost"].values[:, 0]
            bought = world.array("trade")[:, 0, n].copy()
            bought[n] = 0.0
            abroad = np.exp((bought * np.log(cost)).sum() / bought.sum())
            relative.append(cost[n] / abroad)
        # it gains, and more by the higher tariff
        assert 1 + 1e-6 < relative[0] < relative[1]

    check()


def merged_sectors(world: World) -> World:
    """`world` with its first sector split in two of identical shares, so that merging them is exact."""
    weight = np.array([0.3, 0.7])

    def split(values: np.ndarray, axis: int, scale: bool = True) -> np.ndarray:
        shape = [1] * values.ndim
        shape[axis] = 2
        two = np.repeat(np.take(values, [0], axis), 2, axis)
        two = two * weight.reshape(shape) if scale else two
        return np.concatenate([two, np.delete(values, 0, axis)], axis)

    return World.from_arrays(
        economies=world.economies,
        sectors=["S0a", "S0b", *world.sectors[1:]],
        trade=split(world.array("trade"), 1),
        tariff=split(world.array("tariff"), 1, False),
        export_tax=split(world.array("export_tax"), 1, False),
        inputs=split(split(world.array("inputs"), 0), 2),
        final=split(world.array("final"), 0),
    )


@pytest.mark.parametrize("quotas", [False, True])
def test_merging_sectors_that_are_alike_is_exact(quotas: bool) -> None:
    @settings(steady, max_examples=8)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        whole = draw_world(data, 5, 4)
        parts = merged_sectors(whole)
        # mobile factors: specific ones of the two halves would be two factors, alike as well
        reaction = draw_behaviour(data, 4)
        shock = random_shock(whole, data.draw(seeds), size=0.1, quotas=quotas)
        twice = np.array([0, 0, 1, 2, 3])
        quota = shock.quota
        there = replace(
            shock,
            **{
                v: getattr(shock, v)[:, twice] for v in ("trade_cost", "tariff", "export_tax", "productivity")
            },
            quota=None
            if quota is None
            else Quota(quota.limit[:, twice], quota.to_buyer[:, twice], quota.to_seller[:, twice]),
        )
        one = solved(whole, shock, reaction)
        two = solved(parts, there, replace(reaction, theta=reaction.theta[twice]))
        if one is not None and two is not None:
            np.testing.assert_allclose(two.welfare.values, one.welfare.values, atol=1e-7)

    check()
