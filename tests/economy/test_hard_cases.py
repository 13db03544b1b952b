"""The cases of docs/theory/hard-cases.md: solved and certified, or refused with the reason."""

import numpy as np
import pytest

from autarky.economy.result import QUANTITIES, Result
from autarky.errors import NoEquilibriumError, SolveError
from autarky.world.accounts import World
from autarky.worlds.library import load_world
from hard_cases import (
    Case,
    autarky_of,
    embargo_case,
    five_years,
    high_tariffs,
    many_quotas,
    petroleum,
    shrunk,
    tiny,
)


@pytest.fixture(scope="module")
def world() -> World:
    return load_world("icio-2022")


def solved(case: Case) -> Result:
    result = case.solve()
    block, size = result.certificate.worst()
    assert size <= 1e-9, block  # the certificate's own limit, see problem.CERTIFIED
    assert all(np.isfinite(result[q].values).all() for q in QUANTITIES)
    return result


def test_a_ban_without_leakage_on_the_largest_economy(world: World) -> None:
    """Stalled for minutes while the path withdrew flows evenly in quantity: the last percent is most of the price."""
    result = solved(embargo_case(world, "USA", 0.0, 1.0, "zero"))
    assert -0.3 < float(result.welfare.sel(economy="USA")) < -0.05
    usa = world.economies.index("USA")
    abroad = np.delete(result["trade"].values[usa], usa, axis=1)
    assert abroad.sum() == 0
    # most of what it made for export is worthless there, and gone
    assert result.record["solver"]["newton_steps"] < 30


@pytest.mark.parametrize("who", ["USA", "CHN", "EU27"])
@pytest.mark.parametrize("years", [0.25, 10.0])
def test_a_fixed_balance_that_cannot_be_traded_is_refused(world: World, who: str, years: float) -> None:
    with pytest.raises(
        NoEquilibriumError, match=r"cut off from all trade while the trade (deficit|surplus) of \d"
    ):
        embargo_case(world, who, 0.0, years, "fixed").solve()


def test_an_economy_of_a_hundred_thousandth_of_the_world_has_sound_accounts(world: World) -> None:
    small = shrunk(world, "BLR", 1e-5)
    share = small.array("value_added").sum(1) / small.array("value_added").sum()
    assert share[small.economies.index("BLR-small")] == pytest.approx(1e-5, rel=1e-9)
    both = share[-2:].sum()
    whole = world.array("value_added").sum(1)[world.economies.index("BLR")] / world.array("value_added").sum()
    assert both == pytest.approx(whole, rel=1e-9)


def test_autarky_of_all_lacks_what_some_do_not_make(world: World) -> None:
    with pytest.raises(NoEquilibriumError, match=r"would have no supplier of"):
        autarky_of(world, None, 10.0).solve()


@pytest.mark.slow
@pytest.mark.parametrize("who", ["USA", "CHN", "EU27"])
@pytest.mark.parametrize("leakage", [0.1, 0.0])
def test_full_embargoes_in_the_long_run(world: World, who: str, leakage: float) -> None:
    assert (solved(embargo_case(world, who, leakage, 10.0, "zero")).welfare > -1).all()


@pytest.mark.slow
@pytest.mark.parametrize("who", ["BLR", "USA"])
def test_autarky(world: World, who: str) -> None:
    result = solved(autarky_of(world, who, 10.0))
    assert float(result.welfare.sel(economy=who)) < 0


@pytest.mark.slow
def test_a_collapse_is_named(world: World) -> None:
    """Without imports and without time to adjust, expenditure in the Union goes towards zero: no number for that."""
    with pytest.raises(SolveError, match=r"collapses: with|did not converge"):
        embargo_case(world, "EU27", 0.0, 0.25, "zero").solve()


@pytest.mark.slow
@pytest.mark.parametrize("make", [petroleum, five_years, tiny, many_quotas], ids=lambda f: f.__name__)
def test_extremes(world: World, make: object) -> None:
    solved(make(world))  # type: ignore[operator]


@pytest.mark.slow
def test_tariffs_of_a_thousand_percent(world: World) -> None:
    assert (solved(high_tariffs(world, "USA")).welfare > -1).all()
