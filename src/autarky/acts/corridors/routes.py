"""The cheapest ways between two economies, with what they cost: for people who want to see the network at work."""

from dataclasses import dataclass

import numpy as np

from autarky.acts.corridors.goods import fixed_costs, goods
from autarky.acts.corridors.network import MODES, Network, embedded, rows
from autarky.acts.corridors.trees import cheapest, way
from autarky.errors import InputError, did_you_mean


@dataclass(frozen=True)
class Route:
    """A way: which modes it does without, USD per tonne, days, cost as a share of the value, places on it."""

    without: str
    money: float
    days: float
    share: float
    told: str


def cheapest_routes(origin: str, destination: str, kind: str, network: Network | None = None) -> list[Route]:
    """The cheapest way between the main gateways of two countries (ISO3) at the base year's times, then the cheapest
    without each mode that is on it. Raises `InputError` for a country without a gateway."""
    network = network or embedded()
    of = goods()[kind]
    money, days = fixed_costs(network, of.cargo)
    closed = np.array([not link.open for link in network.links])
    start, end = (
        network.number[_gateway(c, kind if k == 0 else "")] for k, c in enumerate((origin, destination))
    )
    found: list[Route] = []
    tried: set[str] = set()
    todo = [""]
    while todo:
        without = todo.pop(0)
        tried.add(without)
        out = closed | np.array([link.mode == without for link in network.links])
        paid = np.where(out, np.inf, money)
        cost = (paid + days * of.time["central"] * of.value)[network.arcs.link]
        trees = cheapest(network.arcs, cost, np.array([start]), len(network.nodes))
        steps = network.arcs.link[way(trees, network.arcs, 0, end, len(network.nodes))]
        if not steps.size:
            continue
        usd, time = float(paid[steps].sum()), float(days[steps].sum())
        share = usd / of.value + of.time["central"] * time
        found.append(Route(without.replace("_", " "), usd, time, share, _told(network, steps, start)))
        if not without:
            todo = [m for m in MODES if m in {network.links[k].mode for k in steps}]
    return found


def _told(network: Network, steps: np.ndarray, start: int) -> str:
    """Places in order, with the mode where it changes."""
    at, mode, parts = network.nodes[start].name, "", [network.nodes[start].name]
    for k in steps:
        link = network.links[k]
        at = link.end if link.start == at else link.start
        parts.append(f"{at} ({link.mode.replace('_', ' ')})" if link.mode != mode else at)
        mode = link.mode
    return " - ".join(parts)


def _gateway(country: str, kind: str) -> str:
    """The gateway with most weight: for goods with fields of their own, of these."""
    table = [r for r in rows("homes.csv") if r["country"] == country]
    if not table:
        known = sorted({r["country"] for r in rows("homes.csv")})
        raise InputError(f"the network has no gateway of {country}{did_you_mean(country, known)}")
    own = [r for r in table if r["goods"] == kind and kind] or [r for r in table if not r["goods"]]
    return max(own, key=lambda r: float(r["weight"]))["node"]
