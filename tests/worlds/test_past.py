"""The world of a past year: a panel's trade to the digit, the input structure of another year fitted to it."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from autarky.cli.app import app
from autarky.errors import InputError, WorldError
from autarky.world.accounts import World
from autarky.worlds.build import build
from autarky.worlds.library import load_world
from autarky.worlds.model import Spec
from autarky.worlds.panel import Snapshot, read_panel
from autarky.worlds.past import jumps, world_of_year

SPEC = 'name = "past"\nworld = "base.nc"\npanel = "panel"\nyear = {year}\n'
# sums of thousands of cells in double precision, and totals that are met to 1e-11 of the largest
FITTED = 1e-8


@pytest.fixture
def base() -> World:
    return load_world("icio-2022").aggregate(["BLR", "RUS", "EU27", "CHN"], ["A", "B", "C20", "services"])


def with_trade(base: World, trade: np.ndarray, year: int) -> Snapshot:
    world = World.from_arrays(
        economies=base.economies, sectors=base.sectors, trade=trade, tariff=base.array("tariff"),
        inputs=base.array("inputs"), final=base.array("final"), attrs={"year": year}, check=False,
    )  # fmt: skip
    return Snapshot(world, "panel test", None)


def write_panel(folder: Path, base: World, years: dict[int, np.ndarray]) -> None:
    folder.mkdir(exist_ok=True)
    for year, trade in years.items():
        np.savez(
            folder / f"{year}.npz", trade=trade, tariff=base.array("tariff"),
            countries=np.array(base.economies), sectors=np.array(base.sectors),
        )  # fmt: skip


@pytest.mark.parametrize("factor", [1.0, 0.5, 3.0])
def test_trade_of_the_base_year_gives_the_base_world_at_any_size(base: World, factor: float) -> None:
    world, moved = world_of_year(base, with_trade(base, factor * base.array("trade"), 2015))
    for name in ("inputs", "final", "value_added", "deficit", "output"):
        np.testing.assert_allclose(
            world.array(name), factor * base.array(name), atol=FITTED * factor * base.array("output").max()
        )
    assert all(m.share < FITTED for m in moved)
    assert world.year == 2015 and base.year == 2022


def test_trade_is_kept_to_the_digit_and_the_accounts_close(base: World) -> None:
    random = np.random.default_rng(5)
    trade = base.array("trade") * np.exp(0.3 * random.normal(size=base.array("trade").shape))
    world, moved = world_of_year(base, with_trade(base, trade, 2013))
    assert np.array_equal(world.array("trade"), trade)
    assert np.array_equal(world.array("tariff"), base.array("tariff"))
    world.check()
    assert all(np.array_equal(world.array(v) == 0, base.array(v) == 0) for v in ("inputs", "final"))
    assert moved[0].amount > 0 and len(moved[0].worst) == 5
    # value added keeps its share of output in each economy as a whole, up to what the mix of sectors changes
    shares = base.array("value_added") / base.array("output")
    expected = (shares * world.array("output")).sum(1)
    np.testing.assert_allclose(world.array("value_added").sum(1), expected, rtol=FITTED)


def test_a_sector_that_did_not_exist_has_the_inputs_of_the_world(base: World) -> None:
    trade = base.array("trade").copy()
    trade[0, 1] = 0.0  # Belarus extracts nothing in the base year ...
    inputs = base.array("inputs").copy()
    inputs[:, 0, 1] = 0.0
    paid, before = ((t * (1 + base.array("tariff"))).sum(0) for t in (trade, base.array("trade")))
    inputs[1, 0] *= paid[1, 0] / before[1, 0]
    without = World.from_arrays(
        economies=base.economies, sectors=base.sectors, trade=trade, tariff=base.array("tariff"), inputs=inputs,
        final=paid - inputs.sum(2), attrs={"year": 2022},
    )  # fmt: skip
    world, _ = world_of_year(without, with_trade(base, base.array("trade"), 2013))  # ... but in 2013
    made, usual = world.array("inputs")[:, 0, 1], without.array("inputs")[:, :, 1].sum(1)
    assert made.sum() > 0
    assert np.corrcoef(made, usual)[0, 1] > 0.9  # moved by the fit, but of that shape


def test_other_labels_are_refused(base: World) -> None:
    other = load_world("icio-2022").aggregate(["BLR", "RUS", "EU27", "USA"], ["A", "B", "C20", "services"])
    with pytest.raises(WorldError, match=r"its economies are not those of world .*CHN.*USA"):
        world_of_year(base, with_trade(other, other.array("trade"), 2015))


def test_purchases_without_final_demand_are_refused(base: World) -> None:
    trade = base.array("trade").copy()
    trade[:, :, 0] *= 0.01  # Belarus sells what it sold, and buys next to nothing
    with pytest.raises(WorldError, match=r"BLR buys .* leaves nothing for final demand"):
        world_of_year(base, with_trade(base, trade, 2015))


def test_a_hole_in_one_year_is_a_jump(base: World) -> None:
    full, hole = base.array("trade"), base.array("trade").copy()
    hole[0, 2, 1:] *= 0.1  # chemicals of Belarus in 2021
    years = [with_trade(base, t, y) for t, y in ((full, 2020), (hole, 2021), (full, 2022))]
    assert not jumps([years[0], with_trade(base, full, 2021), years[2]], 2021)
    first = jumps(years, 2021)[0]
    assert first.what == "BLR C20" and [y for y, _ in first.values] == [2020, 2021, 2022]
    assert first.values[1][1] == pytest.approx(0.1 * first.values[0][1])
    assert "exports of BLR C20 jump" in str(first)
    growing = [with_trade(base, f * full, y) for f, y in ((1.0, 2020), (3.0, 2021), (9.0, 2022))]
    assert not jumps(growing, 2021)  # growth that goes on is none
    assert jumps(years, 2020) == [] or all(j.what != "BLR A" for j in jumps(years, 2020))
    assert jumps(years[:1], 2020) == []


def test_a_spec_with_a_panel(base: World, tmp_path: Path) -> None:
    base.save(tmp_path / "base.nc")
    trade = base.array("trade")
    hole = trade.copy()
    hole[0, 2, 1:] *= 0.1
    write_panel(tmp_path / "panel", base, {2014: trade, 2015: hole, 2016: 1.1 * trade})
    (tmp_path / "w.toml").write_text(SPEC.format(year=2015))
    done = CliRunner().invoke(app, ["world", "build", str(tmp_path / "w.toml"), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert any("trade and tariffs of 2015 from panel panel" in s for s in told["steps"])
    assert [m["what"].split(" of ")[0] for m in told["moved"]] == ["inputs", "final demand"]
    assert any("exports of BLR C20 jump" in r for r in told["remarks"])
    made = load_world(Path(told["file"]))
    assert made.year == 2015 and made.fingerprint == told["fingerprint"]
    np.testing.assert_array_equal(made.array("trade"), hole)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SPEC.format(year=2019), r"spec:3: panel: panel has no 2019; it covers 2014 to 2014"),
        ('name = "p"\npanel = "panel"\nsource = "oecd-icio"\nyear = 2014\n', r"name the world whose input"),
        ('name = "p"\npanel = "panel"\nworld = "base.nc"\n', r"say which year of the panel"),
        (SPEC.format(year=2014).replace('"panel"', '"nowhere"'), r"there is no such folder"),
    ],
)
def test_what_a_spec_with_a_panel_refuses(base: World, tmp_path: Path, text: str, message: str) -> None:
    base.save(tmp_path / "base.nc")
    write_panel(tmp_path / "panel", base, {2014: base.array("trade")})
    with pytest.raises(InputError) as caught:
        build(Spec.from_toml(text, folder=tmp_path))
    assert re.search(message, str(caught.value)), caught.value


@pytest.mark.shared
def test_real_years(shared: Path) -> None:
    base = load_world(shared / "data" / "icio-2022-81x28" / "world.npz")
    years = read_panel(shared / "data" / "icio-trade-panel-81x28", base, since=2019)
    found = {s.year: s for s in years}
    same, moved = world_of_year(base, found[2022])
    # the base world's own year: nothing but the rounding of the published table moves
    assert all(m.share < 1e-3 for m in moved), [m.share for m in moved]
    output = base.array("output")
    assert np.abs(same.array("output") - output).sum() < 1e-4 * output.sum()
    _, moved = world_of_year(base, found[2021])
    assert all(m.share < 0.05 for m in moved)
    assert jumps(years, 2021)[0].what == "BLR C20"
