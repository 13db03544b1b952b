"""Horizon, elasticities and closures: values with sources, ranges, messages."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autarky.economy.behaviour import behaviour
from autarky.economy.elasticities import elasticity_set, list_elasticities, trade_elasticities
from autarky.economy.horizon import horizon_label, horizon_parameters, parse_duration, parse_horizon
from autarky.errors import InputError
from autarky.worlds.library import load_world


@pytest.mark.parametrize(
    ("written", "years"),
    [("3m", 0.25), ("1y", 1), ("10y", 10), ("18 months", 1.5), (2, 2), ("0.5", 0.5), ("1 quarter", 0.25)],
)
def test_horizons_are_understood(written: str | float, years: float) -> None:
    assert parse_horizon(written) == pytest.approx(years)


@pytest.mark.parametrize("written", ["soon", "", "-1y", "0", "1e9", True, "3 parsecs of time", "10 mangos"])
def test_horizons_that_are_not(written: str | bool) -> None:
    with pytest.raises(InputError, match="Horizon"):
        parse_horizon(written)


@pytest.mark.parametrize("written", ["2weeks", "1m", "60 days", 0.1])
def test_below_the_shortest_known_time_there_is_no_answer(written: str | float) -> None:
    with pytest.raises(
        InputError, match="shorter than 3m, the shortest time for which elasticities are published"
    ):
        parse_horizon(written)
    assert 0 < parse_duration(written) < 0.24  # what an act lasts may be shorter


@pytest.mark.parametrize("written", ["90 days", "13 weeks"])
def test_a_quarter_by_its_days_passes(written: str) -> None:
    assert parse_horizon(written) < 0.25
    assert horizon_parameters(parse_horizon(written)).eta == horizon_parameters(0.25).eta


@pytest.mark.parametrize("years", [0.25, 0.5, 1.0, 1.5, 10.0])
def test_labels_read_back(years: float) -> None:
    assert parse_horizon(horizon_label(years)) == pytest.approx(years)


def test_the_dial_has_the_published_points() -> None:
    one, ten = horizon_parameters(1.0), horizon_parameters(10.0)
    assert one.theta_multiplier == pytest.approx(0.76 / 2.0)  # Boehm, Levchenko & Pandalai-Nayar (2023)
    assert one.eta == pytest.approx(0.1)  # Atalay (2017)
    assert (ten.theta_multiplier, ten.eta, ten.rho, ten.xi, ten.nu) == (1.0, 1.0, 1.0, 1.0, np.inf)


@given(st.floats(0.02, 99), st.floats(0.02, 99))
def test_everything_becomes_more_elastic_with_time(a: float, b: float) -> None:
    first, later = (horizon_parameters(y) for y in sorted((a, b)))
    for name in ("theta_multiplier", "eta", "rho", "xi", "nu"):
        assert getattr(first, name) <= getattr(later, name) + 1e-12


def test_elasticities_of_the_embedded_world() -> None:
    world = load_world("icio-2022")
    for name in list_elasticities():
        theta = trade_elasticities(world, name)
        assert theta.shape == (len(world.sectors),)
        assert np.all(theta > 0)
    cp = elasticity_set("caliendo-parro-2015")
    assert (cp.theta["C19"], cp.standard_error["C19"]) == (64.85, 15.61)
    with pytest.raises(InputError, match="did you mean fontagne-2022"):
        elasticity_set("fontange-2022")


@pytest.mark.shared
def test_elasticities_agree_with_the_shared_table(shared) -> None:
    import pandas as pd

    table = pd.read_csv(shared / "data" / "icio-2022-81x28" / "trade_elasticities.csv", index_col="sector")
    ours = elasticity_set("fontagne-2022").theta
    for industry, value in table["FGO"].drop("SERV").items():
        assert ours[str(industry)] == pytest.approx(value), industry


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"theta": [-1.5]}, "above -1"),
        ({"theta": [np.nan]}, "finite"),
        ({"theta": [4.0], "eta": -0.1}, "eta"),
        ({"theta": [4.0], "nu": np.nan}, "nu"),
        ({"theta": [4.0], "deficits": "whatever"}, "closure"),
    ],
)
def test_impossible_parameters_are_refused(values: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        behaviour(**values)
