"""Who pays for an embargo among those who impose it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.exhibits import Column, Exhibit, Value

if TYPE_CHECKING:
    from autarky.acts.base import Act, Context, SolvedScenario
    from autarky.acts.embargo.act import Embargo
    from autarky.economy.result import Result


@dataclass(frozen=True)
class Sides:
    """Senders and targets of an embargo, in the order of the world."""

    senders: tuple[str, ...]
    targets: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict, compare=False)  # of the economies, for people

    @classmethod
    def of(cls, act: "Embargo", context: "Context") -> "Sides":
        world = context.world
        return cls(*act.sides(context), {c: world.economy_names.get(c, c) for c in world.economies})

    @property
    def target(self) -> str:
        """The targets in words."""
        return (
            ", ".join(self.names[c] for c in self.targets)
            if len(self.targets) < 4
            else f"{len(self.targets)} economies"
        )


def lost(result: "Result", economies: Sequence[str]) -> np.ndarray:
    """Equivalent variation lost by each economy a year, in the world's unit; gains are negative."""
    spent = result.world.data["final"].sum("sector").values
    at = [result.world.economies.index(c) for c in economies]
    return -np.asarray(result.welfare.values[at] * spent[at])


def fraction_lost(result: "Result", economies: Sequence[str]) -> float:
    """What the economies lose together, as a share of their base expenditure."""
    spent = result.world.data["final"].sum("sector").values
    at = [result.world.economies.index(c) for c in economies]
    return float(lost(result, economies).sum() / spent[at].sum())


def nearest_year(results: "Sequence[Result]") -> int:
    """Position of the result nearest to one year."""
    years = [float(r.record["horizon"]["years"]) for r in results]
    return int(np.argmin(np.abs(np.log(years))))


def who_pays(sides: Sides, run: "SolvedScenario") -> Exhibit:
    """Loss of each sender, its share in what the senders lose, and what 1 % of the target's welfare costs it."""
    from autarky.economy.horizon import horizon_label

    results = run.results
    labels = [horizon_label(float(r.record["horizon"]["years"])) for r in results]
    main = nearest_year(results)
    unit = results[main].world.unit
    money = lost(results[main], sides.senders)
    target = 100 * fraction_lost(results[main], sides.targets)
    gross = float(money[money > 0].sum())
    each = [100 * np.array([fraction_lost(r, [c]) for c in sides.senders]) for r in results]
    rows: list[tuple[Value, ...]] = []
    for k in np.argsort(-money, kind="stable"):
        share = 100 * float(money[k]) / gross if gross > 0 and money[k] > 0 else 0.0
        price = float(money[k]) / target if target > 1e-6 else None
        rows.append(
            (sides.names[sides.senders[k]], float(money[k]), share, price, *(float(e[k]) for e in each))
        )
    net = float(money.sum())
    for_each = f", {net / target:,.0f} {unit} for each 1 % of it" if target > 1e-6 else ""
    others = any(act.type != "embargo" for act in run.acts)
    return Exhibit(
        title=f"Who pays for the embargo on {sides.target}",
        note=(
            f"After {labels[main]} {sides.target} loses {target:.3g} % of its welfare; the {len(sides.senders)} senders"
            f" together lose {net:,.0f} {unit} a year net{for_each}. Negative: a gain. Shares are of what the"
            f" losing senders lose.{' Figures hold for all acts of the scenario together.' if others else ''}"
        ),
        columns=(
            Column("Sender"),
            Column(f"Lost a year, {labels[main]}", unit),
            Column("Share", "%"),
            Column("Per 1 % of the target", unit),
            *(Column(f"Welfare lost, {label}", "%") for label in labels),
        ),
        rows=tuple(rows),
        chart="bars",
        charted=(2,),
    )


def without(run: "SolvedScenario", k: int, leaving: Sequence[str]) -> "tuple[Act, ...]":
    """The acts of the scenario, with act `k` imposed without the senders `leaving`."""
    from autarky.acts.embargo.act import Embargo

    act = run.acts[k]
    assert isinstance(act, Embargo)
    cells, side = act.cells(run.contexts[k]), act.imposed_by(run.contexts[k])
    left = tuple(c for c in getattr(cells, f"{side}s").labels if c not in set(leaving))
    return (*run.acts[:k], act.model_copy(update={side: left, "senders": side}), *run.acts[k + 1 :])
