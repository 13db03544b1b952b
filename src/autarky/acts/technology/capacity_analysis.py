"""A plan of own capacity by year: what is still bought abroad, what it costs, and the loss it removes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.exhibits import Column, Exhibit, Value
from autarky.acts.money import amount
from autarky.acts.technology.supply_cut import cut_of, gain_of, look_through, shares_of, suppliers_of

if TYPE_CHECKING:
    from autarky.acts.base import SolvedScenario
    from autarky.acts.technology.capacity import Capacity
    from autarky.economy.result import Result
    from autarky.world.accounts import World

BUILT = 10.0  # years to adjust to the plan: buyers follow it as it is built
STEPS = 5  # of a path, at most; each is two equilibria


def analyse(run: "SolvedScenario") -> list[Exhibit]:
    """Two exhibits for each plan: dependence by year, and cost and risk by year."""
    from autarky.acts.technology.capacity import Capacity

    exhibits = []
    for k, act in enumerate(run.acts):
        if isinstance(act, Capacity):
            path = follow(run, k)
            exhibits += [_dependence(path), _risk(path)]
    return exhibits


@dataclass(frozen=True)
class Step:
    """A plan in one year. Shares are fractions of what the builders buy, money is in the world's unit."""

    year: int
    own: float
    supplier: float
    look_through: float  # inputs from the supplier, looked through, in the builders' output
    added: float  # own output a year
    invested: float  # so far
    cost: float  # a year: annuity and premium
    welfare: float  # of the plan without a cut, a year, against the start
    loss: float  # if the supplier is cut


@dataclass(frozen=True)
class Path:
    """A plan by year, and the supplier whose cut it is held against."""

    act: "Capacity"
    world: "World"
    suppliers: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def removed(self) -> float:
        """Loss that the complete plan removes when the supplier is cut."""
        return self.steps[0].loss - self.steps[-1].loss

    @property
    def break_even(self) -> float:
        """Yearly probability of the cut from which the plan is worth its cost; above 1: never."""
        return self.steps[-1].cost / self.removed if self.removed > 0 else float("inf")

    def names(self, labels: Sequence[str]) -> str:
        """Economies in words, groups as they are written."""
        known = self.world.economy_names
        shown = [known.get(c, c) for c in labels[:3]]
        return ", ".join(shown) + (f" and {len(labels) - 3} more" if len(labels) > 3 else "")


def follow(run: "SolvedScenario", k: int) -> Path:
    """The path of act `k` of the scenario, a capacity, with all other acts in place. Raises `AutarkyError`.

    Each year is two equilibria: the plan as far as it is built, to which buyers have adjusted, and from there the cut
    of the supplier, who still delivers a tenth, after one year. The suppliers are those that the plan replaces where
    it names them, else the largest.
    """
    from dataclasses import replace

    world = run.world
    act: Capacity = run.acts[k]  # type: ignore[assignment]  # the caller knows
    supply = act.supply(run.contexts[k])
    suppliers = suppliers_of(act, supply)
    steps: list[Step] = []
    for year in years_of(act.start, act.by):
        run.tell(f"the plan in {year}, and the cut from there")
        then = act.model_copy(update={"year": year})
        built = _built(run, k, then)
        here = world if built is None else built.world_after()
        costs = then.costs(supply)
        steps.append(
            Step(
                year,
                *shares_of(here, supply, suppliers),
                look_through(here, supply, suppliers),
                float(costs.output.sum()),
                costs.investment,
                costs.yearly + costs.premium,
                0.0 if built is None else gain_of(built, supply.own),
                -gain_of(cut_of(run, here, suppliers, supply), supply.own),
            )
        )
    from_start = tuple(replace(s, welfare=s.welfare - steps[0].welfare) for s in steps)
    return Path(act, world, suppliers, from_start)


def years_of(start: int, by: int) -> list[int]:
    """First and last year of a plan and some between, evenly: at most `STEPS` and one."""
    return sorted({round(float(y)) for y in np.linspace(start, by, min(STEPS, by - start) + 1)})


def _built(run: "SolvedScenario", k: int, then: "Capacity") -> "Result | None":
    """The equilibrium with the plan as far as it is built; None where nothing has happened yet."""
    acts = list(run.acts)
    acts[k] = then
    if then.year == then.start:  # nothing is built
        acts.pop(k)
    return run.solve(acts, BUILT) if acts else None


def _dependence(path: Path) -> Exhibit:
    supplier = path.names(path.suppliers)
    rows: list[tuple[Value, ...]] = [
        (s.year, 100 * s.own, 100 * s.supplier, 100 * s.look_through) for s in path.steps
    ]
    return Exhibit(
        title=f"{_label(path)}: dependence by year",
        note=(
            f"Shares of what {path.names(path.act.economies)} pay for it, as buyers have adjusted to the plan by then"
            " (ten years' elasticities). Looked through: what their output holds of it from there at every"
            " stage of the chain."
        ),
        columns=(
            Column("Year"),
            Column("Own supply", "%"),
            Column(f"From {supplier}", "%"),
            Column("Looked through", "% of output"),
        ),
        rows=tuple(rows),
        chart="lines",
        charted=(1, 2),
    )


def _risk(path: Path) -> Exhibit:
    unit, supplier = path.world.unit, path.names(path.suppliers)
    rows: list[tuple[Value, ...]] = [
        (s.year, s.added, s.invested, s.cost, s.welfare, s.loss, path.steps[0].loss - s.loss)
        for s in path.steps
    ]
    drawn = tuple(k for k in (3, 5, 6) if all(float(row[k]) >= 0 for row in rows))  # type: ignore[arg-type]
    return Exhibit(
        title=f"{_label(path)}: what it costs, and the loss it removes",
        note=f"{_verdict(path)} Cut: {supplier} still delivers a tenth, losses after one year, equivalent variation.",
        columns=(
            Column("Year"),
            Column("Own output added", unit),
            Column("Invested so far", unit),
            Column("Cost a year", unit),
            Column("Welfare a year, no cut", unit),
            Column("Loss if cut", unit),
            Column("Loss removed", unit),
        ),
        rows=tuple(rows),
        chart="lines" if drawn else "",
        charted=drawn,
    )


def _verdict(path: Path) -> str:
    last, unit = path.steps[-1], path.world.unit
    if path.removed <= 0:
        return "The complete plan removes none of the loss."
    told = (
        f"The complete plan costs {amount(last.cost, unit)} a year and removes {amount(path.removed, unit)} of the loss"
        f" of {amount(path.steps[0].loss, unit)}: "
    )
    if path.break_even > 1:
        return told + "it costs more each year than a cut in every year would."
    return told + f"it pays where a cut is likelier than {100 * path.break_even:.3g} % a year."


def _label(path: Path) -> str:
    return path.act.label or f"Own capacity of {path.names(path.act.economies)}"
