"""What embargoes bring beside the equilibrium, in worlds whose symmetry gives the answer away."""

from typing import Any

import numpy as np
import pytest
from tolerances import SOLVED, SUMS

from autarky.acts.embargo.act import Embargo
from autarky.acts.embargo.analysis import analyse
from autarky.acts.embargo.relief import periods
from autarky.acts.exhibits import Exhibit
from autarky.errors import InputError
from autarky.scenario import Scenario, solve, solve_all
from autarky.scenario.for_analysis import ForAnalysis, for_analysis
from autarky.world import World

ECONOMIES = ["BLR", "RUS", "POL", "DEU", "JPN"]
BAN = {"type": "embargo", "origin": "BLR", "destination": ["POL", "DEU"], "sectors": "C20"}


def world() -> World:
    """Five alike: each sells 10 of each sector to each other one and 60 to itself; no inputs."""
    trade = np.full((5, 2, 5), 10.0)
    trade[range(5), :, range(5)] = 60.0
    return World.from_arrays(
        economies=ECONOMIES, sectors=["C20", "C28"], trade=trade, tariff=np.zeros((5, 2, 5)),
        export_tax=np.zeros((5, 2, 5)), inputs=np.zeros((2, 5, 2)), final=trade.sum(0),
        attrs={"name": "five alike", "year": 2022},
    )  # fmt: skip


def exhibits(horizon: Any = "1y", **fields: Any) -> tuple[Scenario, list[Exhibit]]:
    scenario = Scenario(acts=[{**BAN, **fields}], horizon=horizon)
    here = world()
    return scenario, analyse(for_analysis(here, scenario, solve_all(here, scenario)))


def column(exhibit: Exhibit, name: str) -> dict[Any, Any]:
    at = [c.name for c in exhibit.columns].index(name)
    return {row[0]: row[at] for row in exhibit.rows}


def test_senders_alike_pay_alike() -> None:
    scenario, (pays,) = exhibits()
    share = column(pays, "Share")
    # both solve to 1e-10 in logs, and a share divides two losses of about 1e-3
    assert share == {"POL": pytest.approx(50, abs=1e-5), "DEU": pytest.approx(50, abs=1e-5)}
    result = solve(world(), scenario)
    lost = -float(result.welfare.sel(economy="POL")) * 200  # of final expenditure of 2 x 100
    assert column(pays, "Lost a year, 1y")["POL"] == pytest.approx(lost, rel=SUMS)
    target = -100 * float(result.welfare.sel(economy="BLR"))
    assert column(pays, "Per 1 % of the target")["POL"] == pytest.approx(lost / target, rel=SUMS)


def test_a_single_sender_is_not_told_that_it_pays_all() -> None:
    assert exhibits(destination="POL")[1] == []


def test_what_gets_through_adds_up_and_goes_over_the_neighbour() -> None:
    scenario, (through, _) = exhibits(["3m", "1y"], evasion="15%", capacity="40%")
    result = solve(world(), scenario, "1y")
    arrives = 1 + float(result["trade_volume"].sel(origin="BLR", sector="C20", destination="POL"))
    share = column(through, "Share, 1y")
    # DEU bans too and JPN has no open border: all of it goes over Russia, which can carry 40 %
    assert set(share) == {"RUS", "all that arrives"}
    assert share["RUS"] == pytest.approx(100 * arrives, rel=SOLVED) == share["all that arrives"]
    assert column(through, "Cost of the way")["RUS"] == pytest.approx(
        100 * (1.15 * 0.4**-0.25 - 1), rel=SOLVED
    )


def test_what_is_paid_for_the_way_is_what_the_seller_ships_too_much() -> None:
    scenario, (through, _) = exhibits(evasion="15%", capacity="40%")
    result = solve(world(), scenario)
    sold = float(result["trade"].sel(origin="BLR", sector="C20", destination=["POL", "DEU"]).sum())
    want = sold * (1 - 1 / (1.15 * 0.4**-0.25))
    assert column(through, "Paid for it, 1y")["all that arrives"] == pytest.approx(want, rel=SOLVED)


