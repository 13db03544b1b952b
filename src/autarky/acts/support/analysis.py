"""How much of the receiver's income stands on support, and what the support costs the giver."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.exhibits import Column, Exhibit, Value
from autarky.acts.without import change_of, level_of, solved_with

if TYPE_CHECKING:
    from autarky.acts.base import Act, Context, SolvedScenario
    from autarky.economy.result import Result

KINDS = ("support", "export_subsidy")


def analyse(run: "SolvedScenario") -> list[Exhibit]:
    """One exhibit: rows for each act of support and each horizon, and for all together where there are several.

    Every row compares the world with and the world without that support, the other acts that are no support being
    there both times. New support is in the solved world, support that is withdrawn in the base.
    """
    from autarky.acts.base import Context
    from autarky.economy.horizon import horizon_label

    acts = [(k, act) for k, act in enumerate(run.acts) if act.type in KINDS]
    context, rows = Context(run.world), []
    several = len(acts) > 1
    whole = [_name(act) for _, act in acts] if not several else ["All together"]
    for full, years in zip(run.results, run.horizons, strict=True):
        when = f", {horizon_label(years)}" if len(run.results) > 1 else ""
        rest = solved_with(run, years, lambda act: act.type not in KINDS)
        for k, act in acts if several else ():
            run.tell(f"what act {k + 1} does by itself{when}")
            alone = solved_with(run, years, _only(act))
            rows.append((k, _row(_Pair.of([act], context, full, rest, alone), _name(act) + when)))
        pair = _Pair.of([act for _, act in acts], context, full, rest, full)
        rows.append((len(run.acts), _row(pair, whole[0] + when)))
    rows.sort(key=lambda row: row[0])  # an act at all horizons, then the next
    told = f"After {horizon_label(run.horizons[0])}. " if len(run.results) == 1 else ""
    return [_exhibit([row for _, row in rows], run.world.unit, told)]


def _only(support: "Act") -> "Callable[[Act], bool]":
    return lambda act: act is support or act.type not in KINDS


def _name(act: "Act") -> str:
    if act.label:
        return str(act.label)
    ends = _withdrawn(act)
    if act.type == "export_subsidy":
        return "Price discount ends" if ends else "Price discount"
    form = str(getattr(act, "form", "support")).capitalize()
    return f"{form} ends" if ends else form


def _withdrawn(act: "Act") -> bool:
    return bool(getattr(act, "change", "") == "withdraw" or getattr(act, "withdraw", None) is not None)


@dataclass(frozen=True)
class _Pair:
    """The world with some support and the world without it."""

    givers: np.ndarray  # indices
    receivers: np.ndarray
    gives: np.ndarray  # what the books say is given a year, by act, in the world's currency
    with_it: "Result | None"  # None: the base
    without: "Result | None"
    like: "Result"
    gdp: np.ndarray  # of the base year [N]
    paid: np.ndarray  # transfers that the givers pay in the world with support over that without [N]

    @classmethod
    def of(
        cls,
        acts: "Sequence[Act]",
        context: "Context",
        like: "Result",
        rest: "Result | None",
        done: "Result | None",
    ) -> "_Pair":
        """`rest`: without any of the acts carried out; `done`: with them carried out, withdrawals among them."""
        sides = [_sides(act, context) for act in acts]
        ends = all(_withdrawn(act) for act in acts)
        moved = sum((_transfers(act, context) for act in acts), np.zeros(len(context.world.economies)))
        return cls(
            givers=np.unique(np.concatenate([g for g, _ in sides])),
            receivers=np.unique(np.concatenate([r for _, r in sides])),
            gives=np.array([(-1 if _withdrawn(a) and not ends else 1) * _booked(a, context) for a in acts]),
            with_it=rest if ends else done,
            without=done if ends else rest,
            like=like,
            gdp=context.gdp * context.unit,
            paid=moved if ends else -moved,
        )

    def welfare(self, sides: np.ndarray) -> float:
        """Real income of a side in the world with support over that without, less one."""
        spent = self.like.world.array("final").sum(0)[sides]
        levels = [1 + change_of(r, "welfare", self.like)[sides] for r in (self.with_it, self.without)]
        return float((levels[0] * spent).sum() / (levels[1] * spent).sum() - 1)

    def budget(self) -> float:
        """What the givers' budgets pay a year: transfers, and taxes on exports forgone."""
        revenue = [level_of(r, "export_tax_revenue", self.like) for r in (self.with_it, self.without)]
        return float((self.paid + revenue[1] - revenue[0])[self.givers].sum())

    def given_up(self) -> float:
        """Loss of the givers' real income, in the world's currency."""
        spent = self.like.world.array("final").sum(0)
        change = [change_of(r, "welfare", self.like) for r in (self.with_it, self.without)]
        return float(((change[1] - change[0]) * spent)[self.givers].sum())


