"""Who acts and who is acted upon, and which flows the acts touch, read from a result's record and data."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autarky.economy.result import Result

# Keys of a resolved act whose text is not a list of economies.
_NOT_ECONOMIES = {"sectors", "sector", "kind", "act", "type", "text", "words", "name", "note", "unit", "label"}


def parties(results: Sequence[Result]) -> tuple[str, ...]:
    """Economies that the acts name (groups resolved), in order of appearance; empty where acts name none or all."""
    world = results[0].world
    known = set(world.economies)
    found: dict[str, None] = {}
    for result in results:
        for act in result.record.get("acts") or ():
            found.update(dict.fromkeys(code for code in _strings(act) if code in known))
    return tuple(found) if len(found) < len(known) else ()


def _strings(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if key not in _NOT_ECONOMIES:
            yield value
    elif isinstance(value, dict):
        for k, v in value.items():
            if str(k) not in _NOT_ECONOMIES:
                yield str(k)  # e.g. {"RUS": 0.1}
                yield from _strings(v, str(k))
    elif isinstance(value, list | tuple):
        for v in value:
            yield from _strings(v, key)


def restricted(result: Result) -> np.ndarray:
    """Cells [N, J, N] that a quota or an embargo holds down, gone flows included."""
    before = result.world.array("trade")
    after = result.data["trade"].values
    return (result.data["quota_wedge"].values > 1e-9) | ((before > 0) & (after <= 0))
