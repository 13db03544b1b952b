"""Ties show themselves in one screen, in full, as tables and as a chart."""

import pytest

import autarky
from autarky.cuts.ties import Brief
from autarky.errors import InputError


@pytest.fixture(scope="module")
def ties() -> Brief:
    from five_economies import five_economies

    return autarky.ties(five_economies(), "BLR", most=3)


def test_one_screen(ties: Brief) -> None:
    lines = repr(ties).splitlines()
    assert lines[0] == "<Ties of Belarus>" and len(lines) < 20 and max(map(len, lines)) < 120
    loss = float(ties.table.sel(measure="welfare loss")[0])
    # a loss is a negative change of welfare
    assert loss > 0 and lines[-len(ties.table["partner"])].split()[1].startswith("−")
    assert "<details>" in ties._repr_html_() and "<script" not in ties._repr_html_()


def test_tables(ties: Brief) -> None:
    frame = ties.to_frame()
    assert list(frame.columns) == ["partner", "measure", "value"]
    assert set(ties.to_frame("sectors").columns) >= {"side", "sector", "loss", "trade"}
    with pytest.raises(InputError, match="did you mean dependents"):
        ties.to_frame("dependent")
    assert "What Belarus depends on" in ties.summary()


def test_chart_holds_the_losses(ties: Brief) -> None:
    rows = ties.plot.welfare().spec
    loss = -100 * ties.table.sel(measure="welfare loss").values
    assert all(f"{v:.6g}"[:6] in str(rows) for v in loss)
