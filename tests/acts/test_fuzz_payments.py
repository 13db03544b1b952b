"""Whatever stands in the fields of payment acts, the answer is a finite shock or an `InputError`."""

import contextlib
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import small_world

from autarky.errors import InputError
from autarky.scenario import Scenario

WORLD = small_world()
CODES = st.sampled_from(["BLR", "RUS", "POL", "Poland", "EAEU", "world", "-BLR"])
WORDS = st.sampled_from(
    ["swift", "usd", "euro", "own", "spfs", "cips", "informal", "new", "RUB", "x", "", "-"]
)
SHARE = st.sampled_from(
    ["65%", "100%", "99.9999999999999%", 0.5, 1.0, 0, "-5%", "1e-300%", "1e400%", None, True, "x"]
)
CHANGE = st.sampled_from(["+3%", "-50%", "-50.01%", "100000%", 0, -1, "1e400%", float("nan"), None])
RULE = st.one_of(
    st.builds("{}{}{}: {} {}".format, CODES, st.sampled_from("->"), CODES, SHARE, WORDS),
    st.builds("BLR-RUS@{}: 50% usd, {}% {}".format, st.integers(1800, 2200), st.integers(0, 60), WORDS),
    st.text(max_size=12),
)
ANY = st.one_of(CODES, SHARE, st.text(max_size=4), st.integers(), st.lists(WORDS, max_size=2), st.floats())
COMMON: dict[str, Any] = {
    "destination": st.one_of(CODES, st.lists(CODES, max_size=2)),
    "sectors": st.sampled_from(["all", "food", "-all"]),
    "both_ways": st.booleans(),
    "mix": st.one_of(RULE, st.lists(RULE, max_size=3)),
    "invoicing": st.sampled_from(["assumed", "boz"]),
    "year": st.sampled_from([2019, 2022, 1990, 0, 10**30]),
    "severity": st.sampled_from(["low", "central", "high", "x"]),
    "since": st.sampled_from(["3m", "1y", "10y", 2, 0, -1, "x", float("nan"), 10**400]),
}
TYPES: dict[str, dict[str, Any]] = {
    "payment_cut_off": COMMON | {"channels": st.one_of(WORDS, st.lists(WORDS, max_size=3)), "share": SHARE},
    "payment_channel": COMMON | {"channel": WORDS, "share": SHARE, "cost": CHANGE},
    "payment_cost": COMMON | {"channels": st.one_of(WORDS, st.lists(WORDS, max_size=3)), "change": CHANGE},
    "reserves_freeze": {
        "destination": CODES,
        "amount": st.sampled_from(
            ["USD 5 million", "10% of GDP", "USD 1e300 million", "EUR 1 million", 5, ""]
        ),
        "rate": CHANGE,
        "lost": st.sampled_from(["interest", "principal", "x"]),
        "years": st.sampled_from([1, 10, 0, 1.5, "10", True]),
    },
}


GOOD = {
    "share": st.sampled_from(["65%", 0.5, "99.9999999999999%", "1e-300%"]),
    "cost": st.sampled_from(["1%", "-50%", "100000%"]),
    "change": st.sampled_from(["1%", "-50%", "100000%"]),
    "channel": st.sampled_from(["new", "spfs"]),
    "channels": st.sampled_from(["swift", ["usd", "spfs"], "informal"]),
    "mix": st.sampled_from(
        ["BLR-RUS: 50% usd", "EAEU>world: 100% spfs", ["BLR-POL: 1% eur", "RUS-POL: 5% RUB"]]
    ),
    "amount": st.just("USD 5 million"),
    "rate": st.sampled_from(["3%", 0]),
    "destination": st.sampled_from(["POL", "world"]),
    "since": st.sampled_from(["10y", "3m"]),
    "year": st.just(2019),
    "severity": st.just("high"),
    "years": st.just(5),
}


def act(name: str) -> st.SearchStrategy[dict[str, Any]]:
    fields = TYPES[name] | {"label": st.text(max_size=3)}
    needed = {
        k: GOOD[k] for k in fields if k in ("share", "channel", "channels", "change", "amount", "destination")
    }
    good = st.fixed_dictionaries(
        {"origin": st.sampled_from(["BLR", "RUS"])} | needed,
        optional={k: v for k, v in GOOD.items() if k in fields and k not in needed},
    )
    some = st.fixed_dictionaries(
        {"origin": CODES}, optional={k: st.one_of(v, ANY) for k, v in fields.items()}
    )
    sensible = st.fixed_dictionaries({"origin": CODES}, optional=fields)
    return st.one_of(good, some, sensible).map(lambda given: {"type": name} | given)


@given(st.lists(st.sampled_from(sorted(TYPES)).flatmap(act), min_size=1, max_size=3))
@settings(max_examples=200)
def test_any_fields(acts: list[dict[str, Any]]) -> None:
    with contextlib.suppress(InputError):
        scenario = Scenario(acts=acts)
        assert Scenario.from_toml(scenario.to_toml()) == scenario
        shock = scenario.compile(WORLD)
        cost = np.asarray(shock.trade_cost)
        assert np.all(np.isfinite(cost)) and np.all(cost > 0)
        assert abs(float(np.asarray(shock.transfer).sum())) < 1e-12
        for found in scenario.resolve(WORLD):
            assert all(np.isfinite(v) for v in found.facts.values() if isinstance(v, float))
