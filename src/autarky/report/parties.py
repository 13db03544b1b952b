"""Who acts and who is acted upon, and which flows the acts touch, read from a result's record and data."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autarky.economy.result import Result

# Keys of a resolved act whose text is not a list of economies.
_NOT_ECONOMIES = {"sectors", "type", "name", "notes", "unit", "label", "rent", "amount"}


def parties(results: Sequence[Result]) -> tuple[str, ...]:
    """Economies that the acts name (groups resolved), in order of appearance; empty where acts name none
    or all.
    """
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
    """Cells [N, J, N] that an embargo or quota holds below the base quantity, gone flows included."""
    traded = result.world.array("trade") > 0
    volume, wedge = result.data["trade_volume"].values, result.data["quota_wedge"].values
    return traded & ((volume <= -1) | ((wedge > 1e-9) & (volume < -1e-6)))


def at_base_prices(result: Result) -> np.ndarray:
    """What arrives after the acts, at the prices of the base year [N, J, N]: quantities a reader can add up.

    In value a flow may rise while less arrives: scarcity makes it dear.
    """
    return result.world.array("trade") * (1 + result.data["trade_volume"].values)
