"""The uncertainty budget: each choice is the central answer solved again with that choice; failures have reasons."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from autarky.cli.app import app
from autarky.economy.result import Result
from autarky.errors import SolveError
from autarky.scenario import Scenario, solve
from autarky.uncertainty import budget as module
from autarky.uncertainty.budget import alternatives, budget, merged_sectors
from autarky.world.accounts import World
from autarky.worlds.library import load_world

CUT = """
world = "small.nc"
horizon = "2y"
[[acts]]
type = "embargo"
origin = "BLR"
destination = "RUS"
sectors = ["C20", "-B06"]
"""
OTHERS = [
    "half the time", "twice the time", "proportional deficits", "zero deficits", "boehm-2023",
    "caliendo-parro-2015", "uniform-4", "half the leakage", "twice the leakage",
]  # fmt: skip


@pytest.fixture(scope="module")
def world() -> World:
    return load_world("icio-2022").aggregate(
        ["BLR", "RUS", "EU27"], ["A", "B05", "B06", "C20", "C21", "C22", "C23", "services"]
    )


@pytest.fixture(scope="module")
def central(world: World) -> Result:
    return solve(world, Scenario.from_toml(CUT))


def test_every_choice_is_the_scenario_with_that_choice(
    world: World, central: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked of the solver; what it answers goes into the budget."""
    asked: list[tuple[World, Scenario, float]] = []

    def note(world: World, scenario: Scenario, years: float) -> Result:
        asked.append((world, scenario, years))
        return central

    monkeypatch.setattr("autarky.scenario.solving.solve", note)
    given = list(alternatives(world, Scenario.from_toml(CUT), 2.0))
    monkeypatch.setattr(module, "alternatives", lambda *_: given)
    made = budget(world, Scenario.from_toml(CUT), central, 2.0)
    assert [c.what for c in made.choices if "sectors" not in c.what] == OTHERS
    assert all(made.change(c, "BLR") == 0 for c in made.choices) and len(asked) == len(made.choices)
    by = {c.what: (a.world, a.scenario, a.years) for c, a in zip(made.choices, given, strict=True)}
    assert {id(a[1]) for a in asked} == {id(a[1]) for a in by.values()}
    assert [by["half the time"][2], by["twice the time"][2], by["zero deficits"][2]] == [1.0, 4.0, 2.0]
    for what, setting in (
        ("zero deficits", "deficits=zero"),
        ("uniform-4", "elasticities=uniform-4"),
        ("twice the leakage", "acts.1.leakage=0.2"),
        ("half the leakage", "acts.1.leakage=0.05"),
    ):
        assert by[what][1] == Scenario.from_toml(CUT, settings=[setting])
    (wide,) = [a.world for a in given if a.kind == "aggregation"]
    assert wide is not None and len(wide.sectors) < len(world.sectors)
    assert json.loads(json.dumps(made.as_plain(), allow_nan=False))["choices"][0]["what"] == "half the time"


@pytest.mark.slow  # every closure and every number of sectors is a program of its own
def test_answers(world: World, central: Result) -> None:
    made = budget(world, Scenario.from_toml(CUT), central, 2.0)
    assert not any(c.reason for c in made.choices)
    for c, settings in (("half the time", "horizon=1y"), ("zero deficits", "deficits=zero")):
        (found,) = [x for x in made.choices if x.what == c]
        expected = solve(world, Scenario.from_toml(CUT, settings=[settings])).welfare.values
        np.testing.assert_allclose(found.welfare, expected, atol=1e-12)  # the same equations and solver
        assert made.change(found, "BLR") == pytest.approx(float(expected[0] - made.central[0]))


def test_wider_sectors_keep_what_acts_name_apart(world: World) -> None:
    scenario = Scenario.from_toml(CUT)
    plan = merged_sectors(world, scenario)
    assert ["C20"] in plan.values() and ["B06"] in plan.values()  # named, the one to leave it out
    assert ["C21", "C22"] in plan.values() and sorted(s for p in plan.values() for s in p) == sorted(
        world.sectors
    )
    wide = world.aggregate(sectors=plan)
    assert scenario.resolve(wide)[0]["base_trade"] == pytest.approx(scenario.resolve(world)[0]["base_trade"])
    goods = merged_sectors(world, Scenario.from_toml(CUT.replace('["C20", "-B06"]', '"goods"')))
    assert ["C20", "C21"] in goods.values() and ["services", "REST"] in goods.values()


def test_what_has_no_answer_says_why(world: World, central: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = Scenario.from_toml(CUT, settings=["elasticities.theta=4.0", "horizon=10y", "acts.1.leakage=0"])
    asked = {a.what: a for a in alternatives(world, scenario, 10.0)}
    assert "sets them itself" in asked["other published sets"].reason
    assert "parameters do not change beyond 10y" in asked["twice the time"].reason
    assert asked["10 % leakage"].scenario is not None and "half the leakage" not in asked

    def fail(*_: object) -> None:
        raise SolveError("The solver did not converge")

    monkeypatch.setattr("autarky.scenario.solving.solve", fail)
    told: list[tuple[int, int]] = []
    failed = budget(world, scenario, central, 10.0, lambda *at: told.append(at))
    assert all(c.welfare is None and c.reason for c in failed.choices) and told[-1][0] == told[-1][1]
    assert failed.change(failed.choices[0], "BLR") is None


def test_the_run_tells_it(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("autarky.economy.backend.cache_folder", lambda: tmp_path / "cache")
    quick = ("time to adjust", "leakage assumed")  # need no other programs than the central answer
    every = module.alternatives
    monkeypatch.setattr(
        module, "alternatives", lambda *given: (a for a in every(*given) if module.KINDS[a.kind] in quick)
    )
    world.save(tmp_path / "small.nc")
    (tmp_path / "s.toml").write_text(CUT)
    result = CliRunner().invoke(app, ["run", "s.toml", "--draws", "8"], catch_exceptions=False)
    assert result.exit_code == 0 and "Uncertainty budget: change of welfare after 2 years" in result.stdout
    assert "leakage assumed: half the leakage" in result.stdout
    html = (tmp_path / "runs" / "s" / "report.html").read_text()
    assert "<h3>Uncertainty budget" in html and "What moves the answer for Belarus" in html
    record = json.loads((tmp_path / "runs" / "s" / "record.json").read_text())
    assert {c["kind"] for c in record["budget"]["choices"]} == {"horizon", "leakage"}
