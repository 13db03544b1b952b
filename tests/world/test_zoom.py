"""Product zoom: totals kept, missing not zero, the product's own elasticity in force."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from world_samples import make_world
from zoom_cases import EXACT, off, rows_of, same_world

from autarky.acts import Embargo
from autarky.economy.elasticities import trade_elasticities
from autarky.errors import InputError
from autarky.scenario import Scenario, solve
from autarky.world.accounts import VARIABLES
from autarky.world.reading import read_world
from autarky.world.sectors import select_sectors
from autarky.world.store import save_world
from autarky.world.zoom.flows import read_flows
from autarky.world.zoom.product import Product, own_elasticities, zooms
from autarky.world.zoom.zoom import unzoom, zoom


@settings(max_examples=40)
@given(
    seed=st.integers(0, 10_000),
    spread=st.floats(0.0, 1.5),
    cap=st.floats(0.05, 1.0),
    value_added=st.none() | st.floats(0.0, 1.0),
    farm=st.none() | st.floats(0.0, 1.0),
    given_production=st.booleans(),
)
def test_totals_are_kept(
    seed: int,
    spread: float,
    cap: float,
    value_added: float | None,
    farm: float | None,
    given_production: bool,
) -> None:
    """Whatever the figures, the parts are not negative, the accounts hold, and the parts add up to the old world."""
    world = make_world(seed)
    rng = np.random.default_rng(seed)
    share = 0.2 * np.exp(spread * rng.normal(size=(5, 5)))
    made = 0.3 * world.array("output")[:, 1]
    product = Product(
        "pipeline gas",
        "B06",
        trade=rows_of(world, np.minimum(share, 2.0)),
        production=dict(zip(world.economies, made, strict=True)) if given_production else None,
        use=None if farm is None else {"A": farm, "final": 1 - farm},
        value_added=value_added,
        cap=cap,
        missing="estimate",
    )
    try:
        new, report = zoom(world, product)
    except InputError as e:
        assert "exceed those of the whole sector" in str(e)
        return
    new.check(1e-12)
    same_world(unzoom(new), world)
    part = new.array("trade")[:, new.sectors.index("B06.pipeline-gas")]
    whole = world.array("trade")[:, 1]
    assert (part <= cap * whole * (1 + EXACT)).all()
    assert report.total == pytest.approx(part.sum(), rel=1e-12)
    assert sum(report.status.values()) == pytest.approx(part.sum(), rel=1e-9)
    for row in report.rows():
        assert row["value"] is None or np.isfinite(row["value"])
    wanted = np.zeros_like(whole)
    for r in product.trade:
        wanted[world.economies.index(r["origin"]), world.economies.index(r["destination"])] = r["value"]
    foreign = ~np.eye(5, dtype=bool)
    too_much = (wanted > cap * whole * (1 + 1e-9)) & foreign
    cut = {(c.origin, c.destination) for c in report.capped if c.what == "flow" and c.origin != c.destination}
    assert {
        (world.economies[i], world.economies[n]) for i, n in zip(*np.nonzero(too_much), strict=True)
    } <= cut


def test_proportional_product_changes_no_answer() -> None:
    """A product that is the same share of everything, with the same theta, is its parent under two names."""
    world = make_world(4, gaps=0.0)
    new, _ = zoom(world, Product("gas of ours", "B06", trade=rows_of(world, 0.3, home=True)))
    for horizon in ("3m", "10y"):
        acts = [Embargo(origin="RUS", destination="DEU", sectors="B06")] if "RUS" in world.economies else []
        acts = acts or [Embargo(origin="DEU", destination="POL", sectors="B06")]
        old = solve(world, Scenario(horizon=horizon, acts=acts))
        both = [a.model_copy(update={"sectors": ("B06", "B06.gas-of-ours")}) for a in acts]
        split = solve(new, Scenario(horizon=horizon, acts=both))
        assert float(np.abs(old.welfare).max()) > 1e-5
        np.testing.assert_allclose(
            split.welfare, old.welfare, atol=1e-8
        )  # residual 1e-10, condition of some hundreds


def test_own_elasticity_is_used_in_a_scenario(tmp_path: object) -> None:
    world = make_world(4, gaps=0.0)
    trade = rows_of(world, 0.3, home=True)
    plain, _ = zoom(world, Product("gas", "B06", trade=trade))
    rigid, _ = zoom(world, Product("gas", "B06", trade=trade, sigma=1.8))
    s = rigid.sectors.index("B06.gas")
    for name in ("fontagne-2022", "uniform-4"):
        old, new = trade_elasticities(world, name), trade_elasticities(rigid, name)
        assert new[s] == pytest.approx(0.8)
        np.testing.assert_array_equal(np.delete(new, s), old)  # the remainder keeps its parent's
    np.testing.assert_array_equal(trade_elasticities(plain)[s], trade_elasticities(world)[1])
    text = 'horizon = "10y"\n[[acts]]\ntype = "embargo"\norigin = "DEU"\ndestination = "POL"\nsectors = ["B06.gas"]\n'
    losses = [float(solve(w, Scenario.from_toml(text)).welfare.sel(economy="POL")) for w in (plain, rigid)]
    assert losses[1] < losses[0] < 0
    own = Scenario.from_toml(
        text.replace("[[acts]]", '[elasticities]\ntheta = { "B06.gas" = 3.41 }\n[[acts]]', 1)
    )
    assert float(solve(rigid, own).welfare.sel(economy="POL")) == pytest.approx(losses[0], rel=1e-6)


def test_own_elasticity_survives_the_file_and_goes_with_the_sector(tmp_path) -> None:  # type: ignore[no-untyped-def]
    world = make_world(1)
    new, _ = zoom(
        world, Product("gas", "B06", trade=rows_of(world, 0.3), theta=2.5, source="a table", missing="zero")
    )
    back = read_world(save_world(new, tmp_path / "gas.nc"))
    assert own_elasticities(back) == {"B06.gas": 2.5}
    assert zooms(back)[0]["source"] == "a table"
    assert own_elasticities(back.aggregate(sectors={"ENERGY": ["B06", "B06.gas"]})) == {}
    back.data.attrs["zooms"] = '[{"label": "B06.gas", "parent": "B06", "theta": "many"}]'
    with pytest.raises(InputError, match="the attribute zooms is damaged"):
        trade_elasticities(back)


def test_labels_and_groups() -> None:
    world = make_world(1)
    new, _ = zoom(world, Product("Pipeline gas", "oil and gas", trade=rows_of(world, 0.3), missing="zero"))
    assert new.sectors == ("A", "B06", "B06.pipeline-gas", "C20")
    assert new.sector_names["B06.pipeline-gas"] == "Pipeline gas"
    assert new.name == "random-1+pipeline-gas"
    for group in ("oil and gas", "energy", "B"):  # whatever held the parent holds both
        assert select_sectors([group], new).labels == ("B06", "B06.pipeline-gas")
    assert select_sectors(["B06"], new).labels == ("B06",)
    assert select_sectors(["energy", "-pipeline gas"], new).labels == ("B06",)


def test_two_products_of_one_sector() -> None:
    world = make_world(2)
    once, _ = zoom(world, Product("gas", "B06", trade=rows_of(world, 0.2), missing="zero", theta=2.0))
    twice, _ = zoom(once, Product("oil", "B06", trade=rows_of(once, 0.2), missing="zero", theta=5.0))
    assert twice.sectors == ("A", "B06", "B06.oil", "B06.gas", "C20")
    assert own_elasticities(twice) == {"B06.gas": 2.0, "B06.oil": 5.0}
    same_world(unzoom(twice), world)
    for product, why in (
        (Product("gas", "B06", trade=rows_of(once, 0.2)), "has the sector B06.gas already"),
        (Product("spot", "B06.gas", trade=rows_of(once, 0.2)), "was zoomed out of B06 itself"),
    ):
        with pytest.raises(InputError, match=why):
            zoom(once, product)


def test_order_of_rows_and_kind_of_table_do_not_matter() -> None:
    world = make_world(3)
    rows = rows_of(world, 0.3)
    frame = pd.DataFrame(rows)
    tables = [
        rows,
        frame,
        pa.Table.from_pandas(frame),
        frame.sample(frac=1, random_state=1).assign(year=2022),
    ]
    made = [zoom(world, Product("gas", "B06", trade=t, missing="zero"))[0].fingerprint for t in tables]
    assert len(set(made)) == 1
    named = frame.replace({"DEU": "Germany", "CHN": "CN"})
    assert zoom(world, Product("gas", "B06", trade=named, missing="zero"))[0].fingerprint == made[0]


def test_units_and_years_are_converted_and_told() -> None:
    world = make_world(3)
    rows = rows_of(world, 0.3)
    thousand = [r | {"value": 1000 * r["value"] / 2} for r in rows]
    product = Product(
        "gas", "B06", trade=thousand, unit="USD thousand", year=2021, year_factor=2.0, missing="zero"
    )
    new, report = zoom(world, product)
    plain, _ = zoom(world, Product("gas", "B06", trade=rows, missing="zero"))
    assert off(new.array("trade"), plain.array("trade")) < EXACT
    assert "figures of 2021 stand in a world of 2022, times 2" in report.notes
    assert "flows in USD thousand, converted to USD million" in report.notes


def test_tariff_of_its_own_keeps_revenue() -> None:
    world = make_world(5)
    new, _ = zoom(
        world, Product("gas", "B06", trade=rows_of(world, 0.3), missing="zero", tariff=0.01, export_tax=0.0)
    )
    s = new.sectors.index("B06.gas")
    abroad = ~np.eye(5, dtype=bool)
    sold = world.array("trade")[:, 1] > 0  # an empty cell keeps its rate
    assert (new.array("tariff")[:, s][abroad & sold] == 0.01).all()
    same_world(unzoom(new), world)
    with pytest.raises(InputError, match=r"tariff: 3 on \w+->\w+ is more revenue than the parent's rate"):
        zoom(world, Product("gas", "B06", trade=rows_of(world, 0.5), missing="zero", tariff=3.0))


def test_users_beyond_what_the_parent_sells_them_are_named() -> None:
    world = make_world(0)
    new, report = zoom(
        world, Product("gas", "B06", trade=rows_of(world, 0.5), missing="zero", use={"C20": 1.0})
    )
    k, s = world.sectors.index("C20"), 1
    moved = [c for c in report.capped if c.what == "use"]
    assert moved
    used = new.array("inputs")[new.sectors.index("B06.gas")][:, new.sectors.index("C20")]
    whole = world.array("inputs")[s][:, k]
    assert (used <= 0.95 * whole + EXACT * whole.max()).all()
    for c in moved:
        assert used[world.economies.index(c.origin)] == pytest.approx(c.kept)
        assert c.kept < c.asked


def test_product_is_the_whole_sector() -> None:
    """With cap 1 and all flows, the remainder is empty, and the accounts still hold."""
    world = make_world(6)
    new, report = zoom(world, Product("all", "B06", trade=rows_of(world, 1.0, home=True), cap=1.0))
    assert report.capped == ()
    for variable in ("trade", "value_added", "output"):
        assert np.abs(new.array(variable)[:, 1]).max() < EXACT * world.array(variable).max()
    same_world(unzoom(new), world)


def test_estimates_are_marked_and_the_parents_kept() -> None:
    world = make_world(7)
    rows = [r | {"status": "estimated" if k % 2 else "mirrored"} for k, r in enumerate(rows_of(world, 0.1))]
    new, report = zoom(world, Product("gas", "B06", trade=rows, missing="zero", domestic="zero"))
    share = new.data["trade_estimated"].transpose(*VARIABLES["trade"][0]).values
    s = new.sectors.index("B06.gas")
    for r in rows:
        i, n = (world.economies.index(str(r[k])) for k in ("origin", "destination"))
        assert share[i, s, n] == (r["status"] == "estimated")
    assert report.status["mirrored"] > 0
    assert report.status["reported"] == 0
    assert {f[3] for f in report.flows} == {"mirrored", "estimated"}
    assert ((share >= 0) & (share <= 1)).all()
    # where nothing of the product is an estimate, the amount that is one stays the same
    before = (world.data["trade_estimated"].transpose(*VARIABLES["trade"][0]).values * world.array("trade"))[
        :, 1
    ]
    after = (share * new.array("trade"))[:, [s - 1, s]].sum(1)
    r = rows[0]
    at = world.economies.index(str(r["origin"])), world.economies.index(str(r["destination"]))
    rest = new.array("trade")[at[0], s - 1, at[1]]
    assert after[at] == pytest.approx(min(before[at], rest), rel=1e-6)  # stored in single precision


# -- missing is not zero -------------------------------------------------------------------------------------


def test_totals_become_flows() -> None:
    world = make_world(8, gaps=0.0)
    parent = world.array("trade")[:, 1] * ~np.eye(5, dtype=bool)
    rng = np.random.default_rng(0)
    true = parent * rng.uniform(0.1, 0.4, parent.shape)
    exports = dict(zip(world.economies, true.sum(1), strict=True))
    imports = dict(zip(world.economies, 2 * true.sum(0), strict=True))  # statistics never agree
    with pytest.raises(InputError, match="in its total of trade, with no partner named"):
        zoom(world, Product("gas", "B06", exports=exports, imports=imports))
    totals = Product("gas", "B06", exports=exports, imports=imports, missing="estimate", domestic="zero")
    new, report = zoom(world, totals)
    part = new.array("trade")[:, 2] * ~np.eye(5, dtype=bool)
    np.testing.assert_allclose(part.sum(1), true.sum(1), rtol=1e-8)
    np.testing.assert_allclose(part.sum(0), true.sum(0), rtol=1e-6)
    assert report.status["estimated"] == pytest.approx(part.sum())
    assert any("imports are scaled to exports" in n for n in report.notes)
    # a flow that is known stays as it is, and the rest of the totals goes to the others
    i, n = world.economies.index("DEU"), world.economies.index("POL")
    value = 0.5 * float(true[i, n])
    known = [{"origin": "DEU", "destination": "POL", "value": value}]
    new, report = zoom(world, replace(totals, trade=known))
    part = new.array("trade")[:, 2] * ~np.eye(5, dtype=bool)
    assert part[i, n] == value
    np.testing.assert_allclose(part.sum(1), true.sum(1), rtol=1e-6)
    assert report.status["reported"] == value


# -- reading -------------------------------------------------------------------------------------------------


def test_countries_go_to_their_region_and_the_rest_to_row() -> None:
    world = (
        make_world(1).aggregate(regions={"EU": ["DEU", "POL"]})
        if "POL" in make_world(1).economies
        else make_world(1)
    )
    rows = [
        {"origin": "DEU", "destination": "POL", "value": 1.0},
        {"origin": "DEU", "destination": "CHN", "value": 2.0},
        {"origin": "Poland", "destination": "CHN", "value": 3.0},
        {"origin": "KEN", "destination": "S19", "value": 4.0},
        {"origin": "KEN", "destination": "CHN", "value": np.nan},
    ]
    flows = read_flows(rows, world, 2022)
    at = world.economies.index
    assert flows.value[at("EU"), at("EU")] == 1.0
    assert flows.value[at("EU"), at("CHN")] == 5.0
    assert flows.value[at("ROW"), at("ROW")] == 4.0
    assert flows.blank[at("ROW"), at("CHN")]
    assert not flows.known[at("ROW"), at("CHN")]
    assert flows.elsewhere == ("S19",)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"value": -1.0}, "zero or more"),
        ({"value": np.inf}, "zero or more"),
        ({"value": "1,5"}, "decimal point"),
        ({"status": "guessed"}, "status is one of reported"),
        ({"status": "absent"}, "status absent, but there is a value"),
        ({"origin": "Germny"}, "unknown economy 'Germny'"),
        ({"origin": None}, "row 2 has no origin"),
        ({"destination": "CHN"}, "stands twice"),
    ],
)
def test_wrong_rows(row: dict[str, object], why: str) -> None:
    world = make_world(1)
    rows = [{"origin": "DEU", "destination": "CHN", "value": 1.0, "status": "reported"}]
    rows.append({"origin": "DEU", "destination": "USA", "value": 1.0, "status": "reported"} | row)  # type: ignore[dict-item]
    with pytest.raises(InputError, match=why):
        zoom(world, Product("gas", "B06", trade=rows))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"parent": "B60"}, "parent: unknown sector 'B60'.*did you mean"),
        ({"name": "..."}, "a name of letters or digits"),
        ({"trade": None}, "there are no figures"),
        ({"trade": None, "exports": {}}, "there are no figures"),
        ({"trade": []}, "column origin, destination, value missing"),
        ({"unit": "tonnes"}, "unknown unit 'tonnes'"),
        ({"unit": "EUR million"}, "figures are in EUR, the world in USD million"),
        ({"production": {"DEU": 1.0}, "totals_unit": "t"}, "need a price and its unit"),
        (
            {"production": {"DEU": 1.0}, "totals_unit": "t", "price": 2.0, "price_unit": "USD/m3"},
            "does not fit",
        ),
        ({"production": {"DEU": -1.0}}, "expected zero or more"),
        ({"production": {"DEU": 1.0}, "price": 3.0}, "a price is for quantities"),
        ({"missing": "ignore"}, "'ignore' is not one of refuse, zero, estimate"),
        ({"theta": 3.0, "sigma": 3.0}, "theta = sigma - 1"),
        ({"theta": -1.0}, "expected a number above -1"),
        ({"value_added": 1.2}, "at most 1"),
        ({"cap": 0.0}, "above 0"),
        ({"use": {"A": 0.5}}, "add up to 0.5"),
        ({"use": {"A": 0.5, "all": 0.5}}, "A is in two entries"),
        ({"use": {"A": -0.5, "final": 1.5}}, "a share from 0 to 1"),
        ({"use": {"farms": 1.0}}, "unknown sector 'farms'"),
        ({"supply": {("DEU", "CHN"): -1.0}}, "DEU->CHN: expected zero or more"),
        ({"supply": {("DEU", "CHN"): 1.0, ("Germany", "CHN"): 1.0}}, "a second time"),
        ({"year": 2021}, "no rows for 2021; the table has 2022"),
        ({"tariff": -1.0}, "a rate is a number above -1"),
        ({"unit": "USD billion"}, "exceed those of the whole sector B06"),
    ],
)
def test_wrong_products(fields: dict[str, object], why: str) -> None:
    world = make_world(1)
    rows = [r | {"year": 2022} for r in rows_of(world, 0.3)]
    with pytest.raises(InputError, match=why):
        zoom(world, Product(**{"name": "gas", "parent": "B06", "trade": rows, "missing": "zero"} | fields))  # type: ignore[arg-type]


def test_nothing_to_zoom_into() -> None:
    world = make_world(1)
    rows = [{"origin": "DEU", "destination": "CHN", "value": 0.0}]
    with pytest.raises(InputError, match="no flow above zero"):
        zoom(world, Product("gas", "B06", trade=rows))


def test_report_fits_a_terminal() -> None:
    world = make_world(3)
    _, report = zoom(
        world, Product("gas", "B06", trade=rows_of(world, 0.97), missing="zero", source="a table of ours")
    )
    text = str(report)
    assert len(text.splitlines()) < 20
    for part in ("B06.gas out of B06", "status: reported", "larger than their parent's", "a table of ours"):
        assert part in text
    flows = [r for r in report.rows() if r["kind"] == "flow"]
    assert sum(r["value"] for r in flows) == pytest.approx(report.total)
    assert report.cut_off == pytest.approx(
        sum(r["asked"] - r["value"] for r in report.rows() if r["kind"] == "capped flow")
    )
    first = max(report.capped, key=lambda c: c.asked - c.kept)
    assert f"{first.origin}->{first.destination} {first.asked:,.4g} to {first.kept:,.4g}" in text


def test_the_world_says_what_was_estimated() -> None:
    world = make_world(3)
    for variable in ("trade", "inputs", "tariff"):
        world.data[variable].attrs["status"] = "reported"
    product = Product(
        "gas", "B06", trade=rows_of(world, 0.3), missing="zero", source="a table", note="of ours"
    )
    new, report = zoom(world, product)
    assert new.data.attrs["estimated"].startswith("B06.gas: ")
    assert "its inputs and buyers are those of B06" in new.data.attrs["estimated"]
    assert [new.data[v].attrs["status"] for v in ("trade", "inputs", "tariff")] == [
        "mixed",
        "mixed",
        "reported",
    ]
    (entry,) = zooms(new)
    assert entry["sales"] == report.total
    assert entry["status"] == {k: v for k, v in report.status.items() if v > 0}
    assert (entry["source"], entry["note"]) == ("a table", "of ours")
    assert "zooms" not in unzoom(new).data.attrs
    assert "zooms" not in world.data.attrs


def test_order_of_economies_does_not_matter() -> None:
    world = make_world(3)
    turned = world.aggregate(regions=list(reversed(world.economies)))
    assert turned.economies != world.economies
    rows = rows_of(world, 0.3)
    product = Product("gas", "B06", trade=rows[::2], missing="estimate", use={"A": 0.3, "final": 0.7})
    new, report = zoom(world, product)
    other, told = zoom(turned, product)
    for variable in VARIABLES:
        dims = VARIABLES[variable][0]
        same = other.data[variable].transpose(*dims).reindex_like(new.data[variable].transpose(*dims))
        assert off(same.values, new.array(variable)) < EXACT, variable
    assert sorted(map(str, report.absent)) == sorted(map(str, told.absent))
