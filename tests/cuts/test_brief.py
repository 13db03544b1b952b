"""The brief: every measure is the measure itself, brought to one unit; pages say what the figures say."""

import io

import numpy as np
import pytest

from autarky.cuts.ties import MEASURES, Brief, ties
from autarky.errors import InputError
from autarky.measures import (
    geoeconomic_power,
    hypothetical_extraction,
    input_reliance,
    market_reliance,
    partner_share,
    value_added_in_use,
    welfare_loss,
)
from autarky.report.brief import answer, brief_plain, brief_tables, others_range
from autarky.report.brief_page import brief_page
from autarky.world import World


@pytest.fixture(scope="module")
def told(world: World) -> Brief:
    return ties(world, "Belarus", most=3, keep=False)


def test_columns_are_the_measures(world: World, told: Brief) -> None:
    assert told.of == "BLR" and list(told.table["measure"].values) == list(MEASURES)
    expected = {
        "welfare loss": welfare_loss(world, "BLR", ["RUS"]).sel(partner="RUS", side="own"),
        "exports": partner_share(world, "exports").sel(economy="BLR", partner="RUS"),
        "imports": partner_share(world, "imports").sel(economy="BLR", partner="RUS"),
        "value added": value_added_in_use(world).sel(economy="BLR", partner="RUS"),
        "inputs": input_reliance(world, "BLR").sel(partner="RUS", kind="face_value"),
        "sales through": market_reliance(world, "BLR").sel(partner="RUS", kind="look_through"),
        "power": geoeconomic_power(world, "BLR", ["RUS"]).sel(partner="RUS"),
        "no supply": hypothetical_extraction(world, "RUS").sel(economy="BLR", side="forward"),
        "look-through": input_reliance(world, "BLR").sel(partner="RUS", kind="look_through"),
        "no sales": hypothetical_extraction(world, "RUS").sel(economy="BLR", side="backward"),
    }
    assert set(expected) == set(MEASURES)
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
    others = told.normalised.sel(partner="RUS").values[1:]
    assert others_range(told, "RUS") == (others.min(), others.max())


def test_main_tie_and_named_partners(world: World, told: Brief) -> None:
    assert told.main == "RUS" and told.sectors.sizes["sector"] == 3
    named = ties(world, "BLR", ["KAZ"], most=2, keep=False)
    assert named.main == "KAZ" and "KAZ" in named.table["partner"].values
    with pytest.raises(InputError, match="did you mean"):
        ties(world, "BLX", keep=False)


def test_the_other_side_and_what_flows_in(world: World, told: Brief) -> None:
    n = world.economies.index("BLR")
    spent = float(
        world.array("final")[:, n].sum()
    )  # no taxes here, so final use is value added and nothing else
    assert float(told.inflow.sum()) == pytest.approx(spent)
    shown = told.inflow.sum("sector") / told.inflow.sum()
    np.testing.assert_allclose(shown.values, value_added_in_use(world).sel(economy="BLR").values)
    for p in told.dependents["partner"].values:
        back = welfare_loss(world, "BLR", [str(p)]).sel(partner=p, side="partner")
        assert float(told.dependents["loss"].sel(partner=p)) == pytest.approx(float(back), abs=1e-7)
    share = partner_share(world, "exports").sel(economy="RUS", partner="BLR")
    assert float(told.dependents["exports"].sel(partner="RUS")) == pytest.approx(float(share))


def test_a_group_is_no_economy(world: World) -> None:
    with pytest.raises(InputError, match="EAEU is a group"):
        ties(world, "EAEU", keep=False)


def test_a_tie_without_solution_distorts_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from autarky.cuts.batch import Cutter
    from autarky.cuts.cut import Cut
    from autarky.cuts.shelf import SolvedCut

    real = Cutter.solve

    def fails(self: Cutter, cut: Cut) -> SolvedCut:
        nothing = np.full(5, np.nan)
        return SolvedCut(nothing, nothing, np.nan, "no way out") if cut.key == "BLR|RUS" else real(self, cut)

    monkeypatch.setattr(Cutter, "solve", fails)
    told = ties(world, "BLR", ["POL"], most=3, keep=False)
    assert told.unsolved == {"RUS": "no way out"}
    kept = [str(p) for p in told.table["partner"].values if p != "RUS"]
    sums = told.normalised.sel(partner=kept).sum("partner").values
    np.testing.assert_allclose(sums, sums[0])
    assert "no way out" in " ".join(answer(told)) and "n/a" in brief_page(told)
    assert brief_plain(told)["unsolved"] == {"RUS": "no way out"}


def test_what_is_estimated_is_weighed_by_value(world: World) -> None:
    marked = np.zeros(world.array("trade").shape)
    b, r = (world.economies.index(c) for c in ("BLR", "RUS"))
    marked[b, 0, r] = 1.0
    data = world.data.assign(trade_estimated=(("origin", "sector", "destination"), marked))
    told = ties(World(data), "BLR", ["RUS"], most=1, keep=False)
    trade = world.array("trade")
    one = told.estimated.sel(partner="RUS")
    assert float(one.sel(side="exports")) == pytest.approx(trade[b, 0, r] / trade[b, :, r].sum())
    assert float(one.sel(side="imports")) == 0
    both = trade[b, 0, r] / (trade[b, :, r].sum() + trade[r, :, b].sum())
    assert float(one.sel(side="both")) == pytest.approx(both)


def test_pages(told: Brief) -> None:
    from rich.console import Console

    console = Console(width=110, file=io.StringIO())
    console.print(brief_tables(told))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    for words in (
        "What Belarus depends on",
        "Who depends on Belarus",
        "All sectors at once",
        "What is hidden",
    ):
        assert words in text
    assert "…" not in text
    page = brief_page(told)
    assert page.count("<h1>") == 1 and "http-equiv" not in page
    assert "src=" not in page and "<link" not in page  # needs nothing else
    assert page.count('role="img"') == 4  # bars, flow, two maps
    facts = brief_plain(told)
    assert facts["partners"][0]["partner"] == "RUS" and facts["tie"] == "RUS" and facts["years"] is None
