"""Acts on payments on a small world: the wedge they leave, in any order, and what they refuse."""

import itertools
from typing import Any

import numpy as np
import pytest
from small_world import BLR, FOOD, OIL, POL, RUS, shock_of
from tolerances import ROUNDING, SUMS

from autarky.acts import Context, make_act
from autarky.acts.payments.calibration import elasticity
from autarky.acts.sentences import sentence
from autarky.errors import InputError
from autarky.scenario import Scenario
from autarky.world import World

EPSILON = elasticity("central", 1.0)
CUT: dict[str, Any] = {"type": "payment_cut_off", "origin": "BLR", "destination": "RUS"}


def costs(world: World, *acts: dict[str, Any]) -> np.ndarray:
    return np.asarray(Scenario(acts=list(acts)).compile(world).trade_cost)


@pytest.mark.parametrize("outside", [5, 30, 60, 95])
def test_a_cut_off_costs_what_is_left_inside(world: World, outside: int) -> None:
    cost = costs(world, CUT | {"mix": f"BLR-RUS: {outside}% spfs, {100 - outside}% usd"})
    left = (outside / 100) ** (-1 / EPSILON)
    assert cost[[BLR, RUS], :, [RUS, BLR]] == pytest.approx(left, rel=SUMS)
    assert np.all(cost[:, :, POL] == 1) and np.all(cost[POL] == 1)


def test_all_outside_costs_exactly_nothing(world: World) -> None:
    assert np.all(costs(world, CUT | {"mix": "BLR-RUS: 33.3% spfs, 66.7% informal"}) == 1)


def test_thirty_and_ninety_five_percent_outside(world: World) -> None:
    loss = [
        costs(world, CUT | {"mix": f"BLR-RUS: {x}% spfs, {100 - x}% usd"})[BLR, FOOD, RUS]
        for x in (10, 30, 95)
    ]
    assert loss[0] > loss[1] > loss[2] > 1
    assert loss[1] == pytest.approx(0.3 ** (-1 / EPSILON), rel=SUMS)
    assert loss[2] == pytest.approx(0.95 ** (-1 / EPSILON), rel=SUMS)


def test_acts_combine_exactly_and_in_any_order(world: World) -> None:
    acts: list[dict[str, Any]] = [
        CUT | {"channels": "usd"},
        CUT | {"channels": ["usd", "eur"], "share": "60%", "sectors": "oil and gas"},
        {"type": "payment_cost", "origin": "RUS", "channels": "own", "change": "+3%"},
        {"type": "payment_channel", "origin": "BLR", "channel": "mbridge", "share": "10%", "cost": "1%"},
    ]
    first = costs(world, *acts)
    for order in itertools.permutations(acts):
        assert costs(world, *order) == pytest.approx(first, rel=ROUNDING)
    both = costs(world, CUT | {"channels": "usd"}, CUT | {"channels": "eur"})
    assert both == pytest.approx(costs(world, CUT | {"channels": ["usd", "eur"]}), rel=ROUNDING)
    assert both[BLR, OIL, RUS] > 1
    separate = [costs(world, CUT | {"channels": c})[BLR, OIL, RUS] for c in ("usd", "eur")]
    assert both[BLR, OIL, RUS] > separate[0] * separate[1]  # the second cut finds fewer ways left


def test_other_acts_stay_as_they_are(world: World) -> None:
    dearer = {"type": "trade_cost", "origin": "BLR", "destination": "RUS", "change": "10%"}
    alone, both = costs(world, CUT), costs(world, dearer, CUT)
    assert both[BLR, FOOD, RUS] == pytest.approx(1.1 * alone[BLR, FOOD, RUS], rel=ROUNDING)
    assert both[RUS, FOOD, BLR] == alone[RUS, FOOD, BLR]


def test_one_way_and_sectors(world: World) -> None:
    cost = costs(world, CUT | {"both_ways": False, "sectors": "oil and gas"})
    assert {tuple(map(int, c)) for c in np.argwhere(cost != 1)} == {(BLR, OIL, RUS)}


