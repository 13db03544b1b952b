"""Small studies that the tests of grids share."""

from pathlib import Path

from autarky.studies.definition import Study

BASE = """
[scenario]
world = "w.nc"
horizon = "1y"
[[scenario.acts]]
type = "embargo"
origin = "RUS"
destination = "BLR"
both_ways = true
leakage = 0.2
"""


def study(text: str = "", folder: Path | None = None, *, name: str = "s.toml", base: str = BASE) -> Study:
    """A study of `text` before the base scenario."""
    return Study.from_toml(text + base, name=name, folder=folder)
