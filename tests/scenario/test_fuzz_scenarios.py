"""Whatever text stands in a scenario file, the answer is a scenario or an `InputError`."""

import contextlib
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from autarky.errors import InputError
from autarky.files.source import decode
from autarky.files.toml import dump
from autarky.scenario import Scenario
from autarky.scenario.model import Scenario as Model
from autarky.worlds import load_world

WORLD = load_world()
FIELDS = sorted({f for f in Model.model_fields} | {"source", "theta", "nu"})
ACT_FIELDS = [
    "origin", "destination", "sectors", "both_ways", "change", "rate", "discount", "withdraw", "leakage",
    "rent", "cap", "quantity", "economies", "amount", "label", "x",
]  # fmt: skip
TYPES = [
    "trade_cost", "tariff", "export_tax", "export_subsidy", "embargo", "price_cap", "productivity",
    "endowment", "transfer", "none",
]  # fmt: skip
WORDS = [
    "BLR", "RUS", "EU27", "-EU27", "world", "-world", "C20", "oil and gas", "-all", "10%", "-10%",
    "5 pp", "1e400%", "USD 3 billion", "2% of GDP", "3m", "10y", "", "-", "EU@2010", "EU@x",
    "EU@99999999999999999999999", "@", "lost", "none", "fixed", "\0", "é", "%",
]  # fmt: skip
scalar = st.one_of(
    st.sampled_from(WORDS),
    st.floats(),
    st.integers(),
    st.integers(-(10**400), 10**400),
    st.booleans(),
    st.text(max_size=5),
)
value = st.one_of(
    scalar, st.lists(scalar, max_size=3), st.dictionaries(st.sampled_from(FIELDS), scalar, max_size=2)
)
act = st.dictionaries(st.sampled_from(ACT_FIELDS), value, max_size=6).flatmap(
    lambda fields: st.sampled_from(TYPES).map(lambda t: {"type": t} | fields)
)
good = st.fixed_dictionaries(
    {"type": st.sampled_from(["embargo", "tariff", "trade_cost", "price_cap", "export_tax"])},
    optional={
        "origin": st.sampled_from(["BLR", "EU27", "world", "EAEU"]),
        "destination": st.sampled_from(["RUS", "EU27", "world", "-RUS"]),
        "sectors": st.sampled_from(["all", "C20", "energy", "-goods"]),
        "change": st.sampled_from(["10%", "5 pp", -0.1]),
        "rate": st.sampled_from(["10%", 0.2]),
        "leakage": st.sampled_from([0, 0.1, "50%"]),
        "cap": st.sampled_from([0.8, "70%"]),
        "both_ways": st.booleans(),
    },
)
whole = st.dictionaries(st.sampled_from(FIELDS), value, max_size=3).flatmap(
    lambda head: st.lists(st.one_of(act, good), max_size=3).map(lambda acts: head | {"acts": acts})
)


def attempt(text: str, *settings_: str) -> None:
    with contextlib.suppress(InputError):
        scenario = Scenario.from_toml(text, settings=settings_)
        scenario.resolve(WORLD)
        assert Scenario.from_toml(scenario.to_toml()) == scenario


@given(whole)
@settings(max_examples=300)
def test_structured(data: dict[str, Any]) -> None:
    def no_nan(v: Any) -> Any:
        if isinstance(v, float) and v != v:
            return 0.5
        if isinstance(v, dict):
            return {k: no_nan(w) for k, w in v.items()}
        return [no_nan(w) for w in v] if isinstance(v, list) else v

    attempt(dump(no_nan(data)))


@given(st.text(st.sampled_from("[]{}=\"'#.,\n\t abc019-+_\\é"), max_size=60))
@settings(max_examples=300)
@example("a=[[[[")
@example('"=1')
def test_text(text: str) -> None:
    attempt(text)


@given(st.text(max_size=20), st.text(max_size=20))
def test_settings_text(key: str, text: str) -> None:
    attempt('[[acts]]\ntype="embargo"\norigin="BLR"\ndestination="RUS"\n', f"{key}={text}")


@given(st.binary(max_size=40))
def test_bytes(raw: bytes) -> None:
    with contextlib.suppress(InputError):
        attempt(decode(raw, "bytes"))
