"""What a bloc of exporters holds, what its export tax brings it, who pays, and how it erodes with time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.exhibits import Column, Exhibit, Value
from autarky.acts.without import attempted, solved_with, unsolved

if TYPE_CHECKING:
    from autarky.acts.base import Context, SolvedScenario
    from autarky.acts.cartel.act import Cartel
    from autarky.economy.result import Result
    from autarky.world.accounts import World

HORIZONS = (0.25, 1.0, 3.0, 10.0)  # years at which a cartel is looked at, whatever the scenario's
LOSERS = 12  # outsiders that are named


def analyse(run: "SolvedScenario") -> list[Exhibit]:
    """Three exhibits for each cartel: what the bloc holds, what it gains as time goes by, who pays.

    Solves every horizon of `HORIZONS` that the scenario does not have, and with `rate = "best"` also looks for the rate
    that would be best at each of them. Where the scenario has other acts, gains are what the cartels add to them.
    """
    from autarky.acts.cartel.act import Cartel
    from autarky.economy.horizon import horizon_label

    known = {float(r.record["horizon"]["years"]): r for r in run.results}
    others = any(act.type != "cartel" for act in run.acts)
    pairs: dict[float, tuple[Result, Result | None] | None] = {}
    reasons: list[str] = []
    for years in sorted({*HORIZONS, *(float(a.at) for a in run.acts if isinstance(a, Cartel))}):
        run.tell(f"the cartel after {horizon_label(years)}")
        name = f"The cartel after {horizon_label(years)}"
        after = known.get(years) or attempted(run, run.settled, years, reasons, name)
        if after is None:
            pairs[years] = None
            continue
        base = solved_with(run, years, lambda act: act.type != "cartel") if others else None
        pairs[years] = after, base
    made: list[Exhibit] = []
    for k, act in enumerate(run.settled):
        if isinstance(act, Cartel):
            context = run.contexts[k]
            made.append(held(act, context))
            made.append(eroding(run, k, act, context, pairs, unsolved(reasons)))
            if (then := pairs[float(act.at)]) is not None:
                made.append(paying(act, context, *then))
    return made


def gains(after: "Result", base: "Result | None") -> np.ndarray:
    """Equivalent variation that the cartels bring each economy a year, in the world's unit [N]."""
    spent = after.world.array("final").sum(0)
    before = 0.0 if base is None else base.welfare.values
    return np.asarray((after.welfare.values - before) * spent)


def held(act: "Cartel", context: "Context") -> Exhibit:
    """Shares of the members and the bloc in exports, output, what is mined and reserves, told apart."""
    from autarky.acts.cartel.holdings import holdings

    world, bloc = context.world, act.bloc(context).labels
    sectors = act.product(context).labels
    at = [world.sectors.index(s) for s in sectors]
    trade = world.array("trade")[:, at].sum(1)
    abroad = trade * (1 - np.eye(len(world.economies)))
    inside = np.array([c in set(bloc) for c in world.economies])
    taxed = np.array([c in set(act.buyers(context)) for c in world.economies])
    columns = {
        "World exports": abroad.sum(1) / (abroad.sum() or 1.0),
        "World output": trade.sum(1) / (trade.sum() or 1.0),
        "What outsiders use": trade[:, taxed].sum(1) / (trade[:, taxed].sum() or 1.0),
    }
    known, more = holdings(world, sectors[0]) if len(sectors) == 1 else ([], [])
    rows: list[tuple[Value, ...]] = []
    for c in sorted(bloc, key=lambda c: -columns["World exports"][world.economies.index(c)]):
        n = world.economies.index(c)
        own = [_percent(f.share(world, c)) for f in known]
        rows.append((world.economy_names.get(c, c), *(100 * float(v[n]) for v in columns.values()), *own))
    of_all: list[float | None] = []
    for f in known:
        shares = [f.share(world, c) for c in bloc]
        of_all.append(None if None in shares else 100 * sum(s for s in shares if s is not None))
    rows.append(("the bloc", *(100 * float(v[inside].sum()) for v in columns.values()), *of_all))
    told = "".join(f" {f.what.capitalize()}: {f.unit}, {f.year}; {f.source.rstrip('.')}." for f in known)
    no = f" More is known of it: {', '.join(more)}." if more else ""
    if not known and not more:
        no = " No source here says what is in the ground of it."
    return Exhibit(
        title=f"What the bloc of {_members(world, bloc)} holds of {_goods(world, sectors)}",
        note=(
            "Shares of the world. Exports and output are values of the base year in this world; what outsiders use"
            f" includes what they make themselves, and is what a tax on them works on.{told}{no}"
        ),
        columns=(
            Column("Member"),
            *(Column(name, "%") for name in columns),
            *(Column(f.what.capitalize(), "%") for f in known),
        ),
        rows=tuple(rows),
        chart="bars",
        charted=(1, 2, *(range(len(rows[0]) - 1, len(rows[0])) if known else ())),
    )