def test_what_the_ban_does_not_cover_stands_beside_the_neighbours() -> None:
    _, (through, _) = exhibits(evasion="15%", share="70%", through=["RUS", "JPN"])
    share = column(through, "Share, 1y")
    parts = share["RUS"] + share["JPN"] + share["not covered by the ban"]
    assert parts == pytest.approx(share["all that arrives"], rel=SUMS)
    assert share["JPN"] == 0  # Russia is cheaper and can carry all of it
    # routes share by w r^-4: 0.3 against 0.7 / 1.15^4
    ratio = share["not covered by the ban"] / share["RUS"]
    assert ratio == pytest.approx(0.3 / (0.7 * 1.15**-4), rel=SOLVED)


def test_a_coalition_that_shrinks_and_grows() -> None:
    scenario, made = exhibits(coalition=True, leakage=0)
    _, leaves, grows = made
    here = world()
    alone = Scenario(acts=[{**BAN, "destination": "POL", "leakage": 0}])
    loss_alone = -100 * float(solve(here, alone).welfare.sel(economy="BLR"))
    loss_both = -100 * float(solve(here, scenario).welfare.sel(economy="BLR"))
    assert column(leaves, "Target loses without it")["DEU"] == pytest.approx(loss_alone, rel=1e-7)
    assert column(leaves, "Target is spared")["POL"] == pytest.approx(loss_both - loss_alone, rel=1e-6)
    assert [row[1] for row in grows.rows] == [1, 2]
    assert [row[2] for row in grows.rows] == [
        pytest.approx(loss_alone, rel=1e-7), pytest.approx(loss_both, rel=1e-7),
    ]  # fmt: skip
    inside, outside = column(leaves, "It loses inside"), column(leaves, "It loses outside")
    assert inside["POL"] > outside["POL"]


def test_relief_in_steps_is_the_scenario_of_each_step() -> None:
    _, (_, path) = exhibits(steps=[["2022", "100%"], ["2024", "50%"], ["2030", "0%"]], leakage="20%")
    here = world()
    full = Scenario(acts=[{**BAN, "leakage": "20%"}])
    half = Scenario(acts=[{**BAN, "leakage": "60%"}])  # 50 % covered, of which 20 % leaks
    want = [-100 * float(solve(here, s, h).welfare.sel(economy="BLR")) for s, h in ((full, 1.0), (half, 5.0))]
    assert list(column(path, "Target loses").values()) == [pytest.approx(w, rel=SOLVED) for w in want]
    assert [row[0] for row in path.rows] == ["2022 to 2024", "2024 to 2030"]
    total = 2 * want[0] + 6 * want[1]  # percent of 200 over the years
    assert path.rows[-1][6] == pytest.approx(2 * total, rel=SOLVED)


def test_a_duration_is_looked_at_as_time_goes_by() -> None:
    assert periods(Embargo(**{**BAN, "duration": "4y"})) == [(0, 1, 1), (1, 3, 1), (3, 4, 1)]
    _, (_, path) = exhibits(duration="2y")
    losses = list(column(path, "Target loses").values())
    assert len(losses) == 2 and losses[0] > losses[1] > 0
    ended = Embargo(**{**BAN, "steps": [["2025", "100%"], ["2026", "0%"]], "duration": "3y"})
    assert periods(ended) == [(0, 1, 1), (1, 3, 0)]


def test_a_duration_that_ends_before_the_last_step_is_refused() -> None:
    with pytest.raises(InputError, match="`duration` of 2 years ends before the last step, 2030, begins"):
        Scenario(acts=[{**BAN, "steps": [["2025", "100%"], ["2030", "50%"]], "duration": "2y"}])


def test_a_case_without_a_solution_is_said_and_the_others_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    from autarky.errors import SolveError

    honest = ForAnalysis.solve

    def stubborn(self: ForAnalysis, acts: Any, years: float, other: Any = None) -> Any:
        act = acts[0]
        if isinstance(act, Embargo) and (tuple(act.destination) == ("DEU",) or act.share == 0.5):
            raise SolveError("it does not converge")
        return honest(self, acts, years, other)

    scenario = Scenario(acts=[{**BAN, "coalition": True, "steps": [["2022", "100%"], ["2023", "50%"]]}])
    here = world()
    results = solve_all(here, scenario)
    monkeypatch.setattr(ForAnalysis, "solve", stubborn)
    _, leaves, grows, path = analyse(for_analysis(here, scenario, results))
    assert [row[0] for row in leaves.rows] == ["DEU"]
    assert "without POL has no solution (it does not converge)" in leaves.note
    assert [row[0] for row in path.rows if row[3] is None] == ["2023 to 2024"]
    assert "2023 to 2024 has no solution" in path.note and grows.rows
