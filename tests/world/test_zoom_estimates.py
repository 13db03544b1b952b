"""Product zoom: what the data do not say is estimated, marked and told, never taken for zero."""

import numpy as np
import pytest
from world_samples import make_world
from zoom_cases import rows_of

from autarky.errors import InputError
from autarky.world.accounts import World
from autarky.world.zoom.flows import read_flows
from autarky.world.zoom.product import Product
from autarky.world.zoom.zoom import zoom


def silent_rows(world: World, year: int = 2019) -> list[dict[str, object]]:
    """Full figures for `year`, and for 2022 all but RUS->DEU."""
    rows = rows_of(world, 0.3)
    kept = [r | {"year": 2022} for r in rows if (r["origin"], r["destination"]) != ("DEU", "POL")]
    return [r | {"year": year, "value": 0.5 * r["value"]} for r in rows] + kept  # type: ignore[operator]


def test_a_flow_that_fell_silent() -> None:
    world = make_world(4, gaps=0.0)
    rows = silent_rows(world)
    last = next(r["value"] for r in rows if (r["origin"], r["destination"]) == ("DEU", "POL"))
    with pytest.raises(InputError, match=r"DEU->POL about .* \(last reported .* in 2019\)") as told:
        zoom(world, Product("gas", "B06", trade=rows))
    assert "Missing is not zero" in str(told.value)
    assert '("DEU", "POL")' in str(told.value)
    at = world.economies.index("DEU"), world.economies.index("POL")

    def flow(**how: object) -> tuple[float, object]:
        new, report = zoom(world, Product("gas", "B06", trade=rows, **how))  # type: ignore[arg-type]
        return float(new.array("trade")[at[0], 2, at[1]]), report

    assert flow(missing="zero")[0] == 0
    value, report = flow(missing="estimate")
    assert value == pytest.approx(2 * last)  # all others doubled between the years
    assert report.absent[0].done == "estimated"  # type: ignore[attr-defined]
    value, report = flow(supply={("DEU", "POL"): 0.2})
    assert value == 0.2
    assert report.absent == ()  # type: ignore[attr-defined]
    assert report.status["supplied"] == 0.2  # type: ignore[attr-defined]


def test_history_is_the_last_figure_within_reach() -> None:
    world = make_world(4, gaps=0.0)
    figures = {2016: 8.0, 2018: 3.0, 2019: 5.0, 2021: None, 2023: 9.0}
    rows = [{"origin": "DEU", "destination": "POL", "value": v, "year": y} for y, v in figures.items()]
    rows += [
        {"origin": "CHN", "destination": "USA", "value": v, "year": y} for y, v in ((2019, 1.0), (2022, 4.0))
    ]
    rows += [
        {"origin": "USA", "destination": "CHN", "value": v, "year": y} for y, v in ((2020, 2.0), (2021, 0.0))
    ]
    at = world.economies.index("DEU"), world.economies.index("POL")
    for look_back, last, year in ((5, 5.0, 2019), (3, 5.0, 2019), (2, 0.0, 0)):
        flows = read_flows(rows, world, 2022, look_back=look_back)
        assert flows.silent[at] == last
        assert flows.silent_year[at] == year
        assert flows.scaled[at] == 4 * last  # the pair reported in both years is four times as large
        assert flows.silent.sum() == last  # the last word on USA->CHN is a zero, which is a figure
        assert flows.value.sum() == 4.0


def test_a_blank_is_not_zero() -> None:
    world = make_world(4, gaps=0.0)
    rows = [
        r | {"value": np.nan} if r["origin"] == "USA" and r["destination"] == "CHN" else r
        for r in rows_of(world, 0.3)
    ]
    with pytest.raises(InputError, match=r"USA->CHN about .* \(in the data without a figure\)"):
        zoom(world, Product("gas", "B06", trade=rows, material=1.0))
    new, report = zoom(world, Product("gas", "B06", trade=rows, missing="estimate"))
    i, n = world.economies.index("USA"), world.economies.index("CHN")
    # both sell and buy 30 % of the parent elsewhere
    assert new.array("trade")[i, 2, n] == pytest.approx(0.3 * world.array("trade")[i, 1, n])
    assert [a.origin for a in report.absent] == ["USA"]
    new, report = zoom(
        world, Product("gas", "B06", trade=rows, supply={("USA", "CHN"): 0.0})
    )  # the user knows: none
    assert new.array("trade")[i, 2, n] == 0
    assert report.absent == ()


