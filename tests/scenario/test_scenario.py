"""Scenarios from text, files and Python; settings; resolved and compiled forms."""

from pathlib import Path

import numpy as np
import pytest

from autarky.acts import Embargo, TradeCost
from autarky.errors import InputError, NoEquilibriumError
from autarky.scenario import Scenario, solve, solve_all
from autarky.scenario.template import template
from autarky.worlds import load_world

EXAMPLES = Path(__file__).parents[2] / "examples"
TEXT = """
title = "Test"
horizon = ["3m", "1y", 0.3]
[elasticities]
source = "uniform-4"
theta = { "oil and gas" = 8 }
nu = inf
[[acts]]
type = "embargo"
origin = "BLR"
destination = ["EU27", "-HUN"]
sectors = "chemicals"
[[acts]]
type = "trade_cost"
origin = "Belarus"
destination = "CN"
change = "-150 %"
""".replace("-150 %", "+150 %")


def test_round_trip() -> None:
    scenario = Scenario.from_toml(TEXT)
    again = Scenario.from_toml(scenario.to_toml())
    assert again == scenario and again.to_toml() == scenario.to_toml()
    assert scenario.horizons == (0.25, 1.0, 0.3)
    assert scenario != Scenario.from_toml(TEXT.replace("Test", "Other"))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda p: p.stem)
def test_examples_resolve(path: Path) -> None:
    scenario = Scenario.from_file(path)
    resolved = scenario.resolve(scenario.load_world())
    assert scenario.name == path.stem and scenario.title and len(scenario.look_for) > 100
    assert all(act["base_trade"] > 0 and not act["notes"] for act in resolved)
    assert Scenario.from_toml(scenario.to_toml()) == scenario


def test_template_runs_as_it_is_and_with_its_comments_in() -> None:
    world = load_world()
    Scenario.from_toml(template()).resolve(world)
    head, acts = template().split("# both_ways")
    everything = head + "both_ways" + acts.replace("\n# ", "\n")
    assert len(Scenario.from_toml(everything).resolve(world)) == 3


def test_same_scenario_from_python() -> None:
    built = Scenario(
        name="eu-embargo",
        horizon=["3m", "1y"],
        acts=[Embargo(origin="BLR", destination="EU27", sectors="C20", leakage="10%")],
    )
    text = """
name = "eu-embargo"
horizon = ["3m", 1]
acts = [{ type = "embargo", origin = ["BLR"], destination = "EU27", sectors = "C20", leakage = 0.1 }]
"""
    assert built == Scenario.from_toml(text)


def test_settings_replace_fields() -> None:
    settings = [
        "horizon=10y",
        "acts.1.leakage=0",
        'acts[2].destination=["CHN", "IND"]',
        "elasticities.eta=0.5",
        "title=+5%",
    ]
    scenario = Scenario.from_toml(TEXT, settings=settings)
    assert scenario.horizons == (10.0,)
    assert isinstance(scenario.acts[0], Embargo) and scenario.acts[0].leakage == 0
    assert isinstance(scenario.acts[1], TradeCost) and list(scenario.acts[1].destination) == ["CHN", "IND"]
    assert scenario.elasticities.eta == 0.5 and scenario.title == "+5%"


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("leakage", "expected key=value"),
        ("=3", "expected key=value"),
        ("acts.3.leakage=0", "acts has entries 1 to 2, not '3'"),
        ("acts.0.leakage=0", "acts has entries 1 to 2, not '0'"),
        ("acts.x=0", "entries 1 to 2"),
        ("title.x=0", "title is a single value"),
        ("acts.1.leakage=2", r"--set: act 1 \(embargo\), leakage: 2 is too high"),
        ("leakage=2", r"--set: leakage: unknown field"),
        ("acts.1.origin=BLX", "unknown economy 'BLX'"),
    ],
)
def test_wrong_settings(setting: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Scenario.from_toml(TEXT, settings=[setting]).resolve(load_world())


def test_reading_files(tmp_path: Path) -> None:
    file = tmp_path / "Größe & co.toml"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert Scenario.from_file(file).name == "Gr-e-co"
    with pytest.raises(InputError, match="is a folder"):
        Scenario.from_file(tmp_path)
    (tmp_path / "sanctions.toml").write_text(TEXT)
    with pytest.raises(InputError, match=r"does not exist \(did you mean sanctions.toml\?\)"):
        Scenario.from_file(tmp_path / "sanction.toml")
    with pytest.raises(InputError, match="too much for a scenario"):
        (tmp_path / "big.toml").write_bytes(b"#" * 1_100_000)
        Scenario.from_file(tmp_path / "big.toml")
    with pytest.raises(InputError, match="cannot be read"):
        Scenario.from_file("a\0b.toml")


def test_world_beside_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "mine.nc").write_bytes(b"no world")
    (tmp_path / "s.toml").write_text('world = "mine.nc"\n' + TEXT)
    with pytest.raises(InputError, match=r"s.toml:1: world: .*mine.nc"):
        Scenario.from_file(tmp_path / "s.toml").load_world()


