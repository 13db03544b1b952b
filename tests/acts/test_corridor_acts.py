"""The act on corridors: exact where nothing changes, in any number, and clear about what makes no sense."""

from functools import cache
from typing import Any

import numpy as np
import pytest
from small_world import BLR, FOOD, POL, RUS, small_world
from tolerances import ROUNDING, SUMS

from autarky.acts import Context, Corridors, make_act
from autarky.acts.corridors.analysis import analyse
from autarky.economy.backend import prepare
from autarky.economy.calibration import calibrate
from autarky.economy.shock import Shock
from autarky.errors import InputError
from autarky.report.exhibits import exhibit_tables, shown
from autarky.scenario import Scenario
from autarky.scenario.for_analysis import for_analysis
from autarky.world import World

WEST = ["Brest-Malaszewicze", "Grodno-Kuznica-Bialystok"]


@cache
def world() -> World:
    """Belarus, Russia and Poland; USD 10 million of each good between each two."""
    prepare()
    return small_world()


def shock_of(*acts: dict[str, Any]) -> Shock:
    made = [make_act({"type": "corridors"} | a) for a in acts]
    shock = Shock.empty(calibrate(world()))
    for k, act in enumerate(made):
        shock = act.apply(shock, Context(world(), before=tuple(made[:k])))
    return shock


def cost(*acts: dict[str, Any]) -> np.ndarray:
    return np.asarray(shock_of(*acts).trade_cost)


def test_a_link_that_nobody_uses_changes_nothing() -> None:
    assert (cost({"at": "Panama Canal", "close": True}) == 1).all()
    assert (cost({"at": "Brest-Malaszewicze", "reopen": True}) == 1).all()


def test_closing_the_west_makes_poland_dearer_and_reopening_gives_the_base_back() -> None:
    closed = cost({"at": WEST, "close": True, "by": "BLR"})
    assert (closed[[BLR, POL], FOOD, [POL, BLR]] > 1.001).all()
    assert closed[BLR, FOOD, RUS] == 1  # never came by there
    both = cost({"at": WEST, "close": True}, {"at": WEST, "reopen": True})
    # the two solutions differ by the tolerance of the transport equilibrium, 3e-6 of all costs
    assert both == pytest.approx(np.ones_like(both), abs=1e-5)


def test_acts_combine_to_what_one_act_does() -> None:
    first, second = ({"at": [x], "close": True} for x in WEST)
    together = cost({"at": WEST, "close": True})
    assert cost(first, second) == pytest.approx(together, abs=1e-5)
    assert cost(second, first) == pytest.approx(together, abs=1e-5)


def test_only_some_goods_and_sellers() -> None:
    found = cost({"at": WEST, "close": True, "sectors": "food", "origin": "BLR"})
    changed = {tuple(map(int, c)) for c in np.argwhere(np.abs(found - 1) > 1e-6)}
    assert changed == {(BLR, FOOD, POL)}


def test_a_toll_ad_valorem_is_paid_once_per_link() -> None:
    """Whatever leaves Minsk does so by one link: 2 % of the value, (c + 0.02) after c."""
    act = Corridors(at="Minsk", toll="2%", origin="BLR", sectors="food")
    wedges = act.change(Context(world())).wedges
    before, after = wedges.before[BLR, FOOD], wedges.after[BLR, FOOD]
    assert (after - before)[[RUS, POL]] == pytest.approx(0.02, abs=SUMS)
    assert wedges.kappa_hat[BLR, FOOD, POL] == pytest.approx(
        (1 + after[POL]) / (1 + before[POL]), rel=ROUNDING
    )
    assert (np.delete(wedges.kappa_hat, BLR, axis=0) == 1).all()


def test_faster_trains_and_the_value_of_time() -> None:
    gains = [
        1 - cost({"at": "Minsk-Orsha", "time": "-50%", "time_value": v})[BLR, FOOD, RUS]
        for v in ("low", "central", "high")
    ]
    assert 0 < gains[0] < gains[1] < gains[2]
    # food: 0.1, 0.3 and 0.6 % a day; not more than 110 km of train and truck each are won
    assert gains[2] < 0.006 * 0.5


