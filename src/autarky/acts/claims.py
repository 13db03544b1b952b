"""What acts write where, and the pairs of acts that contradict one another.

Acts apply in order. Changes of one quantity combine; what is refused is a pair of which one silently undoes
the other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Channel = Literal["trade cost", "tariff", "export tax", "quantity", "price cap"]


@dataclass(frozen=True)
class Claim:
    """An act sets a quantity to `value`, or changes it by `value`, in the cells of `mask` (origin, sector,
    destination). `detail` is what must agree besides the value (who keeps a rent)."""

    channel: Channel
    kind: Literal["set", "change"]
    mask: np.ndarray
    value: float
    detail: str = ""


@dataclass(frozen=True)
class Contradiction:
    """Acts `first` and `second` (positions) exclude one another in the cells of `mask`."""

    first: int
    second: int
    why: str
    mask: np.ndarray


def contradictions(claims: Sequence[Sequence[Claim]]) -> Iterator[Contradiction]:
    """Every pair of acts (`claims[a]` are the claims of act a) that contradict, in order."""
    for later in range(len(claims)):
        for earlier in range(later):
            for a in claims[earlier]:
                for b in claims[later]:
                    why = _clash(a, b)
                    if why and (both := a.mask & b.mask).any():
                        yield Contradiction(earlier, later, why, both)


def _clash(a: Claim, b: Claim) -> str:
    """Why `b` after `a` makes no sense where they meet, empty if it does."""
    channels = {a.channel, b.channel}
    if channels == {"price cap", "export tax"}:
        return "one caps the price that the other taxes or subsidises, so that the tax would have no effect"
    if channels == {"quantity", "trade cost"}:
        quantity, cost = (a, b) if a.channel == "quantity" else (b, a)
        return (
            "one bans the trade that the other makes cheaper" if quantity.value < 1 and cost.value < 0 else ""
        )
    if a.channel != b.channel:
        return ""
    if a.channel == "quantity":  # the tighter ceiling holds, whoever comes first
        return (
            "both set the same ceiling but give its rent to others"
            if _same(a, b) and a.detail != b.detail
            else ""
        )
    if a.kind == b.kind == "set":
        return "" if _same(a, b) else f"both set the {a.channel}, to {a.value:g} and to {b.value:g}"
    if a.kind == "change" and b.kind == "set":
        return f"the second sets the {a.channel} that the first changes, losing the change; set it first"
    return ""


def _same(a: Claim, b: Claim) -> bool:
    return bool(np.isclose(a.value, b.value, rtol=1e-12, atol=0.0))


def name_cells(mask: np.ndarray, economies: Sequence[str], sectors: Sequence[str], most: int = 3) -> str:
    """``RUS→BLR B06, RUS→BLR C19 and 4 more``."""
    cells = np.argwhere(mask)
    named = [f"{economies[i]}→{economies[n]} {sectors[s]}" for i, s, n in cells[:most]]
    more = f" and {len(cells) - most} more" if len(cells) > most else ""
    return ", ".join(named) + more
