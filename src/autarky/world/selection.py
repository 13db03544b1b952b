"""What a list of labels and groups selects in a world, and what of it the world cannot show on its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Selection:
    """Labels of the world, in its order, and what was asked for but lies inside a wider region or sector.

    `dropped` maps each such item (ISO3 code or source industry) to the label it lies in, "" if it is in none.
    """

    labels: tuple[str, ...]
    dropped: Mapping[str, str] = field(default_factory=dict)

    def remainder(self) -> str:
        """One sentence on what was dropped, empty if nothing was."""
        if not self.dropped:
            return ""
        by_region: dict[str, list[str]] = {}
        for item, region in self.dropped.items():
            by_region.setdefault(region, []).append(item)
        parts = [
            f"{', '.join(items)} ({f'inside {region}' if region else 'not in this world'})"
            for region, items in by_region.items()
        ]
        return "not included, because the world does not show them singly: " + "; ".join(parts)
