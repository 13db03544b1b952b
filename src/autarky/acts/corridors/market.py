"""The transport market of a world: trade by kind of goods on the network, at the equilibrium of its ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.corridors.crowding import Crowding
from autarky.acts.corridors.equilibrium import Crowded, Kind, LinkFlows, equilibrium
from autarky.acts.corridors.events import LinkEvent, LinkTerms, capacities, terms
from autarky.acts.corridors.gateways import OWN, weights
from autarky.acts.corridors.goods import (
    Goods,
    TimeValue,
    fixed_costs,
    gas_shares,
    goods,
    rates,
    sector_groups,
)
from autarky.acts.corridors.network import Network
from autarky.recent import Recent

if TYPE_CHECKING:
    from autarky.world.accounts import World

PIPELINES = ("oil_pipeline", "gas_pipeline")
KEPT = 12  # markets remembered: acts, their description and the analysis ask for the same ones


@dataclass(frozen=True)
class Parcel:
    """Goods that pay the same everywhere: group, share of its value and USD per tonne; sectors and sellers
    (numbers) that the events treat alike; their trade in USD million [N, N]."""

    goods: Goods
    share: float
    value: float
    sectors: tuple[int, ...]
    sellers: tuple[int, ...]
    trade: np.ndarray


@dataclass(frozen=True)
class Market:
    """Trade on the network: one entry of `kinds`, `terms` and of the flows for each parcel."""

    network: Network
    parcels: tuple[Parcel, ...]
    kinds: tuple[Kind, ...]
    terms: tuple[LinkTerms, ...]
    flows: LinkFlows
    base_volume: np.ndarray  # Mt a year on each link before any event [L]

    def unit_cost(self, parcel: int, ends: np.ndarray) -> np.ndarray:
        """Cost of the cheapest way as a share of the value, from the sources of the parcel to the places `ends` [S, E];
        infinite where none is open."""
        cost: np.ndarray = self.flows.trees[parcel].cost[:, ends] / self.parcels[parcel].value
        return cost

    def link_values(self) -> tuple[np.ndarray, np.ndarray]:
        """Volume in Mt and value in USD million a year on each link, by parcel [G, L]."""
        arcs, count = self.network.arcs, len(self.network.links)
        volume = np.array([np.bincount(arcs.link, weights=v, minlength=count) for v in self.flows.volume])
        return volume, volume * np.array([p.value for p in self.parcels])[:, None]


def parcels(world: "World", usd_million: float, events: Sequence[LinkEvent]) -> tuple[Parcel, ...]:
    """Trade between economies by kind of goods; `usd_million`: what one unit of the world's accounts is."""
    trade = world.array("trade").copy() * usd_million
    n = len(world.economies)
    trade[range(n), :, range(n)] = 0.0
    gas = gas_shares(world)
    found = []
    groups = sector_groups(world)
    for key, group in goods().items():
        inside = [s for s, shares in enumerate(groups) if _share(shares, key) > 0]
        for sectors in _alike(inside, [e.sectors for e in events], world.sectors):
            for sellers in _alike(range(n), [e.sellers for e in events], world.economies):
                value = np.zeros((n, n))
                for s in sectors:
                    value += trade[:, s, :] * share_of(groups[s], key, gas)[:, None]
                value[np.setdiff1d(np.arange(n), sellers)] = 0.0
                if value.any():
                    found += [
                        Parcel(group, share, per_tonne, sectors, sellers, value * share)
                        for share, per_tonne in group.segments()
                    ]
    return tuple(found)


def share_of(shares: dict[str, float], group: str, gas: np.ndarray) -> np.ndarray:
    """Share of a sector's sales that is goods of `group`, by seller [N]: oil and gas differ by who sells."""
    if group == "gas" and "gas" not in shares:
        return shares.get("crude", 0.0) * gas
    if group == "crude" and "gas" not in shares:
        return shares.get("crude", 0.0) * (1 - gas)
    return np.full(gas.shape, shares.get(group, 0.0))


def _share(shares: dict[str, float], group: str) -> float:
    return shares.get(group, shares.get("crude", 0.0) if group == "gas" else 0.0)


