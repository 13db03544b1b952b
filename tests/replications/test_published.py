"""Every replication within its tolerances, and the pieces that are quick to check on their own."""

from pathlib import Path

import numpy as np
import pytest

from autarky.economy.behaviour import behaviour
from autarky.errors import NoEquilibriumError
from autarky.replications import (
    bachmann_2022,
    caliendo_parro_2015,
    costinot_rodriguez_clare_2014,
    felbermayr_2022,
    gains,
    ge_gravity,
    replications,
    welfare_limit,
)
from autarky.replications.shares import world_from_shares
from autarky.world.accounts import World


def small_world(seed: int = 3, n: int = 3, j: int = 4) -> World:
    """A random world without taxes or deficits that differ from what its flows imply."""
    noise = np.random.default_rng(seed)
    trade = noise.uniform(0.1, 1.0, (n, j, n)) + 2 * np.eye(n)[:, None, :]
    inputs = noise.uniform(0.05, 0.15, (j, n, j)) * trade.sum(2)[None] / j
    return World.from_arrays(
        economies=[f"C{i}" for i in range(n)],
        sectors=[f"S{s}" for s in range(j)],
        trade=trade,
        inputs=inputs,
        final=trade.sum(0) - inputs.sum(2),
        attrs={"name": "small", "year": 2000},
    )


QUICK = ("bachmann-2022",)


def check(name: str, data: Path | None) -> None:
    report = replications()[name].run(data)
    off = [f"{r.quantity}: {r.published} against {r.obtained}" for r in report.rows if not r.holds]
    assert report.holds, "\n".join(off)


@pytest.mark.parametrize("name", QUICK)
def test_quick_replications_hold(name: str) -> None:
    check(name, None)


@pytest.mark.slow
def test_welfare_in_the_limit_holds() -> None:
    check("welfare-limit", None)


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("name", [n for n, r in replications().items() if r.folders])
def test_replications_hold(name: str, shared: Path) -> None:
    check(name, shared)


def test_shares_give_back_the_world_they_come_from() -> None:
    world = small_world()
    spent = world.array("trade").sum(0)
    inputs, output = world.array("inputs"), world.array("output")
    again = world_from_shares(
        economies=world.economies,
        sectors=world.sectors,
        sourcing=world.array("trade") / spent,
        tariff=world.array("tariff"),
        final_shares=world.array("final") / world.array("final").sum(0),
        value_added_share=world.array("value_added") / output,
        input_shares=inputs / inputs.sum(0),
        value_added=world.array("value_added").sum(1),
        name="again",
        year=2000,
        unit="USD",
    )
    for variable in ("trade", "inputs", "final", "value_added", "deficit"):
        np.testing.assert_allclose(again.array(variable), world.array(variable), atol=1e-12)


@pytest.mark.shared
def test_caliendo_parro_base_is_consistent(shared: Path) -> None:
    files = caliendo_parro_2015.load(shared / caliendo_parro_2015.FOLDER)
    world = caliendo_parro_2015.base_world(files)  # checks its identities
    va = (files["value_added_share"] * np.maximum(files["output"], files["trade"].sum(2))).sum(1)
    np.testing.assert_allclose(world.array("value_added").sum(1), va, rtol=1e-10)
    assert (world.array("trade")[:, 20:] * (1 - np.eye(31))[:, None, :]).max() == 0


@pytest.mark.shared
def test_felbermayr_spending_is_the_authors(shared: Path) -> None:
    files = felbermayr_2022.load(shared / felbermayr_2022.FOLDER)
    world = felbermayr_2022.world_with_inventories(files)
    spending = world.array("inputs").sum(2) + world.array("final")
    np.testing.assert_allclose(spending, files.spending, rtol=1e-12)
    moved = np.abs(world.array("value_added") - files.value_added_share * world.array("output")).sum()
    assert moved < 1e-4 * world.array("value_added").sum()
    # no tariff among members before, the published MFN rates after, nothing else touched
    member = np.isin(files.economies, felbermayr_2022.EU)
    inside = member[:, None, None] & member[None, None, :] & np.ones((1, 50, 1), bool)
    assert (files.tariff_mfn[~inside] == files.tariff[~inside]).all()
    assert files.tariff_mfn[inside].mean() > 0.01


@pytest.mark.shared
def test_gegravity_documented_example_is_one_price_update(shared: Path) -> None:
    frame = ge_gravity.sample(shared / ge_gravity.FOLDER)
    trade, effect = ge_gravity.agreement(frame, np.array(ge_gravity.DOCUMENTED_COSTS))
    price, index = ge_gravity.one_price_update(trade, np.exp(effect))
    economies = sorted(frame["exporter"].unique())
    for c, published in ge_gravity.DOCUMENTED.items():
        n = economies.index(c)
        assert 100 * (price[n] / index[n] - 1) == pytest.approx(published, abs=1e-6)


