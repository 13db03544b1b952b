"""Potash, rare earths and pipeline gas on the data beside the checkout, and the figures of docs/how-to/zoom.md."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from zoom_cases import baci, gas, gas_rows, potash, potash_rows, rare_earth_rows, rare_earths

from autarky.errors import InputError
from autarky.files.source import parse
from autarky.world.accounts import VARIABLES, World
from autarky.world.zoom.zoom import unzoom, zoom
from autarky.worlds.library import load_world
from autarky.worlds.zoom import read_zoom

pytestmark = pytest.mark.shared
PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "zoom.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=["icio-2022", "icio-2022-81x28"])
def world(request: pytest.FixtureRequest, shared: Path) -> World:
    if request.param == "icio-2022":
        return load_world()
    return load_world(shared / "data" / "icio-2022-81x28" / "world.npz")


def kept(world: World, new: World) -> None:
    back = unzoom(new)
    for variable in VARIABLES:
        old = world.array(variable)
        assert np.abs(back.array(variable) - old).max() <= 1e-12 * np.abs(old).max(), variable
    before = max(float(np.abs(r).max()) for r in world.violations().values())
    assert max(float(np.abs(r).max()) for r in new.violations().values()) < before + 1e-15


def test_totals_of_real_worlds_are_kept(world: World, shared: Path) -> None:
    farms = "A" if "A" in world.sectors else "A01"
    products = [potash(shared, farms, value_added=0.6), rare_earths(shared, "C20", missing="estimate")]
    products += [gas(shared, missing="estimate")]
    for product in products:
        new, report = zoom(world, product)
        kept(world, new)
        assert len(str(report).splitlines()) <= 20
    both, _ = zoom(zoom(world, products[0])[0], products[1])
    kept(world, both)


def test_russian_gas_to_belarus_is_missing_not_zero(world: World, shared: Path) -> None:
    trade = baci(shared, ("271121",)).set_index(["origin", "destination", "year"])["value"]
    assert trade["RUS", "BLR", 2020] == pytest.approx(2453, abs=1)
    assert ("RUS", "BLR", 2021) not in trade.index
    with pytest.raises(InputError, match=r"RUS->BLR about .* \(last reported 2,453 in 2020\)"):
        zoom(world, gas(shared))
    new, report = zoom(world, gas(shared, missing="zero", supply={("RUS", "BLR"): 2400.0}))
    assert float(new.data["trade"].sel(origin="RUS", sector="B06.pipeline-gas", destination="BLR")) == 2400.0
    assert ("RUS", "BLR", 2400.0, "supplied") in report.flows
    germany = [a for a in report.absent if (a.origin, a.destination) == ("RUS", "DEU")]
    assert [a.done for a in germany] == [
        "zero"
    ]  # absent in every year, but Russia and Germany trade oil and gas


def test_potash_adds_up_to_its_totals(world: World, shared: Path) -> None:
    product = potash(shared, "A" if "A" in world.sectors else "A01")
    new, report = zoom(world, product)
    assert product.exports is not None
    sold = float(new.array("trade")[world.economies.index("BLR"), new.sectors.index("C20.potash")].sum())
    home = float(new.data["trade"].sel(origin="BLR", sector="C20.potash", destination="BLR"))
    # 800 dollars per tonne: exports as given, production less exports at home
    assert sold - home == pytest.approx(product.exports["BLR"] * 800 / 1e6, rel=1e-6)
    assert sold == pytest.approx(4.0e6 * 800 / 1e6, rel=1e-6)
    assert report.status["estimated"] == pytest.approx(report.total)


def test_rare_earths_fit_into_chemicals(world: World, shared: Path) -> None:
    """HS 2805 and 2846 are chemicals (ISIC 20): taken out of mining, more is cut off."""
    parents = [p for p in ("B07", "B08", "B07T09", "C20") if p in world.sectors]
    cut = {p: zoom(world, rare_earths(shared, p, missing="estimate"))[1].cut_off for p in parents}
    assert all(cut["C20"] < lost for parent, lost in cut.items() if parent != "C20")


def test_the_table_of_the_how_to(shared: Path) -> None:
    _, text = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    data, _ = parse(text, "zoom.md")
    files = {"baci.parquet": shared / "data" / "baci-raw-materials" / "baci_hs92_74codes_1995_2024.parquet"}
    _, report = zoom(load_world(), read_zoom(data["zoom"][0], lambda name: files[name]))
    assert ("CHN", "JPN") in {flow[:2] for flow in report.flows}
    assert report.status["supplied"] == pytest.approx(5.0)  # 5,000 thousand dollars
    assert report.theta == 2.0


def test_gas_history_of_the_how_to(shared: Path) -> None:
    trade = baci(shared, ("271121",)).set_index(["origin", "destination", "year"])["value"]
    shown = " | ".join(f"{trade['RUS', 'BLR', year]:,.0f}" for year in (2017, 2018, 2019, 2020))
    assert f"| RUS->BLR | {shown} | absent | absent |" in PAGE
    with pytest.raises(InputError) as refused:
        zoom(load_world(), gas(shared))
    for said in str(refused.value).splitlines()[:5]:
        assert said in PAGE


@pytest.mark.slow
@pytest.mark.parametrize("rows", [potash_rows, rare_earth_rows])
def test_figures_of_the_how_to(world: World, shared: Path, rows: Callable[[Path, World], list[str]]) -> None:
    for row in rows(shared, world):
        assert row in PAGE


@pytest.mark.slow
def test_gas_figures_of_the_how_to(shared: Path) -> None:
    for row in gas_rows(shared, load_world()):
        assert row in PAGE
