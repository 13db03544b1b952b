"""Answers from the input-output table of a world: look-through exposure and extraction."""

import numpy as np
import xarray as xr

from autarky.errors import InputError
from autarky.measures.answer import Answer, Ask, Row
from autarky.measures.labels import economy_positions, one_economy
from autarky.measures.leontief import InputOutput
from autarky.measures.world_answers import main_partners, named, partners_to_show, source_of
from autarky.world.accounts import World

PROPORTIONAL = (
    "bilateral inputs by proportionality: every user of a product buys from each origin in equal shares"
)


def _kinds(ask: Ask, world: World, of: str, kinds: xr.DataArray, title: str) -> Answer:
    values = kinds.values.copy()
    own = world.economies.index(of)
    size = values[:, 1].copy()
    size[own] = -1.0  # its own supply comes last, if at all
    rows: list[Row] = []
    for label, at in partners_to_show(world, ask, of, size):
        face, through, hidden = (float(v) for v in values[at].sum(0))
        rows.append(
            {
                **named(world, label),
                "look_through": through,
                "face_value": face,
                "hidden": hidden,
                "times": through / face if face > 0 else None,
            }
        )
    columns = {
        "partner": "", "name": "", "look_through": "share", "face_value": "share", "hidden": "share",
        "times": "ratio",
    }  # fmt: skip
    notes = [
        PROPORTIONAL,
        "gross flows: what passes several stages counts at each, so shares may exceed 100 %",
    ]
    return Answer(title, columns, rows, world.year, source_of(world), notes)


def _of(ask: Ask, world: World) -> str:
    return one_economy(world, str(ask.of))


def chains_inputs(ask: Ask) -> Answer:
    from autarky.measures.lookthrough import input_reliance

    world = ask.load()
    of = _of(ask, world)
    kinds = input_reliance(world, of, ask.sector, ask.sector)
    what = "inputs" if ask.sector is None else f"{', '.join(ask.sector)} inputs of {', '.join(ask.sector)}"
    title = f"Reliance of {world.economy_names[of]} on {what} by origin, per unit of output"
    return _kinds(ask, world, of, kinds, title)


def chains_markets(ask: Ask) -> Answer:
    from autarky.measures.lookthrough import market_reliance

    world = ask.load()
    of = _of(ask, world)
    kinds = market_reliance(world, of, ask.sector)
    title = f"Reliance of {world.economy_names[of]} on the industries of others as buyers, per unit of output"
    return _kinds(ask, world, of, kinds, title)


def chains_value_added(ask: Ask) -> Answer:
    from autarky.measures.lookthrough import value_added_in_use

    world = ask.load()
    of = _of(ask, world)
    share = value_added_in_use(world, ask.sector).sel(economy=of).values
    rows: list[Row] = [
        {**named(world, label), "share": float(share[at].sum())}
        for label, at in partners_to_show(world, ask, of, share)
    ]
    what = "final use" if ask.sector is None else f"final use of {', '.join(ask.sector)}"
    title = f"Value added by origin in the {what} of {world.economy_names[of]}"
    columns = {"partner": "", "name": "", "share": "share"}
    return Answer(title, columns, rows, world.year, source_of(world), [PROPORTIONAL])


def chains_extraction(ask: Ask) -> Answer:
    from autarky.measures.extraction import hypothetical_extraction

    world = ask.load()
    of = _of(ask, world)
    partners = [ask.on] if ask.on is not None else main_partners(world, of, ask.rows)
    if ask.on is not None and world.economies.index(of) in economy_positions(world, ask.on):
        raise InputError(
            f"--on {ask.on} contains {of}, which cannot lose by its own extraction; leave it out"
        )
    table = InputOutput(world)
    rows: list[Row] = []
    for partner in partners:
        tie = hypothetical_extraction(world, partner, "tie", table, [of]).sel(economy=of).values
        whole = hypothetical_extraction(world, partner, "economy", table).sel(economy=of).values
        rows.append(
            {
                **named(world, partner),
                "stops_buying": float(tie[0]),
                "stops_supplying": float(tie[1]),
                "gone_as_buyer": float(whole[0]),
                "gone_as_supplier": float(whole[1]),
            }
        )
    rows.sort(key=lambda r: -max(float(r["stops_buying"] or 0), float(r["stops_supplying"] or 0)))
    columns = {"partner": "", "name": ""} | {k: "share" for k in list(rows[0])[2:]}
    notes = [
        "stops: the tie alone is cut; gone: the partner leaves everybody's table; nothing is replaced, no price moves",
        PROPORTIONAL,
    ]
    title = f"Value added of {world.economy_names[of]} lost by extraction"
    return Answer(title, columns, rows, world.year, source_of(world), notes)


def chains_global(ask: Ask) -> Answer:
    from autarky.measures.extraction import global_extraction

    world = ask.load()
    partner = str(ask.on)
    gain = global_extraction(world, partner).values
    inside = economy_positions(world, partner)
    order = [int(i) for i in np.argsort(-np.abs(gain)) if i not in inside]
    if ask.of is not None:
        order = [world.economies.index(_of(ask, world))]
    rows: list[Row] = [
        {
            "economy": world.economies[i],
            "name": world.economy_names[world.economies[i]],
            "gain": float(gain[i]),
        }
        for i in order[: ask.rows]
    ]
    title = f"Value added gained if what {partner} exports is taken over by others"
    notes = ["no price moves and capacity has no limit; each buyer's own suppliers, home included, step in"]
    columns = {"economy": "", "name": "", "gain": "share"}
    return Answer(title, columns, rows, world.year, source_of(world), [*notes, PROPORTIONAL])
