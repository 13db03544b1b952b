"""The findings are those that the made-up numbers imply."""

import numpy as np
import pytest

from autarky.economy.result import Result
from autarky.report import findings
from autarky.report.parties import parties, restricted


def test_parties_are_the_economies_the_acts_name(results: list[Result]) -> None:
    assert parties(results) == ("BLR", "RUS")


def test_impacts_run_from_the_greatest_loss_to_the_greatest_gain(results: list[Result]) -> None:
    rows = findings.impacts(results)
    assert len(rows) == len(results[0].world.economies)
    assert rows[0].code == "BLR"
    assert rows[0].party
    worst = [findings.extreme(r.welfare) for r in rows]
    assert worst == sorted(worst)
    base = float(results[0].world.data["final"].sel(destination="BLR").sum())
    assert rows[0].value[0] == pytest.approx(-0.2 * base)


def test_parties_are_always_among_the_headlines(results: list[Result]) -> None:
    assert {"BLR", "RUS"} <= {r.code for r in findings.headline(findings.impacts(results), most=1)}


def test_largest_trade_changes_leave_out_domestic_sales(results: list[Result]) -> None:
    flows = findings.trade_changes(results, 50)
    assert len(flows) == 50
    assert all(f.origin != f.destination for f in flows)
    sizes = [max(map(abs, f.change)) for f in flows]
    assert sizes == sorted(sizes, reverse=True)


def test_leakage_counts_what_arrives(results: list[Result]) -> None:
    (leak,) = findings.leakage(results)
    assert (leak.origin, leak.destination) == ("BLR", "RUS")
    assert set(leak.sectors) == {"C19", "C20"}
    assert leak.through[0] == pytest.approx(0.1 * leak.before)
    assert all(a >= 0 for a in leak.around)
    assert restricted(results[0]).sum() == 2


def test_diversion_joins_parties_with_third_countries(results: list[Result]) -> None:
    sells, buys = findings.diversion(results, 5)
    assert sells and buys
    assert all(f.destination in ("BLR", "RUS") and f.origin not in ("BLR", "RUS") for f in sells)
    assert all(f.origin in ("BLR", "RUS") and f.destination not in ("BLR", "RUS") for f in buys)


def test_prices_and_sectors_are_finite_and_of_note(results: list[Result]) -> None:
    assert all(p.share > findings.NOTICEABLE for p in findings.prices(results))
    assert all(np.isfinite(s.change).all() for s in findings.sectors(results, "BLR"))
