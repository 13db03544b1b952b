"""What a notebook needs from `import autarky`: sweeps, ranges, gradients, comparisons, and things on one screen."""

from pathlib import Path

import numpy as np
import pytest

import autarky
from autarky import Scenario, World
from autarky.acts import Embargo, Tariff
from autarky.errors import InputError
from five_economies import five_economies


@pytest.fixture(scope="module")
def world() -> World:
    return five_economies()


@pytest.fixture(scope="module")
def duty() -> Scenario:
    return Scenario(name="duty", horizon="1y", acts=[Tariff(origin="RUS", destination="BLR", rate="10%")])


@pytest.fixture(scope="module")
def cut() -> Scenario:
    return Scenario(
        name="cut", title="Trade cut", horizon="1y", acts=[Embargo(origin="RUS", destination="BLR")]
    )


def test_a_sweep_is_the_single_solutions(world: World, duty: Scenario) -> None:
    swept = autarky.sweep(world, duty, "acts.1.rate", ["10%", 0.2])
    assert swept.sizes == {"rate": 2, "horizon": 1, "economy": 5}
    assert list(swept["rate"].values) == [0.1, 0.2]
    alone = autarky.solve(world, duty)
    # the same program on the same input
    assert np.array_equal(swept["welfare"].sel(rate=0.1, horizon=1.0).values, alone.welfare.values)
    assert not np.allclose(swept["welfare"].sel(rate=0.2), swept["welfare"].sel(rate=0.1), rtol=0.01)


def test_a_sweep_over_horizons_and_texts(world: World, duty: Scenario) -> None:
    times = autarky.sweep(world, duty, "horizon", ["3m", "1y"])
    assert list(times["horizon"].values) == [0.25, 1.0] and times["welfare"].dims == ("horizon", "economy")
    closures = autarky.sweep(world, duty, "deficits", ["fixed", "proportional"])
    assert list(closures["deficits"].values) == ["fixed", "proportional"]


