"""What a union gives over the range of the published estimates of common standards."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.exhibits import Column, Exhibit, Value
from autarky.acts.without import change_of

if TYPE_CHECKING:
    from autarky.acts.base import SolvedScenario
    from autarky.acts.union.act import Union
    from autarky.economy.result import Result


def over_the_range(
    run: "SolvedScenario",
    act: "Union",
    members: Sequence[str],
    years: float,
    solved: "Result",
    without: "Result | None",
) -> Exhibit:
    """Welfare of each member with the low, central and high estimates; `solved` is the scenario as it stands."""
    from autarky.acts.union.estimates import LEVELS

    base = change_of(without, "welfare", solved)
    levels = []
    for level in LEVELS:
        if level == act.standards:
            result = solved
        else:
            other = act.model_copy(update={"standards": level})
            acts = tuple(other if a is act else a for a in run.acts)
            result = run.solve(acts, years)
        levels.append(np.asarray(result.welfare.values) - base)
    rows: list[tuple[Value, ...]] = [
        (run.world.economy_names[c], *(100 * float(w[run.world.economies.index(c)]) for w in levels))
        for c in members
    ]
    rows.sort(key=lambda row: -float(row[2] or 0))
    return Exhibit(
        title=f"{act.label or 'The union'}: gains over the range of published estimates",
        note="Welfare of members at the low, central and high effects of common standards on trade, all else the same.",
        columns=(Column("Member"), *(Column(level.capitalize(), "%") for level in LEVELS)),
        rows=tuple(rows),
        chart="bars",
        charted=(1, 2, 3),
    )
