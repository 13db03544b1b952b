"""Answers from the trade of a world: partner shares, concentration, centrality."""

from typing import TYPE_CHECKING

import numpy as np

from autarky.measures.answer import Answer, Ask, Row
from autarky.measures.labels import (
    border_value,
    economy_positions,
    estimated_share,
    one_economy,
    others,
    sector_positions,
)

if TYPE_CHECKING:
    import xarray as xr

    from autarky.world.accounts import World


def source_of(world: "World") -> str:
    """World, title and year in one line."""
    return f"world {world.name}: {world.data.attrs.get('title', world.data.attrs.get('source', ''))}"


def named(world: "World", code: str) -> dict[str, str]:
    """Code and name of an economy; a group is its own name."""
    return {"partner": code, "name": world.economy_names.get(code, code)}


def main_partners(world: "World", of: str, most: int, sectors: list[int] | None = None) -> list[str]:
    """The partners with most trade, both ways, of one economy; the largest first."""
    n = world.economies.index(of)
    value = border_value(world)
    value = value if sectors is None else value[:, sectors]
    total = value[n].sum(0) + value[:, :, n].sum(1)
    total[n] = -1.0
    return [world.economies[i] for i in np.argsort(-total)[: min(most, len(total) - 1)]]


def _shares(ask: Ask, flow: str) -> Answer:
    from autarky.measures.shares import partner_share

    world = ask.load()
    of = one_economy(world, str(ask.of))
    n = world.economies.index(of)
    chosen = sector_positions(world, ask.sector)
    weights = border_value(world) * (1 + world.array("tariff") if flow == "use" else 1.0)
    mine = np.zeros_like(weights)
    if flow == "exports":
        mine[n, chosen] = weights[n, chosen]
    else:
        mine[:, chosen, n] = weights[:, chosen, n]
    if flow != "use":
        mine[n, :, n] = 0.0
    values = mine.sum((0, 1)) if flow == "exports" else mine.sum((1, 2))
    share = partner_share(world, flow, ask.sector).sel(economy=of).values
    groups = partners_to_show(world, ask, of, share)
    rows: list[Row] = [
        {**named(world, label), "share": float(share[at].sum()), "value": float(values[at].sum())}
        for label, at in groups
    ]
    notes = []
    estimated = estimated_share(world, mine)
    if estimated:
        what = {"exports": "these exports", "imports": "these imports", "use": "what is used"}[flow]
        notes.append(f"{100 * estimated:.0f} % of {what} by value is estimated, not reported")
    name = world.economy_names[of]
    what = f"use in {name}, home-made included," if flow == "use" else f"{flow} of {name}"
    columns = {"partner": "", "name": "", "share": "share", "value": world.unit}
    return Answer(f"Share of the {what} by partner", columns, rows, world.year, source_of(world), notes)


def partners_to_show(world: "World", ask: Ask, of: str, size: np.ndarray) -> list[tuple[str, list[int]]]:
    """Rows to show: the one asked for (a group is summed), or the largest partners."""
    if ask.on is not None:
        return [(_label(world, ask.on), others(world, of, ask.on))]
    return [(world.economies[i], [int(i)]) for i in np.argsort(-size)[: ask.rows]]


def _label(world: "World", label: str) -> str:
    inside = economy_positions(world, label)
    return world.economies[inside[0]] if len(inside) == 1 else label


def shares_exports(ask: Ask) -> Answer:
    return _shares(ask, "exports")


def shares_imports(ask: Ask) -> Answer:
    return _shares(ask, "imports")


def shares_use(ask: Ask) -> Answer:
    return _shares(ask, "use")


