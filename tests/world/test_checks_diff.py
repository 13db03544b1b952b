"""Checks name the worst cells; differences are found where they are."""

import numpy as np
import pytest

from autarky.world.accounts import World
from autarky.world.checks import check_world
from autarky.world.diff import diff
from autarky.worlds.library import load_world


@pytest.fixture(scope="module")
def world() -> World:
    return load_world("icio-2022").aggregate(["BLR", "RUS", "CHN"], ["B06", "C20", "C28"])


def broken(world: World, variable: str, labels: dict[str, str], value: float) -> World:
    data = world.data.copy(deep=True)
    data[variable].loc[labels] = value
    return World(data)


def test_a_sound_world_passes(world: World) -> None:
    found = check_world(world)
    assert found.failed == 0 and {c.verdict for c in found.checks} <= {"ok", "note"}


CELL = {"origin": "BLR", "sector": "C20", "destination": "RUS"}


@pytest.mark.parametrize(
    ("variable", "labels", "value", "what", "cell"),
    [
        (
            "trade",
            {"origin": "BLR", "sector": "C20", "destination": "RUS"},
            -5.0,
            "no flow is negative",
            "BLR C20 RUS -5",
        ),
        (
            "trade",
            {"origin": "BLR", "sector": "C20", "destination": "RUS"},
            np.nan,
            "is a number",
            "BLR C20 RUS",
        ),
        (
            "tariff",
            {"origin": "BLR", "sector": "C20", "destination": "RUS"},
            -1.5,
            "above -100 %",
            "BLR C20 RUS -150%",
        ),
        ("output", {"economy": "RUS", "sector": "B06"}, 1e9, "sales = output", "RUS B06"),
        ("final", {"sector": "C28", "destination": "CHN"}, 1.0, "purchases = inputs", "C28 CHN"),
    ],
)
def test_faults_are_named(
    world: World, variable: str, labels: dict[str, str], value: float, what: str, cell: str
) -> None:
    found = check_world(broken(world, variable, labels, value))
    failing = [c for c in found.checks if c.verdict == "fails"]
    hit = [c for c in failing if what in c.what]
    assert hit and found.failed == len(failing)
    assert all(x in hit[0].worst[0].replace("/", " ") for x in cell.split())


def test_differences(world: World) -> None:
    assert diff(world, world).same
    other = broken(world, "trade", {"origin": "BLR", "sector": "C20", "destination": "RUS"}, 1.0)
    found = diff(world, other)
    assert not found.same
    changed = {v.variable: v for v in found.variables if v.difference > 0}
    assert set(changed) == {"trade"} and changed["trade"].worst[0][0] == "BLR C20 RUS"
    assert changed["trade"].worst[0][2] == 1.0
    fewer = diff(world, world.aggregate({"EAST": ["BLR", "RUS"]}))
    assert fewer.only_a["economies"] == ("BLR", "RUS") and fewer.only_b["economies"] == ("EAST",)
