"""Robust or not, on figures whose answer is known."""

from dataclasses import replace
from pathlib import Path

import pytest

from autarky.case.outcome import NET, WELFARE, PartOutcome, Value, keep, kept
from autarky.case.robustness import findings
from autarky.case.sentences import lead, sentence


def value(
    central: float, low: float, high: float, holds: float = 1.0, years: float = 1.0, what: str = WELFARE
) -> Value:
    return Value(
        what, "BLR", "Belarus", f"{years:g} years", years, central, low, (low + high) / 2, high, holds
    )


@pytest.mark.parametrize(
    ("values", "kind", "why"),
    [
        ([value(-0.05, -0.06, -0.04)], "robust", "a loss"),
        ([value(-0.05, -0.06, -0.04), value(-0.02, -0.03, -0.01, 1.0, 10)], "robust", "a loss"),
        ([value(0.05, 0.01, 0.08)], "sign", "uncertain after 1 years"),
        ([value(0.05, 0.01, 0.08, 0.97)], "sign", "a gain"),
        ([value(0.05, -0.01, 0.08, 0.94)], "not", "a gain in 94 % of the draws"),
        ([value(0.05, 0.04, 0.06), value(-0.05, -0.06, -0.04, 1.0, 10)], "not", "a loss after 10 years"),
        (
            [replace(value(-0.05, -0.06, -0.04), turned="closure")],
            "not",
            "a loss, which another choice turns: closure",
        ),
        (
            [replace(value(-0.05, -0.06, -0.04), shifted="closure")],
            "sign",
            "a loss, its size depends on: closure",
        ),
        ([value(1e-5, -2e-5, 4e-5, 0.6)], "untouched", ""),
        ([value(1e-5, -2e-5, 4e-5, 0.6, what=NET)], "not", "worth its price in 60 %"),
        ([Value(WELFARE, "BLR", "Belarus", "1 year", 1.0, -0.05)], "undrawn", ""),
    ],
    ids=[
        "sure",
        "two-horizons",
        "wide",
        "wide-97",
        "few-draws",
        "turns",
        "choice",
        "shift",
        "tiny",
        "tiny-price",
        "no-draws",
    ],
)
def test_kind(values: list[Value], kind: str, why: str) -> None:
    (found,) = findings("part", values)
    assert found.kind == kind and why in found.why


def test_kept_outcomes_come_back_under_their_key_only(tmp_path: Path) -> None:
    path = tmp_path / "part.json"
    assert kept(path, "k") is None
    outcome = PartOutcome(title="T", answer=("A",), values=(value(-0.05, -0.06, -0.04),), draws=4)
    keep(path, "k", outcome)
    assert kept(path, "k") == outcome and kept(path, "other") is None
    path.write_text(path.read_text("utf-8")[:-20], "utf-8")
    assert kept(path, "k") is None


def test_sentence_tells_who_is_moved_and_how_sure_it_is() -> None:
    moved = findings("part", [value(-0.05, -0.06, -0.04)])
    assert sentence(moved) == "After 1 years Belarus loses 5.00\u202f%."
    open_size = findings("part", [value(0.05, 0.01, 0.08)])
    calm = findings("part", [value(1e-5, -2e-5, 4e-5)])
    told = sentence([*open_size, *calm])
    assert told == "After 1 years Belarus gains 5.00\u202f% (size uncertain); Belarus is barely affected."
    assert sentence(calm) == ""


def test_lead_counts_the_findings() -> None:
    found = [
        *findings("Loss", [value(-0.05, -0.06, -0.04)]),
        *findings("Wide", [value(0.05, 0.01, 0.08)]),
        *findings("Turns", [value(0.05, -0.01, 0.08, 0.6)]),
        *findings("Calm", [value(1e-5, -2e-5, 4e-5)]),
    ]
    told = lead(4, 1, 2, found)
    assert told.startswith(
        "4 answers, 1 part without one, 2 questions left open. Of 3 effects larger than a trace, 1 are"
    )
    assert "1 in sign alone, and 1 are not robust" in told and "largest robust loss: Belarus" in told
    assert "robust gain" not in told