def shares_concentration(ask: Ask) -> Answer:
    from autarky.measures.shares import concentration

    world = ask.load()
    of = one_economy(world, str(ask.of))
    rows: list[Row] = [
        {
            "sector": "all" if ask.sector is None else ", ".join(ask.sector),
            "name": "",
            "hhi_imports": float(concentration(world, "imports", ask.sector).sel(economy=of)),
            "hhi_exports": float(concentration(world, "exports", ask.sector).sel(economy=of)),
        }
    ]
    both = {
        f: concentration(world, f, ask.sector, by_sector=True).sel(economy=of) for f in ("imports", "exports")
    }
    sectors = [str(s) for s in both["imports"]["sector"].values]
    order = np.argsort(-np.nan_to_num(both["imports"].values, nan=-1.0))[: ask.rows]
    for s in (sectors[k] for k in order):
        hhi = {f"hhi_{f}": _or_none(float(v.sel(sector=s))) for f, v in both.items()}
        rows.append({"sector": s, "name": world.sector_names[s], **hhi})
    columns = {"sector": "", "name": "", "hhi_imports": "index", "hhi_exports": "index"}
    title = f"Concentration of the partners of {world.economy_names[of]} (HHI; 1: one partner)"
    return Answer(title, columns, rows, world.year, source_of(world))


def shares_bandwidth(ask: Ask) -> Answer:
    from autarky.measures.bandwidth import influence_capacity
    from autarky.measures.political import energy_tie, political_ties

    world = ask.load()
    of = one_economy(world, str(ask.of))
    political, notes = political_ties(world)
    ties = {"energy": energy_tie(world)} | political
    capacity = influence_capacity(world, ties, unknown="leave out")
    partners = main_partners(world, of, ask.rows)
    if ask.on is not None:
        others(world, of, ask.on)
        partners = [one_economy(world, ask.on)]
    rows: list[Row] = []
    for partner in partners:
        over = capacity.sel(influencer=partner, economy=of)
        rows.append(
            {
                **named(world, partner),
                **{k: _or_none(float(t.sel(economy=of, partner=partner))) for k, t in ties.items()},
                "bandwidth": float(over.sel(part="bandwidth")),
                "dependence": float(over.sel(part="dependence")),
                "influence_of_partner": float(over.sel(part="influence")),
                "influence_on_partner": float(capacity.sel(influencer=of, economy=partner, part="influence")),
            }
        )
    rows.sort(key=lambda r: -float(r["influence_of_partner"] or 0))
    columns = {"partner": "", "name": ""} | {k: "index" for k in list(rows[0])[2:]}
    title = f"Bandwidth and dependence between {world.economy_names[of]} and its partners"
    notes = [
        "bandwidth: mean of trade and the channels shown; levels are not those of the published FBIC",
        *notes,
    ]
    return Answer(title, columns, rows, world.year, source_of(world), notes)


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value


def _central(ask: Ask, values: "xr.DataArray", world: "World", title: str) -> Answer:
    order = np.argsort(-values.values)
    shown = list(order[: ask.rows])
    if ask.of is not None:
        own = world.economies.index(one_economy(world, ask.of))
        shown = [i for i in shown if i != own] + [own]
    rank = {int(i): k + 1 for k, i in enumerate(order)}
    rows: list[Row] = [
        {
            "rank": str(rank[int(i)]),
            "economy": world.economies[i],
            "name": world.economy_names[world.economies[i]],
            "value": float(values.values[i]),
        }
        for i in sorted(shown, key=lambda i: rank[int(i)])
    ]
    columns = {"rank": "", "economy": "", "name": "", "value": "share"}
    return Answer(title, columns, rows, world.year, source_of(world))


def central_betweenness(ask: Ask) -> Answer:
    from autarky.measures.networks import betweenness

    world = ask.load()
    return _central(
        ask, betweenness(world, ask.sector), world, "Share of shortest supply paths between others"
    )


def central_pagerank(ask: Ask) -> Answer:
    from autarky.measures.networks import pagerank

    world = ask.load()
    return _central(ask, pagerank(world, ask.sector), world, "PageRank as a supplier")


def central_katz(ask: Ask) -> Answer:
    from autarky.measures.networks import katz

    world = ask.load()
    return _central(ask, katz(world, ask.sector), world, "Katz centrality as a supplier")
