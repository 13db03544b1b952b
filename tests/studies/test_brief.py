"""The brief: every measure is the measure itself, brought to one unit; pages say what the figures say."""

import io

import numpy as np
import pytest

from autarky.errors import InputError
from autarky.measures import (
    hypothetical_extraction,
    input_reliance,
    partner_share,
    value_added_in_use,
    welfare_loss,
)
from autarky.report.brief import brief_page, brief_plain, brief_tables, spread
from autarky.studies.brief import MEASURES, Brief, brief
from autarky.world import World


@pytest.fixture(scope="module")
def told(world: World) -> Brief:
    return brief(world, "Belarus", most=3, keep=False)


def test_columns_are_the_measures(world: World, told: Brief) -> None:
    assert told.of == "BLR" and list(told.table["measure"].values) == list(MEASURES)
    expected = {
        "welfare loss": welfare_loss(world, "BLR", ["RUS"]).sel(partner="RUS", side="own"),
        "exports": partner_share(world, "exports").sel(economy="BLR", partner="RUS"),
        "imports": partner_share(world, "imports").sel(economy="BLR", partner="RUS"),
        "value added": value_added_in_use(world).sel(economy="BLR", partner="RUS"),
        "face value": input_reliance(world, "BLR").sel(partner="RUS", kind="face_value"),
        "look-through": input_reliance(world, "BLR").sel(partner="RUS", kind="look_through"),
        "extraction": hypothetical_extraction(world, "RUS").sel(economy="BLR", side="backward"),
    }
    for measure, value in expected.items():
        assert float(told.table.sel(partner="RUS", measure=measure)) == pytest.approx(
            float(value), abs=1e-7
        ), measure


def test_one_unit(told: Brief) -> None:
    sums = told.normalised.sum("partner").values
    np.testing.assert_allclose(sums, sums[0])
    assert list(told.table.sel(measure="welfare loss").values) == sorted(
        told.table.sel(measure="welfare loss").values, reverse=True
    )
    low, high = spread(told, "RUS").split("–")
    assert float(low) < float(high)


def test_main_tie_and_named_partners(world: World, told: Brief) -> None:
    assert told.main == "RUS" and told.sectors.sizes["sector"] == 3
    named = brief(world, "BLR", ["KAZ"], most=2, keep=False)
    assert named.main == "KAZ" and "KAZ" in named.table["partner"].values
    with pytest.raises(InputError, match="did you mean"):
        brief(world, "BLX", keep=False)


def test_pages(told: Brief) -> None:
    from rich.console import Console

    console = Console(width=110, file=io.StringIO())
    console.print(brief_tables(told))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    for words in ("What Belarus depends on", "Who depends on Belarus", "All sectors at once"):
        assert words in text
    assert "…" not in text
    page = brief_page(told)
    assert page.count("<h1>") == 1 and "<svg" in page and "http-equiv" not in page
    assert "src=" not in page and "<link" not in page  # needs nothing else
    facts = brief_plain(told)
    assert facts["partners"][0]["partner"] == "RUS" and facts["tie"] == "RUS"
