"""What happens to links: closed, reopened, taxed, slower, dearer, wider, or newly built."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autarky.acts.corridors.network import Link, Network


@dataclass(frozen=True)
class LinkEvent:
    """A change of the links named (start, end, mode), for the goods and sellers named (empty: all).

    `toll` USD per tonne, `duty` a share of the value; `time`, `cost` and `capacity` are factors.
    """

    links: tuple[tuple[str, str, str], ...]
    closed: bool | None = None
    toll: float = 0.0
    duty: float = 0.0
    time: float = 1.0
    cost: float = 1.0
    capacity: float = 1.0
    built: Link | None = None
    sectors: frozenset[str] = frozenset()
    sellers: frozenset[str] = frozenset()

    @property
    def changes(self) -> bool:
        """Whether anything is different after it."""
        factors = (self.time, self.cost, self.capacity)
        return self.closed is not None or bool(self.toll or self.duty) or any(f != 1 for f in factors)


@dataclass(frozen=True)
class LinkTerms:
    """What a kind of goods pays on each link [L]: USD per tonne, days, share of the value; infinite: closed."""

    money: np.ndarray
    days: np.ndarray
    duty: np.ndarray


def key(link: Link) -> tuple[str, str, str]:
    """What names a link for good: its ends and its mode."""
    return link.start, link.end, link.mode


def with_built(network: Network, events: Sequence[LinkEvent]) -> Network:
    """The network with every link that the events build."""
    for event in events:
        if event.built is not None and key(event.built) not in {key(link) for link in network.links}:
            network = network.with_link(event.built)
    return network


def terms(
    network: Network,
    events: Sequence[LinkEvent],
    money: np.ndarray,
    days: np.ndarray,
    sector: str,
    seller: str,
) -> LinkTerms:
    """`money` and `days` of each link after the events, for a sector and a seller."""
    money, days, duty = money.copy(), days.copy(), np.zeros(len(network.links))
    closed = np.array([not link.open for link in network.links])
    for event in events:
        if (event.sectors and sector not in event.sectors) or (event.sellers and seller not in event.sellers):
            continue
        at = _at(network, event)
        if event.closed is not None:
            closed[at] = event.closed
        days[at] *= event.time
        money[at] = money[at] * event.cost + event.toll
        duty[at] += event.duty
    return LinkTerms(np.where(closed, np.inf, money), days, duty)


def capacities(network: Network, events: Sequence[LinkEvent]) -> np.ndarray:
    """Million tonnes a year after the events [L], infinite where no limit binds."""
    values = np.array([np.inf if link.capacity is None else link.capacity for link in network.links])
    for event in events:
        values[_at(network, event)] *= event.capacity
    return values


def _at(network: Network, event: LinkEvent) -> np.ndarray:
    wanted = set(event.links)
    return np.flatnonzero([key(link) in wanted for link in network.links])