def eroding(
    run: "SolvedScenario", k: int, act: "Cartel", context: "Context",
    pairs: "dict[float, tuple[Result, Result | None] | None]", reasons: str = "",
) -> Exhibit:  # fmt: skip
    """The gain of the bloc at every horizon, at the rate set, and at the rate that would be best then."""
    from autarky.acts.cartel.act import Cartel
    from autarky.economy.horizon import horizon_label
    from autarky.errors import NoEquilibriumError, SolveError

    world, asked = run.world, run.acts[k]
    assert isinstance(asked, Cartel)
    inside = np.array([c in set(act.bloc(context).labels) for c in world.economies])
    mask = act.mask(context)
    sold = np.where(mask, world.array("trade"), 0.0)
    bounded = []
    rows: list[tuple[Value, ...]] = []
    width = 7 if asked.rate == "best" else 5
    for years, pair in pairs.items():
        if pair is None:
            rows.append((horizon_label(years), *[None] * (width - 1)))
            continue
        after, base = pair
        gain = gains(after, base)
        revenue = np.where(mask, after.data["export_tax"].values * after.data["trade"].values, 0.0).sum()
        volume = np.where(mask, sold * after.data["trade_volume"].values, 0.0).sum() / (sold.sum() or 1.0)
        row: list[Value] = [
            horizon_label(years),
            float(gain[inside].sum()),
            float(revenue),
            float(gain[~inside].sum()),
            100 * float(volume),
        ]
        if asked.rate == "best":
            run.tell(f"the best rate after {horizon_label(years)}")
            try:
                rate, value, at_bound = run.best_rate(k, years)
            except (SolveError, NoEquilibriumError):
                rows.append((*row, None, None))
                continue
            bounded += [horizon_label(years)] if at_bound else []
            row += [100 * rate, value - (0.0 if base is None else act.aimed(base))]
        rows.append(tuple(row))
    unit = world.unit
    aim = "Joint welfare" if act.aim == "welfare" else "Joint revenue"
    bound = (
        f" After {', '.join(bounded)} no rate up to {100 * float(act.most):g} % is the best one: demand falls too"
        " little, and what limits a cartel then (substitutes outside the product, entry, retaliation) is not in the"
        " model."
        if bounded
        else ""
    )
    best_columns = (
        (Column("Best rate then", "%"), Column(f"{aim} gained at it", unit)) if asked.rate == "best" else ()
    )
    set_for = f", the best one after {horizon_label(float(act.at))}" if best_columns else ""
    return Exhibit(
        title=f"An export tax of {100 * float(act.rate):.3g} %, as time goes by",
        note=(
            f"The same rate at every time to adjust{set_for};"
            " gains are equivalent variations a year, all members (all others) together."
            f"{bound} Nobody retaliates.{reasons}"
        ),
        columns=(
            Column("After"),
            Column("The bloc gains", unit),
            Column("Tax revenue", unit),
            Column("All others gain", unit),
            Column("Quantity sold to outsiders", "%"),
            *best_columns,
        ),
        rows=tuple(rows),
        chart="bars",
        charted=(1, 3),
    )


def paying(act: "Cartel", context: "Context", after: "Result", base: "Result | None") -> Exhibit:
    """Members and the largest losers: what each gains or loses a year."""
    from autarky.economy.horizon import horizon_label

    world, bloc = context.world, set(act.bloc(context).labels)
    gain = gains(after, base)
    spent = world.array("final").sum(0)
    order = np.argsort(gain, kind="stable")
    members = sorted((n for n, c in enumerate(world.economies) if c in bloc), key=lambda n: -gain[n])
    losers = [int(n) for n in order if world.economies[n] not in bloc and gain[n] < 0][:LOSERS]
    shown = {*members, *losers}
    rest = [n for n in range(len(world.economies)) if n not in shown]
    paid = -float(sum(gain[n] for n in losers) + sum(min(gain[n], 0.0) for n in rest))
    rows: list[tuple[Value, ...]] = []
    for n in [*members, *losers]:
        outside = world.economies[n] not in bloc
        share = -100 * float(gain[n]) / paid if outside and paid > 0 else None
        rows.append(
            (
                world.economy_names.get(world.economies[n], world.economies[n]),
                "pays" if outside else "member",
                float(gain[n]),
                100 * float(gain[n] / spent[n]),
                share,
            )
        )
    if rest:
        total = float(sum(gain[n] for n in rest))
        rows.append(
            (
                f"the {len(rest)} others",
                "others",
                total,
                100 * total / float(spent[rest].sum()),
                -100 * float(sum(min(gain[n], 0.0) for n in rest)) / paid if paid > 0 else None,
            )
        )
    return Exhibit(
        title=f"Who gains from the cartel, and who pays, after {horizon_label(float(act.at))}",
        note=(
            "Equivalent variation a year. Among those who pay, the share is of what all losing outsiders lose; the"
            " others include exporters of the same product who sell more at a higher price."
        ),
        columns=(
            Column("Economy"),
            Column("Side"),
            Column("Gains", world.unit),
            Column("Of its welfare", "%"),
            Column("Share of what is paid", "%"),
        ),
        rows=tuple(rows),
        chart="bars",
        charted=(2,),
        most=LOSERS + len(members) + 1,
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _members(world: "World", codes: Sequence[str]) -> str:
    bloc = [world.economy_names.get(c, c) for c in codes]
    if len(bloc) > 3:
        return f"{', '.join(bloc[:3])} and {len(bloc) - 3} more"
    return " and ".join(bloc) if len(bloc) < 3 else ", ".join(bloc)


def _goods(world: "World", sectors: Sequence[str]) -> str:
    names = [world.sector_names[s].lower() for s in sectors]
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
