"""Reserves of oil, gas and coal in the World Factbook, as its section on energy gives them."""

import re
from collections.abc import Iterator
from typing import Any

from autarky.errors import InputError

# section, entry -> what it is
ENTRIES = {
    ("Petroleum", "crude oil estimated reserves"): "crude oil",
    ("Natural gas", "proven reserves"): "natural gas",
    ("Coal", "proven reserves"): "coal",
}
# as written -> unit of the table
UNITS = {"barrels": "million barrels", "cubic meters": "million m3", "metric tons": "million t"}
_SCALES = {"trillion": 1e6, "billion": 1e3, "million": 1.0, "thousand": 1e-3, "": 1e-6}
_QUANTITY = re.compile(
    r"([\d,]+(?:\.\d+)?)\s*(trillion|billion|million|thousand|)\s*(barrels|cubic meters|metric tons)"
    r"\s*\((\d{4})( est\.)?\)"
)


def reserves(section: dict[str, Any], file: str) -> Iterator[tuple[Any, ...]]:
    """Rows of the tidy table (from `flow` on) of one economy. Raises `InputError` for what is no quantity."""
    for (group, heading), what in ENTRIES.items():
        text = str(((section.get(group) or {}).get(heading) or {}).get("text", "")).strip()
        if not text or text == "NA":
            continue
        found = _QUANTITY.search(text)
        if found is None:
            raise InputError(
                f"{file}, {group}, {heading}: {text!r} is no quantity; expected '80 billion barrels (2021 est.)'"
            )
        value = float(found[1].replace(",", "")) * _SCALES[found[2]]
        status = "estimated" if found[5] else "reported"
        yield None, "reserves", what, None, None, int(found[4]), value, UNITS[found[3]], status, ""
