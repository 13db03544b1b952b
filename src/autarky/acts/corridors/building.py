"""Links that are yet to be built."""

from autarky.acts.corridors.events import key
from autarky.acts.corridors.lookup import ends, find_node
from autarky.acts.corridors.network import Link, Network, great_circle_km, terminals
from autarky.errors import InputError

# Length over the great circle, and km a day: what the embedded links of a mode have (estimates).
DETOUR = {"rail": 1.25, "road": 1.20, "sea": 1.10, "oil_pipeline": 1.10, "gas_pipeline": 1.10}
KM_A_DAY = {"rail": 800.0, "road": 600.0, "sea": 650.0, "oil_pipeline": 120.0, "gas_pipeline": 700.0}
BORDER_HOURS = 12.0


def new_link(label: str, mode: str, network: Network, km: float | None, capacity: float | None) -> Link:
    """A link between the two places that `label` names, closed until an event opens it.

    Raises `InputError` for places that are not in the network and for a link that is there already."""
    start, end = ends(label, network)
    a, b = network.nodes[find_node(start, network)], network.nodes[find_node(end, network)]
    length = km if km is not None else DETOUR[mode] * great_circle_km(a, b)
    if length < 0.99 * great_circle_km(a, b):
        raise InputError(f"{length:g} km is shorter than the great circle, {great_circle_km(a, b):.0f} km")
    border = a.country != b.country and mode in ("rail", "road")
    link = Link(
        start=start,
        end=end,
        mode=mode,
        km=length,
        hours=24 * length / KM_A_DAY[mode] + (BORDER_HOURS if border else 0.0),
        fee=0.0,
        capacity=capacity,
        states=tuple(dict.fromkeys(c for c in (a.country, b.country) if c)),
        corridors=(),
        open=False,
        one_way=mode.endswith("pipeline"),
        source="new link of the scenario" + ("" if km is not None else "; length estimated"),
        terminals=terminals(mode, a, b),
    )
    same = {key(link), (end, start, mode)}
    if any(key(other) in same for other in network.links):
        raise InputError(f"{link.name} is there already: change its time, cost or capacity instead")
    return link