def _alike(
    numbers: Sequence[int], named: Sequence[frozenset[str]], labels: Sequence[str]
) -> list[tuple[int, ...]]:
    """`numbers` in groups that each of the sets holds wholly or not at all."""
    found: dict[tuple[bool, ...], list[int]] = {}
    for k in numbers:
        found.setdefault(tuple(bool(s) and labels[k] in s for s in named), []).append(k)
    return [tuple(v) for v in found.values()]


_MARKETS: Recent[object, Market] = Recent(KEPT)


def market(
    world: "World",
    network: Network,
    events: Sequence[LinkEvent],
    *,
    split: Sequence[LinkEvent],
    usd_million: float = 1.0,
    time_value: TimeValue = "central",
    start: Market | None = None,
) -> Market:
    """The equilibrium after `events`; goods are told apart as the events of `split` need it, so that markets can be
    compared. `start`: the market before them, with the same `split`; without one this is the base year (no events)."""
    memo = (world.fingerprint, network, tuple(events), tuple(split), usd_million, time_value)
    return _MARKETS.get(memo, lambda: _market(world, network, events, split, usd_million, time_value, start))


def _market(
    world: "World",
    network: Network,
    events: Sequence[LinkEvent],
    split: Sequence[LinkEvent],
    usd_million: float,
    time_value: TimeValue,
    start: Market | None,
) -> Market:
    found = parcels(world, usd_million, split)
    to = weights(world, network)
    origins = {g: weights(world, network, g) for g in OWN}
    cargoes = {c: fixed_costs(network, c) for c in {p.goods.cargo for p in found}}
    link = network.arcs.link
    kinds, pays = [], []
    for p in found:
        of = terms(
            network,
            events,
            *cargoes[p.goods.cargo],
            world.sectors[p.sectors[0]],
            world.economies[p.sellers[0]],
        )
        day = p.goods.time[time_value] * p.value
        fixed = of.money + of.days * day + of.duty * p.value
        kinds.append(Kind(fixed[link], day, *_demand(origins.get(p.goods.key, to), p.trade / p.value, to)))
        pays.append(of)
    volume = None if start is None else start.base_volume
    flows = equilibrium(
        network.arcs,
        len(network.nodes),
        kinds,
        crowded_links(network, events, volume),
        None if start is None else start.flows,
    )
    if volume is None:
        volume = np.bincount(link, weights=flows.volume.sum(0), minlength=len(network.links))
    return Market(network, found, tuple(kinds), tuple(pays), flows, volume)


def _demand(start: np.ndarray, tonnes: np.ndarray, to: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places where something begins [S], and Mt a year from these to each place [S, P]."""
    sources, ends = np.flatnonzero(start.any(0)), np.flatnonzero(to.any(0))
    between = start[:, sources].T @ tonnes @ to[:, ends]
    some = between.any(1)
    demand = np.zeros((int(some.sum()), to.shape[1]))
    demand[:, ends] = between[some]
    return sources[some], demand


def crowded_links(network: Network, events: Sequence[LinkEvent], base: np.ndarray | None) -> Crowded:
    """Links with a capacity, and how they fill beyond the base year's volume `base` [L] (None: this is the base year,
    whose queues the times contain)."""
    usual = capacities(network, ())
    numbers = np.flatnonzero(np.isfinite(usual))
    pipes = np.array([network.links[k].mode in PIPELINES for k in numbers], dtype=bool)
    full: dict[str, float] = {}
    for (mode, _), rate in rates().items():
        full[mode] = max(full.get(mode, 0.0), rate.crowding_fee if mode in PIPELINES else rate.crowding_days)
    at_full = np.array([full[network.links[k].mode] for k in numbers])
    queue = np.array([network.links[k].queue for k in numbers])
    power = np.where(pipes, 8.0, 4.0)
    if base is None:
        at_full = np.zeros(numbers.size)
    volume = np.zeros(numbers.size) if base is None else base[numbers]
    room = np.maximum(usual[numbers], volume)
    at_base = Crowding(room, at_full, power, np.zeros(numbers.size), queue).absolute(volume)
    change = capacities(network, events)[numbers] / usual[numbers]
    return Crowded(numbers, Crowding(room * change, at_full, power, at_base, queue), pipes)
