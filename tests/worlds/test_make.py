"""Building worlds: from an embedded world, with tariffs, regions, products; same spec, same bytes."""

import json
from pathlib import Path

import numpy as np
import pytest

from autarky.errors import InputError, WorldError
from autarky.worlds.build import build, save_built
from autarky.worlds.elasticities import merged_elasticities
from autarky.worlds.library import load_world
from autarky.worlds.model import EXAMPLE, Spec
from autarky.worlds.tariffs import with_tariffs

BASE = 'name = "small"\nworld = "icio-2022"\nregions = ["BLR", "RUS", "EU27", "CHN"]\n'
SECTORS = 'sectors = ["A", "B", "C20", "manufacturing", "-C20"]\n'


def test_example_same_bytes_and_totals(tmp_path: Path) -> None:
    spec = Spec.from_toml(EXAMPLE)
    paths = []
    for k in range(2):
        (tmp_path / str(k)).mkdir()
        world, report = build(spec)
        paths.append(save_built(world, report, spec, tmp_path / str(k) / "w.nc"))
    assert paths[0][0].read_bytes() == paths[1][0].read_bytes()
    assert paths[0][1].read_bytes() == paths[1][1].read_bytes()
    base, made = load_world("icio-2022"), load_world(paths[0][0])
    assert made.array("output").sum() == pytest.approx(base.array("output").sum(), rel=1e-12)
    told = json.loads(paths[0][1].read_text())
    assert told["fingerprint"] == made.fingerprint and told["spec"]["name"] == "eurasia-2022"
    assert base.fingerprint == load_world("icio-2022").fingerprint  # the embedded one is untouched
    assert base.data.attrs["name"] == "icio-2022"