@pytest.mark.parametrize(
    ("field", "values", "message"),
    [
        ("acts.1.rat", [1], "did you mean rate"),
        ("acts.2.rate", [1], "entries 1 to 1"),
        ("acts.1.rate", ["12 dogs"], "acts.1.rate = '12 dogs'.*cannot read"),
        ("acts.1.rate", [], "at least one value"),
    ],
)
def test_wrong_sweeps(world: World, duty: Scenario, field: str, values: list[object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        autarky.sweep(world, duty, field, values)


def test_a_value_without_equilibrium_is_missing_with_its_reason(world: World, cut: Scenario) -> None:
    # after three months sigma is below 1 in services: nothing may be cut to zero
    swept = autarky.sweep(
        world, autarky.scenario.sweep.with_field(cut, "horizon", "3m"), "acts.1.leakage", [0.5, 0]
    )
    assert np.isfinite(swept["welfare"].sel(leakage=0.5)).all()
    reason = str(swept["reason"].sel(leakage=0).item())
    assert np.isfinite(swept["welfare"].sel(leakage=0)).all() == (reason == "")


def test_ranges_are_those_of_the_draws(world: World, duty: Scenario) -> None:
    from autarky.uncertainty.propagate import propagate
    from autarky.uncertainty.summary import bands

    found = autarky.ranges(world, duty, draws=4, workers=1)
    (drawn,) = propagate(world, duty, draws=4, workers=1)
    for code, band in bands(drawn).items():
        row = found["welfare"].sel(economy=code, horizon=1.0).values
        assert row == pytest.approx([band.low, band.median, band.high], abs=0)  # one figure, read twice
        assert float(found["losing"].sel(economy=code, horizon=1.0)) == band.losing
    assert int(found["solved"].item()) == 4


def test_a_gradient_at_a_scenario_is_a_difference(world: World, duty: Scenario) -> None:
    slopes = autarky.gradient(world, duty, of="BLR", with_respect_to="tariff")
    step = 1e-4
    values = [
        float(
            autarky.solve(world, autarky.scenario.sweep.with_field(duty, "acts.1.rate", 0.1 + d)).welfare.sel(
                economy="BLR"
            )
        )
        for d in (step, -step)
    ]
    # the act moves the tariff of every sector; central differences err by the square of the step
    at_once = float(slopes.sel(origin="RUS", destination="BLR").sum())
    assert at_once == pytest.approx((values[0] - values[1]) / (2 * step), rel=1e-5)


def test_wrong_gradients(world: World, duty: Scenario) -> None:
    several = autarky.scenario.sweep.with_field(duty, "horizon", ["1y", "10y"])
    with pytest.raises(InputError, match="2 horizons: name one"):
        autarky.gradient(world, several, of="BLR")
    with pytest.raises(InputError, match="Unknown economy"):
        autarky.gradient(world, duty, of="BLX")


def test_compare(world: World, duty: Scenario) -> None:
    a, b = (
        autarky.solve(world, autarky.scenario.sweep.with_field(duty, "acts.1.rate", r)) for r in (0.1, 0.3)
    )
    table = autarky.compare(a, b)
    assert list(table["difference"].abs()) == sorted(table["difference"].abs(), reverse=True)
    assert np.array_equal(table["difference"], table["b"] - table["a"])
    assert table["low"].isna().all() and "draws" in table.attrs["no_range"]
    with pytest.raises(InputError, match="no horizon"):
        autarky.compare(a, autarky.solve(world, duty, "10y"))
    with pytest.raises(InputError, match="not compared"):
        autarky.compare(a, b, quantity="happiness")


def test_leverage_and_ties_are_on_the_facade(world: World) -> None:
    matrix = autarky.leverage(world, of="BLR", on="RUS", keep=False)
    assert float(matrix["loss"].sel(loser="BLR", partner="RUS")) > 0
    brief = autarky.ties(world, "BLR", keep=False)
    assert brief.of == "BLR" and brief.world is world


def test_everything_shows_itself_on_one_screen(world: World, cut: Scenario) -> None:
    result = autarky.solve(world, cut)
    for thing in (world, cut, result):
        text = repr(thing)
        assert 3 <= len(text.splitlines()) <= 24 and max(map(len, text.splitlines())) <= 120
        html = thing._repr_html_()
        assert html.startswith("<div") and html.count("<table") == html.count("</table>") >= 1
        assert "Belarus" in text or "BLR" in text
    assert "Belarus" in result.summary() and repr(result.summary()) == str(result.summary())


def test_names_from_users_are_escaped(world: World) -> None:
    scenario = Scenario(
        title="<script>x</script>", acts=[Embargo(origin="RUS", destination="BLR", leakage=0.5)]
    )
    html = scenario._repr_html_() + autarky.solve(world, scenario)._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_frames(world: World, cut: Scenario) -> None:
    result = autarky.solve(world, cut)
    economies = result.to_frame()
    assert len(economies) == 5 and "welfare" in economies.attrs["meaning"]
    assert np.array_equal(economies["welfare"], result.welfare.values)
    trade = world.to_frame("trade")
    assert list(trade.columns) == ["origin", "sector", "destination", "trade"]
    assert trade["trade"].sum() == pytest.approx(
        world.array("trade").sum(), rel=1e-12
    )  # sums in another order
    assert world.to_frame()["estimated"].isna().all()  # the world does not say: missing, not zero
    assert list(cut.to_frame()["type"]) == ["embargo"]
    with pytest.raises(InputError, match="did you mean trade"):
        result.to_frame("trad")


def test_charts(world: World, cut: Scenario, tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    result = autarky.solve(world, cut)
    chart = result.plot.welfare()
    bundle = chart._repr_mimebundle_()
    assert bundle["application/vnd.vegalite.v5+json"]["title"]["text"] == chart.title
    assert bundle["image/svg+xml"].startswith("<svg")
    assert chart.save(folder / "a.svg").read_text("utf-8").startswith("<svg")
    assert chart.save(folder / "a.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(InputError, match=r"saved as \.svg"):
        chart.save(folder / "a.bmp")
    assert {c.title for c in (result.plot.trade(), result.plot.prices(), result.plot.output("Belarus"))}
    assert "Russia" in str(world.plot.partners("BLR").spec)
    with pytest.raises(InputError, match="before it is solved"):
        cut.plot.welfare()


def test_without_acts_it_is_the_base_point(world: World) -> None:
    base = Scenario()
    result = autarky.solve(world, base)
    # the base is the start of the search, and already within its tolerance
    assert float(abs(result.welfare).max()) == 0.0
    assert "No acts: this is the base year" in result.summary()
    assert "no acts" in repr(base) and Scenario.from_toml(base.to_toml()) == base
    swept = autarky.sweep(world, base, "deficits", ["fixed", "proportional"])
    assert float(abs(swept["welfare"]).max()) == 0.0
    slope = autarky.gradient(world, base, of="BLR")
    assert float(slope.sel(origin="RUS", destination="BLR").sum()) < 0


def test_the_base_point_as_a_file(world: World, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from autarky.cli.app import app

    world.save(tmp_path / "w.nc")
    file = tmp_path / "base.toml"
    file.write_text('world = "w.nc"\nhorizon = ["1y", "10y"]\n', "utf-8")
    done = CliRunner().invoke(app, ["run", str(file), "--draws", "2", "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert "No acts: this is the base year" in done.output
    assert "No acts: this is the base year" in (tmp_path / "out" / "report.html").read_text("utf-8")
    done = CliRunner().invoke(app, ["run", str(file), "--dry-run"])
    assert done.exit_code == 0 and "nothing changes" in done.output


def test_a_run_shows_its_results(world: World, duty: Scenario) -> None:
    run = autarky.run(duty, world=world, draws=0)
    assert repr(run).startswith("<Run of ") and "solved" in repr(run)
    assert "Who loses, who gains" in run.summary()
    assert run.to_frame().equals(autarky.solve(world, duty).to_frame())
    assert "<table" in run._repr_html_() and run.plot.welfare().spec
