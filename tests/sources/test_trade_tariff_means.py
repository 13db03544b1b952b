"""One applied rate per pair and industry: which duty counts, and for whom."""

from typing import Any

import pandas as pd
import pytest

from autarky.sources.mrio.crosswalk import INDUSTRY, industry_of_isic3
from autarky.sources.trade.tariff_means import applied_means, union_members
from autarky.world.sectors import INDUSTRIES, industry_of

ECONOMIES = ("BLR", "RUS", "DEU", "POL", "CHN")


def frame(*rows: tuple[Any, ...], by: str = "product") -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["origin", "destination", by, "duty_type", "rate"])


def means(rows: pd.DataFrame, year: int = 2021) -> dict[tuple[str, str, str], float]:
    made = applied_means(rows, ECONOMIES, year, industry_of)
    keys = list(zip(made["origin"], made["destination"], made["sector"], strict=True))
    assert len(set(keys)) == len(keys) and made["rate"].notna().all()
    return dict(zip(keys, made["rate"].tolist(), strict=True))


def test_own_rates_before_the_general_one_line_by_line() -> None:
    found = means(
        frame(
            ("WLD", "CHN", "310420", "MFN", 0.03),
            ("WLD", "CHN", "310520", "MFN", 0.05),
            ("WLD", "CHN", "310420", "BND", 0.50),  # bound rates do not count
            ("RUS", "CHN", "310420", "MFN", 0.03),
            ("RUS", "CHN", "310420", "AHS", 0.01),  # effectively applied before MFN
            ("BLR", "CHN", "310510", "PRF", 0.02),  # a line without a general rate
        )
    )
    assert found["DEU", "CHN", "C20"] == pytest.approx((0.03 + 0.05) / 2, abs=1e-15)
    assert found["RUS", "CHN", "C20"] == pytest.approx((0.01 + 0.05) / 2, abs=1e-15)
    assert found["BLR", "CHN", "C20"] == pytest.approx((0.03 + 0.05 + 0.02) / 3, abs=1e-15)
    assert ("CHN", "CHN", "C20") not in found and not [k for k in found if k[1] != "CHN"]  # absent, not free


def test_the_union_is_one_importer_and_free_inside() -> None:
    rows = frame(("WLD", "EUN", "310420", "MFN", 0.04), ("BLR", "EUN", "310420", "PRF", 0.01))
    found = means(rows)
    assert found["BLR", "DEU", "C20"] == found["BLR", "POL", "C20"] == pytest.approx(0.01, abs=1e-15)
    assert found["RUS", "POL", "C20"] == pytest.approx(0.04, abs=1e-15)
    assert found["DEU", "POL", "C20"] == 0.0
    before = means(rows, 2003)  # Poland joined in 2004
    assert (
        before["POL", "DEU", "C20"] == pytest.approx(0.04, abs=1e-15) and ("BLR", "POL", "C20") not in before
    )


def test_sectors_of_isic() -> None:
    rows = frame(
        ("BLR", "RUS", "2411", "AHS", 0.0),
        ("BLR", "RUS", "2411", "MFN", 0.06),
        ("DEU", "RUS", "2411", "AHS", 0.06),
        ("DEU", "RUS", "2412", "AHS", 0.04),
        ("DEU", "RUS", "111", "AHS", 0.10),
        ("POL", "DEU", "2411", "AHS", 0.0),
        ("POL", "DEU", "2411", "MFN", 0.05),
        by="sector",
    ).assign(product=None)
    found = means(rows)
    assert found["BLR", "RUS", "C20"] == 0.0
    assert found["DEU", "RUS", "C20"] == pytest.approx(0.05, abs=1e-15)
    assert found["POL", "DEU", "C20"] == 0.0 and ("DEU", "POL", "C20") not in found
    assert found["DEU", "RUS", "A01"] == pytest.approx(0.10, abs=1e-15)


def test_codes_lead_to_industries_of_the_icio() -> None:
    assert set(INDUSTRY.values()) <= set(INDUSTRIES)
    found = [
        industry_of_isic3(c) for c in ("2423", "24", "2710", "2720", "3511", "3530", "111", "5", "99", "x")
    ]
    assert found == ["C21", "C20", "C24A", "C24B", "C301", "C302T309", "A01", "A03", None, None]


@pytest.mark.parametrize(("year", "count"), [(1988, 12), (1995, 15), (2004, 25), (2019, 28), (2021, 27)])
def test_members_of_the_union(year: int, count: int) -> None:
    assert len(union_members(year)) == count
