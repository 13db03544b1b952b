"""Unions and support as sentences of the report."""

from typing import Any

import numpy as np
import pytest

from autarky.acts import Context, make_act
from autarky.acts.sentences import sentence
from autarky.world import World


def made(tariff: float = 0.0) -> World:
    trade = np.full((3, 2, 3), 10.0)
    trade[range(3), :, range(3)] = 80.0
    rates = tariff * (1 - np.eye(3)[:, None, :] * np.ones((1, 2, 1)))
    return World.from_arrays(
        economies=["BLR", "RUS", "POL"],
        sectors=["C10T12", "B06"],
        trade=trade,
        tariff=rates,
        inputs=np.zeros((2, 3, 2)),
        final=((1 + rates) * trade).sum(0),
        economy_names={"BLR": "Belarus", "RUS": "Russia", "POL": "Poland"},
        attrs={"name": "made", "year": 2022},
    )


UNION: dict[str, Any] = {"type": "union", "members": ["BLR", "RUS"]}
BUDGET: dict[str, Any] = {
    "budget": "USD 10 million",
    "contributions": {"RUS": "100%"},
    "uses": {"BLR": "100%"},
}
TIE: dict[str, Any] = {"type": "support", "origin": "RUS", "destination": "BLR"}


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        (
            UNION,
            ["Union of Belarus and Russia", "nothing changes in this world", "USD 40.0 million of trade"],
        ),
        (
            UNION | {"standards": {"food": "8%"}},
            ["common standards take 4 % on average off delivered prices"],
        ),
        (UNION | {"market_access": {"POL": "2%"}}, ["a common label takes 2% off in POL"]),
        (
            UNION | BUDGET,
            ["a common budget of USD 10 million a year (BLR USD +10.0 million and RUS USD −10.0 million"],
        ),
        (
            TIE | {"form": "grant", "amount": "USD 6 million"},
            ["Support from Russia to Belarus; USD 6 million a year."],
        ),
        (
            TIE | {"form": "credit", "amount": "USD 60 million", "maturity": 10, "change": "withdraw"},
            ["credit of USD 60 million at 0 % over 10 years that the base year contains ends, worth USD"],
        ),
    ],
    ids=["nothing", "standards", "label", "budget", "grant", "credit"],
)
def test_sentences(fields: dict[str, Any], parts: list[str]) -> None:
    world = made()
    told = sentence(make_act(fields).facts(Context(world)), world)
    plain = told.replace("\u202f", " ").replace("\u00a0", " ")
    for part in parts:
        assert part in plain, plain


def test_tariffs_of_a_world_that_has_some() -> None:
    world = made(0.07)
    told = sentence(make_act(UNION | {"external_tariff": "min"}).facts(Context(world)), world)
    assert "tariffs of 7\u202f% on average between them end, common external tariff: min" in told
