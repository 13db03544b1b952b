"""Elasticities by sector and by economy: from the file to the equations, the draws, the studies and the record."""

import tomllib

import numpy as np
import pytest

import autarky
from autarky import Scenario, World
from autarky.errors import InputError
from autarky.scenario.prepare import Prepared
from five_economies import five_economies

ACT = '\n[[acts]]\ntype = "embargo"\norigin = "RUS"\ndestination = "BLR"\nleakage = "20%"\n'
# the same equations in another layout: sums of a handful of terms in another order, through some Newton steps
SAME = 1e-8


@pytest.fixture(scope="module")
def world() -> World:
    return five_economies()


def scenario(elasticities: str) -> Scenario:
    return Scenario.from_toml(f'name = "s"\nhorizon = "1y"\n{elasticities}\n{ACT}')


def test_values_reach_the_behaviour(world: World) -> None:
    text = """
[elasticities]
eta = 0.3
nu = { C20 = 0.0 }
[[elasticities.local]]
economies = ["EAEU"]
sectors = "A"
theta = 2.0
rho = 0.1
[[elasticities.local]]
economies = "BLR"
xi = 0.4
nu = inf
"""
    plain, varied = (Prepared(world, scenario(t)) for t in ("", text))
    usual, found = plain.behaviour(1.0), varied.behaviour(1.0)
    from autarky.economy.horizon import horizon_parameters

    dial = horizon_parameters(1.0)
    assert float(found.eta) == 0.3
    theta = np.asarray(found.theta)
    assert theta.shape == (5, 3)
    assert (theta[:3, 0] == 2.0 * dial.theta_multiplier).all()  # BLR, RUS, KAZ
    assert (theta[3:] == np.asarray(usual.theta)).all() and (
        theta[:, 1:] == np.asarray(usual.theta)[1:]
    ).all()
    rho = np.asarray(found.rho)
    assert (rho[:3, 0] == 0.1).all() and (rho[:, 1:] == dial.rho).all()
    m = np.asarray(found.specificity)
    assert (m[0] == 0).all() and (m[1:, 1] == 1).all() and (m[1:, 0] == 1 / (1 + dial.nu)).all()
    assert np.asarray(found.xi).tolist() == [0.4, *[dial.xi] * 4]


def test_it_reads_back(world: World) -> None:
    text = '[elasticities]\nrho = { C20 = 0.2 }\n[[elasticities.local]]\neconomies = "RUS"\nnu = 0\n'
    one = scenario(text)
    assert Scenario.from_toml(one.to_toml(), name="s") == one
    assert tomllib.loads(one.to_toml())["elasticities"]["local"][0]["nu"] == 0.0
    record = autarky.solve(world, one).record["elasticities"]
    assert record["rho"]["C20"] == 0.2 and record["nu"]["RUS"]["A"] == 0.0
    assert record["own"]["local"] == [{"economies": ["RUS"], "sectors": ["all"], "nu": 0.0}]


@pytest.mark.slow  # programs for arrays are compiled anew
@pytest.mark.parametrize("closure", ["fixed", "proportional", "zero"])
def test_the_same_number_everywhere_is_that_number(world: World, closure: str) -> None:
    one = scenario(
        f'deficits = "{closure}"\n[elasticities]\ntheta = 3.0\neta = 0.4\nrho = 0.5\nxi = 0.6\nnu = 0.7\n'
    )
    many = scenario(
        f'deficits = "{closure}"\n[[elasticities.local]]\ntheta = 3.0\neta = 0.4\nrho = 0.5\nxi = 0.6\nnu = 0.7\n'
    )
    a, b = autarky.solve(world, one).welfare, autarky.solve(world, many).welfare
    assert np.allclose(a, b, rtol=0, atol=SAME)
    assert not np.allclose(a, autarky.solve(world, scenario("")).welfare, rtol=0, atol=1e-4)


@pytest.mark.slow
def test_draws_and_studies_use_them(world: World) -> None:
    """Draw by draw, what is set locally is not varied; the central draw of a study is the scenario's answer."""
    one = scenario("[[elasticities.local]]\neconomies = 'BLR'\nnu = 0\nrho = 0.1\n")
    answer = autarky.solve(world, one)
    swept = autarky.sweep(world, one, "acts.1.leakage", ["20%"])
    assert np.allclose(swept["welfare"].values.ravel(), answer.welfare.values, rtol=0, atol=SAME)
    ranges = autarky.ranges(world, one, draws=8)
    low, _, high = ranges["welfare"].sel(economy="BLR").values.ravel()
    assert low < float(answer.welfare.sel(economy="BLR")) < high


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[elasticities.local]]\neconomies = "BLX"\nnu = 0\n', r"line 4|BLX"),
        ("[elasticities]\neta = { C2O = 0.1 }\n", r"C2O"),
        ('[[elasticities.local]]\neconomies = "BLR"\n', r"sets nothing"),
        ('[[elasticities.local]]\nsectors = "A"\nxi = 1\n', r"cannot differ by sector"),
        ("[[elasticities.local]]\nrho = -1\n", r"expected 0 or more, got -1"),
        ("[[elasticities.local]]\ntheta = -1\n", r"above -1"),
        ("[[elasticities.local]]\nmu = 1\n", r"unknown field"),
    ],
)
def test_messages(world: World, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        autarky.solve(world, scenario(text))
