"""Product-level indicators on hand-made trade, and on the raw-material subset of BACI."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from autarky.errors import InputError
from autarky.measures.strategic import cdi, geodep
from autarky.measures.trade import TradeTable, read_baci

ROWS = [
    # year, exporter, importer, product, thousand USD
    (2020, "CHN", "DEU", "280530", 80.0),
    (2020, "USA", "DEU", "280530", 20.0),
    (2020, "DEU", "FRA", "280530", 30.0),
    (2020, "CHN", "USA", "280530", 300.0),
]


def tiny(years: tuple[int, ...] = (2020,)) -> TradeTable:
    rows = [(y, *row[1:], 1.0) for y in years for row in ROWS]
    names = ["year", "exporter", "importer", "product", "value", "quantity"]
    return TradeTable(pd.DataFrame(rows, columns=names), "made up")


def test_core_indicators_by_hand() -> None:
    got = cdi(tiny(), "EU27").loc["280530"]
    assert got["cdi1"] == pytest.approx(0.8**2 + 0.2**2)
    assert got["cdi2"] == pytest.approx(100 / 130)
    assert got["cdi3"] == pytest.approx(100 / 30)
    assert got["first"] == "CHN"
    assert bool(got["dependent"])
    alone = cdi(tiny(), "DEU").loc["280530"]
    assert np.isnan(alone["cdi2"])
    assert bool(alone["dependent"])


def test_geodep_needs_two_years_of_three() -> None:
    table = tiny((2018, 2019, 2020))
    got = geodep(table, "DEU").loc["280530"]
    assert got["imports_over_exports"] == pytest.approx(100 / 30)
    assert got["hhi_world"] == pytest.approx((380**2 + 20**2 + 30**2) / 430**2)
    assert got["years"] == 3
    assert bool(got["dependent"])
    france = geodep(table, "FRA").loc["280530"]
    assert france["imports_over_exports"] == 9999
    with pytest.raises(InputError, match="three years"):
        geodep(tiny(), "DEU")


def test_missing_is_refused() -> None:
    with pytest.raises(InputError, match="missing, not zero"):
        cdi(tiny(), "EU27", products=["310420"])
    with pytest.raises(InputError, match="did you mean"):
        cdi(tiny(), "Germny")
    with pytest.raises(InputError, match="none were reported"):
        cdi(tiny(), "CHN")
    with pytest.raises(InputError, match="cover 2020 to 2020"):
        cdi(tiny(), "DEU", 1999)


def test_imports_that_vanish_are_a_gap() -> None:
    frame = tiny((2015, 2016, 2017, 2018, 2019)).frame
    frame["value"] *= 1e4
    late = tiny((2020,)).frame.iloc[3:]
    table = TradeTable(pd.concat([frame, late]), "made up")
    with pytest.raises(InputError, match="fell from"):
        cdi(table, "DEU", 2020)


@pytest.mark.slow
@pytest.mark.shared
def test_real_gaps_and_rare_earths(shared: Path) -> None:
    table = read_baci(shared / "data" / "baci-raw-materials" / "baci_hs92_74codes_1995_2024.parquet")
    with pytest.raises(InputError, match="not published since 2022"):
        cdi(table, "BLR", 2023, ["270900"])
    assert "271121" in cdi(table, "EU27", 2023).attrs["refused"]  # German pipeline gas
    # neither side publishes what Russia sells to Belarus since 2022: what it supplied before cannot be judged
    dark = cdi(table, "BLR", 2023).attrs["refused"]
    assert "270112" in dark
    assert not cdi(table, "BLR", 2019).attrs["refused"]
    before = cdi(table, "BLR", 2019, ["270900"]).loc["270900"]
    assert before["first"] == "RUS"
    assert before["cdi1"] > 0.99
    eu = cdi(table, "EU27", 2021, ["280530"]).loc["280530"]
    assert eu["first"] == "CHN"
    assert bool(geodep(table, "USA", 2022, ["280530"]).shape[0] == 1)
