"""Payments pair by pair: how much of trade a cut-off hits, what it costs, and what it costs those who pay outside."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.exhibits import Column, Exhibit, Value
from autarky.acts.payments.calibration import SEVERITIES, Severity, elasticity
from autarky.economy.horizon import parse_duration

if TYPE_CHECKING:
    from autarky.acts.base import SolvedScenario
    from autarky.acts.payments.system import System
    from autarky.economy.result import Result
    from autarky.world.accounts import World

PAIRS = 40  # in the table, those that pay most
ECONOMIES = 4  # followed at other shares outside
OUTSIDE = (0.30, 0.95)  # mission part 5: payments that already pass outside the channels cut
TIMES = (("3 months", 0.25), ("1 year", 1.0), ("3 years", 3.0), ("10 years", 10.0))


@dataclass(frozen=True)
class _Case:
    """The payments of a scenario in its world: base-year trade and the wedge (origin, sector, destination)."""

    world: "World"
    run: "SolvedScenario"
    system: "System"
    trade: np.ndarray
    wedge: np.ndarray

    def cost(self, wedge: np.ndarray) -> np.ndarray:
        """What the wedge costs at base-year quantities, in the unit of the world (origin, sector, destination)."""
        return (_finite(wedge) - 1) * self.trade

    def hit(self) -> np.ndarray:
        """Flows that some event is about."""
        mask: np.ndarray = np.any([e.mask for e in self.system.events], axis=0) & (self.trade > 0)
        return mask


def analyse(run: "SolvedScenario") -> list[Exhibit]:
    """Pairs that pay; how it depends on severity and time; and, where channels are cut, at other shares outside."""
    from autarky.acts.base import Context
    from autarky.acts.payments.base import PaymentAct, system_of

    acts = tuple(a for a in run.acts if isinstance(a, PaymentAct))
    if not acts:
        return []
    world = run.world
    system = system_of(acts, Context(world))
    trade = world.array("trade").copy()
    case = _Case(world, run, system, trade, system.wedge())
    exhibits = [_pairs(case, run.results[0]), _ranges(case), _income(case, run.results[0])]
    if any(e.kind == "cut" for e in system.events):
        exhibits.insert(1, _outside(case, run.results[0]))
    return exhibits


def _finite(wedge: np.ndarray) -> np.ndarray:
    """Where nothing is left to pay with nothing is traded either (the act refuses it elsewhere)."""
    return np.where(np.isfinite(wedge), wedge, 1.0)


def _label(result: "Result") -> str:
    return str(result.record["horizon"]["label"])


def _pairs(case: _Case, result: "Result") -> Exhibit:
    world, unit = case.world, case.world.unit
    cost, trade = case.cost(case.wedge).sum(1), case.trade.sum(1)
    touched = np.where(case.hit(), case.trade, 0.0)
    cut = (case.system.cut() * case.trade).sum(1)
    before, after = result.world.array("trade").sum(1), np.asarray(result.data["trade"].values).sum(1)
    order = [
        (int(i), int(n))
        for i, n in zip(
            *np.unravel_index(np.argsort(-np.abs(cost), axis=None, kind="stable"), cost.shape), strict=True
        )
        if touched[i, :, n].sum() > 0
    ]
    names = [_name(world, k) for k in range(len(world.economies))]
    rows: list[tuple[Value, ...]] = [
        (
            names[i],
            names[n],
            float(trade[i, n]),
            100 * float(cut[i, n] / trade[i, n]),
            100 * float(cost[i, n] / trade[i, n]),
            float(cost[i, n]),
            100 * float(after[i, n] / before[i, n] - 1),
        )
        for i, n in order[:PAIRS]
    ]
    since = case.system.settings["since"]
    return Exhibit(
        title="What payments cost, pair by pair",
        note=(
            f"Pairs of the payment acts with the largest cost, {len(rows)} of {len(order)}; total {cost.sum():,.0f}"
            f" {unit}. Share cut: of base-year payments. Cost of trade: {since} after the event, ad valorem; in money"
            " at base-year quantities, so before trade gives way. Change of trade: in the equilibrium at"
            f" {_label(result)}, all acts of the scenario together."
        ),
        columns=(
            Column("Seller"),
            Column("Buyer"),
            Column("Trade", unit),
            Column("Share cut", "%"),
            Column("Cost of trade", "%"),
            Column("Cost", unit),
            Column("Change of trade", "%"),
        ),
        rows=tuple(rows),
    )


def _followed(case: _Case) -> list[int]:
    """Economies by what the payment acts change in the cost of their trade, those that it changes most."""
    cost, trade = np.abs(case.cost(case.wedge)), case.trade.sum(1)
    np.fill_diagonal(trade, 0.0)
    both = trade.sum(0) + trade.sum(1)
    share = (cost.sum((1, 2)) + cost.sum((0, 1))) / np.where(both > 0, both, 1.0)
    order = np.argsort(-share, kind="stable")
    return [int(k) for k in order[:ECONOMIES] if share[k] > 0]


def _outside(case: _Case, result: "Result") -> Exhibit:
    """The same scenario if other shares of what is cut already passed outside the channels."""
    world = case.world
    followed = _followed(case)
    rows: list[tuple[Value, ...]] = _rows(
        "as in the scenario", case, case.system, case.wedge, result, followed
    )
    for outside in OUTSIDE:
        case.run.tell(f"payments with {100 * outside:.0f} % outside")
        system = case.system.with_outside(outside)
        wedge = system.wedge()
        solved = _solved(case, wedge, _years(result))
        rows += _rows(f"{100 * outside:.0f} %", case, system, wedge, solved, followed)
    rows.sort(key=lambda row: [_name(world, k) for k in followed].index(str(row[0])))
    return Exhibit(
        title="If 30 % or 95 % of payments already passed outside",
        note=(
            "The scenario solved again with that share of each pair's payments, where channels are cut, in channels"
            " that stay open. Economies with the largest cost for their trade; cost of trade over all their exports and"
            f" imports. Real income: equivalent variation at {_label(result)}, all acts of the scenario together."
        ),
        columns=(
            Column("Economy"),
            Column("Outside"),
            Column("Share of trade cut", "%"),
            Column("Cost of trade", "%"),
            Column("Real income", "%"),
            Column("Real income", world.unit),
        ),
        rows=tuple(rows),
    )


def _rows(
    what: str, case: _Case, system: "System", wedge: np.ndarray, result: "Result | None", followed: list[int]
) -> "list[tuple[Value, ...]]":
    abroad = case.trade * ~np.eye(len(case.world.economies), dtype=bool)[:, None, :]
    cut, cost = system.cut() * abroad, (_finite(wedge) - 1) * abroad
    spending = case.world.array("final").sum(0)
    rows: list[tuple[Value, ...]] = []
    for k in followed:
        total = float(abroad[k].sum() + abroad[:, :, k].sum())
        share, dearer = ((v[k].sum() + v[:, :, k].sum()) / total for v in (cut, cost))
        welfare = None if result is None else float(result.data["welfare"].values[k])
        rows.append(
            (
                _name(case.world, k),
                what,
                100 * float(share),
                100 * float(dearer),
                None if welfare is None else 100 * welfare,
                None if welfare is None else welfare * float(spending[k]),
            )
        )
    return rows


def _solved(case: _Case, wedge: np.ndarray, years: float) -> "Result | None":
    """The scenario with another wedge of payments; None where no equilibrium was found."""
    from autarky.acts.base import to_jax
    from autarky.errors import AutarkyError

    ratio = _finite(wedge) / _finite(case.wedge)
    before = case.run.shock
    shock = replace(before, trade_cost=to_jax(np.asarray(before.trade_cost) * ratio))
    try:
        return case.run.solve_shock(shock, years)
    except AutarkyError:
        return None


def _at(case: _Case, severity: "Severity", years: float) -> np.ndarray:
    """The wedge (origin, sector, destination) at another severity and time."""
    return _finite(replace(case.system, epsilon=elasticity(severity, years)).wedge())


def _ranges(case: _Case) -> Exhibit:
    """Mean cost over the trade that the events are about, by severity and time."""
    weight = np.where(case.hit(), case.trade, 0.0)
    total, settings = float(weight.sum()) or 1.0, case.system.settings
    rows: list[tuple[Value, ...]] = []
    for severity in SEVERITIES:
        costs = [100 * float((weight * (_at(case, severity, years) - 1)).sum()) / total for _, years in TIMES]
        rows.append((severity, elasticity(severity, 1.0), *costs))
    return Exhibit(
        title="Cost of trade by severity and time since the event",
        note=(
            "Mean over the trade that the payment acts are about. Severity: what cut-offs did to trade, low, central"
            f" and high (docs/theory/payments.md). The scenario takes {settings['severity']}, {settings['since']}."
        ),
        columns=(
            Column("Severity"),
            Column("Elasticity at 1 year"),
            *(Column(name, "%") for name, _ in TIMES),
        ),
        rows=tuple(rows),
    )


def _income(case: _Case, result: "Result") -> Exhibit:
    """What the severity assumed does to real income."""
    followed, settings = _followed(case), case.system.settings
    welfare: list[np.ndarray | None] = []
    for severity in SEVERITIES:
        case.run.tell(f"payments at severity {severity}")
        solved: Result | None = result
        if severity != settings["severity"]:
            solved = _solved(case, _at(case, severity, parse_duration(settings["since"])), _years(result))
        welfare.append(None if solved is None else np.asarray(solved.data["welfare"].values))
    return Exhibit(
        title="Real income by severity",
        note=(
            f"Equivalent variation at {_label(result)}, all acts of the scenario together, with costs"
            f" {settings['since']} after the event. The scenario takes {settings['severity']}."
        ),
        columns=(Column("Economy"), *(Column(severity, "%") for severity in SEVERITIES)),
        rows=tuple(
            (_name(case.world, k), *(None if w is None else 100 * float(w[k]) for w in welfare))
            for k in followed
        ),
    )


def _name(world: "World", k: int) -> str:
    return world.economy_names.get(world.economies[k], world.economies[k])


def _years(result: "Result") -> float:
    return float(result.record["horizon"]["years"])
