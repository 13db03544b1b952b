"""Energy shares by hand, what they refuse, and that the shipped world says what everybody knows."""

import json

import pytest
from tiny_world import chain, fuelled, one_good
from typer.testing import CliRunner

from autarky.cli.app import app
from autarky.errors import InputError
from autarky.measures import energy_share
from autarky.worlds import load_world

EXACT = 1e-12  # a handful of roundings


def test_by_hand() -> None:
    found = energy_share(fuelled())
    assert float(found.sel(economy="BLR", partner="RUS")) == pytest.approx(30 / 40, rel=EXACT)
    used = energy_share(fuelled(), of_use=True)
    assert float(used.sel(economy="BLR", partner="BLR")) == pytest.approx(4 / 44, rel=EXACT)
    assert float(used.sel(economy="CHN", partner="RUS")) == pytest.approx(10 / 30, rel=EXACT)
    # one energy sector (B06), sold by RUS to CHN alone
    with pytest.raises(InputError, match="BLR, RUS: no imports of energy"):
        energy_share(chain())
    with pytest.raises(InputError, match="no sector of energy alone"):
        energy_share(one_good())


def test_shares_of_the_shipped_world() -> None:
    world = load_world()
    imports, use = energy_share(world), energy_share(world, of_use=True)
    for shares in (imports, use):
        assert shares.sum("partner").values == pytest.approx(1.0, rel=EXACT)
    home = float(use.sel(economy="BLR", partner="BLR"))
    # what is imported is what is used, less what is made at home
    assert float(use.sel(economy="BLR", partner="RUS")) == pytest.approx(
        (1 - home) * float(imports.sel(economy="BLR", partner="RUS")), rel=EXACT
    )
    assert float(imports.sel(economy="BLR", partner="RUS")) > 0.9
    assert imports.sel(economy="BLR", partner="BLR") == 0


def test_command() -> None:
    call = ["measure", "energy-share", "--of", "BLR", "--on", "EAEU", "--json"]
    told = json.loads(CliRunner().invoke(app, call).stdout)
    (row,) = told["rows"]
    shares = energy_share(load_world()).sel(economy="BLR", partner=["RUS", "KAZ"])
    assert row["share"] >= float(shares.sum()) - EXACT and row["value"] > 0
    assert "estimated" in told["notes"][0]
