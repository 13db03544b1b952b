"""``[[zoom]]`` tables: products from TOML, wrong ones refused with their line, and a run on a zoomed world."""

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner
from world_samples import make_world

from autarky.cli.app import app
from autarky.errors import InputError
from autarky.files.fields import FieldError
from autarky.world.zoom.product import Product
from autarky.world.zoom.zoom import zoom
from autarky.worlds.zoom import read_zoom, read_zooms

FULL = """\
[[zoom]]
product = "potash"
parent = "C20"
trade = "flows.csv"
columns = { origin = "exp", destination = "imp", value = "kusd" }
where = { hs = ["310420", "310430"] }
unit = "USD thousand"
year = 2022
production = { DEU = 5, "Russia" = nan }
totals_unit = "kt"
price = 400
price_unit = "USD/t"
use = { A = 0.9, final = 0.1 }
value_added = 0.6
sigma = 3
missing = "estimate"
supply = [{ origin = "DEU", destination = "CHN", value = 7 }]
source = "customs"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [
        ("DEU", "POL", 2022, "310420", 10.0), ("DEU", "POL", 2022, "310430", 5.0), ("DEU", "POL", 2022, "310510", 99.0),
        ("POL", "USA", 2022, "310420", None), ("USA", "POL", 2021, "310420", 3.0), ("CHN", "USA", 2022, "310420", 1.0),
    ]  # fmt: skip
    pd.DataFrame(rows, columns=["exp", "imp", "year", "hs", "kusd"]).to_csv(
        tmp_path / "flows.csv", index=False
    )
    (tmp_path / "zoom.toml").write_text(FULL, encoding="utf-8")
    return tmp_path


def test_every_field(folder: Path) -> None:
    (product,) = read_zooms(folder / "zoom.toml")
    found = {(r.origin, r.destination, int(r.year)): r.value for r in product.trade.itertuples()}
    assert found[("DEU", "POL", 2022)] == 15.0  # two codes added up, the third left out
    assert found[("USA", "POL", 2021)] == 3.0
    assert found[("POL", "USA", 2022)] != found[("POL", "USA", 2022)]  # still absent, not zero
    assert product.supply == {("DEU", "CHN"): 7.0}
    assert product.own_theta == 2.0
    assert product.use == {"A": 0.9, "final": 0.1}
    assert product.money("USD million") == 1e-3
    assert product.totals("USD million") == pytest.approx(0.4)  # 1000 t at 400 USD
    frame = pd.read_csv(folder / "flows.csv", dtype={"hs": str})
    frame.rename(columns={"exp": "origin", "imp": "destination", "kusd": "value"}).to_parquet(
        folder / "flows.parquet"
    )
    same = read_zoom({"product": "potash", "parent": "C20", "trade": "flows.parquet", "where": {"hs": "310420"}},
                     lambda name: folder / name)  # fmt: skip
    assert len(same.trade) == 4


def test_totals_from_a_file(folder: Path) -> None:
    (folder / "made.csv").write_text(
        "economy,year,value\nDEU,2021,1\nDEU,2022,2\nNA,2022,\n", encoding="utf-8"
    )
    given = {"product": "p", "parent": "C20", "exports": "made.csv", "production": "made.csv", "year": 2022}
    product = read_zoom(given, lambda name: folder / name)
    assert product.exports is not None
    assert product.exports["DEU"] == 2.0
    assert product.exports["NA"] != product.exports["NA"]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('product = "potash"\n', "", r"zoom.toml:1: zoom, entry 1: product is missing"),
        ('product = "potash"', 'produkt = "potash"', r"unknown field \(did you mean product"),
        ("sigma = 3", "sigma = 3\ntheta = 5", r"zoom.toml:16: zoom, entry 1, theta: 5 and sigma 3 differ"),
        (
            'missing = "estimate"',
            'missing = "guess"',
            r"zoom.toml:16: .*'guess' is not one of refuse, zero",
        ),
        ("price = 400", "price = true", r"zoom.toml:11: .*price: expected a number, got True"),
        ("value = 7 }", 'value = "7" }', r"zoom.toml:17: .*supply, entry 1, value: expected a number"),
        ("value = 7 }", "value = 7, unit = 1 }", r"supply, entry 1, unit: unknown field"),
        (
            "value = 7 }]",
            'value = 7 }, { origin = "DEU", destination = "CHN", value = 1 }]',
            "DEU->CHN stands twice",
        ),
        ("{ A = 0.9", "{ A = 0.8", None),
        ("flows.csv", "flow.csv", r"zoom.toml:4: .*flow.csv does not exist \(did you mean flows.csv"),
        ("flows.csv", "flows.xlsx", r"expected a table in .csv or .parquet"),
        ('value = "kusd"', 'value = "usd"', r"no column 'usd' \(did you mean kusd"),
        ('value = "kusd"', 'worth = "kusd"', r"columns: unknown 'worth'"),
        ("{ hs =", "{ hs92 =", r"no column 'hs92' \(did you mean hs"),
        ('"310420", "310430"', '"1"', r"no row with hs 1"),
        ('trade = "flows.csv"\n', "", r"zoom.toml:4: .*columns: is about a file of trade, and none is named"),
        ("production = { DEU = 5", "production = { DEU = true", "expected a number, got True"),
        ("[[zoom]]", "[zoom]", r"expected tables \[\[zoom\]\]"),
    ],
)
def test_wrong_tables(folder: Path, old: str, new: str, why: str | None) -> None:
    assert old in FULL
    (folder / "zoom.toml").write_text(FULL.replace(old, new), encoding="utf-8")
    if why is None:  # found when the world is known
        with pytest.raises(InputError, match=r"product potash, use: the shares add up to 0\.9"):
            zoom(make_world(1), read_zooms(folder / "zoom.toml")[0])
        return
    with pytest.raises(InputError, match=why):
        read_zooms(folder / "zoom.toml")


def test_a_table_alone_names_the_field() -> None:
    with pytest.raises(FieldError) as told:
        read_zoom({"product": "p", "parent": "C20", "exports": {"DEU": 1}, "cap": 2})
    assert told.value.errors == [(("cap",), "expected a number above 0 and at most 1, got 2.0")]


def test_run_on_a_zoomed_world(tmp_path: Path) -> None:
    world = make_world(4, gaps=0.0)
    parent = world.array("trade")[:, 1]
    trade = [{"origin": i, "destination": n, "value": 0.3 * float(parent[a, b])}
             for a, i in enumerate(world.economies) for b, n in enumerate(world.economies)]  # fmt: skip
    new, _ = zoom(world, Product("gas", "B06", trade=trade, theta=1.25))
    new.save(tmp_path / "zoomed.nc")
    (tmp_path / "s.toml").write_text(
        'world = "zoomed.nc"\nhorizon = "10y"\n'
        '[[acts]]\ntype = "embargo"\norigin = "DEU"\ndestination = "POL"\nsectors = ["B06.gas"]\n'
    )
    words = ["run", str(tmp_path / "s.toml"), "--out", str(tmp_path / "run"), "--draws", "0", "--json"]
    answer = CliRunner().invoke(app, words, catch_exceptions=False)
    assert answer.exit_code == 0
    assert '"B06.gas": 1.25' in answer.stdout  # the product's own theta, in the record of the run
    assert (tmp_path / "run" / "report.html").exists()
