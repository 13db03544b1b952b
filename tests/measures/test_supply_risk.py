"""GeoPolRisk by hand, and on published production."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from autarky.errors import InputError
from autarky.measures.materials import Mining, geopolrisk, production_against_trade, read_mining
from autarky.measures.trade import TradeTable, read_baci


def tiny() -> tuple[Mining, TradeTable]:
    made = [("Cobalt", "COD", 2020, 75.0), ("Cobalt", "DEU", 2020, 25.0)]
    production = pd.DataFrame(made, columns=["material", "economy", "year", "quantity"])
    stability = pd.DataFrame({"2020": {"COD": -2.5, "USA": 0.0, "DEU": 1.0}})
    rows = [
        (2020, "COD", "DEU", "282200", 9.0, 60.0),
        (2020, "USA", "DEU", "282200", 3.0, 15.0),
    ]
    names = ["year", "exporter", "importer", "product", "value", "quantity"]
    trade = TradeTable(pd.DataFrame(rows, columns=names), "made up")
    return Mining(production, {"Cobalt": ("282200",)}, stability, "made up"), trade


def test_risk_by_hand() -> None:
    got = geopolrisk(*tiny(), "DEU", 2020).loc["Cobalt"]
    hhi = 0.75**2 + 0.25**2
    assert got["hhi_production"] == pytest.approx(hhi)
    assert got["import_share"] == pytest.approx(75 / 100)
    assert got["instability"] == pytest.approx((60 * 1.0 + 15 * 0.5) / 75)
    assert got["risk"] == pytest.approx(hhi * (60 * 1.0 + 15 * 0.5) / 100)


def test_production_and_trade_shares() -> None:
    got = production_against_trade(*tiny(), "cobalt", 2020)
    assert got.loc["COD", "production"] == pytest.approx(0.75)
    assert got.loc["COD", "exports_value"] == pytest.approx(0.75)
    assert np.isnan(got.loc["USA", "production"])


def test_unknown_materials_are_refused() -> None:
    mining, trade = tiny()
    with pytest.raises(InputError, match="did you mean Cobalt"):
        geopolrisk(mining, trade, "DEU", 2020, ["Kobalt"])


@pytest.mark.slow
@pytest.mark.shared
def test_rare_earths_are_mined_in_china_and_sold_by_myanmar(shared: Path) -> None:
    trade = read_baci(shared / "data" / "baci-raw-materials" / "baci_hs92_74codes_1995_2024.parquet")
    mining = read_mining(shared / "data" / "world-mining")
    got = production_against_trade(mining, trade, "Rare", 2023)
    assert got["production"].idxmax() == "CHN"
    assert 0.6 < got.loc["CHN", "production"] < 0.75
    assert got["exports_value"].idxmax() == "MMR"
    risk = geopolrisk(mining, trade, "EU27", 2023)
    assert risk["risk"].between(0, 1).all()
    assert "Potash (K2O)" in risk.attrs["refused"]  # no trade in this table
