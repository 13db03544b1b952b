"""Pairs of acts that undo one another are named; pairs that combine are not."""

from typing import Any

import pytest

from autarky.errors import InputError
from autarky.scenario import Scenario
from autarky.world import World

TIE = {"origin": "BLR", "destination": "RUS"}
BACK = {"origin": "RUS", "destination": "BLR"}


def check(world: World, *acts: dict[str, Any]) -> None:
    Scenario(acts=list(acts)).resolve(world)


REFUSED = [
    (
        {"type": "tariff", **TIE, "rate": 0.1},
        {"type": "tariff", **TIE, "rate": 0.2},
        r"act 2 \(tariff\): contradicts act 1 \(tariff\): both set the tariff, to 0.1 and to 0.2, at BLR→RUS",
    ),
    (
        {"type": "tariff", **TIE, "change": "5 pp"},
        {"type": "tariff", **TIE, "rate": 0.2},
        "losing the change",
    ),
    (
        {"type": "export_subsidy", **TIE, "discount": 0.2},
        {"type": "export_tax", **TIE, "rate": 0.2},
        "losing",
    ),
    ({"type": "embargo", **TIE}, {"type": "trade_cost", **TIE, "change": -0.1}, "one bans the trade"),
    ({"type": "trade_cost", **TIE, "change": -0.1}, {"type": "embargo", **TIE}, "one bans the trade"),
    ({"type": "price_cap", **TIE, "cap": 0.8}, {"type": "export_tax", **TIE, "rate": 0.2}, "have no effect"),
    (
        {"type": "export_subsidy", **TIE, "withdraw": 0.2},
        {"type": "price_cap", **TIE, "cap": 0.8},
        "no effect",
    ),
    (
        {"type": "price_cap", **TIE, "cap": 0.8},
        {"type": "price_cap", **TIE, "cap": 0.7},
        "both set the price cap",
    ),
    ({"type": "embargo", **TIE}, {"type": "embargo", **TIE, "rent": "lost"}, "give its rent to others"),
]


@pytest.mark.parametrize(("first", "second", "message"), REFUSED)
def test_refused(world: World, first: dict[str, Any], second: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        check(world, first, second)


ALLOWED = [
    ({"type": "tariff", **TIE, "rate": 0.1}, {"type": "tariff", **BACK, "rate": 0.2}),
    ({"type": "tariff", **TIE, "rate": 0.1}, {"type": "tariff", **TIE, "rate": 0.1}),
    ({"type": "tariff", **TIE, "rate": 0.1}, {"type": "tariff", **TIE, "change": "5 pp"}),
    (
        {"type": "tariff", **TIE, "rate": 0.1, "sectors": "B06"},
        {"type": "tariff", **TIE, "rate": 0.2, "sectors": "food"},
    ),
    ({"type": "embargo", **TIE}, {"type": "trade_cost", **TIE, "change": 0.1}),
    ({"type": "embargo", **TIE, "leakage": 1}, {"type": "trade_cost", **TIE, "change": -0.1}),
    ({"type": "embargo", **TIE}, {"type": "embargo", **TIE, "leakage": 0}),
    ({"type": "price_cap", **TIE, "cap": 0.8}, {"type": "embargo", **TIE}),
    ({"type": "export_subsidy", **TIE, "discount": 0.1}, {"type": "export_tax", **TIE, "change": "5 pp"}),
]


@pytest.mark.parametrize(("first", "second"), ALLOWED)
def test_allowed(world: World, first: dict[str, Any], second: dict[str, Any]) -> None:
    check(world, first, second)
