"""The leverage matrix on a small world: equal to single equilibria, symmetric in its solves, honest about failures."""

import numpy as np
import pytest
import xarray as xr

from autarky.cuts.matrix import by_sector, leverage, leverage_between, leverage_of_blocs
from autarky.cuts.ranking import exposures, failures, holds, third_countries
from autarky.errors import InputError
from autarky.measures import welfare_loss
from autarky.world import World


@pytest.fixture(scope="module")
def matrix(world: World) -> xr.Dataset:
    return leverage(world, keep=False)


def test_equals_single_equilibria(world: World, matrix: xr.Dataset) -> None:
    # the certified path: acts, Embargo, equilibrium; solved to 1e-10 there and 1e-8 here
    single = welfare_loss(world, "BLR", ["RUS", "POL"], horizon="1y", leakage=0.1)
    for partner in ("RUS", "POL"):
        pair = matrix.sel(loser="BLR", partner=partner)
        assert float(pair["loss"]) == pytest.approx(float(single.sel(partner=partner, side="own")), abs=1e-7)
        other = float(single.sel(partner=partner, side="partner"))
        assert float(pair["partner_loss"]) == pytest.approx(other, abs=1e-7)


def test_all_ordered_pairs_from_half_the_solves(world: World) -> None:
    told: list[tuple[int, int]] = []
    data = leverage(world, keep=False, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 10) and told[-1] == (10, 10)
    loss = data["loss"].values
    assert np.isnan(np.diag(loss)).all() and np.isfinite(loss[~np.eye(5, dtype=bool)]).all()
    np.testing.assert_array_equal(data["partner_loss"].values, loss.T)
    np.testing.assert_array_equal(data["welfare"].values, data["welfare"].values.transpose(1, 0, 2))
    assert float(data["residual"].max()) <= 1e-8


def test_losses_are_those_of_the_welfare_array(world: World, matrix: xr.Dataset) -> None:
    pair = matrix.sel(loser="BLR", partner="RUS")
    assert float(pair["loss"]) == -float(pair["welfare"].sel(economy="BLR"))
    spent = float(world.data["final"].sel(destination="BLR").sum())
    assert float(pair["value"]) == pytest.approx(float(pair["loss"]) * spent)


def test_the_small_neighbour_depends_on_the_big_one(matrix: xr.Dataset) -> None:
    top = holds(matrix, 1)[0]
    assert (top.loser, top.partner) == ("BLR", "RUS") and top.asymmetry > 3
    ranked = exposures(matrix)
    assert ranked[0].economy == "BLR" and ranked[0].to == "RUS"
    assert ranked[0].total == pytest.approx(float(matrix["loss"].sel(loser="BLR").sum()))
    assert ranked[0].power == pytest.approx(float(matrix["value"].sel(partner="BLR").sum()))
    assert {c for c, _ in third_countries(matrix, "BLR", "RUS")} == {"KAZ", "POL", "DEU"}


def test_subsets(world: World, matrix: xr.Dataset) -> None:
    part = leverage(world, of="Belarus", on=["RUS", "POL"], keep=False)
    assert part.sizes["loser"] == 1 and list(part["partner"].values) == ["RUS", "POL"]
    np.testing.assert_allclose(part["loss"], matrix["loss"].sel(loser=["BLR"], partner=["RUS", "POL"]))
    assert np.isnan(exposures(part)[0].power)


def test_more_leakage_hurts_less(world: World) -> None:
    losses = [
        float(leverage_between(world, "BLR", "RUS", leakage=k, keep=False)["loss"][0, 1])
        for k in (0.05, 0.5, 1)
    ]
    assert losses[0] > losses[1] > losses[2]
    assert losses[2] == pytest.approx(0, abs=1e-8)  # nothing is cut