def test_a_channel_opened_before_may_be_cut(world: World) -> None:
    new = {"type": "payment_channel", "origin": "BLR", "channel": "mbridge", "share": "20%"}
    opened = costs(world, new)
    assert opened[BLR, FOOD, RUS] == pytest.approx(0.8 ** (1 / EPSILON), rel=SUMS)
    closed = costs(world, new, CUT | {"channels": "mbridge"})
    assert closed[BLR, FOOD, RUS] == pytest.approx(1, rel=ROUNDING) and closed[BLR, FOOD, POL] < 1
    with pytest.raises(InputError, match="channels: unknown channel 'mbridge'"):
        costs(world, CUT | {"channels": "mbridge"}, new)


def test_severity_and_time_are_those_of_the_layer(world: World) -> None:
    pure: dict[str, Any] = CUT | {"channels": "usd", "mix": "BLR-RUS: 50% usd, 50% spfs"}
    for severity, since, years in (("low", "3m", 0.25), ("high", 3, 3.0)):
        cost = costs(world, pure | {"severity": severity, "since": since})[BLR, OIL, RUS]
        assert cost == pytest.approx(2 ** (1 / elasticity(severity, years)), rel=SUMS)


def test_the_system_of_payments_is_one(world: World) -> None:
    same = {**CUT, "severity": "high", "since": "3m"}
    costs(world, same, CUT, same)  # what one act says holds for all
    with pytest.raises(
        InputError, match=r"act 2 \(payment_cut_off\), severity: low here but high in another"
    ):
        costs(world, same, CUT | {"severity": "low"})
    with pytest.raises(InputError, match=r"mix: .* both say how BLR and RUS pay, and differ"):
        costs(world, CUT | {"mix": "BLR-RUS: 5% usd"}, CUT | {"mix": "BLR-RUS: 6% usd"})
    # whoever says it, the total is that of the system in which it holds
    late = costs(world, CUT | {"channels": "usd"}, CUT | {"channels": "eur", "severity": "high"})
    early = costs(world, CUT | {"channels": "usd", "severity": "high"}, CUT | {"channels": "eur"})
    assert late == pytest.approx(early, rel=ROUNDING)


WRONG: list[tuple[dict[str, Any], str]] = [
    (
        CUT | {"channels": "swfit"},
        r"channels: unknown channel 'swfit' \(did you mean swift\?\); known: swift, usd",
    ),
    (CUT | {"share": 0}, "share: 0"),
    (CUT | {"share": "120%"}, "share: '120%' is too high: expected at most 100%"),
    (CUT | {"mix": "BLR-RUS: 60% usd, 50% eur"}, "mix: .*the shares add up to 110 %, at most 100 %"),
    (CUT | {"mix": ["BLR-XXX: 60% usd"]}, "mix: .*XXX"),
    (CUT | {"mix": "BLR-POL: 60% RUB"}, "mix: .*RUB is the currency of neither BLR nor POL"),
    (CUT | {"severity": "hihg"}, r"severity: 'hihg' is not one of .*\(did you mean high\?\)"),
    (CUT | {"since": "soon"}, "since: .*'soon' is not understood"),
    (CUT | {"year": 1900}, "year: .*greater than or equal to 1990"),
    (CUT | {"destination": "Belarus"}, "do not touch domestic sales"),
    (
        CUT | {"channels": ["swift", "spfs", "cips", "informal"]},
        "channels: nothing is left to pay with for BLR→RUS C10T12: leave a channel open",
    ),
    ({"type": "payment_channel", "origin": "BLR", "channel": "swift", "share": "5%"}, "swift is a network"),
    (
        {"type": "payment_channel", "origin": "BLR", "channel": "A B", "share": "5%"},
        "is no name of a channel",
    ),
    ({"type": "payment_channel", "origin": "BLR", "channel": "new", "share": "100%"}, "less than 100 %"),
    (
        {"type": "payment_cost", "origin": "BLR", "channels": "own", "change": "-60%"},
        "half the value of the goods",
    ),
    (
        {
            "type": "reserves_freeze",
            "origin": "RUS",
            "destination": "POL",
            "amount": "USD 5 million",
            "rate": 0,
        },
        "rate: without interest the freeze costs nothing",
    ),
    (
        {"type": "reserves_freeze", "origin": "RUS", "destination": "POL", "amount": 5},
        "amount: expected an amount",
    ),
    (
        {"type": "reserves_freeze", "origin": "RUS", "destination": "RUS", "amount": "USD 5 million"},
        "destination: RUS stands on both sides: reserves at home",
    ),
]


