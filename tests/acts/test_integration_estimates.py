"""Published effects of integration as reductions of trade costs, by sector of a world."""

import numpy as np
import pytest
from tolerances import SUMS

from autarky.acts.union.estimates import LEVELS, cost_reduction, estimates, sources
from autarky.errors import InputError
from autarky.world import World
from autarky.worlds import load_world


def world_of(sectors: list[str], industries: dict[str, list[str]] | None = None) -> World:
    J = len(sectors)
    return World.from_arrays(
        economies=["A", "B"],
        sectors=sectors,
        trade=np.ones((2, J, 2)),
        inputs=np.zeros((J, 2, J)),
        final=2 * np.ones((J, 2)),
        industries=industries,
        attrs={"name": "made", "year": 2022},
    )


def test_a_trade_effect_becomes_a_cost_by_the_elasticity() -> None:
    world = world_of(["C28", "J61", "B06"])
    cut = cost_reduction(world, "single-market", "central")
    # 109 % more trade in goods and 58 % in services at an elasticity of 5.03; energy has none
    assert cut == pytest.approx([1 - 2.09 ** (-1 / 5.03), 1 - 1.58 ** (-1 / 5.03), 0.0], rel=SUMS)
    assert cut[0] == pytest.approx(0.13632, abs=5e-6)
    # put back into sourcing shares, the cut makes the trade that was estimated
    assert (1 - cut[0]) ** -estimates().elasticity == pytest.approx(2.09, rel=SUMS)


def test_levels_are_a_range() -> None:
    world = load_world()
    for kind in ("single-market", "customs-union"):
        low, central, high = (cost_reduction(world, kind, level) for level in LEVELS)
        assert np.all(low <= central) and np.all(central <= high) and np.all(low >= 0) and np.all(high < 0.25)


def test_only_the_step_beyond_what_there_is() -> None:
    world = world_of(["C28", "B06"])
    step = cost_reduction(world, "single-market", "central", "customs-union")
    assert step[0] == pytest.approx(1 - (2.09 / 1.433) ** (-1 / 5.03), rel=SUMS)
    nothing = cost_reduction(world, "customs-union", "central", "customs-union")
    assert not nothing.any()
    assert np.all(cost_reduction(world, "customs-union", "low", "customs-union") == 0)  # never dearer


def test_a_wide_sector_has_the_mean_of_its_industries() -> None:
    world = world_of(["B"], {"B": ["B05", "B06", "B07", "B08"]})
    (cut,) = cost_reduction(world, "single-market", "central")
    assert cut == pytest.approx(1 - 2.09 ** (-0.5 / 5.03), rel=1e-12)  # two of four have the effect of goods


def test_a_sector_without_industries_asks_for_own_figures() -> None:
    with pytest.raises(InputError, match=r"no published estimate for sector widgets .* own figures"):
        cost_reduction(world_of(["widgets"]), "single-market", "central")


def test_every_industry_has_an_estimate_with_a_source() -> None:
    from autarky.world.sectors import INDUSTRIES

    for kind in ("single-market", "customs-union"):
        rows = [r for r in estimates().rows if r.integration == kind]
        assert sorted(i for r in rows for i in r.industries) == sorted(INDUSTRIES)
        assert all(r.source and r.status in ("published", "assumption") for r in rows)
        assert len(sources(kind)) == len(rows)  # type: ignore[arg-type]
