"""Draws of parameters: their centre, their seed, what they vary, what moves an answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np
import pytest

from autarky.economy.elasticities import list_elasticities
from autarky.economy.horizon import horizon_parameters
from autarky.report import findings
from autarky.report.bands import flow_row, price_row, sector_row, watched
from autarky.scenario import Scenario
from autarky.uncertainty import propagate as propagating
from autarky.uncertainty.draws import Draws
from autarky.uncertainty.priors import normal_draws, prior_table, priors, variants_of
from autarky.uncertainty.propagate import propagate
from autarky.uncertainty.rows import BY_ECONOMY, ROWS, Row
from autarky.uncertainty.summary import band, bands, group_spreads, holds, largest_loser, variance_shares
from autarky.world.accounts import World
from autarky.worlds.library import load_world

CUT = """
horizon = "1y"
[[acts]]
type = "embargo"
origin = "BLR"
destination = "RUS"
sectors = "goods"
both_ways = true
"""


@pytest.fixture(scope="module")
def world() -> World:
    return load_world("icio-2022").aggregate(
        ["BLR", "RUS", "EU27", "CHN"], ["A", "B06", "C20", "C28", "services"]
    )


def test_zero_is_the_centre_and_what_the_scenario_sets_is_not_varied(world: World) -> None:
    scenario = Scenario.from_toml(CUT)
    given = priors(world, scenario)
    theta, centre = np.linspace(1, 5, len(world.sectors)), horizon_parameters(1.0)
    made = given.draw(np.zeros(len(given.names)), theta, centre)
    np.testing.assert_allclose(made.theta, theta)
    assert (made.eta, made.rho, made.xi) == pytest.approx((centre.eta, centre.rho, centre.xi))
    assert made.specificity == pytest.approx(1 / (1 + centre.nu))
    set_here = 'elasticities = { source = "fontagne-2022", theta = 4.0, eta = 0.3 }\n' + CUT
    fixed = priors(world, Scenario.from_toml(set_here))
    assert set(fixed.names) == {"rho", "xi", "specificity"}
    one = 'elasticities = { source = "fontagne-2022", theta = { C20 = 4.0 } }\n' + CUT
    assert priors(world, Scenario.from_toml(one)).theta_spread[world.sectors.index("C20")] == 0
    large = given.draw(np.full(len(given.names), 4.0), theta, centre)
    assert 0 <= large.specificity <= 1 and large.rho > 0 and (large.theta > theta).all()


def test_published_errors_are_the_spread(world: World) -> None:
    published = list_elasticities()["caliendo-parro-2015"]
    text = 'elasticities = "caliendo-parro-2015"\n' + CUT
    spread = priors(world, Scenario.from_toml(text)).theta_spread[world.sectors.index("C20")]
    assert spread == pytest.approx(min(published.standard_error["C20"] / published.theta["C20"], 0.6))
    assert prior_table()["eta"].spread > 0


def test_draws_are_the_same_for_the_same_seed_and_grow_at_the_end() -> None:
    a = normal_draws(64, 5, 1)
    assert np.array_equal(a, normal_draws(64, 5, 1)) and not np.array_equal(a, normal_draws(64, 5, 2))
    assert np.array_equal(a, normal_draws(200, 5, 1)[:64])
    assert (
        np.abs(normal_draws(256, 5, 1).mean(0)).max() < 0.02
    )  # Sobol: far below 1/16, what chance would give


def test_an_interrupt_while_draws_are_handed_in_drops_them(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Handing in thousands takes a second, and whoever interrupts then does not wait for all of them."""
    solved: list[int] = []
    go_on = Event()

    class Interrupted(ThreadPoolExecutor):
        def submit(self, work, k):  # type: ignore[no-untyped-def, override]
            if k == 50:
                go_on.set()
                raise KeyboardInterrupt
            return super().submit(lambda: go_on.wait(60) and solved.append(k))

    monkeypatch.setattr(propagating, "ThreadPoolExecutor", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        propagate(world, Scenario.from_toml(CUT), draws=60, workers=2)
    assert len(solved) <= 2  # those that had begun


def draws_of(welfare: np.ndarray, z: np.ndarray, groups: tuple[str, ...]) -> Draws:
    return Draws(1.0, ("BLR", "RUS"), welfare, welfare, z, groups, np.zeros(len(z), dtype=int), 0)


def test_shares_of_a_linear_answer_by_hand() -> None:
    """y = 3 a + 4 b: 9/25 and 16/25 of the variance; a product of both is what a linear reading leaves."""
    z = normal_draws(4096, 3, 3)
    y = 3 * z[:, 0] + 4 * z[:, 1]
    groups = ("theta_common", "eta", "rho")
    found = variance_shares(draws_of(np.stack([y, y], 1), z, groups), "BLR")
    assert list(found) == ["eta", "theta_common", "rho", "together"]
    assert found["eta"] == pytest.approx(0.64, abs=0.01) and found["theta_common"] == pytest.approx(
        0.36, abs=0.01
    )
    assert sum(found.values()) == pytest.approx(1.0)
    spreads = group_spreads(draws_of(np.stack([y, y], 1), z, groups), "BLR")
    assert spreads["eta"] == pytest.approx(1.645 * 4, rel=0.02) and "together" not in spreads
    both = z[:, 0] * z[:, 1]
    found = variance_shares(draws_of(np.stack([both, both], 1), z, groups), "BLR")
    assert found["together"] > 0.95


def test_bands_ranks_and_missing_draws() -> None:
    losses = np.array([[-3.0, -1.0], [-1.0, -2.0], [-2.0, -1.5], [1.0, -0.5], [np.nan, np.nan]])
    made = draws_of(losses, np.zeros((5, 1)), ("eta",))
    assert largest_loser(made) == {"BLR": 0.5, "RUS": 0.5} and holds(made, "BLR", "RUS") == 0.5
    assert band(losses[:, 0]).losing == 0.75
    assert bands(made)["RUS"].median == pytest.approx(-1.25)


def test_versions_keep_totals_and_what_is_reported(world: World) -> None:
    versions = variants_of(world, 3, 1)
    assert versions[0] is world and len(versions) == 3
    for v in versions[1:]:
        np.testing.assert_allclose(v.array("output"), world.array("output"), rtol=1e-8)
        np.testing.assert_allclose(v.array("trade").sum(0), world.array("trade").sum(0), rtol=1e-6)
        np.testing.assert_allclose(v.array("inputs"), world.array("inputs"))
        assert np.abs(v.array("trade") - world.array("trade")).max() > 1
    reported = World(world.data.assign(trade_estimated=world.data["trade_estimated"] * 0))
    assert len(variants_of(reported, 3, 1)) == 1


def test_the_band_holds_the_central_answer_and_is_the_same_again(world: World) -> None:
    from autarky.scenario import solve

    scenario = Scenario.from_toml(CUT)
    seen: list[tuple[int, int]] = []
    (made,) = propagate(world, scenario, draws=40, progress=lambda *at: seen.append(at))
    assert seen[-1] == (40, 40) and made.solved.all() and made.welfare.shape == (40, len(world.economies))
    centre = solve(world, scenario).welfare
    for economy, found in bands(made).items():
        assert found.low <= found.median <= found.high
        if economy in ("BLR", "RUS"):
            assert found.low < float(centre.sel(economy=economy)) < found.high
    (again,) = propagate(world, scenario, draws=24, workers=1)
    np.testing.assert_array_equal(made.welfare[:24], again.welfare)
    assert (
        variance_shares(again, "BLR") == {} and group_spreads(again, "BLR") == {}
    )  # 24 draws would fit chance
    shares = variance_shares(made, "BLR")
    assert sum(shares.values()) == pytest.approx(1.0)


def test_a_draw_without_spread_is_the_solution(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same equations and solver: with all draws at the centre, every draw is the central answer."""
    from autarky.scenario import solve
    from autarky.uncertainty import propagate as module

    scenario = Scenario.from_toml(CUT)
    monkeypatch.setattr(module, "normal_draws", lambda n, d, seed: np.zeros((n, d)))
    monkeypatch.setattr(module, "variants_of", lambda world, count, seed: [world])
    result = solve(world, scenario)
    (made,) = propagate(world, scenario, draws=3, watch=watched([result]))
    for quantity in BY_ECONOMY:
        expected = result[quantity].values
        np.testing.assert_allclose(getattr(made, quantity), np.tile(expected, (3, 1)), atol=1e-5)
    shown: dict[Row, float] = {}  # every figure of the report, as the report has it
    for flow in (
        *findings.trade_changes([result], 20),
        *(f for g in findings.diversion([result], 8) for f in g),
    ):
        shown[flow_row(flow)] = flow.change[0] / flow.before
        shown[flow_row(flow, "trade_value")] = flow.value_change[0] / flow.before
    for code in findings.told_sectors([result]):
        shown |= {sector_row(s): s.change[0] for s in findings.sectors([result], code)}
    shown |= {price_row(p): p.change[0] for p in findings.prices([result], 16, 6)}
    for leak in findings.leakage([result], 12):
        for name, amount in (("through", leak.through), ("around", leak.around)):
            shown[Row(name, leak.origin, "", leak.destination)] = amount[0] / leak.before
    assert set(made.rows) == set(shown) and {r.quantity for r in shown} == set(ROWS)
    before = {flow_row(f): f.before for f in findings.trade_changes([result], 20)} | {
        flow_row(f): f.before for g in findings.diversion([result], 8) for f in g
    }
    for row, figure in shown.items():
        size = (
            before[Row("trade_quantity", row.economy, row.sector, row.partner)]
            if "trade" in row.quantity
            else 1
        )
        found = made.of(row)
        assert found is not None
        # tolerance of draws, times what a price of several times the base magnifies
        np.testing.assert_allclose(found / size, figure, atol=2e-4 * (1 + abs(figure)), err_msg=str(row))


@pytest.mark.slow  # another closure of deficits is another program
def test_zero_deficits_are_against_the_base_without_them(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autarky.scenario import solve
    from autarky.uncertainty import propagate as module

    scenario = Scenario.from_toml('deficits = "zero"\n' + CUT)
    monkeypatch.setattr(module, "normal_draws", lambda n, d, seed: np.zeros((n, d)))
    monkeypatch.setattr(module, "variants_of", lambda world, count, seed: [world])
    (made,) = propagate(world, scenario, draws=2)
    expected = solve(world, scenario).welfare.values
    np.testing.assert_allclose(made.welfare, np.tile(expected, (2, 1)), atol=1e-5)  # tolerance of draws
