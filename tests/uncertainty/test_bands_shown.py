"""Ranges as they are shown: over bars, beside numbers, and how often a ranking holds."""

from typing import Any, cast

import numpy as np
import pytest

from autarky.charts.bars import bar_spec
from autarky.economy.result import Result
from autarky.report.bands import Bands, order, span
from autarky.uncertainty.draws import Draws
from autarky.uncertainty.rows import Index, Row, through_and_around
from autarky.uncertainty.summary import band, ordered, same_sign


def test_texts_stand_beyond_the_lines_and_all_are_in_the_picture() -> None:
    rows = [("A", "", [-5.0, 1.0]), ("B", "", [2.0, 3.0])]
    ranges = [[(-9.0, -2.0), (-1.0, 4.0)], []]
    spec = bar_spec("t", rows, ["1 year", "10 years"], str, cast(Any, ranges))
    ends = {(v["row"], v["horizon"]): v["end"] for v in spec["data"]["values"]}
    assert ends == {
        ("0", "1 year"): -9.0,
        ("0", "10 years"): 4.0,
        ("1", "1 year"): 2.0,
        ("1", "10 years"): 3.0,
    }
    low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low < -9 and high > 4
    assert len(spec["layer"]) == len(bar_spec("t", rows, ["1 year", "10 years"], str)["layer"]) + 2


def draws_of(years: float, kept: np.ndarray, rows: tuple[Row, ...]) -> Draws:
    flat = np.zeros((len(kept), 1))
    return Draws(
        years, ("BLR",), flat, flat, flat, ("eta",), np.zeros(len(kept), dtype=int), 0, rows=rows, kept=kept
    )


def test_rankings_by_hand() -> None:
    """Two horizons: what counts is the larger of the two; row A is larger than B in two of three draws."""
    a, b, c = (Row("output_volume", "BLR", s) for s in "ABC")
    first = draws_of(1.0, np.array([[-3.0, 1.0], [1.0, 2.0], [0.5, 2.0]]), (a, b))
    second = draws_of(10.0, np.array([[0.0, 2.0], [2.5, 0.0], [0.0, 1.0]]), (a, b))
    made = Bands([Result.__new__(Result)] * 2, [first, second])  # nothing is read of them
    assert made.holds([a, b]) == pytest.approx([2 / 3])
    assert made.holds([a]) == [] and made.holds([a, c]) == [] and made.of(c) == []
    assert made.of_draws == "90 % of 3 draws"
    assert order([0.52, 1.0]) == "Each is larger than the next in 52 to 100 % of the draws."
    assert order([1.0]) == "Each is larger than the next in 100 % of the draws." and order([]) == ""
    assert ordered(np.array([[3.0, -2.0, 1.0], [1.0, 2.0, np.nan]])) == [1.0, 1.0]
    assert np.isnan(ordered(np.array([[np.nan, 1.0]]))).all()


def test_words_and_signs() -> None:
    assert span(band(np.array([-0.01, -0.01])), 100) == "\u22121.00 \u2026 \u22121.00"
    assert same_sign(np.array([-1.0, -2.0, 3.0, -4.0])) == 0.75
    assert np.isnan(band(np.array([np.nan])).low)


def test_rows_read_from_arrays() -> None:
    rng = np.random.default_rng(1)
    before, gain = rng.uniform(1, 2, (3, 2, 3)), rng.normal(size=(3, 2, 3))
    held = np.zeros((3, 2, 3), dtype=bool)
    held[0, 1, 2] = True
    rows = [
        Row("trade_quantity", "A", "", "C"),
        Row("trade_value", "B", "T", "A"),
        Row("through", "A", "", "C"),
        Row("around", "A", "", "C"),
        Row("composite_price", "B", "S"),
    ]
    output, price = rng.normal(size=(3, 2)), rng.normal(size=(2, 3))
    found = Index("ABC", "ST", rows, held).take(output, price, before, gain, 2 * gain)
    around = min(max(gain[0, 1, 1], 0), max(gain[1, 1, 2], 0))  # by B, the only third economy
    expected = [
        gain[0, :, 2].sum(),
        2 * gain[1, 1, 0],
        1 + gain[0, 1, 2] / before[0, 1, 2],
        around / before[0, 1, 2],
        price[0, 1],
    ]
    np.testing.assert_allclose(found, expected)
    assert through_and_around(before, gain, held, 0, 2)[1] == pytest.approx(around)
    with pytest.raises(ValueError, match="no economy or sector 'X'"):
        Index("ABC", "ST", [Row("trade_value", "X")])
    with pytest.raises(ValueError, match="cannot be kept"):
        Index("ABC", "ST", [Row("through", "A", "", "C")])
