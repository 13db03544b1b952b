"""Tables of the layer, with their sources in the lines that start with #."""

import csv
from functools import cache
from importlib import resources


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/NAME.csv` by column."""
    text = resources.files("autarky.acts.payments").joinpath(f"data/{name}.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(csv.DictReader(lines, strict=True))
