"""Dependence over the years: every figure is the measure of that year; what is missing, borrowed or odd is said."""

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from autarky.cli.app import app
from autarky.cuts.history import history, plain
from autarky.cuts.settings import Run, Terms
from autarky.errors import InputError, WorldError
from autarky.measures import concentration, input_reliance, partner_share
from autarky.world import World
from autarky.worlds.panel import Snapshot, read_panel, read_worlds

ALONE = Run(keep=False)


def write(folder: Path, year: int, world: World, **changes: np.ndarray) -> None:
    arrays = {
        "trade": world.array("trade"),
        "tariff": world.array("tariff"),
        "countries": np.array(world.economies),
        "sectors": np.array(world.sectors),
    }
    np.savez(folder / f"{year}.npz", **(arrays | changes))


@pytest.fixture
def panel(world: World, tmp_path: Path) -> Path:
    folder = tmp_path / "panel"
    folder.mkdir()
    write(folder, 2022, world)
    turned = world.array("trade").copy()
    turned[0, :, 1] *= 2.0  # Belarus sold twice as much to Russia
    write(folder, 2020, world, trade=turned)
    (folder / "README.md").write_text("not a year")
    return folder


def test_every_line_is_the_measure_of_the_year(world: World, panel: Path) -> None:
    found = read_panel(panel, world)
    assert [s.year for s in found] == [2020, 2022]
    told = history(world, "BLR", ["RUS", "POL"], found, Terms(), ALONE)
    for year, snapshot in zip((2020, 2022), found, strict=True):
        for line in ("exports", "imports"):
            share = partner_share(snapshot.world, line).sel(economy="BLR", partner=["RUS", "POL"])
            np.testing.assert_allclose(told["value"].sel(line=line, year=year).values, share.values)
            hhi = float(concentration(snapshot.world, line).sel(economy="BLR"))
            assert float(told["hhi"].sel(flow=line, year=year)) == pytest.approx(hhi)
    # the year of the world itself gives the world's own look-through
    own = input_reliance(world, "BLR").sel(partner=["RUS", "POL"])
    for line, kind in (("inputs", "face_value"), ("look-through", "look_through")):
        np.testing.assert_allclose(told["value"].sel(line=line, year=2022).values, own.sel(kind=kind).values)
    assert float(told["value"].sel(line="exports", year=2020, partner="RUS")) > float(
        told["value"].sel(line="exports", year=2022, partner="RUS")
    )
    assert told["value"].sel(line="welfare loss").isnull().all()  # a panel is not solved
    for words in ("inputs per unit of output those of 2022", "not solved for a panel", "No figures for 2021"):
        assert words in told.attrs["notes"]
    assert plain(told)["lines"]["welfare loss"]["RUS"] == [None, None]


def test_without_like_labels_there_is_no_look_through(world: World, panel: Path) -> None:
    small = world.aggregate(regions={"WEST": ["POL", "DEU"]})
    told = history(small, "BLR", ["RUS", "WEST"], read_panel(panel, small), Terms(), ALONE)
    assert list(told["partner"].values) == ["RUS"]
    assert told["value"].sel(line="look-through").isnull().all()
    assert "No look-through" in told.attrs["notes"] and "WEST" in told.attrs["notes"]


def test_a_break_in_the_data_is_named(world: World, panel: Path) -> None:
    broken = world.array("trade").copy()
    broken[0, :, 1] *= 0.01
    write(panel, 2019, world, trade=broken)
    told = history(world, "BLR", ["RUS"], read_panel(panel, world), Terms(), ALONE)
    assert "RUS in exports" in told.attrs["notes"] and "2019" in told.attrs["notes"]
    later = history(world, "BLR", ["RUS"], read_panel(panel, world, since=2020), Terms(), ALONE)
    assert "RUS in exports" not in later.attrs["notes"]


def test_worlds_of_several_years_are_solved(world: World, tmp_path: Path) -> None:
    from autarky.cuts.matrix import leverage

    paths = []
    for year in (2021, 2022):
        data = world.data.assign_attrs(year=year, name=f"w{year}")
        paths.append(str(World(data).save(tmp_path / f"{year}.nc")))
    told = history(world, "BLR", ["RUS"], read_worlds(paths), Terms(), ALONE)
    loss = float(leverage(world, of="BLR", on="RUS", keep=False)["loss"][0, 0])
    np.testing.assert_allclose(told["value"].sel(line="welfare loss", partner="RUS"), loss, atol=1e-7)
    with pytest.raises(InputError, match="both of 2021"):
        read_worlds([paths[0], paths[0]])
    with pytest.raises(InputError, match="the worlds are of 2021, 2022"):
        read_worlds(paths, since=2030)


