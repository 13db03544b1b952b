"""Who pays for an embargo among those who impose it; coalitions that shrink by one sender, or grow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.exhibits import Column, Exhibit, Value
from autarky.acts.without import attempted, unsolved

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


SINGLE = 10  # senders that are looked at one by one, the largest by banned trade; the others join together


def coalition(run: "SolvedScenario", k: int) -> list[Exhibit]:
    """What the target and each sender lose if the sender leaves, and as the coalition grows in that order.

    Two solutions for each sender looked at. Growth is in the order of what the target is spared when the sender leaves
    the whole coalition: the marginal effect, largest first. Raises `AutarkyError`.
    """
    from autarky.acts.embargo.act import Embargo
    from autarky.economy.horizon import horizon_label

    world, results, act = run.world, run.results, run.acts[k]
    assert isinstance(act, Embargo)
    context = run.contexts[k]
    sides = Sides.of(act, context)
    if len(sides.senders) < 2 or not sides.targets:
        return []
    main = nearest_year(results)
    years = float(results[main].record["horizon"]["years"])
    whole, label = results[main], horizon_label(years)

    trade = _banned(act, context, sides)
    order = [sides.senders[j] for j in np.argsort(-trade, kind="stable")]
    single = order[:SINGLE] if len(order) > SINGLE + 1 else order
    rest = tuple(order[len(single) :])
    units: list[tuple[str, ...]] = [(c,) for c in single] + ([rest] if rest else [])

    reasons: list[str] = []

    def solved(leaving: Sequence[str], name: str) -> "Result | None":
        return attempted(run, without(run, k, leaving), years, reasons, name)

    whole_loss = 100 * fraction_lost(whole, sides.targets)
    left = []
    for unit in units:
        after = solved(unit, f"The coalition without {_name(unit, sides)}")
        if after is None:
            continue
        left.append((unit, whole_loss - 100 * fraction_lost(after, sides.targets), after))
    left.sort(key=lambda entry: -entry[1])
    by_name = dict(zip(sides.senders, trade, strict=True))
    leaving_rows: list[tuple[Value, ...]] = [
        (
            _name(unit, sides),
            float(sum(by_name[c] for c in unit)),
            whole_loss - spared,
            spared,
            100 * fraction_lost(whole, unit),
            100 * fraction_lost(after, unit),
        )
        for unit, spared, after in left
    ]
    growing_rows: list[tuple[Value, ...]] = []
    inside: tuple[str, ...] = ()
    for j, (unit, _, _) in enumerate(left):
        inside += unit
        outside = [c for c in sides.senders if c not in set(inside)]
        now = solved(outside, f"The coalition of {len(inside)}") if outside else whole
        if now is None:
            growing_rows.append(
                (("+ " if j else "") + _name(unit, sides), len(inside), None, None, None, None)
            )
            continue
        loss, paid = 100 * fraction_lost(now, sides.targets), float(lost(now, inside).sum())
        price = paid / loss if loss > 1e-6 else None
        growing_rows.append(
            (
                ("+ " if j else "") + _name(unit, sides),
                len(inside),
                loss,
                paid,
                price,
                100 * fraction_lost(now, unit),
            )
        )
    who = sides.target
    return [
        Exhibit(
            title=f"The coalition against {who} without one of its senders",
            note=(
                f"After {label}, all senders together cost {who} {whole_loss:.3g} % of its welfare. In the order of"
                " what it is spared when the sender leaves and trades again; negative: a gain."
                f"{unsolved(reasons)}"
            ),
            columns=(
                Column("Leaves"),
                Column("Banned trade", world.unit),
                Column("Target loses without it", "%"),
                Column("Target is spared", "pp"),
                Column("It loses inside", "%"),
                Column("It loses outside", "%"),
            ),
            rows=tuple(leaving_rows),
            chart="bars",
            charted=(3,),
        ),
        Exhibit(
            title=f"The coalition against {who} as it grows",
            note=(
                f"After {label}, senders joining in the order of the table before; losses of the senders are those of"
                " the members so far, net a year."
            ),
            columns=(
                Column("Joins"),
                Column("Members"),
                Column("Target loses", "%"),
                Column("Senders lose", world.unit),
                Column("Per 1 % of the target", world.unit),
                Column("The new member loses", "%"),
            ),
            rows=tuple(growing_rows),
            chart="bars",
            charted=(2,),
        ),
    ]


def _name(unit: Sequence[str], sides: Sides) -> str:
    return sides.names[unit[0]] if len(unit) == 1 else f"the {len(unit)} others"


def _banned(act: "Embargo", context: "Context", sides: Sides) -> np.ndarray:
    """Trade of each sender that the act bans."""
    world = context.world
    flows = np.where(act.cells(context).mask, world.array("trade"), 0.0).sum(1)
    both = flows + flows.T
    at = [world.economies.index(c) for c in sides.senders]
    return np.asarray(both[at].sum(1))