@pytest.mark.parametrize(("seller", "buyer"), [(0.1, 0.3), (0.3, 0.05)])
def test_an_estimate_takes_the_smaller_share(seller: float, buyer: float) -> None:
    world = make_world(4, gaps=0.0)
    i, n = world.economies.index("USA"), world.economies.index("CHN")
    share = np.full((5, 5), 0.3)
    share[i, :], share[:, n] = seller, np.minimum(share[:, n], buyer)
    rows = [r for r in rows_of(world, share) if (r["origin"], r["destination"]) != ("USA", "CHN")]
    rows.append({"origin": "USA", "destination": "CHN", "value": np.nan})
    new, _ = zoom(world, Product("gas", "B06", trade=rows, missing="estimate"))
    assert new.array("trade")[i, 2, n] == pytest.approx(min(seller, buyer) * world.array("trade")[i, 1, n])


def test_home_sales_without_production() -> None:
    world = make_world(4, gaps=0.0)
    share = 0.1 * (1 + np.arange(5))[:, None] / 2 * np.ones((5, 5))
    new, report = zoom(world, Product("gas", "B06", trade=rows_of(world, share)))
    home = np.arange(5)
    expected = share[:, 0] * world.array("trade")[home, 1, home]
    np.testing.assert_allclose(new.array("trade")[home, 2, home], expected, rtol=1e-12)
    assert report.status["estimated"] == pytest.approx(expected.sum())
    none, _ = zoom(world, Product("gas", "B06", trade=rows_of(world, share), domestic="zero"))
    assert not none.array("trade")[home, 2, home].any()


def test_a_large_parent_flow_without_a_figure() -> None:
    """Nothing in any year, but both trade the product with everybody else (Russian gas in Germany)."""
    world = make_world(4, gaps=0.0)
    parent = world.array("trade")[:, 1] * ~np.eye(5, dtype=bool)
    i, n = np.unravel_index(int(np.argmax(parent)), parent.shape)
    pair = world.economies[i], world.economies[n]
    rows = [r for r in rows_of(world, 0.3) if (r["origin"], r["destination"]) != pair]
    with pytest.raises(InputError, match=f"{pair[0]}->{pair[1]} about .* \\(B06 trade of"):
        zoom(world, Product("gas", "B06", trade=rows))


def test_production_that_nobody_is_known_to_buy() -> None:
    world = make_world(4, gaps=0.0)
    rows = rows_of(world, 0.01)
    made = {"DEU": float(world.array("output")[world.economies.index("DEU"), 1])}
    with pytest.raises(InputError, match=r"DEU->\? about .*more than known sales"):
        zoom(world, Product("gas", "B06", trade=[r for r in rows if r["origin"] != "DEU"], production=made))
    i = world.economies.index("DEU")
    abroad = [r for r in rows if r["origin"] != "DEU"]
    made = {"DEU": 0.9 * made["DEU"]}
    new, report = zoom(world, Product("gas", "B06", trade=abroad, production=made, missing="estimate"))
    assert report.output["DEU"] == pytest.approx(made["DEU"])  # spread over what DEU sells of the parent
    assert report.absent[0].value == pytest.approx(report.absent[0].expected)
    assert report.capped == ()
    made = {"DEU": 0.1 * made["DEU"]}
    new, report = zoom(world, Product("gas", "B06", trade=rows, production=made, domestic="zero"))
    assert report.output["DEU"] == pytest.approx(made["DEU"])
    assert new.array("output")[i, 2] == pytest.approx(made["DEU"])
    told, _ = zoom(world, Product("gas", "B06", trade=rows, exports={}, supply={("DEU", "DEU"): 0.02}))
    assert told.array("trade")[i, 2, i] == 0.02
    new, report = zoom(world, Product("gas", "B06", trade=rows, production={"DEU": 0.0}))
    assert any("sales exceed production" in n for n in report.notes)