def test_blocs(world: World) -> None:
    data = leverage_of_blocs(world, ["EAEU"], keep=False)
    inside, outside = data.sel(loser="EAEU", partner="RUS"), data.sel(loser="EAEU", partner="DEU")
    assert data.attrs["members"] == "EAEU: BLR, RUS, KAZ"
    final = world.array("final").sum(0)
    change = inside["welfare"].values
    # Russia is cut from the others, and it is the others that lose
    others = -(change[[0, 2]] * final[[0, 2]]).sum() / final[[0, 2]].sum()
    assert float(inside["loss"]) == pytest.approx(others)
    assert float(inside["partner_loss"]) == pytest.approx(-change[1])
    assert np.isnan(data.sel(loser="EAEU", partner="EAEU")["loss"])
    assert {c for c, _ in third_countries(data, "EAEU", "DEU")} == {"POL"}
    alone = leverage_between(world, "DEU", "EAEU", keep=False)
    assert float(alone.sel(loser="EAEU", partner="DEU")["loss"]) == pytest.approx(float(outside["loss"]))


def test_by_sector(world: World) -> None:
    data = by_sector(world, "Belarus", "RUS", keep=False)
    assert list(data["side"].values) == ["BLR", "RUS"] and data.sizes["sector"] == 3
    assert (data["loss"].sel(side="BLR") > 0).all()
    assert float(data["together"].sel(side="BLR")) > float(data["loss"].sel(side="BLR").max())
    np.testing.assert_allclose(data["trade"].sel(side="BLR"), world.array("trade")[0, :, 1])


def test_a_pair_without_solution_is_a_row_with_a_reason(world: World) -> None:
    # after three months theta <= 0 nowhere, so a short horizon alone is no failure; no substitution is
    from autarky.cuts.batch import Cutter, solve_cuts
    from autarky.cuts.cut import Party, cut_between
    from autarky.economy.behaviour import behaviour

    stiff = behaviour(np.full(3, -0.2), eta=0.1, rho=0.3, xi=0.5, nu=1.0)
    cut = cut_between(world, Party.single("BLR"), Party.single("RUS"))
    answer = solve_cuts(Cutter(world, stiff, leakage=0.0), [cut])[cut.key]
    assert "No equilibrium" in answer.reason and np.isnan(answer.welfare).all()


def test_failures_are_told_and_left_out_of_rankings(matrix: xr.Dataset) -> None:
    broken = matrix.copy(deep=True)
    for name in ("loss", "partner_loss", "value", "residual"):
        broken[name].loc[{"loser": "BLR", "partner": "RUS"}] = np.nan
    reason = broken["reason"].values.astype(object)
    reason[0, 1] = "no solution"
    broken["reason"] = (("loser", "partner"), reason.astype(str))
    assert failures(broken) == [("BLR", "RUS", "no solution")]
    assert len(holds(broken)) == 19 and exposures(broken)[0].total == pytest.approx(
        float(broken["loss"].sel(loser=exposures(broken)[0].economy).sum())
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"leakage": 1.5}, "outside 0 to 1"),
        ({"of": "BLX"}, "did you mean"),
        ({"horizn": "1y"}, "did you mean horizon"),
        ({"of": "BLR", "on": "BLR"}, "no tie to cut"),
        ({"horizon": "soon"}, "not understood"),
    ],
)
def test_wrong_input(world: World, options: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        leverage(world, keep=False, **options)


def test_wrong_parties(world: World) -> None:
    with pytest.raises(InputError, match="is an economy, not a bloc"):
        leverage_of_blocs(world, ["BLR"], keep=False)
    with pytest.raises(InputError, match="the same economies"):
        leverage_between(world, "BLR", "Belarus", keep=False)
    with pytest.raises(InputError, match="the same economies"):
        by_sector(world, "BLR", "BLR", keep=False)


@pytest.mark.slow
def test_belarus_and_russia_in_the_embedded_world() -> None:
    from autarky.worlds import load_world

    world = load_world()
    data = leverage(world, of="BLR", keep=False)
    top = holds(data, 1)[0]
    single = welfare_loss(world, "BLR", ["RUS"])
    assert top.partner == "RUS" and not failures(data)
    assert top.loss == pytest.approx(float(single.sel(side="own", partner="RUS")), abs=1e-7)
    assert 0.1 < top.loss < 0.3 and top.asymmetry > 20
