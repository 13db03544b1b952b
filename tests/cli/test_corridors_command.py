"""`autarky corridors`: what there is, who controls it, and the cheapest ways."""

import pytest
from typer.testing import CliRunner

from autarky.cli.app import app


def told(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["corridors", *arguments])
    assert result.exit_code == code, result.output
    return result.output


def test_all_corridors() -> None:
    text = told("list")
    assert "Suwalki gap" in text and "Druzhba" in text and "344 places" in text


def test_links_of_a_place_with_who_controls_them() -> None:
    text = told("list", "Brest-Malaszewicze")
    assert "Brest-Malaszewicze (rail)" in text and "BLR, POL" in text and "16" in text


def test_cheapest_ways() -> None:
    text = told("path", "Belarus", "CHN", "--goods", "machinery")
    assert "Minsk" in text and "Shanghai" in text and "rail" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("list", "Malaca"), "did you mean Malacca"),
        (("path", "BLR", "Atlantis"), "unknown country 'Atlantis'"),
        (("path", "BLR", "CHN", "--goods", "machines"), "unknown goods 'machines' (did you mean machinery?)"),
    ],
    ids=["place", "country", "goods"],
)
def test_wrong_names(arguments: tuple[str, ...], message: str) -> None:
    assert message in told(*arguments, code=2)
