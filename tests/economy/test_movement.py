"""Free movement of workers: nobody is lost, real incomes draw near, and without movement nothing changes."""

from dataclasses import replace

import numpy as np
import pytest
from samples import random_world, rich_behaviour

from autarky.economy.calibration import calibrate
from autarky.economy.shock import Movement, Shock
from autarky.economy.solve import equilibrium
from autarky.world.accounts import World


def richer(world: World, elasticity: float | None) -> Shock:
    """The first economy becomes a fifth more productive; workers of the first two may move."""
    shock = Shock.empty(calibrate(world))
    gain = np.ones(np.shape(shock.productivity))
    gain[0] = 1.2
    shock = replace(shock, productivity=gain)
    if elasticity is None:
        return shock
    N = len(world.economies)
    group = np.array([1, 1] + [0] * (N - 2))
    return replace(shock, movement=Movement(group, np.full(N, elasticity), np.arange(1.0, N + 1)))


def test_workers_follow_real_income_and_none_is_lost() -> None:
    world = random_world(5)
    stay = equilibrium(world, richer(world, None), rich_behaviour(world))
    gaps = []
    for elasticity in (0.0, 0.5, 2.0, 1e6):
        moved = equilibrium(world, richer(world, elasticity), rich_behaviour(world))
        change = moved["migration"].values
        people = np.arange(1.0, len(change) + 1)
        assert (people * change).sum() == pytest.approx(0, abs=1e-9)  # as the solver's residual
        assert not change[2:].any()
        if elasticity == 0.0:
            assert np.abs(moved.welfare.values - stay.welfare.values).max() < 1e-9
        else:
            assert change[0] > 0 > change[1]
        gaps.append(float(moved["real_wage"].values[0] - moved["real_wage"].values[1]))
    assert gaps[0] > gaps[1] > gaps[2] > gaps[3]
    # with an elasticity of a million the log gap is at most some percent over a million
    assert gaps[3] == pytest.approx(0, abs=1e-5)