def test_tariffs_from_a_file(tmp_path: Path) -> None:
    world = load_world("icio-2022").aggregate(["BLR", "RUS", "EU27", "CHN"])
    rows = ["origin,destination,sector,rate"]
    for n in world.economies:
        for i in world.economies:
            if i != n:
                rows += [f"{i},{n},{s},{0.05 if n == 'RUS' else 0.02}" for s in world.sectors]
    (tmp_path / "t.csv").write_text("\n".join(rows))
    made, report = build(Spec.from_toml(BASE + '[tariffs]\nfile = "t.csv"\n', folder=tmp_path))
    tariff = made.array("tariff")
    at = {c: k for k, c in enumerate(made.economies)}
    assert tariff[at["CHN"], 0, at["RUS"]] == 0.05 and tariff[at["RUS"], 0, at["RUS"]] == 0
    np.testing.assert_allclose(made.array("output"), world.array("output"), rtol=1e-12)
    np.testing.assert_allclose(made.array("trade"), world.array("trade"), rtol=1e-12)
    assert (made.array("value_added") <= world.array("value_added") + 1e-6).all()
    assert any("100.0% of imports have a rate" in s for s in report.steps)

    (tmp_path / "t.csv").write_text("\n".join(rows[:40]))
    with pytest.raises(InputError, match=r"tariffs: t\.csv has no rate for .*Missing is not free of duty"):
        build(Spec.from_toml(BASE + '[tariffs]\nfile = "t.csv"\n', folder=tmp_path))
    made, report = build(
        Spec.from_toml(BASE + '[tariffs]\nfile = "t.csv"\nabsent = "zero"\n', folder=tmp_path)
    )
    assert any("taken as free of duty" in r for r in report.remarks)
    assert "absent" in made.data["tariff"].attrs["status"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("origin,destination,sector,rate\nBLR,RUS,C20,five\n", r"t\.csv:2: rate 'five' is no number"),
        ("origin,destination,rate\nBLR,RUS,0.1\n", "expected columns origin, destination, sector"),
        (
            "origin,destination,sector,rate\nBLR,RUS,C200,0.1\n",
            "sector 'C200' is none of the world's.*did you mean C20",
        ),
        ("origin,destination,sector,rate\nBLR,RUS,C20,-1.5\n", "a rate is a share, 0.05 for 5 %"),
    ],
)
def test_wrong_tariffs(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(InputError, match=message):
        build(Spec.from_toml(BASE + '[tariffs]\nfile = "t.csv"\nabsent = "zero"\n', folder=tmp_path))


def test_tariffs_that_nobody_could_pay() -> None:
    world = load_world("icio-2022").aggregate(["BLR", "RUS"], ["C"])
    with pytest.raises(WorldError, match="more than its output"):
        with_tariffs(world, np.full((3, 2, 3), 90.0))


def test_products_go_to_industries(tmp_path: Path) -> None:
    """HS 310420 (potash) is made by chemicals, 270900 by oil and gas; each sector takes the mean of its rates."""
    (tmp_path / "t.csv").write_text(
        "origin,destination,product,rate\nBLR,RUS,310420,0.10\nBLR,RUS,310430,0.20\nBLR,RUS,270900,0.07\n"
    )
    made, _ = build(Spec.from_toml(BASE + '[tariffs]\nfile = "t.csv"\nabsent = "zero"\n', folder=tmp_path))
    tariff = made.data["tariff"].sel(origin="BLR", destination="RUS")
    assert float(tariff.sel(sector="C20")) == pytest.approx(0.15)
    assert float(tariff.sel(sector="B06")) == pytest.approx(0.07)


def test_merged_elasticities_are_told() -> None:
    world = load_world("icio-2022")
    rows = merged_elasticities(
        world, world.aggregate(sectors={"CHEM": ["C20", "C22"], "MINES": ["B05", "B06"]})
    )
    assert [r.sector for r in rows] == ["CHEM"]
    assert rows[0].lowest[1] < rows[0].weighted < rows[0].highest[1]
    assert "CHEM merges trade elasticities" in str(rows[0])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'name = "a"\nsource = "oecd-icoi"\nyear = 2022\n',
            "spec:2: source: unknown source.*did you mean oecd-icio",
        ),
        ('name = "a"\nsource = "oecd-icio"\nyear = 1980\n', "spec:2: source: oecd-icio has no year 1980"),
        ('name = "a"\nsource = "oecd-icio"\nyear = 2022\n', "is not here: autarky data get oecd-icio --key"),
        (
            'name = "a"\nworld = "icio-2022"\n[regions]\nX = "BLX"\n',
            "spec:3: regions: unknown.*did you mean BLR",
        ),
    ],
)
def test_what_is_not_there(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        build(Spec.from_toml(text))


def test_tariffs_from_a_source(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Rows as WITS has them: MFN of all, a preference for Belarus, the Union as one importer."""
    import pyarrow as pa

    from autarky.sources import registry
    from autarky.sources.base import About, Piece
    from autarky.sources.io.folder import tidy_path
    from autarky.sources.io.tidy import Column, Record, write_tidy

    class Tariffs:
        about = About("wits", "Rates", "tariffs", "", "", "", "", "", "")
        columns = (
            Column("year", "int16", "", "year"),
            Column("origin", "label", "", "seller"),
            Column("destination", "label", "", "buyer"),
            Column("product", "label", "", "HS"),
            Column("duty_type", "label", "", "duty"),
            Column("rate", "float64", "1", "rate"),
        )

        def pieces(self) -> tuple[Piece, ...]:
            return (Piece("2022", (2022,), "r.csv", ()),)

        def read(self, *_: object) -> object: ...

    source = Tariffs()
    rows = [
        ("WLD", "RUS", "310420", "MFN", 0.10), ("BLR", "RUS", "310420", "PRF", 0.0),
        ("WLD", "EUN", "310420", "MFN", 0.05), ("WLD", "EUN", "310430", "MFN", 0.15),
        ("WLD", "RUS", "310420", "BND", 0.60),
    ]  # fmt: skip
    names = ("origin", "destination", "product", "duty_type", "rate")
    table = pa.table({"year": [2022] * len(rows)} | {n: [r[k] for r in rows] for k, n in enumerate(names)})
    record = Record("wits", "2022", "Rates", "", "", "", "", (2022,), "", "r.csv", "", 0)
    write_tidy(tidy_path("wits", "2022"), source.columns, [table], record)
    monkeypatch.setattr(registry, "sources", lambda: {"wits": source})
    made, report = build(Spec.from_toml(BASE + '[tariffs]\nsource = "wits"\nabsent = "zero"\n'))
    tariff = made.data["tariff"].sel(sector="C20")
    assert float(tariff.sel(origin="CHN", destination="RUS")) == pytest.approx(0.10)
    assert float(tariff.sel(origin="BLR", destination="RUS")) == 0
    assert float(tariff.sel(origin="BLR", destination="EU27")) == pytest.approx(0.10)  # mean of 5 and 15 %
    assert any("tariffs of Rates 2022" in s for s in report.steps)
