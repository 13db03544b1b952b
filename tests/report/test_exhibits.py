"""Exhibits: plain tables of analyses in the terminal, the page and JSON."""

import json
from dataclasses import replace

import pytest
from report_samples import HOSTILE, fake
from rich.console import Console

from autarky.acts.analyses import analysis_of, drawing_of
from autarky.acts.exhibits import EXHIBITS, Column, Exhibit, exhibits_of
from autarky.acts.registry import ACTS
from autarky.report.exhibits import exhibit_tables, shown
from autarky.report.page import page
from autarky.world.accounts import World

GAINS = Exhibit(
    "Who gains",
    f"Percent of income. {HOSTILE}",
    (Column("Economy"), Column("Gain", "%"), Column("Pairs"), Column("Reserves", "Mt")),
    (("Belarus", 1.25, 3, None), (HOSTILE, -0.5, 1, 12.0)),
    chart="bars",
    charted=(1,),
    most=1,
)
PATH = Exhibit(
    "Path", "By year.", (Column("Year"), Column("Share", "%")), ((2026, 90.0), (2027, None), (2028, 40.0)),
    chart="lines", charted=(1,),
)  # fmt: skip


def test_plain_and_back() -> None:
    for e in (GAINS, PATH):
        assert Exhibit.from_plain(json.loads(json.dumps(e.as_plain()))) == e


def test_refused() -> None:
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        Exhibit("A", "", (Column("a"), Column("b")), (("x",),))
    with pytest.raises(ValueError, match="None says that it is not known"):
        Exhibit("A", "", (Column("a"),), ((float("nan"),),))


def test_terminal_shows_the_first_rows_and_says_how_many_are_left() -> None:
    console = Console(width=100)
    with console.capture() as captured:
        console.print(*exhibit_tables([GAINS]))
    text = captured.get()
    assert "Who gains" in text and HOSTILE in text and "1.25" in text and "n/a" in text
    assert "1 more rows in the report" in text and "12.0" not in text


def test_page_shows_them_and_escapes(world: World) -> None:
    result = fake(world, 1.0, 1.0)
    result = replace(result, record=dict(result.record) | {EXHIBITS: [e.as_plain() for e in (GAINS, PATH)]})
    assert exhibits_of([result]) == [GAINS, PATH]
    html = page([result], "", result.record["acts"])
    assert "<h2>Who gains</h2>" in html and "Reserves, Mt" in html
    assert "<script>alert" not in html
    assert html.count("<figure>") >= 2
    first, second = shown([GAINS, PATH])
    assert "<svg" in first.figures[0].svg and "<svg" in second.figures[0].svg
    assert first.rows[0][3] == ("n/a", "")


def test_every_registered_analysis_and_drawing_exists() -> None:
    for act in [name for name, kind in ACTS.items() if kind.analysis]:
        assert act in ACTS, f"{act} is no act"
        assert callable(analysis_of(act))
        for chart in ACTS[act].drawings:
            assert callable(drawing_of(chart)), chart
