"""`gradient` of a scenario against differences: every closure, every channel of the acts, every outcome and instrument.

The direction moves every instrument at once, so that one difference tests all derivatives of an outcome.
"""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from autarky import Scenario, gradient
from autarky.economy.gradient import DIMENSIONS
from autarky.economy.outcomes import Outcomes
from autarky.economy.problem import Problem
from autarky.scenario.solving import prepare
from five_economies import five_economies

OUTCOMES = list(Outcomes.__dataclass_fields__)
TIE = {"origin": "RUS", "destination": "BLR"}
PEOPLE = {"BLR": 9.0, "RUS": 140.0}
ACTS: dict[str, list[dict[str, object]]] = {
    "rates and costs": [
        {"type": "tariff", **TIE, "rate": "10%"},
        {"type": "trade_cost", "origin": "POL", "destination": "BLR", "change": "15%"},
        {"type": "export_tax", "origin": "BLR", "destination": "RUS", "rate": "5%"},
        {
            "type": "export_subsidy",
            "origin": "RUS",
            "destination": "KAZ",
            "sectors": "C20",
            "discount": "10%",
        },
        {"type": "productivity", "economies": "DEU", "change": "-3%"},
        {"type": "endowment", "economies": "POL", "change": "2%"},
        {"type": "transfer", **TIE, "amount": "0.1% of GDP"},
    ],
    "ceilings": [
        {"type": "embargo", "origin": "DEU", "destination": "RUS", "sectors": "C20", "leakage": "30%"},
        {"type": "embargo", "origin": "POL", "destination": "RUS", "sectors": "A", "leakage": 0},
    ],
    "a price cap": [
        {"type": "price_cap", "origin": "RUS", "destination": "DEU", "sectors": "C20", "cap": "80%"}
    ],
    "movement": [{"type": "union", "members": ["BLR", "RUS"], "free_movement": True, "population": PEOPLE}],
    # without deficits only: nobody could finance them
    "a bloc": [
        {
            "type": "embargo",
            "origin": "BLR",
            "destination": ["world", "-BLR"],
            "both_ways": True,
            "leakage": 0,
        }
    ],
}
FAST = {("zero", "rates and costs"), ("proportional", "ceilings")}
CASES = [
    pytest.param(closure, acts, marks=() if (closure, acts) in FAST else pytest.mark.slow)
    for closure, acts in product(("fixed", "proportional", "zero"), ACTS)
    if acts != "a bloc" or closure == "zero"
]


def moved(problem: Problem, direction: dict[str, np.ndarray], step: float) -> Problem:
    shock = problem.shock
    return replace(
        problem,
        shock=replace(shock, **{i: np.asarray(getattr(shock, i)) + step * d for i, d in direction.items()}),
    )


@pytest.mark.parametrize(("closure", "acts"), CASES)
def test_gradient_is_the_difference(closure: str, acts: str) -> None:
    world = five_economies()
    scenario = Scenario(name="any", horizon="5y", deficits=closure, acts=ACTS[acts])
    problem = prepare(world, scenario).problem(5.0)
    rng = np.random.default_rng(5)
    direction = {i: rng.normal(size=np.shape(getattr(problem.shock, i))) for i in DIMENSIONS}
    abroad = 1 - np.eye(5)[:, None, :]
    for instrument in ("trade_cost", "tariff", "export_tax"):
        direction[instrument] *= 0.3 * abroad
    transfer = 0.01 * direction["transfer"]
    transfer[0] = 0.0  # a bloc of its own cannot be paid
    direction["transfer"] = np.where(np.arange(5) > 0, transfer - transfer.sum() / 4, 0.0)

    h = 1e-3
    results = {k: moved(problem, direction, k * h).solve(tolerance=1e-13) for k in (-2, -1, 1, 2)}
    for outcome in OUTCOMES:
        of = {k: r[outcome].values for k, r in results.items()}
        expected = (8 * (of[1] - of[-1]) - (of[2] - of[-2])) / (12 * h)
        for n, economy in ((0, "BLR"), (1, "RUS")):
            slope = sum(
                float((problem.gradient(of=economy, outcome=outcome, with_respect_to=i).values * d).sum())
                for i, d in direction.items()
            )
            # five points leave the fourth power of the step times curvature, and the solver's 1e-13 over the step
            assert slope == pytest.approx(float(expected[n]), rel=2e-6, abs=1e-8), (outcome, economy)


def test_the_facade_says_the_same_as_the_problem() -> None:
    world = five_economies()
    scenario = Scenario(name="any", horizon="5y", deficits="zero", acts=ACTS["rates and costs"])
    problem = prepare(world, scenario).problem(5.0)
    one = gradient(world, scenario, of="BLR", outcome="real_gdp", with_respect_to="tariff")
    other = problem.gradient(of="BLR", outcome="real_gdp", with_respect_to="tariff")
    assert np.array_equal(one.values, other.values) and one.dims == ("origin", "sector", "destination")
