"""What is on the way: groups of goods with their value per tonne, the cost of a day, and the freight of each mode."""

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from autarky.acts.corridors.network import Network, rows

if TYPE_CHECKING:
    from autarky.world.accounts import World

TimeValue = Literal["low", "central", "high"]
OTHER_GAS_SHARE = 0.35


@dataclass(frozen=True)
class Goods:
    """One group of goods: cargo (container, bulk, liquid, gas), USD per tonne, cost of a day as a share."""

    key: str
    name: str
    cargo: str
    value: float
    spread: float
    time: dict[str, float]
    source: str

    def segments(self) -> tuple[tuple[float, float], ...]:
        """(share of the value, USD per tonne): two halves of a lognormal, or one where there is no spread."""
        if not self.spread:
            return ((1.0, self.value),)
        return tuple((0.5, self.value * math.exp(s * self.spread)) for s in (-1, 1))


@dataclass(frozen=True)
class Rate:
    """Freight of a mode for a cargo: USD per tonne and km, at each terminal USD per tonne and days; crowding."""

    per_km: float
    terminal: float
    terminal_days: float
    crowding_days: float
    crowding_fee: float


@cache
def goods() -> dict[str, Goods]:
    """Groups of goods by key (`data/goods.csv`)."""
    return {
        r["group"]: Goods(
            r["group"],
            r["name"],
            r["cargo"],
            float(r["usd_per_t"]),
            float(r["spread"]),
            {k: float(r[f"time_{k}"]) / 100 for k in ("low", "central", "high")},
            r["source"],
        )
        for r in rows("goods.csv")
    }


@cache
def rates() -> dict[tuple[str, str], Rate]:
    """Freight by mode and cargo (`data/rates.csv`); a pair that is missing cannot be carried."""
    return {
        (r["mode"], r["cargo"]): Rate(
            float(r["usd_t_km"]),
            float(r["terminal_usd_t"]),
            float(r["terminal_days"]),
            float(r["crowding_days"] or 0),
            float(r["crowding_usd_t"] or 0),
        )
        for r in rows("rates.csv")
    }


def sector_groups(world: "World") -> list[dict[str, float]]:
    """For each sector of the world the groups of goods it ships and their shares; {} for what is not transported.

    A sector that joins several industries is spread over their groups evenly: the world does not show more.
    """
    table = {r["industry"].casefold(): r["group"] for r in rows("sectors.csv")}
    shipped = []
    for sector in world.sectors:
        product = sector.partition(".")[2].casefold()
        industries = (
            [product] if product in table else [i.casefold() for i in world.industries.get(sector, ())]
        )
        found = [table[i] for i in industries or [sector.casefold()] if i in table]
        shipped.append({g: found.count(g) / len(found) for g in dict.fromkeys(found)})
    return shipped


def gas_shares(world: "World") -> np.ndarray:
    """Share of natural gas in each economy's sales of oil and gas [N] (`data/gas.csv`)."""
    table = {r["country"]: float(r["gas_share"]) for r in rows("gas.csv")}
    return np.array(
        [
            np.mean([table.get(m, OTHER_GAS_SHARE) for m in world.members.get(e, (e,))])
            for e in world.economies
        ]
    )


def fixed_costs(network: Network, cargo: str) -> tuple[np.ndarray, np.ndarray]:
    """Of each link for a cargo: USD per tonne [L] (infinite: cannot carry it) and days [L]."""
    money, days = np.full(len(network.links), np.inf), np.zeros(len(network.links))
    table = rates()
    for k, link in enumerate(network.links):
        rate = table.get((link.mode, cargo))
        if rate is not None:
            money[k] = rate.per_km * link.km + link.fee + rate.terminal * link.terminals
            days[k] = link.hours / 24 + rate.terminal_days * link.terminals
            if link.mode.endswith("pipeline"):
                money[k] += link.queue
            else:
                days[k] += link.queue
    return money, days
