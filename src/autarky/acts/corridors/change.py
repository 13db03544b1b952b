"""Events in a world, one after the other: the market before, the market after, and the wedges between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.corridors.events import LinkEvent, with_built
from autarky.acts.corridors.gateways import weights
from autarky.acts.corridors.goods import TimeValue
from autarky.acts.corridors.market import Market, market
from autarky.acts.corridors.network import Network, embedded
from autarky.acts.corridors.wedges import Wedges, wedges

if TYPE_CHECKING:
    from autarky.world.accounts import World

SMALL = 1e-9  # relative change of a trade cost below which it is the rounding of sums


@dataclass(frozen=True)
class Change:
    """What `events` do after the events `earlier`."""

    world: "World"
    earlier: tuple[LinkEvent, ...]
    events: tuple[LinkEvent, ...]
    usd_million: float
    time_value: TimeValue
    network: Network

    @property
    def _split(self) -> tuple[LinkEvent, ...]:
        return (*self.earlier, *self.events)

    def _market(self, count: int, start: Market | None) -> Market:
        return market(
            self.world,
            self.network,
            self._split[:count],
            split=self._split,
            usd_million=self.usd_million,
            time_value=self.time_value,
            start=start,
        )

    @cached_property
    def base(self) -> Market:
        """The base year."""
        return self._market(0, None)

    @cached_property
    def before(self) -> Market:
        """After the earlier events; where these close and reopen, only the end counts."""
        return self._market(len(self.earlier), self.base) if self.earlier else self.base

    @cached_property
    def after(self) -> Market:
        """After all events."""
        if all(not e.changes and e.built is None for e in self.events):
            return self.before
        return self._market(len(self._split), self.before)

    @cached_property
    def wedges(self) -> Wedges:
        """Trade costs before and after; changes that are rounding are exactly 1."""
        found = wedges(self.world, self.before, self.after)
        kappa = np.where(np.abs(found.kappa_hat - 1) < SMALL, 1.0, found.kappa_hat)
        return Wedges(found.before, found.after, kappa, found.cut)

    def without_gateway(self) -> tuple[str, ...]:
        """Economies that the network does not know; what they trade stays as it is."""
        known = weights(self.world, self.network).any(1)
        return tuple(e for e, k in zip(self.world.economies, known, strict=True) if not k)


def change(
    world: "World",
    events: Sequence[LinkEvent],
    *,
    earlier: Sequence[LinkEvent] = (),
    usd_million: float = 1.0,
    time_value: TimeValue = "central",
    network: Network | None = None,
) -> Change:
    """The change that `events` make in `world`; `network`: the embedded one by default."""
    base = with_built(network or embedded(), [*earlier, *events])
    return Change(world, tuple(earlier), tuple(events), usd_million, time_value, base)
