"""What stands in docs/how-to/zoom.md runs as it stands there."""

import re
from pathlib import Path

import pytest

from autarky.scenario import Scenario
from autarky.world.zoom.zoom import unzoom
from autarky.worlds.library import load_world
from autarky.worlds.zoom import ZoomSpec

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "zoom.md").read_text(encoding="utf-8")
SCENARIO, _ = re.findall(
    r"```toml\n(.*?)```", PAGE, re.DOTALL
)  # the second needs a file: test_zoom_shared.py


def test_python_and_scenario(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(code, "zoom.md", "exec"), names)
    assert "C20.potash out of C20 in icio-2022" in capsys.readouterr().out
    (tmp_path / "s.toml").write_text(SCENARIO)
    scenario = Scenario.from_file(tmp_path / "s.toml")
    world = scenario.load_world()
    (act,) = scenario.resolve(world)
    assert act["sectors"] == ["C20.potash"]
    assert act["base_trade"] > 100  # USD million
    assert world.sectors.count("C20.potash") == 1 and "C20.potash" not in load_world().sectors
    assert unzoom(world).sector_names == load_world().sector_names


def test_every_field_is_described() -> None:
    table = PAGE.split("| Field |")[1].split("\n\n")[0]
    missing = [f for f in ZoomSpec.model_fields if f"`{f}`" not in table and f not in ("product", "parent")]
    assert not missing