@pytest.mark.shared
def test_wiod_world_keeps_the_table(shared: Path) -> None:
    world = costinot_rodriguez_clare_2014.load(shared / costinot_rodriguez_clare_2014.FOLDER)
    raw = np.load(shared / costinot_rodriguez_clare_2014.FOLDER / "wiot_2008.npz")
    total = float(raw["output"].astype(float).sum())
    assert world.array("output").sum() == pytest.approx(total, rel=1e-3)  # the table is rounded
    home = np.einsum("nsn->sn", world.array("trade"))
    assert (home > 0).all()  # else autarky has no solution


@pytest.mark.slow
def test_autarky_is_the_sufficient_statistic() -> None:
    world = small_world()
    theta = np.array([1.5, 3.0, 6.0, 20.0])
    statistic = gains.sufficient_statistic(world, theta)
    solved = gains.solve_autarky(world, theta)["real_wage"].values
    np.testing.assert_allclose(np.log1p(solved), np.log1p(statistic), atol=1e-11)


def test_autarky_is_not_the_statistic_where_theory_does_not_say_so() -> None:
    from autarky.economy.solve import equilibrium

    world = small_world()
    theta = np.full(4, 4.0)
    statistic = gains.sufficient_statistic(world, theta)
    rigid = behaviour(theta, eta=0.2, rho=0.4, xi=0.5)
    solved = equilibrium(world, gains.autarky(world, without_deficits=True), rigid)["real_wage"].values
    assert np.abs(np.log1p(solved) - np.log1p(statistic)).max() > 1e-4


def test_autarky_without_any_supplier_is_refused() -> None:
    trade = np.array([[[5.0, 1.0], [1.0, 1.0]], [[2.0, 4.0], [0.0, 0.0]]])  # C1 makes nothing of S1
    world = World.from_arrays(
        economies=["C0", "C1"],
        sectors=["S0", "S1"],
        trade=trade,
        inputs=np.zeros((2, 2, 2)),
        final=trade.sum(0),
    )
    with pytest.raises(NoEquilibriumError, match="C1 would have no supplier of S1 left"):
        gains.solve_autarky(world, np.array([4.0, 4.0]))


def test_baqaee_farhi_term_is_half_the_second_difference() -> None:
    world = small_world(n=1)
    elasticities = {"eta": 0.3, "rho": 0.6, "xi": 1.7}
    behave = behaviour(np.full(4, 4.0), **elasticities)
    growth = np.array([[1.0, -0.5, 0.3, 0.0]])
    h = 1e-3
    up, down = (
        np.log1p(welfare_limit.solve(world, s * h * growth, behave).welfare.values[0]) for s in (1, -1)
    )
    formula = welfare_limit.baqaee_farhi(world, growth, **elasticities)
    assert (up + down) / (2 * h**2) == pytest.approx(formula, rel=1e-4)
    assert (up - down) / (2 * h) == pytest.approx(float(welfare_limit.hulten(world, growth)[0]), rel=1e-5)


def test_bachmann_bound_share_trebles() -> None:
    s = bachmann_2022.elasticity_for(0.012, 0.036, 0.7)
    result = bachmann_2022.solve(0.012, s, 0.7, as_input=False)
    final = result["final"].values[:, 0]
    assert final[0] / final.sum() == pytest.approx(0.036, rel=1e-9)


@pytest.mark.oracle
@pytest.mark.shared
@pytest.mark.filterwarnings("ignore")
def test_one_price_update_is_what_the_package_gegravity_computes(shared: Path) -> None:
    package = pytest.importorskip("gegravity", exc_type=ImportError)
    import pandas as pd

    frame = pd.read_csv(shared / ge_gravity.FOLDER / ge_gravity.SAMPLE)
    baseline = package.BaselineData(
        frame,
        imp_var_name="importer",
        exp_var_name="exporter",
        year_var_name="year",
        trade_var_name="trade",
        expend_var_name="E",
        output_var_name="Y",
    )
    estimates = pd.DataFrame(
        {"var": ge_gravity.COSTS, "coeff": ge_gravity.DOCUMENTED_COSTS, "ste": [0.1] * len(ge_gravity.COSTS)}
    )
    model = package.OneSectorGE(
        baseline,
        year="2006",
        expend_var_name="E",
        output_var_name="Y",
        cost_coeff_values=package.CostCoeffs(
            estimates=estimates, identifier_col="var", coeff_col="coeff", stderr_col="ste"
        ),
        cost_variables=list(ge_gravity.COSTS),
        reference_importer="DEU",
        sigma=ge_gravity.THETA + 1,
        quiet=True,
    )
    model.build_baseline(omr_rescale=10)
    experiment = model.baseline_data.copy()
    pair = experiment["importer"].isin(["CAN", "JPN"]) & experiment["exporter"].isin(["CAN", "JPN"])
    experiment.loc[pair & (experiment["importer"] != experiment["exporter"]), "pta"] = 1
    model.define_experiment(experiment)
    model.simulate()
    theirs = model.country_results["GDP change (percent)"]

    trade, effect = ge_gravity.agreement(
        ge_gravity.sample(shared / ge_gravity.FOLDER), np.array(ge_gravity.DOCUMENTED_COSTS)
    )
    price, index = ge_gravity.one_price_update(trade, np.exp(effect))
    np.testing.assert_allclose(theirs.sort_index().to_numpy(float), 100 * (price / index - 1), atol=1e-6)
