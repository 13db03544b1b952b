"""Aggregation keeps every total, every revenue and every identity."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from world_samples import make_world

from autarky.errors import InputError
from autarky.world.accounts import World


def revenues(world: World) -> tuple[float, float]:
    trade, tariff, tax = (world.array(v) for v in ("trade", "tariff", "export_tax"))
    return float((tariff * (1 + tax) * trade).sum()), float((tax * trade).sum())


@given(
    seed=st.integers(0, 10_000),
    regions=st.lists(st.integers(0, 2), min_size=5, max_size=5),
    sectors=st.lists(st.integers(0, 1), min_size=3, max_size=3),
)
@settings(max_examples=40)
def test_totals_revenues_and_identities_are_kept(seed: int, regions: list[int], sectors: list[int]) -> None:
    world = make_world(seed)
    to_region: dict[str, list[str]] = {}
    for code, r in zip(world.economies, regions, strict=True):
        to_region.setdefault(f"R{r}", []).append(code)
    to_sector: dict[str, list[str]] = {}
    for code, s in zip(world.sectors, sectors, strict=True):
        to_sector.setdefault(f"S{s}", []).append(code)
    small = world.aggregate(to_region, to_sector)
    small.check(1e-12)
    for variable in ("trade", "inputs", "final", "value_added", "output"):
        assert small.array(variable).sum() == pytest.approx(world.array(variable).sum(), rel=1e-12)
    assert revenues(small) == pytest.approx(revenues(world), rel=1e-10, abs=1e-10)
    for region, inside in to_region.items():
        at = [world.economies.index(c) for c in inside]
        part = small.array("deficit")[small.economies.index(region)]
        assert part == pytest.approx(world.array("deficit")[at].sum(), abs=1e-9)
    share, whole = small.data["trade_estimated"].values, world.data["trade_estimated"].values
    assert (share * small.array("trade")).sum() == pytest.approx(
        (whole * world.array("trade")).sum(), rel=1e-5
    )


def test_nothing_to_do_changes_nothing(small: World) -> None:
    assert small.aggregate().fingerprint == small.fingerprint


def test_a_list_keeps_and_merges_the_rest(embedded: World) -> None:
    world = embedded.aggregate(regions=["EU27", "BLR", "RUS"], sectors=["energy", "C20"])
    assert world.economies == ("EU27", "BLR", "RUS", "ROW")
    assert world.sectors == ("energy", "C20", "REST")
    assert len(world.members["EU27"]) == 27 and "MDA" not in world.members["BLR"]
    assert {"CHN", "ROW"} <= set(world.members["ROW"])
    assert world.name == "icio-2022-4x3"
    assert "Aggregated from icio-2022" in world.data.attrs["notes"]
    assert world.data.attrs["citation"] == embedded.data.attrs["citation"]
    assert world.data["final"].attrs["status"] == "estimated"
    again = world.aggregate(regions={"UNION": ["BLR", "RUS"]})
    assert again.economies == ("EU27", "UNION", "ROW")


def test_rest_can_be_kept_or_merged(embedded: World) -> None:
    kept = embedded.aggregate(regions=["EU27"], rest="keep")
    assert len(kept.economies) == len(embedded.economies) - 22
    merged = embedded.aggregate(regions={"EU": "EU27"}, rest="merge")
    assert merged.economies == ("EU", "ROW")


def test_cells_without_trade_get_the_mean_rate() -> None:
    trade = np.zeros((2, 1, 2))
    trade[0, 0, 0] = trade[1, 0, 1] = 1.0
    tariff = np.zeros_like(trade)
    tariff[0, 0, 1] = 0.1
    world = World.from_arrays(
        economies=["BLR", "RUS"],
        sectors=["A"],
        trade=trade,
        tariff=tariff,
        inputs=np.zeros((1, 2, 1)),
        final=np.ones((1, 2)),
    )
    assert world.aggregate().array("tariff")[0, 0, 1] == pytest.approx(0.1)


def test_mistakes(embedded: World) -> None:
    with pytest.raises(InputError, match="RUS is asked into two"):
        embedded.aggregate(regions={"A": ["BLR", "RUS"], "B": ["RUS"]})
    with pytest.raises(InputError, match="write \\['EU27'\\]"):
        embedded.aggregate(regions="EU27")
    with pytest.raises(InputError, match="unknown economy"):
        embedded.aggregate(regions={"A": ["BLX"]})
    with pytest.raises(InputError, match="choose another label"):
        embedded.aggregate(regions={"USA": ["BLR", "RUS"]})