@pytest.mark.parametrize(("fields", "message"), WRONG, ids=[m[:40] for _, m in WRONG])
def test_wrong_input_is_named(world: World, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Scenario(acts=[fields]).compile(world)


def test_several_cuts_that_leave_nothing_are_named_at_the_last(world: World) -> None:
    with pytest.raises(InputError, match=r"act 2 \(payment_cut_off\), channels: nothing is left to pay with"):
        costs(world, CUT, CUT | {"channels": ["spfs", "informal"]})


def test_frozen_reserves_are_a_transfer(world: World) -> None:
    freeze: dict[str, Any] = {"type": "reserves_freeze", "origin": "RUS", "destination": "POL"}
    # world value added is 600 million; 3 % of 60 million is 1.8
    interest = np.asarray(shock_of(world, freeze | {"amount": "USD 60 million"}).transfer)
    assert interest == pytest.approx([0, -0.003, 0.003], abs=ROUNDING)
    lost = freeze | {"amount": "30% of GDP", "lost": "principal", "rate": "5%", "years": 1}
    # all of 60 million, with a year's interest
    assert np.asarray(shock_of(world, lost).transfer) == pytest.approx([0, -0.105, 0.105], abs=ROUNDING)
    without = freeze | {"amount": "USD 60 million", "lost": "principal", "rate": 0, "years": 10}
    assert np.asarray(shock_of(world, without).transfer) == pytest.approx([0, -0.01, 0.01], abs=ROUNDING)
    found = make_act(freeze | {"amount": "USD 60 million"}).facts(Context(world))
    assert found["moved"] == pytest.approx(1.8, rel=SUMS)
    said = " ".join(sentence(found, world).split())  # thin and fixed spaces are spaces
    assert said.startswith("Frozen reserves of Russia in Poland") and "is USD 1.80 million a year" in said


def test_resolve_says_what_is_hit_and_what_it_costs(world: World) -> None:
    found = make_act(CUT | {"mix": "BLR-RUS: 40% spfs, 60% usd"}).facts(Context(world))
    assert found["channels"] == ["usd", "eur", "own", "other"]
    assert found["carried"] == pytest.approx(0.6, rel=SUMS)
    cost = 0.4 ** (-1 / EPSILON) - 1
    assert (found["trade_cost"], found["trade_cost_most"]) == pytest.approx((cost, cost), rel=SUMS)
    assert found["trade_cost_most_pair"] in (["BLR", "RUS"], ["RUS", "BLR"])
    assert (found["severity"], found["since"], found["invoicing"], found["year"]) == (
        "central",
        "1y",
        "assumed",
        2022,
    )
    assert any("assumed by kind of pair" in n for n in found["notes"])
    said = sentence(found, world)
    assert (
        said.startswith("Payment cut-off between Belarus and Russia, both ways")
        and "1y after the event" in said
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"type": "payment_channel", "origin": "BLR", "channel": "mbridge", "share": 0.1},
            "mbridge opens for 10",
        ),
        (
            {"type": "payment_cost", "origin": "BLR", "channels": "usd", "change": "+2%"},
            "usd changes by \\+2",
        ),
        (CUT | {"share": "70%"}, "end for 70"),
    ],
)
def test_sentences(world: World, fields: dict[str, Any], words: str) -> None:
    import re

    assert re.search(words, sentence(make_act(fields).facts(Context(world)), world))
