"""What merging sectors does to trade elasticities."""

from dataclasses import dataclass

import numpy as np

from autarky.economy.elasticities import DEFAULT, trade_elasticities
from autarky.world.accounts import World

NOTABLE = 0.5  # of theta: smaller spreads are within the noise of any estimate


@dataclass(frozen=True)
class MergedElasticity:
    """A merged sector: theta it is given (simple mean of industries), the mean weighted by trade between
    economies, and the spread of its parts."""

    sector: str
    used: float
    weighted: float
    lowest: tuple[str, float]
    highest: tuple[str, float]

    def __str__(self) -> str:
        return (
            f"{self.sector} merges trade elasticities from {self.lowest[1]:.1f} ({self.lowest[0]}) to"
            f" {self.highest[1]:.1f} ({self.highest[0]}): it takes {self.used:.1f}, weighted by trade it would be"
            f" {self.weighted:.1f}; cuts in the sector are judged by that average"
        )


def merged_elasticities(before: World, after: World, name: str = DEFAULT) -> list[MergedElasticity]:
    """Sectors of `after` that merge sectors of `before` whose theta differ, widest spread first."""
    old, new = trade_elasticities(before, name), trade_elasticities(after, name)
    trade = before.array("trade")
    crossing = trade.sum((0, 2)) - np.einsum("nsn->s", trade)
    found = []
    for s, sector in enumerate(after.sectors):
        inside = set(after.industries[sector])
        parts = [k for k, b in enumerate(before.sectors) if set(before.industries[b]) <= inside]
        if len(parts) < 2:
            continue
        theta, weight = old[parts], crossing[parts]
        low, high = parts[int(np.argmin(theta))], parts[int(np.argmax(theta))]
        if old[high] - old[low] <= NOTABLE:
            continue
        mean = float(np.average(theta, weights=weight)) if weight.sum() > 0 else float(theta.mean())
        found.append(
            MergedElasticity(
                sector,
                float(new[s]),
                mean,
                (before.sectors[low], float(old[low])),
                (before.sectors[high], float(old[high])),
            )
        )
    return sorted(found, key=lambda m: m.lowest[1] - m.highest[1])
