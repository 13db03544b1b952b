"""One line enters an act; who its parties are it declares itself."""

import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from autarky import acts
from autarky.acts.analyses import analysis_of
from autarky.acts.base import Act, Context
from autarky.acts.registry import ACTS, CLASSES, make_act, read_resolved
from autarky.acts.resolved import Base, Party
from autarky.acts.sentences import sentence
from autarky.report.parties import parties
from autarky.scenario import Scenario
from autarky.world import World
from autarky.worlds import load_world

PLACE = {"origin": "RUS", "destination": "BLR"}
# the fewest fields of an act, and who its parties are
CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "trade_cost": (PLACE | {"change": "5%"}, ["RUS", "BLR"]),
    "tariff": (PLACE | {"rate": "5%"}, ["RUS", "BLR"]),
    "secondary_tariff": (
        {
            "destination": "USA",
            "source": "RUS",
            "bought": "oil and gas",
            "threshold": "30%",
            "change": "25 pp",
            "origin": ["IND", "TUR"],
        },
        ["USA", "TUR", "RUS"],
    ),
    "export_tax": (PLACE | {"rate": "5%"}, ["RUS", "BLR"]),
    "export_subsidy": (PLACE | {"discount": "5%"}, ["RUS", "BLR"]),
    "embargo": (PLACE | {"evasion": "10%", "through": ["KAZ", "TUR"]}, ["RUS", "BLR"]),
    "price_cap": (PLACE | {"cap": 0.8}, ["RUS", "BLR"]),
    "productivity": ({"economies": "BLR", "change": "1%"}, ["BLR"]),
    "endowment": ({"economies": "BLR", "change": "1%"}, ["BLR"]),
    "transfer": (PLACE | {"amount": "USD 1 billion"}, ["RUS", "BLR"]),
    "support": (PLACE | {"form": "grant", "amount": "USD 1 billion"}, ["RUS", "BLR"]),
    "union": (
        {"members": ["RUS", "BLR"], "standards": "5%", "market_access": {"CHN": "2%"}},
        ["BLR", "RUS"],
    ),
    "capacity": (
        {"economies": "BLR", "sectors": "C26", "share": "50%", "by": 2030, "start": 2025},
        ["BLR"],
    ),
    "import_substitution": (
        {"economies": "BLR", "origin": "CHN", "sectors": "C26", "share": "20%", "dearer": "10%"},
        ["BLR", "CHN"],
    ),
    "programme": (
        {
            "economies": "BLR",
            "sectors": "C28",
            "coverage": "50%",
            "gain": "10%",
            "cost": "USD 10 million",
            "payer": "CHN",
        },
        ["BLR", "CHN"],
    ),
    "payment_cut_off": ({"origin": "BLR", "channels": "swift"}, ["BLR"]),
    "payment_channel": (
        {"origin": "BLR", "destination": "CHN", "channel": "cips", "share": "10%"},
        ["BLR", "CHN"],
    ),
    "payment_cost": (
        {"origin": "BLR", "destination": "RUS", "channels": "own", "change": "1%"},
        ["BLR", "RUS"],
    ),
    "reserves_freeze": ({"origin": "RUS", "destination": "USA", "amount": "USD 10 billion"}, ["RUS", "USA"]),
    "cartel": ({"members": ["RUS", "SAU"], "sectors": "B06", "rate": "20%"}, ["RUS", "SAU"]),
    "corridors": ({"by": "POL", "at": "Brest-Malaszewicze", "close": True}, ["POL"]),
}


@pytest.fixture(scope="module")
def world() -> World:
    return load_world()


# without the tests' type checks, which want a solved result
unchecked: Any = inspect.unwrap(parties)


class Recorded:
    """As much of a result as `parties` reads."""

    def __init__(self, world: World, facts: dict[str, Any]) -> None:
        self.world, self.record = world, {"acts": [facts]}


@pytest.mark.parametrize("kind", list(ACTS))
def test_parties_are_declared(kind: str, world: World) -> None:
    assert kind in CASES, f"say here who the parties of {kind} are"
    fields, expected = CASES[kind]
    act = make_act({"type": kind} | fields)
    resolved = act.resolve(Context(world), 1)
    recorded: Any = Recorded(world, resolved.as_dict())
    assert list(unchecked([recorded])) == expected
    assert read_resolved(resolved.as_dict()) == resolved  # a record says as much as the act did
    text = sentence(resolved, world)
    assert text.endswith(".") and "{" not in text and "None" not in text


def test_everyone_else_is_nobody_in_particular(world: World) -> None:
    act = make_act({"type": "embargo", "origin": "BLR", "destination": "world"})
    recorded: Any = Recorded(world, act.resolve(Context(world)).as_dict())
    assert list(unchecked([recorded])) == ["BLR"]


def test_resolved_is_typed(world: World) -> None:
    act = make_act(
        {"type": "embargo", "origin": "BLR", "destination": "RUS", "sectors": "oil and gas", "label": "x"}
    )
    resolved = act.resolve(Context(world), 3)
    assert (resolved.number, resolved.type, resolved.label) == (3, "embargo", "x")
    assert resolved.parties == (Party("origin", ("BLR",)), Party("destination", ("RUS",)))
    assert resolved.economies("origin") == ("BLR",) and resolved.economies("members") == ()
    assert resolved.sectors == ("B06",) and resolved.cells in (0, 1)
    assert resolved.base is not None and resolved.base == Base("trade", resolved.base.value, "USD million")
    leakage = next(t for t in resolved.terms if t.name == "leakage")
    assert (leakage.value, leakage.unit) == (0.1, "share")


def test_an_act_of_another_version_is_still_told(world: World) -> None:
    facts = {
        "act": 2,
        "type": "blockade",
        "origin": ["RUS"],
        "destination": ["BLR"],
        "strength": 0.5,
        "notes": [],
    }
    assert sentence(facts, world) == "Blockade on sales from Russia to Belarus; strength 50\u202f%."


def test_one_line_enters_an_act() -> None:
    assert len(CLASSES) == len(ACTS)
    stub = Path(acts.__file__).with_name("__init__.pyi").read_text("utf-8")
    exported = set(re.findall(r"^from \.([\w.]+) import (\w+) as", stub, flags=re.M))
    missing = [entry for entry in CLASSES if tuple(entry.split(":")) not in exported]
    assert not missing, f"give these a line in acts/__init__.pyi, which editors read: {missing}"
    for kind in ACTS.values():
        assert issubclass(kind, Act) and kind.summary
        if kind.analysis:
            assert callable(analysis_of(kind.model_fields["type"].default))


def test_cases_solve_as_scenarios() -> None:
    for kind, (fields, _) in CASES.items():
        scenario = Scenario(acts=[{"type": kind} | fields])
        assert scenario.acts[0].type == kind
        assert Scenario.from_toml(scenario.to_toml()) == scenario
