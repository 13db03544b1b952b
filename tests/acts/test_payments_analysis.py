"""Exhibits on payments in a world whose answers are known, and the figures of the page on the embedded one."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tolerances import SOLVED

from autarky.acts.analyses import analysed
from autarky.acts.exhibits import Exhibit
from autarky.acts.payments.analysis import OUTSIDE, analyse
from autarky.acts.payments.calibration import SEVERITIES, elasticity, episode
from autarky.scenario import Scenario, solve, solve_all
from autarky.scenario.for_analysis import for_analysis
from autarky.world import World
from autarky.worlds import load_world

ROOT = Path(__file__).parents[2]
CUT: dict[str, Any] = {"type": "payment_cut_off", "origin": "BLR", "mix": "BLR-world: 40% informal, 60% usd"}
EPSILON = elasticity("central", 1.0)


def made() -> World:
    """Three equal economies with two sectors; a fifth of what each buys comes from abroad."""
    trade = np.full((3, 2, 3), 10.0)
    trade[range(3), :, range(3)] = 80.0
    return World.from_arrays(
        economies=["BLR", "RUS", "POL"],
        sectors=["C10T12", "B06"],
        trade=trade,
        inputs=np.zeros((2, 3, 2)),
        final=trade.sum(0),
        attrs={"name": "made", "year": 2022},
    )


def exhibits(*acts: dict[str, Any]) -> list[Exhibit]:
    scenario = Scenario(acts=list(acts), horizon="1y")
    return analyse(for_analysis(made(), scenario, solve_all(made(), scenario)))


def test_pairs_by_hand() -> None:
    pairs, *_ = exhibits(CUT)
    cost = 0.4 ** (-1 / EPSILON) - 1
    assert {row[:2] for row in pairs.rows} == {("BLR", "RUS"), ("RUS", "BLR"), ("BLR", "POL"), ("POL", "BLR")}
    after = solve(made(), Scenario(acts=[CUT], horizon="1y"))["trade"].sum("sector")
    for row in pairs.rows:
        assert row[2:6] == pytest.approx((20, 60, 100 * cost, 20 * cost), rel=SOLVED)
        change = 100 * (float(after.sel(origin=row[0], destination=row[1])) / 20 - 1)
        assert row[6] == pytest.approx(change, abs=SOLVED) and change < 0


def test_other_shares_outside_are_other_scenarios() -> None:
    """What the exhibit says of 30 % outside is what a scenario with 30 % outside gives."""
    _, outside, *_ = exhibits(CUT)
    told = {(row[0], row[1]): row for row in outside.rows}
    for share in OUTSIDE:
        x = round(100 * share)
        rule = CUT | {"mix": f"BLR-world: {x}% informal, {100 - x}% usd"}
        welfare = solve(made(), Scenario(acts=[rule], horizon="1y")).welfare
        for who in ("BLR", "RUS", "POL"):
            row = told[who, f"{x} %"]
            assert row[4] == pytest.approx(100 * float(welfare.sel(economy=who)), abs=1e-8)
            assert row[5] == pytest.approx(200 * float(welfare.sel(economy=who)), abs=1e-7)
        assert told["BLR", f"{x} %"][2:4] == pytest.approx(
            (100 - x, 100 * (share ** (-1 / EPSILON) - 1)), rel=SOLVED
        )
    losses = [told["BLR", what][4] for what in ("30 %", "as in the scenario", "95 %")]  # 40 % in the scenario
    assert all(isinstance(v, float) and v < 0 for v in losses) and losses == sorted(
        losses, key=lambda v: v or 0
    )


def test_the_cost_by_severity_and_time() -> None:
    *_, ranges, income = exhibits(CUT)
    assert [row[0] for row in ranges.rows] == list(SEVERITIES)
    for row in ranges.rows:
        at_one_year = elasticity(str(row[0]), 1.0)  # type: ignore[arg-type]
        assert row[1] == pytest.approx(at_one_year) and row[3] == pytest.approx(
            100 * (0.4 ** (-1 / at_one_year) - 1), rel=SOLVED
        )
    assert [c.name for c in income.columns] == ["Economy", *SEVERITIES] and len(income.rows) == 3
    for column, severity in enumerate(SEVERITIES, start=1):
        welfare = solve(made(), Scenario(acts=[CUT | {"severity": severity}], horizon="1y")).welfare
        for row in income.rows:
            assert row[column] == pytest.approx(100 * float(welfare.sel(economy=row[0])), abs=1e-8)


def test_several_types_of_payment_acts_share_one_analysis() -> None:
    acts = [CUT, {"type": "payment_cost", "origin": "RUS", "channels": "usd", "change": "2%"}]
    scenario = Scenario(acts=acts, horizon="1y")
    results = analysed(for_analysis(made(), scenario, solve_all(made(), scenario)))
    assert len(results[0].record["exhibits"]) == 4
    assert len(exhibits(acts[1])) == 3  # nothing is cut, so that nothing passes outside of it


# -- the pages and the examples --------------------------------------------------------------------------------------


def page(name: str) -> str:
    return " ".join((ROOT / "docs" / name).read_text("utf-8").replace("−", "-").split())


def example(name: str, *settings: str) -> Scenario:
    return Scenario.from_file(ROOT / "examples" / "union-state" / f"{name}.toml", settings)


def test_scenario_of_the_page() -> None:
    blocks = re.findall(
        r"```toml\n(.*?)```", (ROOT / "docs/how-to/payments.md").read_text("utf-8"), re.DOTALL
    )
    assert len(blocks) == 1
    (found,) = Scenario.from_toml(blocks[0]).resolve(load_world())
    assert found["share"] == 0.8 and found["trade_cost"] > 0


@pytest.mark.parametrize("name", ["payments-swift", "payments-own-systems", "payments-reserves"])
def test_examples_read_and_fit_the_schema(name: str) -> None:
    import tomllib

    jsonschema = pytest.importorskip("jsonschema")

    from autarky.scenario.schema import scenario_schema

    scenario = example(name)
    assert scenario.title and scenario.look_for and scenario.resolve(load_world())
    text = (ROOT / "examples" / "union-state" / f"{name}.toml").read_text("utf-8")
    jsonschema.Draft202012Validator(scenario_schema()).validate(tomllib.loads(text))


def test_figures_of_the_page() -> None:
    world, scenario, text = load_world(), example("payments-swift"), page("how-to/payments.md")
    _, outside, ranges, _ = analyse(for_analysis(world, scenario, solve_all(world, scenario)))
    told = {(row[0], row[1]): row for row in outside.rows}
    cases = ("as in the scenario", "30 %", "95 %")
    for who, what, column, digits in (
        ("Belarus", "share of its trade cut", 2, 0),
        ("Belarus", "cost of its trade", 3, 1),
        ("Belarus", "real income", 4, 1),
        ("Russia", "real income", 4, 1),
    ):
        cells = " | ".join(f"{told[who, case][column]:.{digits}f} %" for case in cases)
        assert f"| {who}: {what} | {cells} |" in text
    central = {row[0]: row for row in ranges.rows}["central"]
    assert f"from {central[2]:.0f} % after three months to {central[4]:.0f} % after three years" in text


@pytest.mark.parametrize(
    ("name", "settings", "who", "figure", "where"),
    [
        ("payments-swift", 'severity="low"', "BLR", "low and high Belarus loses {:.1f} %", "how-to"),
        ("payments-swift", 'severity="high"', "BLR", "and {:.1f} %. The mean cost", "how-to"),
        ("payments-swift", 'severity="low"', "RUS", "of real income, low {:.1f} %", "theory"),
        ("payments-swift", 'severity="high"', "RUS", ", high {:.1f} %", "theory"),
        ("payments-swift", 'severity="central"', "RUS", "gives {:.1f} % of real income", "theory"),
        ("payments-own-systems", 'label="x"', "BLR", "Belarus then loses {:.1f} %", "how-to"),
        ("payments-own-systems", 'label="x"', "RUS", "and Russia {:.1f} %, because", "how-to"),
        ("payments-reserves", 'lost="interest"', "RUS", "interest a year, {:.1f} % of Russia's real income", "how-to"),
        ("payments-reserves", 'lost="principal"', "RUS", "over ten years, {:.1f} %", "how-to"),
    ],
)  # fmt: skip
def test_losses_of_the_pages(name: str, settings: str, who: str, figure: str, where: str) -> None:
    world = load_world()
    welfare = solve(world, example(name, f"acts.1.{settings}")).welfare.sel(economy=who)
    assert figure.format(-100 * float(welfare)) in page(f"{where}/payments.md")


def test_table_of_the_theory() -> None:
    text = page("theory/payments.md")
    for severity in SEVERITIES:
        case, epsilon = episode(severity), elasticity(severity, 1.0)
        cost = 100 * ((1 - case.hit) ** (-1 / epsilon) - 1)
        assert f"| {severity} | {100 * case.decline:.0f} % | {epsilon:.1f} | {cost:.0f} % |" in text


def test_the_point_at_three_years_is_russia_after_2022() -> None:
    """A cost of 5 % for 85 % of payments, as the table of the path says; it is rounded to a whole multiple."""
    implied = float(np.log(1 - 0.85) / -np.log(1.05)) / EPSILON
    assert elasticity("central", 3.0) / EPSILON == pytest.approx(implied, abs=0.1)
