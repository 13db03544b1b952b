"""Drawings by hand: what is drawn is in proportion to the figures, labels do not overlap, text is escaped."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import numpy as np
import pytest

from autarky.charts.sankey import sankey
from autarky.charts.svg import WIDTH, RankedBar, apart, element, fitted, ranked_ranges
from autarky.charts.timelines import time_lines

SVG = "{http://www.w3.org/2000/svg}"


def test_text_is_escaped() -> None:
    assert element("text", '<b>"&', a_b='"') == '<text a-b="&#34;">&lt;b&gt;&#34;&amp;</text>'


@pytest.mark.parametrize("wanted", [[0.0, 1.0, 2.0], [50.0, 50.0, 50.0], [99.0, 100.0, 3.0], [120.0]])
def test_apart(wanted: list[float]) -> None:
    placed = apart(wanted, 10, 0, 100)
    assert min(placed) >= 0 and max(placed) <= 100
    ranked = sorted(placed)
    assert all(b - a >= 10 - 1e-9 for a, b in pairwise(ranked))
    assert [placed[j] for j in np.argsort(wanted, kind="stable")] == ranked  # the order stays
    assert apart([20.0, 60.0], 10, 0, 100) == [20.0, 60.0]  # nothing moves that need not


def test_fitted() -> None:
    assert fitted("Russia", 200) == "Russia"
    assert fitted("Wholesale and retail trade", 80).endswith("…")


def test_bars_and_ranges_are_in_proportion() -> None:
    drawn = ET.fromstring(
        ranked_ranges(
            [RankedBar("A", 10.0, [5.0, 15.0]), RankedBar("B <", 5.0, []), RankedBar("C", -2.0, [])], "t"
        )
    )
    bars = [float(r.get("width", 0)) for r in drawn.iter(f"{SVG}rect")]
    assert bars[0] / bars[1] == pytest.approx(2.0, rel=1e-3)
    start = float(next(drawn.iter(f"{SVG}rect")).get("x", 0))
    lines = [e for e in drawn.iter(f"{SVG}line") if e.get("stroke-width") == "3"]
    assert len(lines) == 1
    least, most = (float(lines[0].get(k, 0)) - start for k in ("x1", "x2"))
    assert most / least == pytest.approx(3.0, rel=1e-2)  # 15 over 5; coordinates have four digits
    assert [t.text for t in drawn.iter(f"{SVG}text")][2] == "B <"


def test_flows_keep_their_size_at_both_ends() -> None:
    flows = np.array([[4.0, 2.0], [1.0, 3.0], [0.0, 2.0]])
    origins = [("A", "6"), ("B", "4"), ("rest", "2")]
    drawn = ET.fromstring(sankey(flows, origins, [("S", "5"), ("T", "7")], "t", 300))
    heights = [float(r.get("height", 0)) for r in drawn.iter(f"{SVG}rect")]
    np.testing.assert_allclose(np.array(heights) / heights[0], np.array([6, 4, 2, 5, 7]) / 6, rtol=1e-3)
    bands = [p.get("d", "") for p in drawn.iter(f"{SVG}path")]
    assert len(bands) == 5  # none for nothing
    for band, size in zip(bands, [4, 2, 1, 3, 2], strict=True):
        numbers = [float(v) for v in re.findall(r"-?[0-9.]+", band)]
        thick = numbers[8] - numbers[7]  # at the right: V after the end of the curve
        assert thick * 6 / heights[0] == pytest.approx(size, abs=0.05)  # coordinates have one decimal
    labels = [float(t.get("y", 0)) for t in drawn.iter(f"{SVG}text")]
    assert min(labels) > 0 and max(labels) < 300


def test_lines_stop_where_there_is_no_figure() -> None:
    nan = float("nan")
    drawn = ET.fromstring(time_lines([2011, 2012, 2015], {"A": [10.0, nan, 20.0], "B": [1.0, 2.0, 3.0]}, "t"))
    points = list(drawn.iter(f"{SVG}circle"))
    assert len(points) == 5
    faint = [e for e in drawn.iter(f"{SVG}line") if e.get("stroke-dasharray") == "1 4"]
    assert len(faint) == 2  # 2011 to 2015, and 2012 to 2015
    assert all(0 <= float(p.get("cx", -1)) <= WIDTH for p in points)
    ends = [t.text for t in drawn.iter(f"{SVG}text") if "A" in str(t.text) or "B" in str(t.text)]
    assert ends == ["20.0 A", "3.00 B"]