def test_who_is_not_there_is_an_error(world: World) -> None:
    wider = world.aggregate(regions={"EAST": ["BLR", "RUS"]})
    with pytest.raises(InputError, match="BLR is not among the economies"):
        history(world, "BLR", ["POL"], [Snapshot(wider, "world wider", None)], Terms(), ALONE)
    other = world.aggregate(regions={"EAST": ["BLR", "KAZ"]})
    with pytest.raises(InputError, match="EAST is another group of countries"):
        history(wider, "EAST", ["POL"], [Snapshot(other, "world other", 2022, whole=True)], Terms(), ALONE)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda a: a.pop("tariff"), "arrays missing: tariff"),
        (lambda a: a["trade"].__setitem__((0, 0, 1), np.nan), "a missing flow is not zero"),
        (lambda a: a["trade"].__setitem__((0, 0, 1), -1.0), "must be numbers from 0 up"),
        (lambda a: a.update(trade=a["trade"][:2]), "has shape"),
        (
            lambda a: a.update(countries=np.array(["XXX", "RUS", "KAZ", "POL", "DEU"])),
            "its countries are not those",
        ),
    ],
)
def test_broken_panels_are_refused(world: World, panel: Path, spoil: object, words: str) -> None:
    with np.load(panel / "2022.npz") as kept:
        arrays = {k: kept[k].copy() for k in kept.files}
    spoil(arrays)  # type: ignore[operator]
    np.savez(panel / "2022.npz", **arrays)
    with pytest.raises(WorldError, match=words) as told:
        read_panel(panel, world)
    assert "2022.npz" in str(told.value)


def test_damaged_files_are_named(world: World, panel: Path) -> None:
    (panel / "2022.npz").write_bytes((panel / "2022.npz").read_bytes()[:200])
    with pytest.raises(WorldError, match=r"2022\.npz is damaged"):
        read_panel(panel, world)


def test_command(world: World, panel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autarky.economy.backend.cache_folder", lambda: tmp_path / "cache")
    world.save(tmp_path / "w.nc")
    base = ["ties", "BLR", "--world", str(tmp_path / "w.nc")]
    page = tmp_path / "b.html"
    done = CliRunner().invoke(app, [*base, "--panel", str(panel), "--since", "2020", "--out", str(page)])
    assert done.exit_code == 0, done.output
    assert "Over the years" in done.output
    text = page.read_text(encoding="utf-8")
    assert (
        "Share of exports, %" in text and text.count('role="img"') == 8
    )  # bars, flow, four of lines, two maps
    for wrong, words in (
        (["--since", "2020"], "--panel FOLDER"),
        (["--panel", str(tmp_path / "none")], "no such folder"),
        (["--panel", str(tmp_path)], "found none"),
        (["--panel", str(panel), "--since", "2030"], "covers 2020 to 2022"),
        (["--panel", str(panel), "--worlds", "a.nc"], "name one of them"),
    ):
        done = CliRunner().invoke(app, [*base, *wrong])
        assert done.exit_code == 2 and words in done.output.replace("\n", " "), (wrong, done.output)


@pytest.mark.shared
def test_ten_years_of_belarus(shared: Path) -> None:
    from autarky.worlds import load_world

    world = load_world(shared / "data" / "icio-2022-81x28" / "world.npz")
    found = read_panel(shared / "data" / "icio-trade-panel-81x28", world)
    told = history(world, "BLR", ["RUS", "CHN"], found, Terms(), ALONE)
    exports = told["value"].sel(line="exports", partner="RUS")
    assert float(exports.sel(year=2012)) == pytest.approx(0.494, abs=0.001)
    assert float(exports.sel(year=2022)) == pytest.approx(0.447, abs=0.001)
    # the panel and the world are one source: their common year agrees
    share = partner_share(world, "exports").sel(economy="BLR", partner="RUS")
    assert float(exports.sel(year=2022)) == pytest.approx(float(share), rel=1e-6)
    assert "RUS in exports: 3 % in 2011" in told.attrs["notes"]
    folder = shared / "data" / "icio-trade-panel-81x28"
    complete = all((folder / f"{year}.npz").is_file() for year in range(2011, 2023))
    assert ("No figures for" in told.attrs["notes"]) is not complete
