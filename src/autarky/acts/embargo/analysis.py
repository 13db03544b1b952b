"""What an embargo does beside the equilibrium: what goes round it, who pays among the senders, how it goes on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.embargo.relief import over_time
from autarky.acts.embargo.senders import Sides, coalition, who_pays
from autarky.acts.exhibits import Column, Exhibit, Value

if TYPE_CHECKING:
    from autarky.acts.base import Context, SolvedScenario
    from autarky.acts.embargo.act import Embargo
    from autarky.economy.result import Result


def analyse(run: "SolvedScenario") -> list[Exhibit]:
    """Exhibits of the embargoes of a scenario. Without `steps`, `duration` and `coalition` nothing more is solved.

    Figures at one horizon alone are those of the horizon nearest to one year. Raises `AutarkyError`.
    """
    from autarky.acts.embargo.act import Embargo

    made: list[Exhibit] = []
    asked: list[Sides] = []
    for k, act in enumerate(run.acts):
        if not isinstance(act, Embargo):
            continue
        context = run.contexts[k]
        if act.evasion is not None:
            made.append(evaded(act, context, run.results))
        sides = Sides.of(act, context)
        if len(sides.senders) > 1 and sides.targets and sides not in asked:
            asked.append(sides)
            made.append(who_pays(sides, run))
        if act.coalition:
            run.tell("the coalition without each of its senders, and as it grows")
            made += coalition(run, k)
        if act.steps or act.duration is not None:
            run.tell("the embargo over time")
            made.append(over_time(run, k, sides))
    return made


def evaded(act: "Embargo", context: "Context", results: "Sequence[Result]") -> Exhibit:
    """Goods that arrive over each intermediary at prices of the base year, as a share of what is banned, by horizon."""
    from autarky.economy.horizon import horizon_label

    world, routes = context.world, act.routes(context)
    mask = act.cells(context).mask
    base = np.where(mask, world.array("trade"), 0.0)
    total = float(base.sum()) or 1.0
    # volumes are changes; flows that are gone hold -1
    arriving = [np.where(mask, base * (1 + r.data["trade_volume"].values), 0.0) for r in results]
    labels = [horizon_label(float(r.record["horizon"]["years"])) for r in results]
    with np.errstate(invalid="ignore"):
        factor = np.where(base > 0, np.where(np.isinf(routes.cost), 0.0, routes.cost), 0.0)
    parts: list[tuple[str, np.ndarray]] = [
        (world.economy_names.get(world.economies[m], world.economies[m]), routes.share[r])
        for r, m in enumerate(routes.through)
    ]
    parts.sort(key=lambda p: -float((p[1] * arriving[0]).sum()))
    if act.in_force < 1:
        parts.append(("not covered by the ban", routes.direct))
    # sales at the seller's price hold what is used up on the way: 1 - 1/K of them
    way = np.where(
        factor > 0, results[0].data["trade"].values * (1 - 1 / np.where(factor > 0, factor, 1.0)), 0.0
    )
    rows: list[tuple[Value, ...]] = []
    for name, share in parts:
        flows = [float((share * a).sum()) for a in arriving]
        used_up = float((share * way).sum())
        weight = share * arriving[0]
        carried = float(weight.sum())
        cost = 100 * (float((weight * factor).sum()) / carried - 1) if carried > 0 else None
        rows.append((name, flows[0], *(100 * f / total for f in flows), cost, used_up))
    through = float(arriving[0].sum())
    rows.append(
        (
            "all that arrives",
            through,
            *(100 * float(a.sum()) / total for a in arriving),
            None,
            float(way.sum()),
        )
    )
    gone = float(base[routes.none].sum()) / total
    told = f" {gone:.0%} of the banned trade has no way round." if gone > 0.005 else ""
    return Exhibit(
        title=f"{act.label or 'Embargo'}: what gets through, and through whom",
        note=(
            f"Goods at prices of the base year, and as shares of the {total:,.0f} {world.unit} of trade that is banned."
            f"{told} Re-export costs {100 * float(act.evasion or 0):g} % over an open customs border; the average cost"
            " is higher where neighbours carry less than was traded. What is paid for the way is used up on it:"
            " whether neighbours earn it is not modelled."
        ),
        columns=(
            Column("Through"),
            Column(f"Arrives, {labels[0]}", world.unit),
            *(Column(f"Share, {label}", "%") for label in labels),
            Column("Cost of the way", "%"),
            Column(f"Paid for it, {labels[0]}", world.unit),
        ),
        rows=tuple(rows),
        chart="bars",
        charted=tuple(range(2, 2 + min(3, len(labels)))),
    )
