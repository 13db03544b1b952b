"""Corridors: which pairs pay how much more, and the flows on every link before and after all acts of a scenario."""

from typing import TYPE_CHECKING, Any

import numpy as np

from autarky.acts.base import Context
from autarky.acts.corridors.act import Corridors
from autarky.acts.corridors.resolved import flows, pairs
from autarky.acts.exhibits import Column, Exhibit, Value

if TYPE_CHECKING:
    from autarky.acts.base import SolvedScenario
    from autarky.acts.corridors.change import Change

DRAWN = 0.002  # of the largest value on a link: what carries less is not drawn


def analyse(run: "SolvedScenario") -> list[Exhibit]:
    """Two tables: pairs and links, with a map. Both at the trade of the base year, before buyers and sellers react."""
    run.tell("flows on corridors")
    world, change = run.world, _all(run)
    unit = world.unit
    dearer = [
        (
            world.economy_names[p["origin"]],
            world.economy_names[p["destination"]],
            p["percent"],
            p["pays_more"],
            p["cut"],
        )
        for p in pairs(change, 25)
    ]
    moved: list[tuple[Value, ...]] = [
        (f["link"], f["mt_before"], f["mt_after"], f["value_before"], f["value_after"])
        for f in flows(change, 40)
    ]
    made = []
    if dearer:
        made.append(
            Exhibit(
                "Who pays more for transport",
                "Delivered price of goods, and what the goods of the base year would cost more; tolls, freight, and"
                " time valued as Hummels & Schaur (2013). Cut: trade for which no way is left.",
                (
                    Column("From"),
                    Column("To"),
                    Column("Dearer by", "%"),
                    Column("Pays more", unit),
                    Column("Cut", unit),
                ),
                tuple(dearer),
            )
        )
    made.append(
        Exhibit(
            "LinkFlows on corridors before and after",
            "At the trade of the base year, by the cheapest ways with crowding;"
            f" shippers could still save {1e6 * change.after.flows.gap:.2g} dollars in a million of their costs.",
            (
                Column("Link"),
                Column("Before", "Mt"),
                Column("After", "Mt"),
                Column("Value before", unit),
                Column("Value after", unit),
            ),
            tuple(moved) or (("no link changes", None, None, None, None),),
            chart="corridor_map",
            data=map_data(change),
        )
    )
    return made


def _all(run: "SolvedScenario") -> "Change":
    """All acts on corridors of the scenario at once, against the base year."""
    from autarky.acts.corridors.change import Change

    acts = [a for a in run.acts if isinstance(a, Corridors)]
    world = run.world
    last = acts[-1].change(Context(world, before=tuple(acts[:-1])))
    return Change(world, (), (*last.earlier, *last.events), last.usd_million, last.time_value, last.network)


def map_data(change: "Change") -> dict[str, Any]:
    """Every link that carries something: its ends (longitude, latitude), mode, value in USD million before and after,
    and whether the acts are about it."""
    from autarky.acts.corridors.events import key

    before, after = (m.link_values()[1].sum(0) for m in (change.base, change.after))
    about = {k for e in change.events for k in e.links}
    network, most = change.network, max(float(before.max(initial=0)), 1e-9)
    links = []
    for k, link in enumerate(network.links):
        named = key(link) in about
        if named or max(before[k], after[k]) > DRAWN * most:
            a, b = (network.nodes[network.number[n]] for n in (link.start, link.end))
            links.append(
                {
                    "name": link.name,
                    "mode": link.mode,
                    "from": [a.longitude, a.latitude],
                    "to": [b.longitude, b.latitude],
                    "before": float(np.round(before[k], 1)),
                    "after": float(np.round(after[k], 1)),
                    "named": named,
                }
            )
    return {"links": links, "unit": "USD million"}
