"""The embedded world: complete, sourced, and as wrong as its documentation says."""

import importlib.util
import re
import sys
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from autarky.world.accounts import World
from autarky.world.sectors import resolve_sector
from autarky.worlds.library import load_world

ROOT = Path(__file__).parents[2]
SINGLE = "BLR RUS UKR KAZ CHN IND TUR USA DEU FRA ITA POL LTU LVA EST FIN GBR JPN KOR ESP NLD ROW"


def test_labels(embedded: World) -> None:
    assert len(embedded.economies) >= 45 and len(embedded.sectors) >= 25
    for code in SINGLE.split():
        assert embedded.members[code] == (code,)
    for industry in ("B05", "B06", "C19", "C20", "C28", "C29", "C26", "C10T12", "H49"):
        assert embedded.industries[resolve_sector(industry, embedded)] == (industry,)
    inside = [m for c in embedded.economies for m in embedded.members[c]]
    assert len(inside) == len(set(inside)) == 81


def test_identities_and_well_posedness(embedded: World) -> None:
    for residual in embedded.violations().values():
        assert float(abs(residual).max()) < 1e-12
    output, value_added = embedded.array("output"), embedded.array("value_added")
    assert (value_added[output > 0] >= 0.0199 * output[output > 0]).all()
    assert (embedded.array("final") > 0).all() and (embedded.array("trade").sum(0) > 0).all()
    assert int((output == 0).sum()) == 14


def test_size_provenance_and_marks(embedded: World) -> None:
    assert len(files("autarky.world").joinpath("data/icio-2022.nc").read_bytes()) < 2_000_000
    attrs = embedded.data.attrs
    for required in ("title", "source", "licence", "citation", "url", "notes", "estimated", "version"):
        assert attrs[required]
    assert "1c29bce64dd5e15d14b956556fc544cae21ac504f0cea07558019c4b9eae4909" in attrs["notes"]
    assert all("status" in embedded.data[v].attrs for v in ("trade", "tariff", "inputs", "final", "deficit"))
    share = embedded.data["trade_estimated"]
    assert float(share.min()) >= 0 and float(share.max()) <= 1
    traded = embedded.data["trade"].sel(origin="ROW") > 0
    assert bool((share.sel(origin="ROW").values[traded.values] == 1).all())
    assert (embedded.array("tariff") == 0).all()
    assert embedded.fingerprint == "feb90821594ed011"


def test_known_facts(embedded: World) -> None:
    """Orders of magnitude that do not come from the source."""
    deficit = dict(zip(embedded.economies, embedded.array("deficit") / 1e3, strict=True))
    assert 500 < deficit["USA"] < 1300 and -700 < deficit["CHN"] < -300 and -400 < deficit["RUS"] < -150
    assert sum(deficit.values()) == pytest.approx(0, abs=1e-6)
    gdp = embedded.array("value_added").sum(1)
    assert gdp[embedded.economies.index("ROW")] / gdp.sum() == pytest.approx(0.04, abs=0.005)
    oil = embedded.data["trade"].sel(sector="B06", destination="BLR")
    assert float(oil.sel(origin="RUS") / oil.sum()) > 0.7


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
def test_the_documented_errors_are_those_measured(embedded: World, shared: Path) -> None:
    evaluation = tool("evaluate_final_demand")
    reference = load_world(shared / "data" / "icio-2022-81x28" / "world.npz")
    figures = evaluation.summary(*evaluation.common(embedded, reference))
    text = (ROOT / "docs" / "theory" / "embedded-world.md").read_text(encoding="utf-8")
    header = next(line for line in text.splitlines() if line.startswith("| estimate |"))
    row = next(line for line in text.splitlines() if "(the embedded world)" in line)
    names = [cell.strip() for cell in header.strip("| ").split("|")][1:]
    documented = [float(x) for x in re.findall(r"-?\d+\.\d+", row.split("|", 2)[2])]
    assert names == list(figures)
    np.testing.assert_allclose(documented, list(figures.values()), atol=0.0051)


@pytest.mark.shared
def test_no_number_of_the_reference_is_in_the_embedded_world(embedded: World, shared: Path) -> None:
    """The reference may not be redistributed: only what both have from the same source may agree."""
    reference = load_world(shared / "data" / "icio-2022-81x28" / "world.npz")
    ours = embedded.data["final"].sel(sector="C20", destination="BLR")
    theirs = reference.data["final"].sel(sector="C20", destination="BLR")
    assert abs(float(ours / theirs) - 1) > 1e-6
