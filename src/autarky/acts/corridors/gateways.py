"""Where the trade of an economy begins and ends: its gateways, by weight."""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.corridors.network import Network, rows

if TYPE_CHECKING:
    from autarky.world.accounts import World

# Goods whose sellers are not where the people are: fields, mines.
LEAST = 0.03  # gateways with less of an economy's weight are left out: they cost time and change nothing
OWN = {"crude": "crude", "gas": "gas", "ores": "ores"}


@cache
def _table() -> dict[str, dict[str, dict[str, float]]]:
    """country -> goods ("": any) -> place -> weight (`data/homes.csv`)."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for r in rows("homes.csv"):
        found.setdefault(r["country"], {}).setdefault(r["goods"], {})[r["node"]] = float(r["weight"])
    return found


def weights(world: "World", network: Network, goods: str = "") -> np.ndarray:
    """Share of each economy's trade that begins at each place [N, P]; rows sum to 1, or to 0 where no gateway of the
    economy is known. Members of a region count by their GDP; `goods` with fields or mines of their own begin there.
    """
    table = _table()
    found = np.zeros((len(world.economies), len(network.nodes)))
    for k, economy in enumerate(world.economies):
        members = [m for m in world.members.get(economy, (economy,)) if m in table]
        if not members and economy in table:
            members = [economy]
        for m in members:
            size = sum(table[m].get("", {}).values())
            places = table[m].get(goods) or table[m].get("", {})
            total = sum(places.values())
            for place, weight in places.items():
                found[k, network.number[place]] += size * weight / total
    found[found < LEAST * found.sum(1, keepdims=True)] = 0.0
    sums = found.sum(1, keepdims=True)
    return np.divide(found, sums, out=np.zeros_like(found), where=sums > 0)
