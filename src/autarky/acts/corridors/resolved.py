"""What an act on corridors means in a world: links before and after, and the pairs that pay most more or less."""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from autarky.acts.base import Context
    from autarky.acts.corridors.act import Corridors
    from autarky.acts.corridors.change import Change

PAIRS, LINKS = 12, 15


def resolved(act: "Corridors", context: "Context") -> dict[str, Any]:
    """Fields of the act, links concerned, value that passed them, pairs and links that change most, notes."""
    from autarky.acts.corridors.events import key

    world, change = context.world, act.change(context)
    wanted = set(change.events[-1].links)
    at = [k for k, link in enumerate(change.network.links) if key(link) in wanted]
    value = change.base.link_values()[1].sum(0)[at] / change.usd_million
    defaults = {k: f.default for k, f in type(act).model_fields.items()}
    said = {k: v for k, v in act.given().items() if k == "type" or getattr(act, k) != defaults[k]}
    said.pop("by", None)
    sellers = [] if tuple(act.origin) == ("world",) else list(act.origin)
    said.pop("origin", None)
    return said | {
        "at": list(act.at),
        "economies": list(act.by or ()),
        "sellers": sellers,
        "links": [change.network.links[k].name for k in at],
        "base_trade": float(value.max(initial=0.0)),
        "unit": world.unit,
        "pairs": pairs(change),
        "flows": flows(change),
        "dearer_by": float((_paid(change)).sum()),
        "cut": float((change.wedges.cut * world.array("trade")).sum()),
        "gap": change.after.flows.gap,
        "notes": _notes(act, context, change, at),
    }


def pairs(change: "Change", most: int = PAIRS) -> list[dict[str, Any]]:
    """Pairs by what their goods of the base year pay more (negative: less), the largest first."""
    world = change.world
    paid = _paid(change).sum(1)
    trade = _goods(change).sum(1)
    cut = (change.wedges.cut * world.array("trade")).sum(1)
    order = np.argsort(-(np.abs(paid) + cut).ravel(), kind="stable")[:most]
    found = []
    for i, n in zip(*np.unravel_index(order, paid.shape), strict=True):
        if abs(paid[i, n]) > 0 or cut[i, n] > 0:
            found.append(
                {
                    "origin": world.economies[i],
                    "destination": world.economies[n],
                    "pays_more": float(paid[i, n]),
                    "percent": float(100 * paid[i, n] / trade[i, n]) if trade[i, n] > 0 else 0.0,
                    "cut": float(cut[i, n]),
                }
            )
    return found


def flows(change: "Change", most: int = LINKS) -> list[dict[str, Any]]:
    """Links by the change of the value that passes them, Mt and the world's unit before and after."""
    (mt0, usd0), (mt1, usd1) = change.before.link_values(), change.after.link_values()
    before, after = usd0.sum(0) / change.usd_million, usd1.sum(0) / change.usd_million
    order = np.argsort(-np.abs(after - before), kind="stable")[:most]
    return [
        {
            "link": change.network.links[k].name,
            "mt_before": float(mt0[:, k].sum()),
            "mt_after": float(mt1[:, k].sum()),
            "value_before": float(before[k]),
            "value_after": float(after[k]),
        }
        for k in order
        if abs(after[k] - before[k]) > 1e-6 * before.max(initial=0.0)
    ]


def _goods(change: "Change") -> np.ndarray:
    """Trade between economies in the sectors that are transported [N, J, N]."""
    from autarky.acts.corridors.goods import sector_groups

    trade = change.world.array("trade").copy()
    trade[range(trade.shape[0]), :, range(trade.shape[0])] = 0.0
    trade[:, [not g for g in sector_groups(change.world)], :] = 0.0
    return trade


def _paid(change: "Change") -> np.ndarray:
    """What the goods of the base year would pay more on their way [N, J, N]."""
    return _goods(change) * (change.wedges.kappa_hat - 1)


def _notes(act: "Corridors", context: "Context", change: "Change", at: list[int]) -> list[str]:
    from autarky.acts.quantities import world_unit

    notes = []
    if missing := change.without_gateway():
        notes.append(
            f"the network has no gateway of {', '.join(missing)}: their transport costs stay as they are"
        )
    unit = world_unit(context.world.unit)
    if unit is None or unit[0] != "USD":
        notes.append(
            f"freight and values per tonne are in USD; {context.world.unit} is taken for USD million"
        )
    volume = change.before.link_values()[0].sum(0)[at]
    if not volume.any() and not act.reopen and act.build is None:
        notes.append("nothing travels there before this act, so that making it worse changes nothing")
    cut = change.wedges.cut * context.world.array("trade")
    if cut.any():
        pair = np.unravel_index(int(np.argmax(cut.sum(1))), cut.sum(1).shape)
        e = context.world.economies
        notes.append(
            f"no way is left for a part of the trade of some pairs, most of all {e[pair[0]]}→{e[pair[1]]}:"
            f" there {100 * float(act.leakage):g} % of the quantity still arrives"
        )
    return notes
