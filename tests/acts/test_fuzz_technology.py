"""Whatever stands in the fields of acts on technology or of a guarantee, the answer is finite or an `InputError`."""

import contextlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import small_world

from autarky.acts import Context, make_act
from autarky.economy.calibration import calibrate
from autarky.economy.shock import Shock
from autarky.errors import InputError
from autarky.files.toml import dump
from autarky.guarantee.file import GuaranteeFile
from autarky.scenario import Scenario

WORLD = small_world(tariff=0.05)
EMPTY = Shock.empty(calibrate(WORLD))
CODES = st.sampled_from(["BLR", "RUS", "POL", "EAEU", "world", "x", "", "-BLR"])
WHO = st.one_of(CODES, st.lists(CODES, max_size=2))
SHARE = st.sampled_from(
    ["65%", 0.5, 1, 0, "-5%", "99%", "1e400%", None, True, "x", float("nan"), 1e308, 1e-300]
)
YEAR = st.one_of(
    st.sampled_from([2025, 2030, 2025.5, "2025", None, 10**400, -1, True]), st.integers(1890, 2210)
)
NUMBER = st.one_of(st.sampled_from([0, 1.5, 20, None, "x", True, 10**400]), st.floats())
AMOUNT = st.sampled_from(["1% of GDP", "USD 10 million", "USD 1e-9 thousand", "EUR 1 million", 5, "", None])
ANY = st.one_of(WHO, SHARE, YEAR, NUMBER, AMOUNT, st.dictionaries(CODES, SHARE, max_size=1))
SECTORS = st.sampled_from(["food", "oil and gas", "all", "x", []])
ACTS: dict[str, dict[str, Any]] = {
    "capacity": {
        "economies": WHO, "sectors": SECTORS, "origin": WHO, "theta": NUMBER, "share": SHARE, "output": AMOUNT,
        "start": YEAR, "by": YEAR, "year": YEAR, "investment": NUMBER, "learning": SHARE,
        "experience": st.sampled_from(["own", "world"]), "dearer": SHARE, "rate": SHARE, "life": NUMBER,
    },
    "import_substitution": {
        "economies": WHO, "sectors": SECTORS, "origin": WHO, "theta": NUMBER, "share": SHARE, "dearer": SHARE,
        "learning": SHARE, "years": NUMBER,
    },
    "programme": {
        "economies": WHO, "sectors": SECTORS, "coverage": SHARE, "gain": SHARE, "ramp": NUMBER, "years": NUMBER,
        "cost": AMOUNT, "payer": WHO,
    },
}  # fmt: skip
SENSIBLE: dict[str, dict[str, Any]] = {
    "capacity": {"economies": "BLR", "sectors": "food", "share": 0.9, "start": 2025, "by": 2030},
    "import_substitution": {"economies": "BLR", "sectors": "food", "share": 0.5, "dearer": 0.2},
    "programme": {"economies": "BLR", "sectors": "food", "coverage": 0.5, "gain": 0.2},
}


def of_type(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Sensible fields, some of them replaced."""
    some = st.fixed_dictionaries({}, optional={k: st.one_of(v, v, ANY) for k, v in ACTS[name].items()})
    few = some.map(lambda given: dict(list(given.items())[:3]))
    return st.one_of(some, few).map(lambda given: {"type": name} | SENSIBLE[name] | given)


@pytest.mark.parametrize("name", ACTS)
@given(data=st.data())
@settings(max_examples=150)
def test_any_fields(name: str, data: st.DataObject) -> None:
    with contextlib.suppress(InputError):
        act = make_act(data.draw(of_type(name)))
        assert make_act(act.given()) == act
        scenario = Scenario(acts=[act])
        assert Scenario.from_toml(scenario.to_toml()) == scenario
        act.facts(Context(WORLD))
        shock = act.apply(EMPTY, Context(WORLD))
        for part in (shock.trade_cost, shock.productivity, shock.endowment):
            assert np.isfinite(np.asarray(part)).all() and (np.asarray(part) > 0).all()
        assert abs(float(np.asarray(shock.transfer).sum())) < 1e-12


EMBARGO = {"type": "embargo", "origin": "RUS", "destination": "BLR"}
THREAT = st.fixed_dictionaries(
    {"name": st.text(max_size=3), "by": WHO, "probability": st.one_of(SHARE, st.just(0.1))},
    optional={"acts": st.sampled_from([[EMBARGO], [], [{}], EMBARGO, 3]), "less_likely": SHARE, "milder": SHARE,
              "scenario": st.sampled_from(["", "x.toml"]), "x": SHARE},
)  # fmt: skip
FILE = st.fixed_dictionaries(
    {"economy": st.one_of(st.just("BLR"), ANY), "threat": st.one_of(st.lists(THREAT, max_size=2), ANY)},
    optional={
        "guarantee": st.one_of(
            st.fixed_dictionaries({"by": WHO}, optional={"price": AMOUNT, "less_likely": SHARE, "milder": SHARE}), ANY
        ),
        "horizon": NUMBER, "risk_aversion": NUMBER, "relief": st.sampled_from([[EMBARGO], [], 3, [3]]),
        "elasticities": st.one_of(ANY, st.just("fontagne-2022")), "deficits": st.sampled_from(["fixed", "x"]),
    },
)  # fmt: skip


@given(fields=FILE)
@settings(max_examples=250)
def test_any_guarantee(fields: dict[str, Any]) -> None:
    with contextlib.suppress(InputError):
        file = GuaranteeFile(**fields)
        file.parties(WORLD)
        for scenario in file.scenarios(relieved=True):
            scenario.resolve(WORLD)


@given(text=st.one_of(FILE.map(lambda f: _toml(f)), st.text(max_size=40)))
@settings(max_examples=100)
def test_any_text(text: str) -> None:
    with contextlib.suppress(InputError):
        GuaranteeFile.from_toml(text)


def _toml(fields: dict[str, Any]) -> str:
    with contextlib.suppress(TypeError):
        return dump(fields)
    return ""
