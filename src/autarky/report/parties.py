"""Who acts and who is acted upon, and which flows the acts touch, read from a result's record and data."""

from collections.abc import Sequence

import numpy as np

from autarky.acts.registry import read_resolved
from autarky.economy.result import Result


def parties(results: Sequence[Result]) -> tuple[str, ...]:
    """Who acts and who is acted on, as the acts declare it, in order of appearance. A side that is everyone else ("all
    partners") is nobody in particular and left out.
    """
    known = results[0].world.economies
    found: dict[str, None] = {}
    for result in results:
        for facts in result.record.get("acts") or ():
            resolved = read_resolved(facts)
            sides = [set(p.economies) & set(known) for p in resolved.parties]
            for party, inside in zip(resolved.parties, sides, strict=True):
                others = set().union(*(s for s in sides if s is not inside))
                everyone = len(inside) > len(known) / 2 and set(known) - inside <= others
                if inside and not everyone:
                    found.update(dict.fromkeys(code for code in party.economies if code in inside))
    return tuple(found) if len(found) < len(known) else ()


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