def test_members_inside_wider_regions_are_named() -> None:
    scenario = Scenario(acts=[TradeCost(origin="BLR", destination="EAEU", change=0.1)])
    notes = scenario.resolve(load_world())[0]["notes"]
    assert len(notes) == 1 and notes[0].startswith("destination: not included") and "ARM" in notes[0]


def test_compile_applies_all_acts() -> None:
    world = load_world()
    shock = Scenario.from_toml(TEXT).compile(world)
    i, n = world.economies.index("BLR"), world.economies.index("CHN")
    assert np.asarray(shock.trade_cost)[i, :, n].tolist() == [2.5] * len(world.sectors)
    assert shock.quota is not None
    s, hungary = world.sectors.index("C20"), world.economies.index("HUN")
    assert np.isinf(shock.quota.limit[i, s, hungary])
    assert int(np.isfinite(np.asarray(shock.quota.limit)).sum()) == 22


def test_solving_and_its_record() -> None:
    scenario = Scenario.from_toml(TEXT)
    world = scenario.load_world()
    with pytest.raises(InputError, match="has 3 horizons"):
        solve(world, scenario)
    result = solve(world, scenario, "1y")
    record = result.record
    assert record["horizon"]["label"] == "1y" and record["horizon"]["years"] == 1.0
    assert record["world"]["fingerprint"] == world.fingerprint
    assert record["elasticities"]["set"] == "uniform-4" and record["elasticities"]["nu"] == "infinite"
    assert record["elasticities"]["theta_long_run"]["B06"] == 8.0
    assert [a["type"] for a in record["acts"]] == ["embargo", "trade_cost"]
    assert record["autarky"]
    assert float(result.welfare.sel(economy="BLR")) < 0
    import json

    assert json.loads(json.dumps(record, allow_nan=False)) == record
    assert json.dumps(solve(world, scenario, 1.0).record) == json.dumps(record)


def test_no_equilibrium_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "alone.toml"
    file.write_text(
        'horizon = "10y"\n[[acts]]\ntype = "embargo"\norigin = "BLR"\ndestination = "world"\n'
        "leakage = 0\nboth_ways = true\n"
    )
    scenario = Scenario.from_file(file)
    with pytest.raises(NoEquilibriumError, match=r"alone.toml: after 10y: No equilibrium"):
        solve_all(scenario.load_world(), scenario)


def test_schema_accepts_the_examples() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    import tomllib

    from autarky.scenario.schema import scenario_schema

    schema = scenario_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    for path in EXAMPLES.glob("*.toml"):
        check.validate(tomllib.loads(path.read_text(encoding="utf-8")))
    assert not check.is_valid({"acts": [{"type": "embargo", "origin": "BLR"}]})
    assert not check.is_valid({"acts": [{"origin": "BLR", "destination": "RUS"}]})
