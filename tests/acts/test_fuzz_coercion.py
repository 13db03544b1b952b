"""Whatever stands in the fields of an embargo or a cartel, the answer is a sound act or an `InputError`."""

import contextlib
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import small_world

from autarky.acts import Context, make_act
from autarky.economy.calibration import calibrate
from autarky.economy.feasible import check_shock
from autarky.economy.shock import Shock
from autarky.errors import InputError
from autarky.scenario import Scenario

WORLD = small_world(tariff=0.05, export_tax=0.1)
ECONOMY = calibrate(WORLD)
CODES = st.sampled_from(["BLR", "RUS", "POL", "Poland", "EAEU", "EU", "world", "x", "", "-BLR"])
SHARE = st.sampled_from(
    ["65%", "35%", 0.5, 1.0, 1, 0, "-5%", "100%", "1e400%", None, True, "x", float("nan"), 1e308]
)
TIME = st.sampled_from(["3m", "5y", 2, 0, "for ever", None, True, 1e309, float("nan"), "1e9 y", "18 months"])
STEP = st.tuples(st.sampled_from(["2022", 2024, "2030", "x", 1, None, True]), SHARE)
ANY = st.one_of(SHARE, TIME, st.text(max_size=4), st.lists(CODES, max_size=2), st.integers())
EMBARGO: dict[str, Any] = {
    "origin": st.one_of(CODES, st.lists(CODES, max_size=2)),
    "destination": st.one_of(CODES, st.lists(CODES, max_size=2)),
    "sectors": st.sampled_from(["all", "B06", "food", []]),
    "both_ways": st.booleans(),
    "leakage": SHARE,
    "rent": st.sampled_from(["buyer", "seller", "lost", "x"]),
    "share": SHARE,
    "evasion": SHARE,
    "through": st.one_of(CODES, st.lists(CODES, max_size=2)),
    "border": SHARE,
    "capacity": SHARE,
    "steps": st.lists(STEP, max_size=3),
    "duration": TIME,
    "senders": st.sampled_from(["origin", "destination", "x"]),
    "coalition": st.one_of(st.booleans(), st.just("yes")),
}
CARTEL: dict[str, Any] = {
    "members": st.one_of(CODES, st.lists(CODES, max_size=2)),
    "sectors": st.sampled_from(["all", "B06", "food", []]),
    "outsiders": st.one_of(CODES, st.lists(CODES, max_size=2)),
    "rate": st.one_of(SHARE, st.just("best"), st.just("30%")),
    "aim": st.sampled_from(["welfare", "revenue", "x"]),
    "at": TIME,
    "most": SHARE,
}


def of_type(name: str, fields: dict[str, Any], needs: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    needed = {k: fields[k] for k in needs}
    some = st.fixed_dictionaries({}, optional={k: st.one_of(v, ANY) for k, v in fields.items()})
    sensible = st.fixed_dictionaries(needed, optional={k: v for k, v in fields.items() if k not in needs})
    return st.one_of(some, sensible).map(lambda given: {"type": name} | given)


@given(
    st.one_of(
        of_type("embargo", EMBARGO, ("origin", "destination")),
        of_type("cartel", CARTEL, ("members", "sectors")),
    )
)
@settings(max_examples=500, deadline=None)
def test_any_fields(fields: dict[str, Any]) -> None:
    with contextlib.suppress(InputError):
        act = make_act(fields)
        assert make_act(act.given()) == act
        scenario = Scenario(acts=[act])
        assert Scenario.from_toml(scenario.to_toml()) == scenario
        context = Context(WORLD)
        act.resolve(context)
        act.claims(context)
        shock = act.apply(Shock.empty(ECONOMY), context)
        check_shock(WORLD, shock)  # inside the model: finite, costs and rates above their floors
        own = np.asarray(shock.trade_cost)[range(3), :, range(3)]
        assert np.all(own == 1)
