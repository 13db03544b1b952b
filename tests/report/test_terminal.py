"""The tables in the terminal: short, and safe against labels with markup."""

import io

from rich.console import Console, RenderableType

from autarky.economy.result import Result
from autarky.report import comparison, summary


def shown(renderable: RenderableType, width: int = 110) -> str:
    console = Console(width=width, record=True, file=io.StringIO())
    console.print(renderable)
    return console.export_text()


def test_summary_of_three_horizons(results: list[Result]) -> None:
    text = shown(summary(results))
    assert "Belarus" in text and "Russia" in text
    assert "−20.0" in text and "−12.0" in text and "−4.00" in text
    assert "[bold]" in text  # a label, not markup
    assert text.count("\n") < 70


def test_summary_of_one_horizon_fits_80_columns(results: list[Result]) -> None:
    text = shown(summary(results[:1]), 80)
    assert max(map(len, text.splitlines())) <= 80
    assert "−20.0" in text


def test_comparison_pairs_horizons(results: list[Result]) -> None:
    text = shown(comparison(results, results[1:]))
    assert text.count("Belarus") == 2
    assert "1 year" in text and "10 years" in text


def test_comparison_of_different_horizons_shows_differences(results: list[Result]) -> None:
    text = shown(comparison(results[0], results[1]))
    assert "3 months against 1 year" in text
    assert "+8.00" in text  # -12 % against -20 %