def test_no_way_left_is_a_cut_with_leakage() -> None:
    act = {"at": ["Minsk"], "close": True, "leakage": "20%"}
    shock = shock_of(act)
    assert shock.quota is not None and float(shock.quota.limit[BLR, FOOD, RUS]) == 0.2
    assert np.isinf(np.asarray(shock.quota.limit)[RUS, FOOD, POL])
    (note,) = [n for n in Corridors(**act).facts(Context(world()))["notes"] if "no way is left" in n]
    assert "20 % of the quantity still arrives" in note


def test_a_new_link_makes_trade_cheaper() -> None:
    act: dict[str, Any] = {"at": "Minsk-Warsaw", "build": "rail", "km": 500, "capacity_mt": 20}
    assert cost(act)[BLR, FOOD, POL] < 1
    widened = cost(act, {"at": "Minsk-Warsaw", "time": "-20%"})
    assert widened[BLR, FOOD, POL] < cost(act)[BLR, FOOD, POL]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"at": "Brest-Malaszewic", "close": True}, "at: unknown place, link or corridor .*did you mean"),
        ({"at": ["Minsk", "Brst"], "close": True}, "at, entry 2: unknown place.*did you mean Brest"),
        ({"at": "Suez", "close": True, "by": "POL"}, "Suez is controlled by EGY, not by POL"),
        ({"at": "Kamchatka", "close": True, "by": "POL"}, "Kamchatka is high seas"),
        ({"at": "Minsk"}, "at: nothing happens to it"),
        ({"at": "Minsk", "close": True, "reopen": True}, "exclude one another"),
        ({"at": "Minsk-Brest", "capacity": "50%"}, "capacity: no link here has a capacity that binds"),
        ({"at": WEST, "capacity": "50%", "origin": "BLR"}, "capacity is there for all goods"),
        ({"at": "Minsk-Brest", "build": "rail"}, "is there already"),
        ({"at": "Kashgar-Osh", "build": "rail"}, "does not name two places"),
        ({"at": "Minsk-Warsaw", "build": "rail", "km": 100}, "shorter than the great circle"),
        ({"at": "Minsk", "close": True, "km": 100}, "km: is of a new link"),
        ({"at": "Minsk", "toll": "5 EUR"}, 'toll: .*"USD 5/t"'),
        ({"at": "Minsk", "time": "-100%"}, "time: a cut of more than 95 %"),
        ({"at": "Minsk", "capacity": "-95%"}, "less than a tenth of the capacity left"),
    ],
)
def test_what_makes_no_sense(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        make_act({"type": "corridors"} | fields).facts(Context(world()))


def test_states_need_not_be_in_the_world() -> None:
    made = Corridors(at="Suez Canal", close=True, by="Egypt").facts(Context(world()))
    assert made["links"] == ["Port Said-Suez (sea)"] and made["economies"] == ["Egypt"]
    with pytest.raises(InputError, match="by: unknown state 'Atlantis'"):
        Corridors(at="Suez Canal", close=True, by="Atlantis").facts(Context(world()))


def test_exhibits_show_pairs_links_and_maps() -> None:
    scenario = Scenario(acts=[{"type": "corridors", "at": WEST, "close": True}])
    pairs, links = analyse(for_analysis(world(), scenario, []))
    assert {row[:2] for row in pairs.rows} >= {("Belarus", "Poland"), ("Poland", "Belarus")}
    named = [x for x in links.data["links"] if x["named"]]
    assert len(named) == 4 and all(x["after"] == 0 for x in named)
    maps = shown([pairs, links])[1].figures
    assert [f.title for f in maps] == ["LinkFlows before", "LinkFlows after", "What changed"]
    assert "<circle" in maps[1].svg and exhibit_tables([pairs, links])
