"""Scenario text in the how-to runs as it stands there."""

import re
from pathlib import Path

import pytest

from autarky.scenario import Scenario
from autarky.worlds import load_world

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "scenarios.md"
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("text", BLOCKS)
def test_scenarios(text: str) -> None:
    assert Scenario.from_toml(text).resolve(load_world())


def test_python() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(code, str(PAGE), "exec"), names)
    assert "result" in names
