"""What was done to make a world: kept beside it, printed after building."""

from dataclasses import asdict, dataclass, field
from typing import Any

from autarky.world.tables.from_table import Moved


@dataclass
class BuildReport:
    """Steps in order: a sentence each; what moved; remarks a user should read before using the world."""

    steps: list[str] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    zooms: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {
            "steps": list(self.steps),
            "moved": [asdict(m) | {"share": m.share} for m in self.moved],
            "remarks": list(self.remarks),
            "zooms": list(self.zooms),
        }