def _sides(act: "Act", context: "Context") -> tuple[np.ndarray, np.ndarray]:
    from autarky.acts.scope import BilateralAct
    from autarky.acts.support.act import Support

    if isinstance(act, BilateralAct):
        cells = act.cells(context)
        return np.flatnonzero(cells.mask.any((1, 2))), np.flatnonzero(cells.mask.any((0, 1)))
    if not isinstance(act, Support):
        raise TypeError(f"{act.type} is no support")
    index = context.world.economies.index
    givers, receivers = act.sides(context)
    return np.array([index(c) for c in givers.labels]), np.array([index(c) for c in receivers.labels])


def _transfers(act: "Act", context: "Context") -> np.ndarray:
    """Transfers received through the act, in the world's currency [N]."""
    from autarky.acts.support.act import Support

    if isinstance(act, Support):
        return np.asarray(act.received(context) * context.unit)
    return np.zeros(len(context.world.economies))


def _booked(act: "Act", context: "Context") -> float:
    """What the support is by the books: a discount times what was bought in the base year; what moves a year."""
    from autarky.acts.export_subsidy import ExportSubsidy
    from autarky.acts.support.act import Support

    if isinstance(act, Support):
        return act.worth(context) * context.unit
    if not isinstance(act, ExportSubsidy):
        raise TypeError(f"{act.type} is no support")
    world = context.world
    paid = (1 + world.array("export_tax")) * world.array("trade")
    bought = float(np.where(act.cells(context).mask, paid, 0.0).sum())
    # base-year prices hold a discount that is withdrawn, so that the full price is paid / (1 - withdraw)
    return bought * (1 - act.factor if act.discount is not None else act.factor - 1)


def _row(pair: _Pair, name: str) -> tuple[Value, ...]:
    gdp = pair.gdp
    booked, up = float(pair.gives.sum()), pair.welfare(pair.receivers)
    return (
        name,
        booked,
        100 * booked / float(gdp[pair.receivers].sum()),
        100 * up / (1 + up),
        pair.budget(),
        100 * pair.budget() / float(gdp[pair.givers].sum()),
        pair.given_up(),
    )


def _exhibit(rows: list[tuple[Value, ...]], unit: str, when: str) -> Exhibit:
    return Exhibit(
        title="What stands on support, and what it costs",
        note=(
            f"{when}By the books: money moved, or the discount times what was bought in the base year."
            " Standing on it: the part of the receiver's real income that would be gone without, prices and trade"
            " adjusting. Giver pays: its budget with the support over that without it. Gives up: its real income in the"
            " same comparison."
        ),
        columns=(
            Column("Support"),
            Column("By the books", unit),
            Column("of the receiver's GDP", "%"),
            Column("Real income standing on it", "%"),
            Column("Giver pays", unit),
            Column("of the giver's GDP", "%"),
            Column("Giver gives up", unit),
        ),
        rows=tuple(rows),
        chart="bars",
        charted=(2, 3),
        most=len(rows),
    )
