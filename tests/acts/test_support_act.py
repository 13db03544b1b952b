"""Support between states, at what it is worth a year."""

from typing import Any

import numpy as np
import pytest
from small_world import shock_of
from tolerances import ROUNDING, SUMS

from autarky.acts import Context, make_act
from autarky.errors import InputError
from autarky.scenario import Scenario
from autarky.world import World

TIE: dict[str, Any] = {"type": "support", "origin": "RUS", "destination": "BLR"}
LOAN = TIE | {
    "form": "credit",
    "amount": "USD 60 million",
    "market_rate": "5%",
    "maturity": 10,
    "payments": 1,
}


def test_a_grant_is_a_transfer(world: World) -> None:
    transfer = np.asarray(shock_of(world, TIE | {"form": "grant", "amount": "USD 6 million"}).transfer)
    assert transfer == pytest.approx([0.01, -0.01, 0], abs=ROUNDING)
    of_gdp = np.asarray(shock_of(world, TIE | {"form": "grant", "amount": "3% of GDP"}).transfer)
    assert of_gdp == pytest.approx([0.01, -0.01, 0], abs=ROUNDING)
    ends = np.asarray(
        shock_of(world, TIE | {"form": "grant", "amount": "3% of GDP", "change": "withdraw"}).transfer
    )
    assert ends == pytest.approx(-of_gdp, abs=ROUNDING)


def test_credit_lent_every_year_counts_its_grant_element(world: World) -> None:
    act = make_act(LOAN | {"maturity": 1, "lent": "every year"})
    # 60 lent free of interest for a year: worth 60 - 60 / 1.05
    assert act.facts(Context(world))["yearly"] == pytest.approx(60 - 60 / 1.05, rel=SUMS)


def test_credit_lent_once_is_an_annuity(world: World) -> None:
    found = make_act(LOAN | {"maturity": 2}).facts(Context(world))
    element = 1 - (1 / 1.05 + 1 / 1.05**2) / 2
    # two payments that are worth the grant element today
    assert found["yearly"] == pytest.approx(60 * element / (1 / 1.05 + 1 / 1.05**2), rel=SUMS)
    assert found["grant_element"] == pytest.approx(element, rel=SUMS)
    assert found["share_of_receiver_gdp"] == pytest.approx(found["yearly"] / 200, rel=SUMS)


def test_debt_relief_is_the_payments_that_fall_away(world: World) -> None:
    relief = TIE | {"form": "debt relief", "amount": "USD 60 million", "rate": "5%", "market_rate": "5%"}
    found = make_act(relief | {"maturity": 10, "payments": 1}).facts(Context(world))
    # debt at the market rate is worth its face value
    assert found["grant_element"] == pytest.approx(1, rel=SUMS)
    assert found["yearly"] == pytest.approx(60 * 0.05 / (1 - 1.05**-10), rel=SUMS)


def test_several_givers_and_receivers_share_by_gdp(world: World) -> None:
    act = TIE | {"origin": ["RUS", "POL"], "form": "grant", "amount": "USD 6 million"}
    assert np.asarray(shock_of(world, act).transfer) == pytest.approx([0.01, -0.005, -0.005], abs=ROUNDING)


BAD: list[tuple[dict[str, Any], str]] = [
    ({"form": "gift"}, "is not one of grant, credit or debt relief"),
    ({"rate": "6%"}, "no cheaper than the market"),
    ({"rate": "-1%"}, "an interest rate below zero"),
    ({"maturity": 3, "grace": 3}, "a `maturity` beyond `grace`"),
    ({"maturity": "ten"}, "expected a number of years"),
    ({"maturity": 1000}, "expected a number of years"),
    ({"amount": 5}, "expected an amount with its unit"),
    ({"amount": "EUR 5 million"}, "amount: .*counts in USD million"),
    ({"destination": ["BLR", "RUS"]}, "destination: RUS would support itself"),
    ({"form": "grant", "amount": "USD 300 million"}, "amount: RUS would pay more than half its GDP"),
]


@pytest.mark.parametrize(
    ("fields", "message"), BAD, ids=[f"{k}-{next(iter(f))}" for k, (f, _) in enumerate(BAD)]
)
def test_wrong_support(world: World, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        make_act(LOAN | fields).received(Context(world))  # type: ignore[attr-defined]


def test_writes_itself() -> None:
    scenario = Scenario(acts=[LOAN | {"rate": "3.3%", "grace": 2}])
    assert Scenario.from_toml(scenario.to_toml()) == scenario
