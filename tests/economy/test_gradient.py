"""Gradients through the equilibrium against central differences, for every instrument and outcome."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from samples import random_shock, random_world, rich_behaviour

from autarky.economy.calibration import calibrate
from autarky.economy.feasible import with_blocs
from autarky.economy.gradient import DIMENSIONS, outcomes_at
from autarky.economy.outcomes import Outcomes
from autarky.economy.search import search
from autarky.economy.shock import Shock
from autarky.economy.solve import equilibrium, gradient
from autarky.errors import InputError

STEP = 1e-4  # a five-point formula then has errors below 1e-12 from curvature and 1e-9 from the solver
OUTCOMES = list(Outcomes.__dataclass_fields__)


def central(world, shock, behaviour, outcome, economy, instrument, cell):
    def at(step: float) -> float:
        values = jnp.asarray(getattr(shock, instrument)).at[cell].add(step)
        moved = replace(shock, **{instrument: values})
        if instrument == "transfer":  # someone has to give it
            moved = replace(moved, transfer=moved.transfer.at[-1].add(-step))
        return float(equilibrium(world, moved, behaviour, tolerance=1e-13)[outcome].sel(economy=economy))

    return (8 * (at(STEP) - at(-STEP)) - (at(2 * STEP) - at(-2 * STEP))) / (12 * STEP)


@pytest.mark.parametrize("quotas", [False, True])
@pytest.mark.parametrize("instrument", DIMENSIONS)
def test_gradient_is_the_central_difference(instrument: str, quotas: bool) -> None:
    world = random_world(20, zeros=0.0)
    shock: Shock = random_shock(world, seed=1, quotas=quotas)
    behaviour = rich_behaviour(world)
    cells = {"origin": (1, 0, 2), "economy": (1,)}[DIMENSIONS[instrument][0]]
    cells = cells if len(DIMENSIONS[instrument]) != 2 else (1, 0)
    for outcome in OUTCOMES:
        slopes = gradient(world, shock, behaviour, of="C02", outcome=outcome, with_respect_to=instrument)
        slope = float(slopes.values[cells])
        if instrument == "transfer":
            slope -= float(slopes.values[-1])
        expected = central(world, shock, behaviour, outcome, "C02", instrument, cells)
        # 1e-6 relative is the model's guarantee; the absolute part is what the solver's 1e-13 leaves of a difference
        assert slope == pytest.approx(expected, rel=1e-6, abs=1e-8), outcome


def test_unknown_labels_are_refused() -> None:
    world = random_world(20)
    shock, behaviour = random_shock(world), rich_behaviour(world)
    with pytest.raises(InputError, match="did you mean C01"):
        gradient(world, shock, behaviour, of="C1")
    with pytest.raises(InputError, match="did you mean tariff"):
        gradient(world, shock, behaviour, of="C01", with_respect_to="tarif")


def test_gradient_sees_all_cells() -> None:
    """Domestic cells included: the derivative in a trade cost is minus the envelope's share at the base."""
    world = random_world(21, taxes=False, balanced=True, inputs=False, N=4, J=3)
    economy = np.zeros((4, 3, 4))
    shock = Shock(
        trade_cost=np.ones_like(economy),
        tariff=economy,
        export_tax=economy,
        productivity=np.ones((4, 3)),
        endowment=np.ones(4),
        transfer=np.zeros(4),
    )
    slopes = gradient(world, shock, rich_behaviour(world, nu=np.inf), of="C00")
    # efficient world: the sum over all economies, weighted by spending, is Hulten's: minus each flow
    weights = world.array("final").sum(0)
    total = sum(
        gradient(world, shock, rich_behaviour(world, nu=np.inf), of=c).values * weights[n]
        for n, c in enumerate(world.economies)
    )
    assert slopes.shape == (4, 3, 4)
    np.testing.assert_allclose(total, -world.array("trade"), rtol=1e-6, atol=1e-7 * weights.sum())


def test_backward_and_forward_derivatives_agree() -> None:
    """A second way: the tangent equation solved forwards, without the transposed Jacobian."""
    world = random_world(22, zeros=0.0)
    shock, behaviour = random_shock(world, seed=2, quotas=True), rich_behaviour(world)
    economy = calibrate(world)
    shock = with_blocs(economy, shock)
    start, _ = search(economy, behaviour, shock)
    rng = np.random.default_rng(0)
    directions = {i: rng.normal(size=getattr(shock, i).shape) for i in DIMENSIONS}

    def moved(step: jax.Array) -> Outcomes:
        there = replace(shock, **{i: getattr(shock, i) + step * d for i, d in directions.items()})
        return outcomes_at(economy, behaviour, there, start)

    _, tangent = jax.jvp(moved, (jnp.zeros(()),), (jnp.ones(()),))
    for outcome in OUTCOMES:
        backward = sum(
            float(
                (
                    gradient(world, shock, behaviour, of="C01", outcome=outcome, with_respect_to=i).values * d
                ).sum()
            )
            for i, d in directions.items()
        )
        # both linear systems are solved to 1e-11 relative
        assert float(getattr(tangent, outcome)[1]) == pytest.approx(backward, rel=1e-8, abs=1e-9), outcome
