"""When two cases are the same: a name made of everything that decides on the equilibrium, and of nothing else."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from autarky import __version__
from autarky.errors import InputError

if TYPE_CHECKING:
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World

DIGITS = 12  # of parameters: the last bits of a drawn elasticity differ between machines
ABOUT = ("name", "title", "look_for", "world", "horizon", "elasticities")  # said otherwise, or only words
LABELS = ("origin", "destination", "economies", "sectors")  # fields of acts that name parts of the world


@dataclass(frozen=True)
class Place:
    """A world of a study, told apart by its content; `name` is what the study calls it."""

    name: str
    fingerprint: str
    world: "World" = field(compare=False, repr=False)


@dataclass(frozen=True)
class Behaved:
    """How economies react in one case: trade elasticities at the horizon [J], and the scalar ones.

    `own`: the scenario's elasticities as JSON where they vary by sector or economy, in place of the scalars there;
    `multiplier`: what the horizon makes of a long-run trade elasticity among them.
    """

    theta: tuple[float, ...]
    eta: float
    rho: float
    xi: float
    nu: float
    own: str = ""
    multiplier: float = 1.0

    def plain(self) -> list[Any]:
        varied = [self.own, _rounded(self.multiplier)] if self.own else []
        scalars = map(_rounded, (self.eta, self.rho, self.xi, self.nu))
        return [[_rounded(v) for v in self.theta], *scalars, *varied]


def _rounded(value: float) -> str:
    return f"{value:.{DIGITS}g}"


def content_of(place: "Place", scenario: "Scenario") -> str:
    """What the scenario does in its world, JSON: acts with labels resolved, and how deficits close."""
    fields = {k: v for k, v in scenario.given().items() if k not in ABOUT}
    fields["acts"] = [_resolved(place, act) for act in fields["acts"]]
    return json.dumps({"fingerprint": place.fingerprint} | fields, sort_keys=True, default=str)


def case_key(
    content: str, reaction: Behaved, tolerance: float, variant: tuple[int, int] | None = None
) -> str:
    """32 hex digits. `variant` is (number, seed) of another version of the world's estimated cells."""
    parts = [content, reaction.plain(), f"{tolerance:g}", variant, __version__]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _resolved(place: "Place", act: Mapping[str, Any]) -> dict[str, Any]:
    fields = {k: v for k, v in act.items() if k != "label"}
    for name in LABELS:
        if name in fields:
            given = fields[name]
            fields[name] = _selected(place, name, (given,) if isinstance(given, str) else tuple(given))
    return fields


@lru_cache(maxsize=10_000)
def _selected(place: "Place", field: str, labels: tuple[str, ...]) -> tuple[str, ...]:
    """Labels of the world that `labels` mean; as they are where the world does not know them (the case will fail)."""
    from autarky.world.groups import select_economies
    from autarky.world.sectors import select_sectors

    select = select_sectors if field == "sectors" else select_economies
    try:
        return select(labels, place.world).labels
    except InputError:
        return labels
