"""Import substitution by year: what it costs as experience grows, and the loss it removes if the suppliers are cut."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.exhibits import Column, Exhibit, Value
from autarky.acts.money import amount
from autarky.acts.technology.supply_cut import cut_of, gain_of, shares_of, suppliers_of

if TYPE_CHECKING:
    from autarky.acts.base import SolvedScenario
    from autarky.acts.technology.import_substitution import ImportSubstitution
    from autarky.economy.result import Result
    from autarky.world.accounts import World

SETTLED = 10.0  # years to adjust: what it costs to live with it, not to get there
YEARS = (0, 1, 3, 5, 10)  # since the start


@dataclass(frozen=True)
class Course:
    """An act by year: the premium (fraction), what it costs a year and welfare against the world without it, money;
    own share, and the loss if the suppliers are cut, without the act and with it as it stands in the scenario."""

    act: "ImportSubstitution"
    world: "World"
    suppliers: tuple[str, ...]
    own: tuple[float, float]
    premium: np.ndarray
    cost: np.ndarray
    welfare: np.ndarray
    loss: tuple[float, float]


def analyse(run: "SolvedScenario") -> list[Exhibit]:
    """One exhibit for each act of import substitution."""
    from autarky.acts.technology.import_substitution import ImportSubstitution

    return [_exhibit(course(run, k)) for k, act in enumerate(run.acts) if isinstance(act, ImportSubstitution)]


def course(run: "SolvedScenario", k: int) -> Course:
    """Act `k` of the scenario by year, all others in place. Raises `AutarkyError`.

    The suppliers that are cut are those that the act replaces where it names them, else the largest; acts that cut
    them already stay out of the two worlds in which the cut is tried.
    """
    world = run.world
    act: ImportSubstitution = run.acts[k]  # type: ignore[assignment]  # the caller knows
    supply = act.supply(run.contexts[k])
    suppliers = suppliers_of(act, supply)

    def solved(then: "ImportSubstitution | None", *, alone: bool = False) -> "Result | None":
        acts = [] if alone else [a for j, a in enumerate(run.acts) if j != k]
        if then is not None:
            acts.insert(0 if alone else k, then)
        return run.solve(acts, SETTLED) if acts else None

    run.tell("import substitution: the world without it")
    without = solved(None)
    base = 0.0 if without is None else gain_of(without, supply.own)
    premium, cost, welfare = [], [], []
    for years in YEARS:
        run.tell(f"import substitution after {years} years")
        then = act.model_copy(update={"years": float(years)})
        found = solved(then)
        assert found is not None
        premium.append(then.premium_now)
        cost.append(then.premium_now * float((then.replaced(supply) * supply.bought[2]).sum()))
        welfare.append(gain_of(found, supply.own) - base)
    run.tell("import substitution: the suppliers are cut")
    with_it = solved(act, alone=True)
    assert with_it is not None
    (own, loss), (own_then, loss_then) = (
        (shares_of(w, supply, suppliers)[0], -gain_of(cut_of(run, w, suppliers, supply), supply.own))
        for w in (world, with_it.world_after())
    )
    return Course(
        act,
        world,
        suppliers,
        (own, own_then),
        np.array(premium),
        np.array(cost),
        np.array(welfare),
        (loss, loss_then),
    )


def _exhibit(c: Course) -> Exhibit:
    unit, known = c.world.unit, c.world.economy_names
    who = ", ".join(known.get(e, e) for e in c.act.economies)
    named = c.act.origin if tuple(c.act.origin) != ("world",) else c.suppliers
    sellers = ", ".join(known.get(e, e) for e in named)
    rows: list[tuple[Value, ...]] = [
        (years, 100 * float(p), float(paid), float(w))
        for years, p, paid, w in zip(YEARS, c.premium, c.cost, c.welfare, strict=True)
    ]
    removed = c.loss[0] - c.loss[1]
    return Exhibit(
        title=f"{c.act.label or f'Import substitution in {who}'}: what it costs as experience grows",
        note=(
            f"Own supply goes from {100 * c.own[0]:.3g} to {100 * c.own[1]:.3g} % of purchases. If {sellers} cut to a"
            f" tenth, {who} would lose {amount(c.loss[0], unit)} a year without it and {amount(c.loss[1], unit)} with"
            f" it: {amount(removed, unit)} {'removed' if removed >= 0 else 'added'} (after one year, no other acts)."
            " Welfare: against the same scenario without it, when all have adjusted (ten years' elasticities)."
        ),
        columns=(
            Column("Years since the start"),
            Column("Own goods dearer by", "%"),
            Column("Premium paid a year", unit),
            Column("Welfare a year", unit),
        ),
        rows=tuple(rows),
        chart="lines",
        charted=(1,),
    )
