"""What a productivity programme brings and what it costs, and the highest cost at which it still pays."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from autarky.acts.exhibits import Column, Exhibit, Value
from autarky.acts.technology.supply_cut import gain_of

if TYPE_CHECKING:
    import numpy as np

    from autarky.acts.base import SolvedScenario
    from autarky.acts.technology.programme import Programme
    from autarky.economy.result import Result
    from autarky.world.accounts import World


def analyse(run: "SolvedScenario") -> list[Exhibit]:
    """One exhibit for each programme, a row for each horizon."""
    from autarky.acts.technology.programme import Programme

    return [_exhibit(run, k, act) for k, act in enumerate(run.acts) if isinstance(act, Programme)]


def _exhibit(run: "SolvedScenario", k: int, act: "Programme") -> Exhibit:
    world, context = run.world, run.contexts[k]
    resolved = act.facts(context)
    own, payers = (_mask(world, resolved.get(f) or ()) for f in ("economies", "payer"))
    gdp = float(context.gdp[own].sum()) * context.unit
    rows: list[tuple[Value, ...]] = []
    for result, years in zip(run.results, run.horizons, strict=True):
        label = result.record["horizon"]["label"]
        run.tell(f"the programme without its cost, after {label}")
        free = _solved(run, k, act.model_copy(update={"cost": None, "payer": None}), years)
        without = _solved(run, k, None, years)
        before = 0.0 if without is None else gain_of(without, own)
        assert free is not None
        gain, net = gain_of(free, own) - before, gain_of(result, own) - before
        row: list[Value] = [label, gain, net, 100 * max(gain, 0.0) / gdp]
        if payers.any():
            row.append(gain_of(result, payers) - (0.0 if without is None else gain_of(without, payers)))
        rows.append(tuple(row))
    unit = world.unit
    cost = float(resolved["yearly_cost"])
    return Exhibit(
        title=f"{act.label or 'The programme'}: what it brings and what it costs",
        note=(
            f"It costs {100 * cost / gdp:.3g} % of GDP a year. Gains are equivalent variation a year, against the same"
            " scenario without it; the most it may cost is the gain before its cost."
        ),
        columns=(
            Column("After"),
            Column("Gain before its cost", unit),
            Column("Gain with it", unit),
            Column("Most it may cost", "% of GDP"),
            *([Column("Gain of the payers", unit)] if payers.any() else []),
        ),
        rows=tuple(rows),
        chart="bars",
        charted=(1, 2),
    )


def _solved(run: "SolvedScenario", k: int, then: "Programme | None", years: float) -> "Result | None":
    """The equilibrium with `then` in the place of act `k`, None: without it; None where no act is left."""
    acts = [a for j, a in enumerate(run.acts) if j != k]
    if then is not None:
        acts.insert(k, then)
    return run.solve(acts, years) if acts else None


def _mask(world: "World", labels: Sequence[str]) -> "np.ndarray":
    import numpy as np

    return np.array([c in labels for c in world.economies])
