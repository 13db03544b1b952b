"""Whatever stands in the fields of a union or of support, the answer is an act or an `InputError`."""

import contextlib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import small_world

from autarky.acts import Context, make_act
from autarky.errors import InputError
from autarky.scenario import Scenario

WORLD = small_world(tariff=0.05)
CODES = st.sampled_from(["BLR", "RUS", "POL", "Poland", "EAEU", "world", "x", "", "-BLR"])
SHARE = st.sampled_from(
    ["65%", "35%", 0.5, 1.0, 1, 0, "-5%", "100%", "1e400%", None, True, "x", float("nan"), 1e308]
)
TABLE = st.dictionaries(CODES, SHARE, max_size=3)
AMOUNT = st.sampled_from(
    ["1% of GDP", "USD 10 million", "USD 1e300 million", "EUR 1 million", 5, "", None, "90% of GDP"]
)
ANY = st.one_of(TABLE, SHARE, AMOUNT, st.text(max_size=4), st.lists(CODES, max_size=2), st.integers())
UNION: dict[str, Any] = {
    "members": st.one_of(CODES, st.lists(CODES, max_size=3)),
    "internal_tariffs": st.sampled_from(["removed", "kept", "x"]),
    "external_tariff": st.sampled_from(["kept", "min", "mean", "BLR", "POL", "x", ""]),
    "standards": st.one_of(st.sampled_from(["none", "low", "central", "high", "low ", "5%"]), TABLE, SHARE),
    "integration": st.sampled_from(["single-market", "customs-union", "x"]),
    "already": st.sampled_from(["none", "customs-union"]),
    "sectors": st.sampled_from(["all", "food", "x", []]),
    "market_access": TABLE,
    "budget": AMOUNT,
    "contributions": TABLE,
    "uses": TABLE,
    "free_movement": st.booleans(),
    "migration_elasticity": st.one_of(st.sampled_from([1.5, 0, 50, 1]), SHARE, st.floats()),
    "population": st.dictionaries(CODES, st.one_of(st.sampled_from([9.2, 144, 0, -1]), SHARE), max_size=3),
    "label": st.text(max_size=4),
}
YEARS = st.one_of(st.sampled_from([0, 1, 2.5, 10, 100]), st.floats(), SHARE)
SUPPORT: dict[str, Any] = {
    "origin": CODES,
    "destination": st.one_of(CODES, st.lists(CODES, max_size=2)),
    "form": st.sampled_from(["grant", "credit", "debt relief", "x"]),
    "amount": AMOUNT,
    "change": st.sampled_from(["give", "withdraw", "x"]),
    "rate": SHARE,
    "market_rate": SHARE,
    "maturity": YEARS,
    "grace": YEARS,
    "payments": st.sampled_from([1, 2, 3, 12, "2", None]),
    "lent": st.sampled_from(["once", "every year"]),
}


def of_type(name: str, fields: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    some = st.fixed_dictionaries({}, optional={k: st.one_of(v, ANY) for k, v in fields.items()})
    sensible = st.fixed_dictionaries({}, optional=fields)
    return st.one_of(some, sensible).map(lambda given: {"type": name} | given)


@given(st.one_of(of_type("union", UNION), of_type("support", SUPPORT)))
@settings(max_examples=400)
def test_any_fields(fields: dict[str, Any]) -> None:
    with contextlib.suppress(InputError):
        act = make_act(fields)
        assert make_act(act.given()) == act
        scenario = Scenario(acts=[act])
        assert Scenario.from_toml(scenario.to_toml()) == scenario
        act.facts(Context(WORLD))
        act.claims(Context(WORLD))
