"""Numbers as readers want them."""

import math

import pytest

from autarky.formatting import listed, money, number, percent


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-1234.5, "−1,234"),
        (9.999, "10.0"),
        (0.0123, "0.012"),
        (1e-9, "0"),
        (-0.05, "−0.050"),
        (math.nan, "n/a"),
        (math.inf, "n/a"),
    ],
)
def test_number(value: float, text: str) -> None:
    assert number(value) == text


def test_signs_are_written() -> None:
    assert percent(0.012) == "+1.20\u202f%"
    assert percent(-0.3) == "−30.0\u202f%"


def test_money_scales_millions() -> None:
    assert money(1234.0, "USD million") == "USD\u00a01.23\u00a0bn"
    assert money(12.0, "USD million") == "USD\u00a012.0\u00a0million"
    assert money(12.0, "EUR") == "EUR\u00a012.0"


def test_listed() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(map(str, range(9)), most=3) == "0, 1 and 7 others"
