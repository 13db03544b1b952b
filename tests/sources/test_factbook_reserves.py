"""Reserves in the Factbook's section on energy: units, and what is no quantity."""

from typing import Any

import pytest

from autarky.errors import InputError
from autarky.sources.commodities.factbook import reserves


def section(oil: str, gas: str = "") -> dict[str, Any]:
    return {
        "Petroleum": {"crude oil estimated reserves": {"text": oil}},
        "Natural gas": {"proven reserves": {"text": gas}} if gas else {},
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("80 billion barrels (2021 est.)", 80e3),
        ("8 million barrels (2021 est.)", 8.0),
        ("428,000 barrels (2021 est.)", 0.428),
    ],
)
def test_barrels(text: str, value: float) -> None:
    (row,) = reserves(section(text), "xx.json")
    assert row == (
        None,
        "reserves",
        "crude oil",
        None,
        None,
        2021,
        pytest.approx(value),
        "million barrels",
        "estimated",
        "",
    )


def test_gas_and_what_is_not_said() -> None:
    rows = list(reserves(section("NA", "47.805 trillion cubic meters (2021)"), "xx.json"))
    assert [(r[2], r[6], r[7], r[8]) for r in rows] == [
        ("natural gas", pytest.approx(47.805e6), "million m3", "reported")
    ]
    assert list(reserves({}, "xx.json")) == []


def test_what_is_no_quantity_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"xx.json, Petroleum, crude oil estimated reserves: 'much' is no quantity"
    ):
        list(reserves(section("much"), "xx.json"))
