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
WRONG = st.one_of(
    st.sampled_from(
        [0, -0.5, "-5%", "1e400%", True, None, "x", "", float("nan"), 1e308, 10**400, {}, [], ["x"], "best"]
    ),
    st.text(max_size=4),
    st.integers(),
)
SHARE = st.sampled_from(["65%", "35%", 0.5, 1.0, "100%", 1e-12])
TIME = st.sampled_from(["3m", "5y", 2, "18 months", 40.5])
ONE = st.sampled_from(["BLR", "RUS", "Poland", "EAEU"])
SOME = st.one_of(ONE, st.lists(ONE, min_size=1, max_size=2), st.just("world"))
SECTORS = st.sampled_from(["all", "B06", "food"])
STEPS = st.sampled_from([[["2022", "100%"]], [[2022, 1.0], ["2024", "50%"]], [("2022", "50%"), (2026, "0%")]])
NEEDED: dict[str, dict[str, Any]] = {
    "embargo": {"origin": SOME, "destination": SOME},
    "cartel": {"members": SOME, "sectors": SECTORS},
}
OTHER: dict[str, dict[str, Any]] = {
    "embargo": {
        "sectors": SECTORS, "both_ways": st.booleans(), "leakage": SHARE, "rent": st.sampled_from(["buyer", "lost"]),
        "share": SHARE, "steps": STEPS, "duration": TIME, "senders": st.sampled_from(["origin", "destination"]),
        "coalition": st.booleans(),
    },
    "evaded": {
        "sectors": SECTORS, "both_ways": st.booleans(), "share": SHARE, "through": SOME, "border": SHARE,
        "capacity": SHARE, "steps": STEPS,
    },
    "cartel": {
        "outsiders": SOME, "rate": SHARE, "aim": st.sampled_from(["welfare", "revenue"]), "at": TIME, "most": SHARE,
    },
}  # fmt: skip


@st.composite
def acts(draw: st.DrawFn) -> dict[str, Any]:
    """An act of sensible fields, up to one of which is then made nonsense."""
    kind = draw(st.sampled_from(["embargo", "evaded", "cartel"]))
    name = "cartel" if kind == "cartel" else "embargo"
    fields = draw(st.fixed_dictionaries(NEEDED[name], optional=OTHER[kind]))
    if kind == "evaded":
        fields["evasion"] = draw(SHARE)
    if draw(st.integers(0, 2)) == 0:
        fields[draw(st.sampled_from(sorted({*fields, *OTHER[kind]})))] = draw(WRONG)
    return {"type": name} | fields


@given(acts())
@settings(max_examples=200)
def test_any_fields(fields: dict[str, Any]) -> None:
    with contextlib.suppress(InputError):
        act = make_act(fields)
        assert make_act(act.given()) == act
        scenario = Scenario(acts=[act])
        assert Scenario.from_toml(scenario.to_toml()) == scenario
        context = Context(WORLD)
        act.facts(context)
        act.claims(context)
        shock = act.apply(Shock.empty(ECONOMY), context)
        check_shock(WORLD, shock)  # inside the model: finite, costs and rates above their floors
        own = np.asarray(shock.trade_cost)[range(3), :, range(3)]
        assert np.all(own == 1)
